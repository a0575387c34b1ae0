"""One uploaded file as its card shows it: how it was read, its first rows, and what may be wrong."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pejling.facts.deliveries.mapping.among import Fit
from pejling.facts.deliveries.upload_previews import LookedAt
from pejling.facts.deliveries.wording import describe
from pejling.web.components import numbers
from pejling.web.pages.deliveries import present
from pejling.web.pages.deliveries.forms import FileForm

#: First rows and columns that are shown of a file.
ROWS = 6
COLUMNS = 40


def file_card(looked: LookedAt, form: FileForm | None, fit: Fit | None) -> dict[str, Any]:
    """Everything the card needs; ``form`` None where nothing can be chosen."""
    file, shown = looked.file, looked.preview
    card: dict[str, Any] = {
        "position": file.position,
        "name": file.name,
        "size": size(file.size),
        "form": form,
        "overruled": bool(looked.chosen.as_dict()) or bool(form and form.errors),
        "problem": describe(*looked.problem) if looked.problem else None,
        "role": fit.role.title if fit and fit.role and fit.problem is None else "",
        "missing": list(fit.missing) if fit else [],
        "unfit": describe(*fit.problem) if fit and fit.problem and not looked.chosen.role else None,
    }
    if shown is None:
        return card
    card |= {
        "facts": _facts(looked),
        "headers": [c.header or _("column %(n)d") % {"n": c.position} for c in shown.columns[:COLUMNS]],
        "rows": [(number, cells[:COLUMNS]) for number, cells in shown.first_rows[:ROWS]],
        "more_columns": max(len(shown.columns) - COLUMNS, 0),
        "above": shown.above,
        "cpr": numbers.number(shown.cpr_found) if shown.cpr_found else "",
    }
    return card


def size(count: int) -> str:
    """Bytes as kB or MB."""
    if count < 1000:
        return _("%(n)s bytes") % {"n": numbers.number(count)}
    if count < 1_000_000:
        return f"{numbers.number(count / 1000)} kB"
    return f"{numbers.number(count / 1_000_000, 1)} MB"


def _facts(looked: LookedAt) -> list[tuple[str, str]]:
    shown = looked.preview
    assert shown is not None
    about = "" if shown.whole else _("about") + " "
    heading = _("row %(n)d") % {"n": shown.header} if shown.header else _("none")
    facts = [
        (_("Rows"), about + numbers.number(shown.row_count)),
        (_("Columns"), numbers.number(len(shown.columns))),
        (_("Headings"), heading),
    ]
    if shown.sheets:
        facts.append((_("Sheet"), shown.sheet))
    else:
        facts += [
            (_("Encoding"), shown.encoding),
            (_("Separator"), present.separator_title(shown.separator or "")),
        ]
    if shown.odd_rows:
        text = ngettext("%(n)s row", "%(n)s rows", shown.odd_rows) % {"n": numbers.number(shown.odd_rows)}
        facts.append((_("Of another width"), text))
    return facts
