"""The workbook of the retention page: shares, counts, limits, curve, changes, leavers, and what it all means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from pejling.analysis.cohorts import BLANK, Cell
from pejling.base.organisations.models import Organisation
from pejling.quality.indicators.catalogue import definitions
from pejling.web.components import numbers
from pejling.web.components.catalogue import words_of
from pejling.web.components.masking import HIDDEN
from pejling.web.components.workbook import Share, Sheet
from pejling.web.pages.retention import present
from pejling.web.pages.retention.asking import KEY, Answer
from pejling.web.pages.retention.filters import in_words


def sheets(found: Answer, left: dict[str, Any] | None, school: Organisation) -> Iterator[Sheet]:
    """Every sheet. What is hidden on the page is in none of them: they come from the same masked answer."""
    yield _grid(found, _("Retention"), lambda cell: Share(cell.share))
    yield _grid(found, _("Retained, count"), lambda cell: cell.retained)
    yield _grid(found, _("Lower limit"), lambda cell: Share(cell.lower))
    yield _grid(found, _("Upper limit"), lambda cell: Share(cell.upper))
    yield _grid(found, _("State of the cell"), _state)
    yield _curve(found)
    yield _changes(found)
    if left is not None:
        yield _left(left)
    yield _about(found, school)


def _grid(found: Answer, name: str, value: Any) -> Sheet:
    months = [str(month) for month in found.grid.months]
    rows = [*present.newest_first(found.grid), found.grid.total]
    names = [*(present.row_label(found.grid.by, row.label) for row in rows[:-1]), _("All shown")]
    return Sheet(
        name,
        [_("Class") if found.grid.by == "class" else _("Intake"), _("Students"), *months],
        [[label, row.n or None, *map(value, row.cells)] for label, row in zip(names, rows, strict=True)],
    )


def _state(cell: Cell) -> str | None:
    titles = {"observed": _("observed"), "provisional": _("provisional"), HIDDEN: _("hidden")}
    return None if cell.state == BLANK else titles[cell.state]


def _curve(found: Answer) -> Sheet:
    titles = present.fate_titles()
    heads = [
        _("Months since start"),
        _("Retained"),
        _("Lower limit"),
        _("Upper limit"),
        _("Still followed"),
        _("State of the cell"),
    ]
    rows = [
        [
            point.cell.month,
            Share(point.cell.share),
            Share(point.cell.lower),
            Share(point.cell.upper),
            point.cell.at_risk or None,
            _state(point.cell),
            *(Share(point.fates.get(fate)) for fate in titles),
        ]
        for point in found.curve.points
    ]
    return Sheet(_("Curve"), [*heads, *titles.values()], rows)


def _changes(found: Answer) -> Sheet:
    heads = [
        _("Intake"), _("Compared with"), _("Months since start"), _("Students"), _("Retained"), _("Students before"),
        _("Retained before"), _("Difference, percentage points"), _("Lower limit"), _("Upper limit"), _("In words"),
    ]  # fmt: skip
    rows = [
        [
            numbers.month(change.intake),
            numbers.month(change.before),
            change.month,
            change.change.now.n,
            Share(change.change.now.share),
            change.change.before.n,
            Share(change.change.before.share),
            change.change.difference,
            change.change.lower,
            change.change.upper,
            present.change_in_words(change),
        ]
        for change in found.changes
    ]
    return Sheet(_("Against last year"), heads, rows)


def _left(left: dict[str, Any]) -> Sheet:
    heads = [
        _("What"), _("Student number"), _("Name"), _("Class"), _("Programme"), _("Department"), _("Start"),
        _("Leave"), _("Code"), _("Reason"), _("Contact teacher"),
    ]  # fmt: skip
    keys = (
        "student", "name", "class_group", "programme", "department", "starts_on", "ends_on", "code", "reason",
        "contact_teacher",
    )  # fmt: skip
    kinds = ((_("newly known"), left["left"]), (_("withdrawn"), left["withdrawn"]))
    rows = [[kind, *(line[key] for key in keys)] for kind, lines in kinds for line in lines]
    if not left["names"]:
        heads = [_("What"), _("Count")]
        rows = [[_("newly known"), left["left_count"]], [_("withdrawn"), left["withdrawn_count"]]]
    note = _("Known on this snapshot, and not on the one of %(since)s") % {"since": left["since"]}
    return Sheet(_("Newly known to have left"), heads, rows, notes=[note])


def _about(found: Answer, school: Organisation) -> Sheet:
    definition = definitions()[KEY]
    words = words_of(definition)
    rows = [
        [_("School"), school.name],
        [_("Chosen"), in_words(found.question) or _("all")],
        [_("Students"), found.curve.n or None],
        [_("As of"), found.grid.as_of],
        [_("Snapshot"), found.grid.snapshot],
        [_("Source"), _("the school's own figure (%(sources)s)") % {"sources": found.snapshots.sources}],
        [_("Definition"), words.description],
        [_("Interval"), words.uncertainty],
        [_("What a school can't see"), words.unseen],
        [_("Notes"), words.notes],
        [_("Version of the definition"), definition.version],
        [_("Official source"), f"{words.source} ({definition.source_year})"],
        [_("Hidden cells"), found.hidden or None],
    ]
    return Sheet(_("About"), [_("What"), _("Value")], rows)
