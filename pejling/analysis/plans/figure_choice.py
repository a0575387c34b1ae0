"""Which value of a figure, and which series of others' results, a plan's measure means. *Pure.*"""

from __future__ import annotations

from datetime import date

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.meant import is_meant
from pejling.analysis.engine.question import Value
from pejling.analysis.plans.plan_model import Indicator
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.followed import Followed
from pejling.analysis.results.sources import OTHER


def is_chosen(value: Value, asked: Indicator, definition: IndicatorDefinition) -> bool:
    """Whether it is the variant and window that the measure asks for."""
    return is_meant(value, definition, asked.variant, asked.window)


def matches(one: Followed, asked: Indicator) -> bool:
    """Whether the series is the one that is named; without a parameter every one of that source and place is."""
    latest = one.latest
    if (one.source.key if one.source else OTHER) != asked.source:
        return False
    if asked.parameter and plain(latest.indicator) != plain(asked.parameter):
        return False
    about = plain(latest.place or "") == plain(asked.place) if asked.place else latest.about_the_school
    return about and plain(latest.subgroup or "") == plain(asked.subgroup)


def of_period(one: Followed, period: tuple[date, date]) -> KeyFigure:
    """The newest result of the plan's period; where there is none, the newest of all."""
    inside = [figure for figure in one.figures if figure.dated and period[0] <= figure.dated <= period[1]]
    return (inside or list(one.figures))[0]


def plain(text: str) -> str:
    """A name as it is compared: letter case and blanks don't matter."""
    return " ".join(text.split()).casefold()
