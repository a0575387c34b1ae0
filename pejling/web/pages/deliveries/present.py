"""Deliveries as the templates and the fix list want them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from pejling.facts.deliveries.models import DeliveredFile, Delivery
from pejling.facts.deliveries.wording import describe
from pejling.web.components import numbers
from pejling.web.components.table_words import table_title
from pejling.web.pages.deliveries.crumbs import delivery_title

COUNTS = ("new", "changed", "unchanged", "gone", "quarantined")


def delivery_row(delivery: Delivery) -> dict[str, Any]:
    """One line of the list, with the counts added up over the tables."""
    counts = {name: sum(table.get(name, 0) for table in delivery.tables.values()) for name in COUNTS}
    return {
        "uuid": delivery.uuid,
        "title": delivery_title(delivery),
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


def changed_tables(tables: dict[str, dict[str, int]], changes: str = "") -> list[dict[str, Any]]:
    """What changes, table by table: (count, address of the rows behind it) for each of ``COUNTS``."""

    def cell(table: str, name: str) -> tuple[str, str]:
        count = tables[table].get(name, 0)
        leads = changes and count and name in {"new", "changed", "gone"}
        return numbers.number(count), f"{changes}?table={table}&state={name}" if leads else ""

    return [
        {"title": table_title(table), "counts": [cell(table, name) for name in COUNTS]} for table in tables
    ]


def separator_title(separator: str) -> str:
    """What a sign that parts columns is called."""
    named = {";": _("semicolon"), "\t": _("tab"), ",": _("comma"), "|": _("vertical bar")}
    return named.get(separator, separator)


def file_row(file: DeliveredFile) -> dict[str, Any]:
    """One file as it was read."""
    return {
        "name": file.name,
        "role": role_title(file.role),
        "rows": numbers.number(file.rows),
        "encoding": file.encoding,
        "separator": separator_title(file.separator),
        "cpr_removed": numbers.number(file.cpr_removed) if file.cpr_removed else "",
        "sha256": file.sha256,
    }


def role_title(role: str) -> str:
    """What a file was read as, in words; a mapping of the school's own may have names of its own."""
    return table_title({"enrolments": "spells"}.get(role, role))


def file_names(delivery: Delivery) -> dict[int, str]:
    """The files' names by position; the files come with the delivery."""
    return {file.position: file.name for file in delivery.files.all()}


def warnings_in(counts: dict[str, int]) -> list[tuple[str, str]]:
    """(what, how many) of what was accepted though it looks odd."""
    return [
        (describe(code, {})[0], numbers.number(count))
        for code, count in sorted(counts.items(), key=lambda found: -found[1])
        if count
    ]


def quarantine_row(row: Any, files: dict[int, str]) -> dict[str, Any]:
    """One row kept out: where it stands, what is wrong, and how to mend it."""
    what, mend = wrong_and_mend(row)
    return {
        "file": files.get(row.file, ""),
        "row": row.row,
        "column": row.column,
        "value": row.value,
        "what": what,
        "mend": mend,
    }


def without_params(text: str) -> str:
    """A sentence of a kind of problem, without the place of what differs from row to row."""
    return text.replace(": ….", ".").replace(" … ", " ")


def wrong_and_mend(problem: Any) -> tuple[str, str]:
    """(what is wrong, how to mend it) of a quarantined row or a trial's."""
    what, mend = describe(problem.code, problem.params)
    return str(what), str(mend)
