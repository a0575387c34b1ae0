"""Dates as people say them, kept as said and also as a span that sorts, shows and reminds. *Pure.*

Read are Danish ways of saying when: exact (``24. september 2021``, ``24.9.2021``, ``24.3``, ``10/3``, ISO), weeks
(``uge 38``), months with a part of them (``primo``/``medio``/``ultimo september``: days 1-10, 11-20 and from 21 on),
seasons (spring is March to May; a winter is named by the year it ends in), quarters, half years, years, school
years, spans (``9. august til 15. september``), recurring ones (``hver måned``, ``april, august og december``) and
open ones (``løbende``). A part that isn't said (mostly the year) is taken from the period of the plan; where that
leaves several possibilities, the first in the period is meant. What isn't understood stays as said, without a span.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?\\.?" if len(name) > 4 else name for name in MONTHS)
_MONTH = _MONTH.replace("sep(?:tember)?", "sept?(?:ember)?")
_YEAR = r"(?P<year>\d{4})"
_PARTS = {"primo": (1, 10), "start": (1, 10), "begyndelsen": (1, 10), "medio": (11, 20), "midten": (11, 20),
          "ultimo": (21, 31), "slutningen": (21, 31), "udgangen": (21, 31)}  # fmt: skip
#: first and last month of a season; winter ends in the year it is named by
_SEASONS = {"forår": (3, 5), "sommer": (6, 8), "efterår": (9, 11), "vinter": (12, 2)}
_OPEN = ("løbende", "fortløbende", "hele året", "hele perioden", "i hele perioden")


@dataclass(frozen=True, slots=True)
class When:
    """A date as ``said``, and the days it spans. ``first`` None: not understood. ``last`` None: without an end.

    ``recurring``: "" or what it recurs by ("month", "year", "week", "named months"); the span is then that of the
    whole period. ``exact``: a single day was named.
    """

    said: str
    first: date | None = None
    last: date | None = None
    recurring: str = ""
    exact: bool = False

    @property
    def understood(self) -> bool:
        """Whether it can be sorted and reminded of."""
        return self.first is not None


def understand(said: str, period: tuple[date, date] | None = None) -> When:
    """The span that ``said`` means in a plan for ``period`` (first and last day; None: a year must be said)."""
    text = _plain(said)
    for read in _READERS:
        try:
            found = read(text, period)
        except ValueError:
            # A day that the month hasn't got: said, but not a date.
            return When(said)
        if found is not None:
            first, last, recurring, one_day = found
            return When(said, first, last, recurring, one_day)
    return When(said)


Span = tuple[date | None, date | None, str, bool]
Period = tuple[date, date] | None


def _plain(said: str) -> str:
    text = " ".join(said.lower().replace("–", "-").split()).strip(" .,;:")
    # Small words before a date say nothing about it.
    return re.sub(
        r"^(?:(?:i løbet af|fra og med|i|den|d\.?|fra|senest|inden|pr\.?|omkring|ca\.?)\s+)+", "", text
    )


def _month_number(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name.rstrip(".")[:3]))


def _days(year: int, month: int, first: int = 1, last: int = 31) -> tuple[date, date]:
    return date(year, month, first), date(year, month, min(last, monthrange(year, month)[1]))


def _placed(make: Callable[[int], tuple[date, date]], year: str | None, period: Period) -> Span | None:
    """The span in the year said, else in the first year of the period in which it touches the period."""
    if year:
        number = int(year)
        return (*make(2000 + number if number < 100 else number), "", False)
    if period is None:
        return None
    candidates = [make(number) for number in range(period[0].year, period[1].year + 2)]
    inside = [span for span in candidates if span[1] >= period[0] and span[0] <= period[1]]
    return (*(inside or candidates)[0], "", False)


def _one_day(found: Span | None) -> Span | None:
    return (found[0], found[1], "", True) if found else None


def _iso(text: str, period: Period) -> Span | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    day = date.fromisoformat(text)
    return day, day, "", True


def _day(text: str, period: Period) -> Span | None:
    """``24. september 2021``, ``24.9.2021``, ``24.3``, ``10/3-21``."""
    match = re.fullmatch(rf"(?P<day>\d{{1,2}})\.? (?P<month>{_MONTH})(?: {_YEAR})?", text)
    if match is None:
        match = re.fullmatch(
            r"(?P<day>\d{1,2})[./-] ?(?P<month>\d{1,2})\.?(?:[./ -] ?(?P<year>\d{4}|\d{2}))?", text
        )
    if match is None:
        return None
    name = match["month"]
    month = int(name) if name.isdigit() else _month_number(name)
    day = int(match["day"])
    return _one_day(_placed(lambda year: (date(year, month, day),) * 2, match["year"], period))


def _week(text: str, period: Period) -> Span | None:
    match = re.fullmatch(rf"uge (?P<week>\d{{1,2}})(?:(?:,| i)? ?{_YEAR})?", text)
    if match is None:
        return None
    week = int(match["week"])

    def days(year: int) -> tuple[date, date]:
        monday = date.fromisocalendar(year, week, 1)
        return monday, monday + timedelta(days=6)

    return _placed(days, match["year"], period)


def _month(text: str, period: Period) -> Span | None:
    """``september 2021``, ``ultimo september``, ``slutningen af september 2021``."""
    part = "|".join(_PARTS)
    match = re.fullmatch(rf"(?:(?P<part>{part})(?: af)? )?(?P<month>{_MONTH})(?: (?:måned )?{_YEAR})?", text)
    if match is None:
        return None
    first, last = _PARTS.get(match["part"] or "", (1, 31))
    month = _month_number(match["month"])
    return _placed(lambda year: _days(year, month, first, last), match["year"], period)


def _season(text: str, period: Period) -> Span | None:
    names = "|".join(_SEASONS)
    match = re.fullmatch(rf"(?P<name>{names})(?:en|et|eren)?(?: {_YEAR})?", text)
    if match is None:
        return None
    first, last = _SEASONS[match["name"]]

    def months(year: int) -> tuple[date, date]:
        return date(year - (first > last), first, 1), _days(year, last)[1]

    return _placed(months, match["year"], period)


def _part_of_year(text: str, period: Period) -> Span | None:
    """``3. kvartal 2021``, ``1. halvår``."""
    match = re.fullmatch(rf"(?P<number>[1-4])\. (?P<unit>kvartal|halvår)(?: {_YEAR})?", text)
    if match is None:
        return None
    number, long = int(match["number"]), 3 if match["unit"] == "kvartal" else 6
    if number * long > 12:
        return None

    def months(year: int) -> tuple[date, date]:
        return date(year, (number - 1) * long + 1, 1), _days(year, number * long)[1]

    return _placed(months, match["year"], period)


def _year(text: str, period: Period) -> Span | None:
    """``2021``, ``2024-2028``, ``skoleåret 2024/25``, ``ultimo 2020``, ``årets afslutning``."""
    if match := re.fullmatch(r"(\d{4})(?: ?- ?(\d{4}))?", text):
        return date(int(match[1]), 1, 1), date(int(match[2] or match[1]), 12, 31), "", False
    if match := re.fullmatch(r"skoleåret (\d{4}) ?[/-] ?(?:\d{2})?(\d{2})", text):
        start = int(match[1])
        if (start + 1) % 100 != int(match[2]):
            return None
        return date(start, 8, 1), date(start + 1, 7, 31), "", False
    if match := re.fullmatch(rf"(?P<part>primo|medio|ultimo) {_YEAR}", text):
        first, last = {"primo": (1, 2), "medio": (6, 7), "ultimo": (11, 12)}[match["part"]]
        year = int(match["year"])
        return date(year, first, 1), _days(year, last)[1], "", False
    ending = r"(?:ved )?(?:årets (?:afslutning|slutning|udgang)|slutningen af året|udgangen af året|året ud)"
    if period and re.fullmatch(ending, text):
        return (*_days(period[0].year, 12, 1), "", False)
    return None


def _recurring(text: str, period: Period) -> Span | None:
    """``hver måned``, ``månedligt``, ``hvert år i marts``, ``april, august og december``."""
    first, last = period or (None, None)
    units = {"uge": "week", "måned": "month", "kvartal": "quarter", "halvår": "half year", "år": "year"}
    often = r"(?:(?:én|en) gang om |hver(?:t)? )(?:(?:anden|andet) )?"
    match = re.fullmatch(rf"{often}(?P<unit>{'|'.join(units)})(?:en|et)?(?: .*)?", text)
    unit = units[match["unit"]] if match else None
    if unit is None:
        plain = {"ugentligt": "week", "månedligt": "month", "kvartalsvis": "quarter", "halvårligt": "half year",
                 "årligt": "year", "ugentlig": "week", "månedlig": "month", "årlig": "year"}  # fmt: skip
        unit = plain.get(text.split(" ")[0])
    if unit is None and re.fullmatch(rf"(?:{_MONTH})(?:, (?:{_MONTH}))*,? og (?:{_MONTH})", text):
        unit = "named months"
    if unit is None or first is None:
        return None
    return first, last, unit, False


def _open(text: str, period: Period) -> Span | None:
    if period and any(text == word or text.startswith(f"{word} ") for word in _OPEN):
        return period[0], period[1], "", False
    return None


def _between(text: str, period: Period) -> Span | None:
    """``9. august til 15. september``, ``uge 36-38``, ``fra april 2021`` (without an end)."""
    if match := re.fullmatch(rf"uge (\d{{1,2}}) ?(?:-|til|og) ?(\d{{1,2}})(?: {_YEAR})?", text):
        year = f" {match['year']}" if match["year"] else ""
        sides: Sequence[str] = (f"uge {match[1]}{year}", f"uge {match[2]}{year}")
    elif match := re.fullmatch(r"(.+?) ?(?: til(?: og med)? | - |-(?=\d+\. ))(.+)", text):
        sides = match[1], match[2]
    elif match := re.fullmatch(r"(.+) og (?:frem|fremefter|fremad|fremadrettet)", text):
        start = understand(match[1], period)
        return (start.first, None, "", False) if start.first else None
    else:
        return None
    end = understand(sides[1], period)
    if end.first is None or end.last is None:
        return None
    # The first side says less than the second: "9. til 15. september 2021".
    whole = (
        sides[0]
        if not re.fullmatch(r"\d{1,2}\.?", sides[0])
        else f"{sides[0]}. {MONTHS[end.first.month - 1]}"
    )
    start = understand(whole.replace("..", "."), (date(end.first.year, 1, 1), end.last))
    if start.first is None or start.first > end.last:
        return None
    return start.first, end.last, "", False


_READERS: tuple[Callable[[str, Period], Span | None], ...] = (
    _iso, _day, _week, _month, _season, _part_of_year, _year, _recurring, _open, _between,
)  # fmt: skip
