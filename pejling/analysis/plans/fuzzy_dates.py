"""Dates as people say them, kept as said and also as a span that sorts, shows and reminds. *Pure.*

Read are Danish ways of saying when: exact (``24. september 2021``, ``24.9.2021``, ``24.3``, ``10/3``, ISO), weeks
(``uge 38``), months with a part of them (``primo``/``medio``/``ultimo september``: days 1-10, 11-20 and from 21 on),
seasons (spring is March to May; a winter is named by the year it ends in; ``slutningen af efteråret`` is its last
month), holidays (the summer's is July to 10 August, the autumn's week 42, the winter's weeks 7 and 8), quarters, half
years, years and their ends, school years, the middle of the period (``midtvejs``), spans (``9. august til 15.
september``, ``1/8-15/8``, ``august/september``), recurring ones (``hver måned``, ``første torsdag i måneden``, ``to
gange årligt``, ``april og december``) and open ones (``løbende``, ``fra 1. august``). A part that isn't said (mostly
the year) is taken from the period of the plan; where that leaves several possibilities, the first in the period is
meant. What isn't understood stays as said, without a span.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pejling.analysis.plans.month_days import is_monthly, nth_weekday, weekday_of

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?\\.?" if len(name) > 4 else name for name in MONTHS)
_MONTH = _MONTH.replace("sep(?:tember)?", "sept?(?:ember)?")
_YEAR = r"(?P<year>\d{4})"
#: the thirds of a month, a season or a year, by what they are called
_THIRDS = {
    0: "primo|start(?:en)?|begyndelsen|tidligt?",
    1: "medio|midten|midt",
    2: "ultimo|slut(?:ningen)?|udgangen|sent?",
}
_PARTS = "|".join(_THIRDS.values())
_TENS = ((1, 10), (11, 20), (21, 31))
_ENGLISH = {"january": "januar", "february": "februar", "march": "marts", "may": "maj", "june": "juni",
            "july": "juli", "october": "oktober", "spring": "forår", "summer": "sommer", "autumn": "efterår",
            "week": "uge", "ongoing": "løbende"}  # fmt: skip
ENGLISH_MONTHS = tuple(_ENGLISH)[:7]
#: how text recognition reads them
_DAMAGED = ((r"\bfor(?:aa|a|&|d)r", "forår"), (r"\befter(?:aa|a|&|d)r", "efterår"), (r"\bm(?:aa|a|&|d)ned", "måned"),
            (r"\bl[o0@g]bende", "løbende"), (r"\b(skole)?(?:aa|a|&|d)ret", r"\1året"))  # fmt: skip
_NUMBERS = "en|én|to|tre|fire|seks|\\d{1,2}"
_HOLIDAYS = {"sommer": ((7, 1), (8, 10)), "jule": ((12, 20), (12, 31)), "jul": ((12, 20), (12, 31))}
#: the weeks of school holidays; the winter's differs from one municipality to another
_HOLIDAY_WEEKS = {"efterårs": (42, 42), "vinter": (7, 8)}
#: first and last month of a season; winter ends in the year it is named by
_SEASONS = {"forår": (3, 5), "sommer": (6, 8), "efterår": (9, 11), "vinter": (12, 2)}
#: nobody says a date in more; a whole paragraph isn't looked through
LONGEST = 200
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


@lru_cache(maxsize=10_000)
def understand(said: str, period: tuple[date, date] | None = None) -> When:
    """The span that ``said`` means in a plan for ``period`` (first and last day; None: a year must be said)."""
    text = _plain(said[: LONGEST + 1])
    for read in _READERS if len(text) <= LONGEST else ():
        try:
            found = read(text, period)
        except ValueError:
            # A day that the month hasn't got: said, but not a date.
            return When(said)
        if found is not None:
            first, last, recurring, one_day = found
            if read in _BEGINNINGS and re.match(r"fra\b", said.strip().lower()):
                # "fra 1. august" says when it begins, and not that it is over the day after.
                last, one_day = None, False
            return When(said, first, last, recurring, one_day)
    return When(said)


Span = tuple[date | None, date | None, str, bool]
Period = tuple[date, date] | None


def _plain(said: str) -> str:
    text = " ".join(said.lower().replace("–", "-").split()).strip(" .,;:")
    # Small words before a date, the weekday and the time of day say nothing about the day.
    text = re.sub(r",? ?kl(?:okken|\.)? ?\d{1,2}(?:[.:]\d\d)?(?: ?- ?\d{1,2}(?:[.:]\d\d)?)?$", "", text)
    text = re.sub(r"^(?:(?:man|tirs|ons|tors|fre|lør|søn)dag,? )", "", text)
    text = re.sub(
        r"^(?:(?:i løbet af|fra og med|i|den|d\.?|fra|senest|inden|før|efter|ved|pr\.?|omkring|ca\.?)\s+)+",
        "",
        text,
    )
    for english, danish in _ENGLISH.items():
        text = re.sub(rf"\b{english}\b", danish, text)
    for damaged, whole in _DAMAGED:
        text = re.sub(damaged, whole, text)
    return text


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
    candidates, everywhere = [], True
    for number in range(period[0].year, period[1].year + 2):
        try:
            candidates.append(make(number))
        except ValueError:
            # Not every year has a week 53, or a 29 February.
            everywhere = False
    inside = [span for span in candidates if span[1] >= period[0] and span[0] <= period[1]]
    found = inside or (candidates if everywhere else [])
    if not found:
        raise ValueError
    return (*found[0], "", False)


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


def _weekday(text: str, period: Period) -> Span | None:
    """``første torsdag i september``, ``sidste fredag i maj 2021``."""
    match = re.fullmatch(rf"{weekday_of(_MONTH)}(?:,? {_YEAR})?", text)
    if match is None:
        return None
    month = _month_number(match["month"])
    found = _placed(
        lambda year: (nth_weekday(year, month, match["nth"], match["weekday"]),) * 2, match["year"], period
    )
    return _one_day(found)


def _week(text: str, period: Period) -> Span | None:
    match = re.fullmatch(rf"u(?:ge|\.) ?(?P<week>\d{{1,2}})(?:(?:,| i|/)? ?{_YEAR})?", text)
    if match is None:
        return None
    return _placed(_weeks(int(match["week"]), int(match["week"])), match["year"], period)


def _weeks(first: int, last: int) -> Callable[[int], tuple[date, date]]:
    return lambda year: (
        date.fromisocalendar(year, first, 1),
        date.fromisocalendar(year, last, 1) + timedelta(days=6),
    )


def _third(said: str | None) -> int | None:
    """Which third of something is meant by "primo", "midten af", "slutningen af"."""
    return next((third for third, words in _THIRDS.items() if said and re.fullmatch(words, said)), None)


def _month(text: str, period: Period) -> Span | None:
    """``september 2021``, ``ultimo september``, ``slutningen af september 2021``."""
    match = re.fullmatch(
        rf"(?:(?P<part>{_PARTS})(?: af| i)? )?(?P<month>{_MONTH})(?: måned)?(?:,? (?:i )?{_YEAR})?", text
    )
    if match is None:
        return None
    third = _third(match["part"])
    first, last = _TENS[third] if third is not None else (1, 31)
    month = _month_number(match["month"])
    return _placed(lambda year: _days(year, month, first, last), match["year"], period)


def _season(text: str, period: Period) -> Span | None:
    names = "|".join(_SEASONS)
    match = re.fullmatch(
        rf"(?:(?P<part>{_PARTS})(?: af| på)? )?(?:det |den )?(?P<name>{names})(?:en|et|eren)?"
        rf"(?: (?:(?P<before>\d{{4}}) ?[/-] ?(?:\d\d)?(?P<short>\d\d)|{_YEAR}))?",
        text,
    )
    if match is None:
        return None
    first, last = _SEASONS[match["name"]]
    third = _third(match["part"])

    def months(year: int) -> tuple[date, date]:
        begun = year - (first > last)
        if third is None:
            return date(begun, first, 1), _days(year, last)[1]
        month = first + third
        return _days(begun + (month > 12), (month - 1) % 12 + 1)

    # "vinteren 2024/25" is named by both.
    year = str(int(match["before"]) + 1) if match["before"] else match["year"]
    return _placed(months, year, period)


def _holiday(text: str, period: Period) -> Span | None:
    """``sommerferien 2024``, ``inden jul``, ``efter efterårsferien``: the holiday itself."""
    match = re.fullmatch(
        rf"(?:(?P<name>sommer|jule|efterårs|vinter)ferien?|(?P<jul>jul)(?:en)?)(?: {_YEAR})?", text
    )
    if match is None:
        return None
    name = match["name"] or match["jul"]
    if name in _HOLIDAY_WEEKS:
        return _placed(_weeks(*_HOLIDAY_WEEKS[name]), match["year"], period)
    first, last = _HOLIDAYS[name]
    return _placed(lambda year: (date(year, *first), date(year, *last)), match["year"], period)


def _part_of_year(text: str, period: Period) -> Span | None:
    """``3. kvartal 2021``, ``1. halvår``."""
    match = re.fullmatch(
        rf"(?:(?P<number>[1-4])\. ?(?P<unit>kvartal|halvår)|q(?P<q>[1-4]))(?: (?:i )?{_YEAR})?", text
    )
    if match is None:
        return None
    number, long = int(match["number"] or match["q"]), 6 if match["unit"] == "halvår" else 3
    if number * long > 12:
        return None

    def months(year: int) -> tuple[date, date]:
        return date(year, (number - 1) * long + 1, 1), _days(year, number * long)[1]

    return _placed(months, match["year"], period)


def _year(text: str, period: Period) -> Span | None:
    """``2021``, ``2024-2028``, ``skoleåret 2024/25``, ``ultimo 2020``, ``årets afslutning``."""
    if match := re.fullmatch(r"(\d{4})(?: ?- ?(\d{4}))?", text):
        return date(int(match[1]), 1, 1), date(int(match[2] or match[1]), 12, 31), "", False
    if match := re.fullmatch(r"skoleår(?:et)? (?:20)?(\d{2}) ?[/-] ?(?:\d{2})?(\d{2})", text):
        start = 2000 + int(match[1])
        if (start + 1) % 100 != int(match[2]):
            return None
        return date(start, 8, 1), date(start + 1, 7, 31), "", False
    if match := re.fullmatch(rf"(?P<part>{_PARTS})(?: af)?(?: året)? {_YEAR}", text):
        first, last = ((1, 2), (6, 7), (11, 12))[_third(match["part"]) or 0]
        year = int(match["year"])
        return date(year, first, 1), _days(year, last)[1], "", False
    if period and re.fullmatch(r"midtvejs(?: i perioden| i forløbet)?", text):
        middle = period[0] + (period[1] - period[0]) / 2
        whole_year = (period[1] - period[0]).days > 1000
        days = (
            (date(middle.year, 1, 1), date(middle.year, 12, 31))
            if whole_year
            else _days(middle.year, middle.month)
        )
        return (*days, "", False)
    ending = r"(?:ved )?(?:årets (?:afslutning|slutning|udgang)|slutningen af året|udgangen af året|året ud)"
    if period and re.fullmatch(ending, text):
        return (*_days(period[0].year, 12, 1), "", False)
    return None


def _recurring(text: str, period: Period) -> Span | None:
    """``hver måned``, ``månedligt``, ``hvert år i marts``, ``april, august og december``."""
    first, last = period or (None, None)
    units = {"dag": "day", "uge": "week", "måned": "month", "kvartal": "quarter", "halvår": "half year", "år": "year",
             "halve år": "half year", "skoleår": "year"}  # fmt: skip
    often = rf"(?:(?:{_NUMBERS}) gange? (?:om |pr\.? |i |hver(?:t)? )|hver(?:t)? )(?:(?:anden|andet|tredje|\d+\.) )?"
    match = re.fullmatch(rf"{often}(?P<unit>{'|'.join(units)})(?:en|et)?(?: .*)?", text)
    unit = units[match["unit"]] if match else None
    if unit is None:
        plain = {"daglig": "day", "ugentlig": "week", "månedlig": "month", "kvartalsvis": "quarter",
                 "halvårlig": "half year", "årlig": "year"}  # fmt: skip
        words = re.sub(rf"^(?:{_NUMBERS}) gange? ", "", text).split(" ")
        unit = plain.get(words[0].removesuffix("t"))
    if unit is None and is_monthly(text):
        unit = "month"
    if unit is None and re.fullmatch(r"hver (?:man|tirs|ons|tors|fre)dag(?: .*)?", text):
        unit = "week"
    listed = re.fullmatch(rf"((?:{_MONTH})(?:, (?:{_MONTH}))*),? og (?:{_MONTH})(?: {_YEAR})?", text)
    if unit is None and listed:
        if listed["year"]:
            period = period or (date(int(listed["year"]), 1, 1), date(int(listed["year"]), 12, 31))
            first, last = period
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
    if match := re.fullmatch(
        rf"uge (\d{{1,2}}) ?(?:-|til|og|/|\+)(?: uge)? ?(\d{{1,2}})(?:,? {_YEAR})?", text
    ):
        year = f" {match['year']}" if match["year"] else ""
        sides: Sequence[str] = (f"uge {match[1]}{year}", f"uge {match[2]}{year}")
    elif match := re.fullmatch(rf"([1-4])\. ?(?:-|og|/) ?([1-4]\. (?:kvartal|halvår)(?: {_YEAR})?)", text):
        sides = f"{match[1]}. {match[2].split()[1]}", match[2]
    elif match := re.fullmatch(rf"(?P<one>{_MONTH}) ?[-/] ?(?P<other>(?:{_MONTH})(?: \d{{4}})?)", text):
        sides = match["one"], match["other"]
    elif match := re.fullmatch(r"(.+?) ?(?: til(?: og med)? | - |-(?=\d+\. |\d{1,2}[./]\d{1,2}))(.+)", text):
        sides = match[1], match[2]
    elif match := re.fullmatch(r"(.+) og (?:frem|fremefter|fremad|fremadrettet)(?: .*)?", text):
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


_BEGINNINGS = frozenset({_iso, _day, _week, _month, _season})
_READERS: tuple[Callable[[str, Period], Span | None], ...] = (
    _iso, _day, _weekday, _week, _month, _season, _holiday, _part_of_year, _year, _recurring, _open, _between,
)  # fmt: skip
