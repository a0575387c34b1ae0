"""A plan's dates as a picture: what is exact, spans days, recurs or has no end looks different. *Pure.*

Drawn as SVG here rather than by a chart library: dates of four kinds, done or late, under the action they belong to.
All words come from the caller. Legible in black and white: each kind has a shape, "done" and "late" a sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from pejling.analysis.pictures import BAND, FONT, INK, LINE, RULE
from pejling.analysis.plans.fuzzy_dates import MONTHS
from pejling.analysis.plans.month_days import days_of_months

DAY, SPAN, RECURRING, OPEN, UNKNOWN = "day", "span", "recurring", "open", "unknown"
KINDS = (DAY, SPAN, RECURRING, OPEN)
#: widths of the words and of the days, and the heights of a row, a heading and the axis
WORDS, DAYS, ROW, HEADING, AXIS, LEGEND = 330, 640, 24, 30, 34, 34
WIDTH = WORDS + DAYS + 14
LATE = "#8f0f17"
_STEPS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Mark:
    """One date: as it was said, and the days it spans (``fuzzy_dates``)."""

    title: str
    when: str
    first: date
    last: date | None
    recurring: str = ""
    done: bool = False
    late: bool = False

    @property
    def kind(self) -> str:
        return kind_of(self.first, self.last, self.recurring)


@dataclass(frozen=True, slots=True)
class Group:
    """An action, or the plan itself, with its dates; ``note`` stands after its title (its state)."""

    title: str
    note: str
    marks: tuple[Mark, ...]


def kind_of(first: date | None, last: date | None, recurring: str) -> str:
    """Which of the kinds a date is."""
    if first is None:
        return UNKNOWN
    if recurring:
        return RECURRING
    if last is None:
        return OPEN
    return DAY if first == last else SPAN


def occurrences(mark: Mark, last: date) -> list[date]:
    """The days something recurring is drawn at: the first of each month it falls in, or each week's."""
    end = min(mark.last or last, last)
    if mark.recurring == "week":
        return [mark.first + timedelta(days=7 * n) for n in range((end - mark.first).days // 7 + 1)]
    said = " ".join(mark.when.lower().split())
    if days := list(days_of_months(said, mark.first, end)):
        return days
    named = {number for number, name in enumerate(MONTHS, 1) if name in said}
    step = _STEPS.get(mark.recurring, 1)
    found = []
    for number in range(mark.first.year * 12 + mark.first.month - 1, end.year * 12 + end.month):
        year, month = divmod(number, 12)
        wanted = month + 1 in named if named else (number - mark.first.month + 1) % step == 0
        if wanted:
            found.append(max(date(year, month + 1, 1), mark.first))
    return found


def domain(groups: Sequence[Group], period: tuple[date, date]) -> tuple[date, date]:
    """The days the picture shows: the plan's period and what lies up to a year outside it, in whole months."""
    days = [*period]
    low, high = period[0] - timedelta(days=366), period[1] + timedelta(days=366)
    for group in groups:
        for mark in group.marks:
            days += [day for day in (mark.first, mark.last) if day is not None and low <= day <= high]
    first, last = min(days), max(days)
    after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return first.replace(day=1), after - timedelta(days=1)


def svg(
    groups: Sequence[Group],
    period: tuple[date, date],
    *,
    today: date,
    title: str,
    words: dict[str, str],
    months: Sequence[str],
) -> str:
    """The picture. ``words``: of each kind, "done", "late" and "today"; ``months``: twelve short names."""
    first, last = domain(groups, period)
    height = AXIS + sum(HEADING + ROW * len(group.marks) for group in groups)
    made = _Picture(first, last, height, words)
    made.axis(months)
    y = AXIS
    for group in groups:
        made.heading(group, y)
        y += HEADING
        for mark in group.marks:
            made.row(mark, y)
            y += ROW
    made.now(today)
    made.legend()
    whole = height + LEGEND
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {whole}" width="{WIDTH}" height="{whole}" '
        f'role="img" aria-label="{escape(title)}" font-family="{FONT}" font-size="13" fill="{INK}">'
        f'<defs><pattern id="pj-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
        f'<rect width="3" height="6" fill="{BAND}"/></pattern></defs>{"".join(made.pieces)}</svg>'
    )


class _Picture:
    def __init__(self, first: date, last: date, height: int, words: dict[str, str]) -> None:
        self.first, self.last, self.height, self.words = first, last, height, words
        self.pieces: list[str] = []

    def x(self, day: date) -> float:
        """Where a day begins; the picture's own ends for days outside it."""
        inside = min(max(day, self.first), self.last + timedelta(days=1))
        return round(WORDS + DAYS * (inside - self.first).days / ((self.last - self.first).days + 1), 1)

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str = RULE, more: str = "") -> None:
        self.pieces.append(f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{stroke}"{more}/>')

    def text(self, x: float, y: float, said: str, more: str = "") -> None:
        self.pieces.append(f'<text x="{x}" y="{y}"{more}>{escape(said)}</text>')

    def axis(self, months: Sequence[str]) -> None:
        for day in _ticks(self.first, self.last):
            whole_year = day.month == 1
            x = self.x(day)
            more = ' stroke-width="1.5"' if whole_year else ""
            self.line(x, 18 if whole_year else 24, x, self.height, "#9aa3ad" if whole_year else RULE, more)
            self.text(x + 3, 28, months[day.month - 1], ' font-size="11"')
        for year in range(self.first.year, self.last.year + 1):
            self.text(self.x(date(year, 1, 1)) + 3, 13, str(year), ' font-weight="600"')
        self.line(WORDS, AXIS, WORDS + DAYS, AXIS, INK)

    def heading(self, group: Group, y: int) -> None:
        self.line(0, y + 4, WIDTH, y + 4)
        said = _short(group.title, 84)
        note = f'<tspan font-weight="400" fill="#555"> – {escape(group.note)}</tspan>' if group.note else ""
        self.pieces.append(
            f'<text x="0" y="{y + 22}" font-weight="600" paint-order="stroke" stroke="#fff" stroke-width="4">'
            f"{escape(said)}{note}</text>"
        )

    def row(self, mark: Mark, y: int) -> None:
        said = f"{mark.title} – {mark.when}" if mark.when else mark.title
        self.pieces.append(f"<g><title>{escape(said)}</title>")
        self.text(12, y + 16, _short(said, 50), ' font-size="12"')
        end = self.shape(
            mark, self.x(mark.first), self.x((mark.last or self.last) + timedelta(days=1)), y + 12
        )
        sign = ("✓", INK) if mark.done else ("!", LATE) if mark.late else None
        if sign:
            self.text(min(end + 5, WIDTH - 8), y + 17, sign[0], f' font-weight="700" fill="{sign[1]}"')
        self.pieces.append("</g>")

    def shape(self, mark: Mark, x1: float, x2: float, y: float) -> float:
        """Draw the date between two places; where it ends."""
        if mark.kind == DAY:
            self.diamond(x1, y)
            return x1 + 6
        if mark.kind == RECURRING:
            self.line(x1, y, x2, y, LINE, ' stroke-dasharray="2 3"')
            self.dots([self.x(day) for day in occurrences(mark, self.last)], y)
            return x2
        width = max(x2 - x1, 6)
        if mark.kind == OPEN:
            self.arrow(x1, x1 + width, y)
        else:
            self.bar(x1, width, y)
        return x1 + width

    def diamond(self, x: float, y: float) -> None:
        self.pieces.append(f'<path d="M{x} {y - 6}l6 6l-6 6l-6 -6z" fill="{LINE}"/>')

    def dots(self, places: Sequence[float], y: float) -> None:
        self.pieces += [f'<circle cx="{x}" cy="{y}" r="3.5" fill="{LINE}"/>' for x in places]

    def bar(self, x: float, width: float, y: float) -> None:
        self.pieces.append(
            f'<rect x="{x}" y="{y - 6}" width="{round(width, 1)}" height="12" rx="6" fill="url(#pj-hatch)" '
            f'stroke="{LINE}"/>'
        )

    def arrow(self, x1: float, x2: float, y: float) -> None:
        self.line(x1, y, x2, y, LINE, ' stroke-width="3"')
        self.line(x1, y - 6, x1, y + 6, LINE, ' stroke-width="3"')
        self.pieces.append(f'<path d="M{x2 - 8} {y - 6}l8 6l-8 6z" fill="{LINE}"/>')

    def now(self, today: date) -> None:
        if self.first <= today <= self.last:
            x = self.x(today)
            self.line(x, AXIS - 4, x, self.height, INK, ' stroke-dasharray="5 3"')
            anchor = ' text-anchor="end"' if x > WIDTH - 60 else ""
            self.text(
                x + (-3 if anchor else 3), self.height + 11, self.words["today"], f' font-size="11"{anchor}'
            )

    def legend(self) -> None:
        y, x = self.height + 24, 0.0
        for kind in KINDS:
            said = self.words[kind]
            if kind == DAY:
                self.diamond(x + 8, y - 4)
            elif kind == RECURRING:
                self.dots((x + 4, x + 14, x + 24), y - 4)
            elif kind == OPEN:
                self.arrow(x + 2, x + 28, y - 4)
            else:
                self.bar(x, 28, y - 4)
            self.text(x + 34, y, said, ' font-size="12"')
            x += 34 + 7.2 * len(said) + 18
        self.text(x, y, f"✓ {self.words['done']}", ' font-size="12"')
        self.text(x + 76, y, f"! {self.words['late']}", f' font-size="12" fill="{LATE}"')


def _ticks(first: date, last: date) -> Iterator[date]:
    """First days of the months that get a line: so many that their names don't touch."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next(step for step in (1, 3, 6, 12) if count / step <= 18 or step == 12)
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = divmod(number, 12)
        if month % step == 0:
            yield date(year, month + 1, 1)


def _short(said: str, most: int) -> str:
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"
