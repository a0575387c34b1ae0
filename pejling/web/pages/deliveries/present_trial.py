"""What a trial found, as its page shows it: counts, what would change, what is kept out, and what needs a yes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from pejling.facts.deliveries import upload_files, upload_queries
from pejling.facts.deliveries.models import Upload
from pejling.web.components import numbers
from pejling.web.components.table_words import table_title
from pejling.web.pages.deliveries import present

#: Rows kept out that stand on the page itself; all of them have a page of their own.
SHOWN = 10


def trial(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    """Context of the trial's part of the page."""
    found = upload.found
    names = dict(enumerate(file.name for file in upload.files.all()))
    folder = upload_files.trial_folder(upload)
    rows = upload_queries.kept_out(folder, 0, SHOWN)
    changes = reverse("uploads_changes", args=[request.school.uuid, upload.uuid])
    return {
        "tables": present.changed_tables(found["tables"], changes),
        "nothing_new": not any(
            counts[name] for counts in found["tables"].values() for name in ("new", "changed", "gone")
        ),
        "kept_out": numbers.number(found["kept_out"]),
        "any_kept_out": bool(found["kept_out"]),
        "rows": [present.quarantine_row(row, names) for row in rows],
        "more_rows": found["problems"] > len(rows),
        "too_many": [
            (table_title(table), numbers.number(gone), numbers.number(current))
            for table, (gone, current) in found["too_many"].items()
        ],
        "warnings": present.warnings_in(found["warnings"]),
        "trial_gone": not folder.is_dir(),
        "read": [
            {"name": names.get(place, ""), "role": present.role_title(file["role"]),
             "rows": numbers.number(file["rows"]), "count": file["rows"],
             "cpr": numbers.number(file["cpr_removed"]) if file["cpr_removed"] else ""}
            for place, file in enumerate(found["files"])
        ],
    }  # fmt: skip
