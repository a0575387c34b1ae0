"""Why another's dropout figure isn't the school's own, in words and in percentage points where it can be measured."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pejling.analysis.results.dropout_beside import OWN_REENTRY, Beside
from pejling.analysis.results.sources import COUNTED, NOT_COUNTED
from pejling.analysis.results.spread import spread
from pejling.quality.indicators.catalogue import definitions
from pejling.web.components import numbers
from pejling.web.components.sight import Seen
from pejling.web.pages.figures import present as figures
from pejling.web.pages.results import present, written
from pejling.web.pages.results.compared import Compared


def windows(own: list[Seen]) -> list[dict[str, Any]]:
    """The school's own figures as rows of windows, each with its variants in the definition's order."""
    definition = definitions()["dropout"]
    rows: dict[int | None, list[dict[str, Any]]] = {}
    for seen in own:
        rows.setdefault(seen.value.months, []).append(figures.shown(seen, definition))
    return [{"window": cells[0]["window"], "cells": cells} for cells in rows.values()]


def shown(one: Compared) -> dict[str, Any]:
    """One comparison in texts: both figures, what differs line by line, and what is left."""
    figure, result = one.figure, one.result
    definition = definitions()["dropout"]
    own = [figures.shown(seen, definition) for seen in one.own]
    return {
        "title": " · ".join(part for part in (figure.indicator, written.about(figure)) if part),
        "source": present.words_of(one.followed.source).title,
        "period": figure.period,
        "value": written.value(figure),
        "interval": written.interval(figure, spread(figure)),
        "n": numbers.number(figure.behind) if figure.behind is not None else _("not given"),
        "collected": written.collected(figure),
        "retrieved": figure.retrieved_on,
        "own": own,
        "own_value": own[0]["estimate"] if own else numbers.NOTHING,
        "same_time": one.same_time,
        "difference": _points(result.difference),
        "difference_interval": _between(result.lower, result.upper),
        "chance": _chance(result),
        "lines": _lines(one, own),
        "rest": _range(result.rest),
        "seen": _shares(result.seen),
        "conclusion": _conclusion(result),
        "uncertain": result.rule.uncertain,
    }


def _lines(one: Compared, own: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What differs between the two, one thing per line; ``pull`` says what the other's rule does to the own."""
    result, rule = one.result, one.result.rule
    months = ngettext("%(count)d month", "%(count)d months", rule.months) % {"count": rule.months}
    reentry = rule.reentry_months
    return [
        _line(_("Window"), months, months, _("the same")),
        _line(
            _("Programme change (omvalg)"),
            _("gross: counts as dropout"),
            _how(rule.change),
            _points(result.change_pull) if rule.change != COUNTED else _("the same"),
        ),
        _line(
            _("Re-entry in the same programme"),
            _("gross: counts as dropout"),
            _("not known")
            if reentry is None
            else ngettext(
                "not dropout within %(count)d month", "not dropout within %(count)d months", reentry
            )
            % {"count": reentry}
            if reentry
            else _("counts as dropout"),
            _points(result.reentry_pull)
            + ("" if reentry in {None, 0, OWN_REENTRY} else " " + _("(measured for 15 months)")),
        ),
        _line(
            _("Goes on at another school"),
            _("can't be seen: counts as dropout"),
            _how(rule.other_schools),
            _("makes the other's figure lower; the school can't see by how much")
            if rule.other_schools == NOT_COUNTED
            else "",
        ),
        _line(
            _("Who is counted"),
            _("%(n)s spells begun; left out: never started, exchange, RKV, no date")
            % {"n": own[0]["n"] if own else numbers.NOTHING},
            _("%(n)s, by the source's own rules")
            % {
                "n": numbers.number(one.figure.behind)
                if one.figure.behind is not None
                else _("number not given")
            },
            "",
        ),
        _line(
            _("When"),
            _("started in %(period)s") % {"period": one.figure.period}
            if one.same_time
            else _("all spells begun"),
            one.figure.period,
            _("the same") if one.same_time else _("other years are mixed in"),
        ),
        _line(
            _("Known on"),
            numbers.day(own[0]["as_of"]) if own and own[0]["as_of"] else "",
            numbers.day(one.figure.retrieved_on),
            "",
        ),
    ]


def _line(what: str, own: str, theirs: str, pull: str) -> dict[str, str]:
    return {"what": what, "own": own, "theirs": theirs, "pull": pull}


def _how(rule: str) -> str:
    return {COUNTED: _("counts as dropout"), NOT_COUNTED: _("isn't dropout")}.get(rule, _("not known"))


def _chance(result: Beside) -> str:
    if result.may_be_chance is None:
        return ""
    if result.may_be_chance:
        return _("The difference is no larger than chance alone could make it.")
    return _("The difference is larger than chance alone would make it.")


def _conclusion(result: Beside) -> str:
    """What is left when the rules that the school can follow itself are followed."""
    if result.rest is None:
        return _("The school has no figure of its own to hold it against.")
    low, high = result.rest
    if low <= 0.05 and high >= -0.05:
        return _("Programme change and re-entry are enough to explain the difference.")
    if high < 0:
        return _(
            "The other's figure is lower still: that fits students who go on at another school, which a school "
            "can't see."
        )
    return _(
        "The other's figure is higher than these rules give: other people are counted, another time, or the other "
        "rules are different from what is noted here."
    )


def _points(value: float | None) -> str:
    return numbers.NOTHING if value is None else numbers.points(value / 100)


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else numbers.points_interval(low / 100, high / 100)


def _range(found: tuple[float, float] | None) -> str:
    if found is None:
        return numbers.NOTHING
    low, high = found
    return _points(low) if abs(high - low) < 0.05 else numbers.points_interval(low / 100, high / 100)


def _shares(found: tuple[float, float] | None) -> str:
    if found is None:
        return numbers.NOTHING
    low, high = found
    return numbers.share(low / 100) if abs(high - low) < 0.05 else numbers.interval(low / 100, high / 100)
