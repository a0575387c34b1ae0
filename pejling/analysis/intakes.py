"""Which intake a start belongs to: its calendar month, or a window that a school has configured.

A SOSU school with intakes in April, August and December enrols some students a week early and some a month late;
a window such as 15 March - 14 May draws them together as the April intake. A start outside all windows keeps its own
month, so nobody disappears. The label is always the text ``YYYY-MM``, which sorts by time in any language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pejling.analysis.careful_yaml import read
from pejling.analysis.definition_model import DefinitionError
from pejling.analysis.strict_fields import FieldError, Fields


@dataclass(frozen=True, slots=True)
class IntakeWindow:
    """Starts from ``first`` to ``last`` (month * 100 + day, both included) are the intake of ``month``.

    ``first`` > ``last``: the window crosses New Year, and its January days belong to the year before.
    """

    month: int
    first: int
    last: int

    @property
    def crosses_new_year(self) -> bool:
        """Whether the window begins in one year and ends in the next."""
        return self.first > self.last


Intakes = tuple[IntakeWindow, ...]
CALENDAR_MONTHS: Intakes = ()


def intake_of(start: date, windows: Intakes) -> str:
    """The label ``YYYY-MM`` of the intake a start belongs to."""
    day = start.month * 100 + start.day
    for window in windows:
        if window.crosses_new_year:
            if day >= window.first:
                return f"{start.year:04d}-{window.month:02d}"
            if day <= window.last:
                return f"{start.year - 1:04d}-{window.month:02d}"
        elif window.first <= day <= window.last:
            return f"{start.year:04d}-{window.month:02d}"
    return f"{start.year:04d}-{start.month:02d}"


def parse_sets(text: str, path: str = "") -> tuple[Mapping[str, Intakes], str | None]:
    """The named sets of windows in a YAML text, and the name of the one in use (None: calendar months)."""
    try:
        top = Fields(read(text))
        sets = {}
        section = top.section("sets")
        for name in section.unread():
            sets[name] = tuple(_window(window) for window in section.sections(name))
            _apart(section.at(name), sets[name])
        used = top.choice("use", ("calendar_months", *sets))
        top.done()
    except FieldError as error:
        raise DefinitionError(error.path, error.code, error.params, path) from error
    return sets, None if used == "calendar_months" else used


def _window(section: Fields) -> IntakeWindow:
    month = section.number("month", lowest=1, highest=12)
    found = IntakeWindow(month, _day(section, "from"), _day(section, "to"))
    section.done()
    return found


def _day(section: Fields, name: str) -> int:
    text = section.prose(name)
    try:
        day = date.fromisoformat(f"2024-{text}")
    except ValueError:
        raise FieldError(section.at(name), "not_month_day", found=text) from None
    return day.month * 100 + day.day


def _apart(path: str, windows: Intakes) -> None:
    """Two windows mustn't share a day: a start would belong to two intakes."""
    taken: set[int] = set()
    for place, window in enumerate(windows, 1):
        days = {
            day
            for day in (month * 100 + number for month in range(1, 13) for number in range(1, 32))
            if (
                day >= window.first or day <= window.last
                if window.crosses_new_year
                else window.first <= day <= window.last
            )
        }
        if taken & days:
            raise FieldError(f"{path}[{place}]", "windows_overlap")
        taken |= days
