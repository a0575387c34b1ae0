"""Deliveries as the templates and the fix list want them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from pejling.facts.deliveries.models import DeliveredFile, Delivery, QuarantinedRow
from pejling.facts.deliveries.wording import describe
from pejling.web.components import numbers
from pejling.web.components.workbook import Sheet

COUNTS = ("new", "changed", "unchanged", "gone", "quarantined")


def table_titles() -> dict[str, str]:
    """The delivered tables in words."""
    return {
        "spells": _("Enrolments"),
        "students": _("Students"),
        "leavers": _("Leavers"),
        "agreements": _("Training agreements"),
        "quotas": _("Quotas"),
        "absence": _("Absence"),
    }


def title(delivery: Delivery) -> str:
    """A delivery's name: its source and date."""
    return f"{delivery.source.title}, {numbers.day(delivery.as_of)}"


def delivery_row(delivery: Delivery) -> dict[str, Any]:
    """One line of the list, with the counts added up over the tables."""
    counts = {name: sum(table.get(name, 0) for table in delivery.tables.values()) for name in COUNTS}
    return {
        "uuid": delivery.uuid,
        "title": title(delivery),
        "source": delivery.source.title,
        "as_of": delivery.as_of,
        "accepted_at": delivery.accepted_at,
        "state": delivery.get_state_display(),
        "undone": delivery.state == Delivery.State.UNDONE,
        "scope": delivery.get_scope_display(),
        "period": (delivery.period_from, delivery.period_to) if delivery.period_from else None,
        "files": [file.name for file in delivery.files.all()],
        **{name: numbers.number(count) for name, count in counts.items()},
        "quarantined": numbers.number(delivery.kept_out),
        "any_quarantined": bool(delivery.kept_out),
        "mapping_version": delivery.mapping_version,
    }


def tables(delivery: Delivery) -> list[dict[str, Any]]:
    """What changed, table by table."""
    titles = table_titles()
    return [
        {
            "title": titles.get(name, name),
            "counts": [numbers.number(delivery.tables[name].get(count, 0)) for count in COUNTS],
        }
        for name in titles
        if name in delivery.tables
    ]


def file_row(file: DeliveredFile) -> dict[str, Any]:
    """One file as it was read."""
    separators = {"\t": _("tab"), "": ""}
    return {
        "name": file.name,
        "role": _role(file.role),
        "rows": numbers.number(file.rows),
        "encoding": file.encoding,
        "separator": separators.get(file.separator, file.separator),
        "cpr_removed": numbers.number(file.cpr_removed) if file.cpr_removed else "",
        "sha256": file.sha256,
    }


def _role(role: str) -> str:
    """What a file was read as, in words; a mapping of the school's own may have names of its own."""
    return table_titles().get({"enrolments": "spells"}.get(role, role), role)


def file_names(delivery: Delivery) -> dict[int, str]:
    """The files' names by position; the files come with the delivery."""
    return {file.position: file.name for file in delivery.files.all()}


def warnings(delivery: Delivery) -> list[tuple[str, str]]:
    """(what, how many) of what was accepted though it looks odd."""
    return [
        (describe(code, {})[0], numbers.number(count))
        for code, count in sorted(delivery.warnings.items(), key=lambda found: -found[1])
        if count
    ]


def quarantine_row(row: QuarantinedRow, files: dict[int, str]) -> dict[str, Any]:
    """One row kept out: where it stands, what is wrong, and how to mend it."""
    what, mend = describe(row.code, row.params)
    return {
        "file": files.get(row.file, ""),
        "row": row.row,
        "column": row.column,
        "value": row.value,
        "what": str(what),
        "mend": str(mend),
    }


def sheets(delivery: Delivery, rows: list[dict[str, Any]]) -> Iterator[Sheet]:
    """The fix list, and what the delivery was."""
    heads = [_("File"), _("Row"), _("Column"), _("Value"), _("What is wrong"), _("How to mend it")]
    keys = ("file", "row", "column", "value", "what", "mend")
    yield Sheet(_("Rows kept out"), heads, [[row[key] for key in keys] for row in rows])
    yield Sheet(_("Warnings"), [_("What"), _("Count")], [list(line) for line in warnings(delivery)])
    about = [
        [_("Delivery"), title(delivery)],
        [_("State"), delivery.get_state_display()],
        [_("Scope"), delivery.get_scope_display()],
        [_("As of"), delivery.as_of],
        [_("Version of the mapping"), delivery.mapping_version],
    ]
    yield Sheet(_("About"), [_("What"), _("Value")], about)
