"""A key figure as a reader writes it: a mean on its scale, a share, a count with its share; and what changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.spread import Spread
from pejling.analysis.results.year_change import NO_SPREAD, NO_VALUE, OTHER_SCALE, OTHER_UNIT, YearChange
from pejling.web.components import numbers


def value(figure: KeyFigure, hidden: bool = False) -> str:
    """The figure itself; what is left out by the source is said to be, never shown as 0."""
    if hidden:
        return _("hidden")
    if figure.value is None:
        return _("left out by the source")
    if figure.unit == "percent":
        return numbers.share(figure.value / 100)
    text = numbers.number(figure.value, _decimals(figure))
    if figure.unit == "count" and figure.share is not None:
        return f"{text} ({numbers.share(figure.share)})"
    return text


def unit(figure: KeyFigure) -> str:
    """What kind of number it is, with its scale."""
    if figure.unit == "score" and figure.scale_from is not None and figure.scale_to is not None:
        ends = {"low": _plain(figure.scale_from), "high": _plain(figure.scale_to)}
        return _("mean, scale %(low)s–%(high)s") % ends
    if figure.unit == "count" and figure.part_of:
        return _("count (share of %(whole)s)") % {"whole": figure.part_of}
    return {"percent": _("per cent"), "index": _("index"), "count": _("count")}.get(figure.unit, _("number"))


def interval(figure: KeyFigure, found: Spread | None) -> str:
    """The 95 % interval in the figure's own unit; a count's in its share."""
    if found is None:
        return ""
    if figure.unit == "percent":
        return numbers.interval(found.lower / 100, found.upper / 100)
    if figure.unit == "count" and figure.whole:
        return numbers.interval(found.lower, found.upper)
    return f"{numbers.number(found.lower, 2)}–{numbers.number(found.upper, 2)}"


def how_sure(found: Spread | None) -> str:
    """How the interval was found."""
    if found is None:
        return _("nothing is said of the spread")
    return {
        "given": _("as the source gives it"),
        "t": _("Student's t from mean, spread and number of answers"),
        "wilson": _("Wilson's from share and number"),
    }[found.method]


def change(found: YearChange | None) -> str:
    """The difference with its sign and unit; a dash without one."""
    if found is None or found.difference is None:
        return numbers.NOTHING
    if found.in_points:
        return numbers.points(found.difference / 100)
    decimals = 0 if found.now.unit == "count" else 2
    text = numbers.number(found.difference, decimals)
    return f"+{text}" if found.difference > 0 and text.strip("0.,") else text


def change_interval(found: YearChange | None) -> str:
    """From where to where the change may have been by chance."""
    if found is None or found.lower is None:
        return ""
    decimals = 1 if found.in_points else 2
    texts = {"lower": _signed(found.lower, decimals), "upper": _signed(found.upper, decimals)}
    return _("from %(lower)s to %(upper)s") % texts


def verdict(found: YearChange | None, meaning: str | None) -> str:
    """In words, whether the change is more than chance."""
    if found is None:
        return _("first result")
    if meaning is not None:
        return {"better": _("clearly better"), "worse": _("clearly worse")}.get(meaning, _("clearly changed"))
    if found.reason is None:
        return _("may be chance")
    return {
        NO_VALUE: _("one of the two is missing"),
        OTHER_UNIT: _("counted in another unit"),
        OTHER_SCALE: _("measured on another scale"),
        NO_SPREAD: _("can't be judged: number or spread isn't given"),
    }[found.reason]


def about(figure: KeyFigure) -> str:
    """What the figure is about: the place and the group."""
    return " · ".join(part for part in (place(figure), figure.subgroup) if part)


def place(figure: KeyFigure) -> str:
    """The place; the school itself has no name here."""
    if figure.about_the_school:
        return figure.place or _("the school")
    return figure.place or {"country": _("the whole country")}.get(figure.place_kind or "", "")


def place_kinds() -> dict[str, str]:
    """What kinds of places there are."""
    return {
        "school": _("School"),
        "department": _("Department"),
        "programme": _("Programme"),
        "municipality": _("Municipality"),
        "region": _("Region"),
        "country": _("The whole country"),
    }


def collected(figure: KeyFigure) -> str:
    """When it was measured; where nobody says, the end of the period is called so."""
    if figure.collected_to or figure.collected_from:
        first, last = figure.collected_from, figure.collected_to
        if first and last and first != last:
            return f"{numbers.day(first)}–{numbers.day(last)}"
        return numbers.day(last or first)
    return _("%(period)s (day not given)") % {"period": figure.period}


def _decimals(figure: KeyFigure) -> int:
    """As many as the source gave, two at most; a mean has one at least."""
    if figure.unit == "count":
        return 0
    fewest = 1 if figure.unit == "score" else 0
    return next((count for count in (fewest, 1) if abs(round(figure.value, count) - figure.value) < 1e-9), 2)


def _signed(limit: float, decimals: int = 2) -> str:
    """A limit with its sign: one that isn't 0 is never written as 0."""
    while abs(limit) >= 1e-6 and round(abs(limit), decimals) == 0 and decimals < 6:
        decimals += 1
    return numbers.number(limit, decimals)


def _plain(number: float) -> str:
    return numbers.number(number, 0 if number == int(number) else 1)
