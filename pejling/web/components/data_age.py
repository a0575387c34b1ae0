"""How old the data behind a page are, source by source, and which are older than they usually are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pejling.facts.deliveries.queries import SourceAge
from pejling.web.components import numbers

#: A source whose rhythm isn't known yet is old after so many days.
OLD_AFTER = 120
#: An extract may be half a rhythm late, and never less than a week, before anybody is told.
LATE = 0.5
LEAST = 7


@dataclass(frozen=True, slots=True)
class Age:
    """One source: the date of its newest extract, how long ago that is in words, and whether it is late."""

    title: str
    as_of: date
    ago: str
    is_old: bool
    usual: str


def ages(sources: Sequence[SourceAge], today: date) -> list[Age]:
    """Every source's age on that day. Pure."""
    return [_age(source, (today - source.as_of).days) for source in sources]


def is_old(days: int, rhythm: int | None) -> bool:
    """Whether an extract ``days`` old is late for a source with that rhythm."""
    if rhythm is None:
        return days > OLD_AFTER
    return days > rhythm + max(LEAST, LATE * rhythm)


def _age(source: SourceAge, days: int) -> Age:
    usual = ""
    if source.rhythm:
        usual = ngettext("every day", "every %(n)s days", source.rhythm) % {
            "n": numbers.number(source.rhythm)
        }
    return Age(source.title, source.as_of, ago(days), is_old(days, source.rhythm), usual)


def ago(days: int) -> str:
    """A number of days back in words."""
    if days <= 0:
        return _("today")
    return ngettext("%(n)s day old", "%(n)s days old", days) % {"n": numbers.number(days)}
