"""The answer as the template wants it: texts, classes and addresses, nothing left to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pejling.analysis.cohort_curve import Curve
from pejling.analysis.cohorts import BLANK, OBSERVED, PROVISIONAL, Cell, Grid, Row
from pejling.quality.indicators.wording import excluded_because
from pejling.web.components import numbers
from pejling.web.components.masking import HIDDEN
from pejling.web.pages.retention.asking import YearChange

#: Rows on one page of the grid; the workbook has them all.
PAGE = 18
#: Months with a row in the table beside the curve.
TABLE_MONTHS = (0, 1, 2, 3, 6, 9, 12, 18, 24, 30, 36, 42, 48)
FATE_MONTHS = (3, 6, 12, 24, 36, 48)
HIDDEN_MARK = "·"
#: Lower bound of the share -> how dark the cell is; the number stands in it, so nothing hangs on the shade.
SHADES = ((0.95, 1), (0.9, 2), (0.8, 3), (0.7, 4), (0.0, 5))


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell: text, small text under it, class, and what a screen reader is told besides."""

    text: str = ""
    count: str = ""
    css: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One cohort; ``address`` leads to the same page filtered to it."""

    label: str
    n: str
    cells: list[ShownCell]
    label_key: str | None = None


def fate_titles() -> dict[str, str]:
    """The fates in words."""
    return {
        "still_in": _("Still in"),
        "on_leave": _("On leave of absence"),
        "completed": _("Completed"),
        "ended": _("Ended without certificate or leave"),
        "interrupted": _("Interrupted"),
    }


def row_label(by: str, label: str | None) -> str:
    """A cohort's name in words."""
    if label is None:
        return _("unknown")
    return numbers.month(label) if by == "intake" else label


def newest_first(grid: Grid) -> list[Row]:
    """Intakes with the newest on top; classes by name."""
    return list(reversed(grid.rows)) if grid.by == "intake" else list(grid.rows)


def shown_rows(grid: Grid, rows: list[Row], counts: bool) -> list[ShownRow]:
    """These cohorts as the table shows them."""
    return [
        ShownRow(
            row_label(grid.by, row.label), _size(row), [_cell(cell, counts) for cell in row.cells], row.label
        )
        for row in rows
    ]


def shown_total(grid: Grid, counts: bool) -> ShownRow:
    """The bottom row: all cohorts together."""
    cells = [_cell(cell, counts) for cell in grid.total.cells]
    return ShownRow(_("All shown"), _size(grid.total), cells)


def _size(row: Row) -> str:
    return numbers.number(row.n) if row.n else HIDDEN_MARK


def _cell(cell: Cell, counts: bool) -> ShownCell:
    if cell.state == BLANK or (cell.share is None and cell.state != HIDDEN):
        return ShownCell()
    if cell.state == HIDDEN or cell.share is None:
        return ShownCell(HIDDEN_MARK, "", "", _("hidden"))
    provisional = cell.state == PROVISIONAL
    count = ""
    if counts and cell.retained is not None:
        count = f"{numbers.number(cell.retained)}/{numbers.number(cell.n)}"
    shade = next(level for bound, level in SHADES if cell.share >= bound)
    text = numbers.bare_share(cell.share)
    return ShownCell(
        f"{text}*" if provisional else text,
        count,
        f"pj-s{shade} pj-provisional" if provisional else f"pj-s{shade}",
        _("provisional") if provisional else "",
    )


def curve_table(curve: Curve) -> list[dict[str, Any]]:
    """The months of the table beside the curve; the last known month is always among them."""
    known = [point.cell for point in curve.points if point.cell.share is not None]
    last = known[-1].month if known else 0
    return [
        {
            "month": cell.month,
            "share": numbers.share(cell.share),
            "interval": numbers.interval(cell.lower, cell.upper) if cell.month else "",
            "followed": numbers.number(cell.at_risk) if cell.at_risk else "",
            "provisional": cell.state == PROVISIONAL,
        }
        for cell in known
        if cell.month in TABLE_MONTHS or cell.month == last
    ]


def fates_table(curve: Curve) -> dict[str, Any] | None:
    """What became of everybody: a column for each of a few months; None where nothing may be shown."""
    points = [point for point in curve.points if point.fates]
    if not points:
        return None
    chosen = [point for point in points if point.cell.month in FATE_MONTHS]
    if points[-1] not in chosen and points[-1].cell.month:
        chosen.append(points[-1])
    titles = fate_titles()
    order = [fate for fate in titles if any(fate in point.fates for point in chosen)]
    return {
        "months": [
            {"month": point.cell.month, "provisional": point.cell.state != OBSERVED} for point in chosen
        ],
        "rows": [
            {"title": titles[fate], "shares": [numbers.share(point.fates.get(fate)) for point in chosen]}
            for fate in order
        ],
        "hidden": len(order) < len(curve.fates),
    }


def change_table(changes: tuple[YearChange, ...], most: int = 6) -> list[dict[str, Any]]:
    """Each intake against last year's, in percentage points, and in words whether it could be chance."""
    return [
        {
            "intake": numbers.month(found.intake),
            "before": numbers.month(found.before),
            "month": found.month,
            "now_share": numbers.share(found.change.now.share),
            "before_share": numbers.share(found.change.before.share),
            "n": f"{numbers.number(found.change.now.n)} / {numbers.number(found.change.before.n)}",
            "difference": numbers.points(_hundredth(found.change.difference)),
            "interval": numbers.points_interval(
                _hundredth(found.change.lower), _hundredth(found.change.upper)
            ),
            "words": change_in_words(found),
            "provisional": PROVISIONAL in (found.change.now.state, found.change.before.state),
        }
        for found in changes[:most]
    ]


def change_in_words(found: YearChange) -> str:
    """Whether the interval covers 0, and what that means."""
    lower, upper = found.change.lower, found.change.upper
    if lower is None or upper is None:
        return _("The interval can't be computed.")
    if lower <= 0 <= upper:
        return _("The interval covers 0: the difference may be chance.")
    if lower > 0:
        return _("Higher: the interval doesn't cover 0.")
    return _("Lower: the interval doesn't cover 0.")


def in_short(curve: Curve) -> dict[str, str] | None:
    """The figure of the page in one line: the share at the last month there is something to say about."""
    known = [point.cell for point in curve.points if point.cell.month and point.cell.share is not None]
    if not known:
        return None
    firm = [cell for cell in known if cell.state == OBSERVED]
    # The last month is only passed over where everybody has reached the one before it.
    whole = len(known) + 1 == len(curve.points)
    cell = firm[-1] if firm and not whole and firm[-1].month >= known[-1].month - 1 else known[-1]
    return {
        "share": numbers.share(cell.share),
        "interval": numbers.interval(cell.lower, cell.upper),
        "months": ngettext("after %(count)d month", "after %(count)d months", cell.month)
        % {"count": cell.month},
        "provisional": _("provisional") if cell.state == PROVISIONAL else "",
    }


def left_out(curve: Curve) -> str:
    """Who isn't counted, and why, in one line; "" where nobody is left out."""
    return ", ".join(
        f"{numbers.number(count)} {excluded_because(why)}" for why, count in curve.excluded.items()
    )


def _hundredth(points: float | None) -> float | None:
    return None if points is None else points / 100
