"""A day of a month as people name it (``første torsdag``, ``sidste fredag``, ``den 15.``). *Pure.*"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_NTH = {"første": 1, "1.": 1, "anden": 2, "2.": 2, "tredje": 3, "3.": 3, "fjerde": 4, "4.": 4, "sidste": -1}
_WEEKDAY = rf"(?P<nth>{'|'.join(map(re.escape, _NTH))}) (?P<weekday>{'|'.join(_WEEKDAYS)})"
_EVERY_MONTH = re.compile(
    rf"(?:hver )?(?:den )?(?:{_WEEKDAY}|(?P<day>\d{{1,2}})\.) (?:i (?:hver )?|hver )måned(?:en)?(?: .*)?"
)


def is_monthly(text: str) -> bool:
    """Whether a day of every month is named: ``første torsdag i måneden``, ``den 15. i hver måned``."""
    return _EVERY_MONTH.fullmatch(text) is not None


def days_of_months(text: str, first: date, last: date) -> Iterator[date]:
    """That day of each month from the one day to the other. A month that is too short has its last day."""
    match = _EVERY_MONTH.fullmatch(text)
    if match is None:
        return
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = number // 12, number % 12 + 1
        day = (
            nth_weekday(year, month, match["nth"], match["weekday"])
            if match["nth"]
            else date(year, month, max(1, min(int(match["day"]), monthrange(year, month)[1])))
        )
        if first <= day <= last:
            yield day


def weekday_of(months: str) -> str:
    """The pattern of ``første torsdag i september``; ``months``: that of a month's name."""
    return rf"{_WEEKDAY} i (?P<month>{months})"


def nth_weekday(year: int, month: int, nth: str, weekday: str) -> date:
    """The month's first, second, third, fourth or last day of that name."""
    wanted, number = _WEEKDAYS.index(weekday), _NTH[nth]
    if number < 0:
        end = date(year, month, monthrange(year, month)[1])
        return end - timedelta(days=(end.weekday() - wanted) % 7)
    begin = date(year, month, 1)
    return begin + timedelta(days=(wanted - begin.weekday()) % 7 + 7 * (number - 1))
