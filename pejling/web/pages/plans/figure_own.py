"""One of the school's own figures as a reader of a plan may see it: never finer, and never smaller, than elsewhere.

A reader who may not see small counts gets what the figure's own page would show (``figure_sight``). Whether a figure
is of few, and so isn't taken into a plan that others read, is told by the value, the same figure's other windows and
variants and, where it is filtered, the whole school's, since the difference would tell of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import Value
from pejling.analysis.plans.figure_choice import is_chosen
from pejling.analysis.plans.plan_model import Indicator
from pejling.base.accounts.access import Access
from pejling.web.components.masking import shown_together
from pejling.web.components.sight import step_of
from pejling.web.pages.plans.figure_sight import FigureSight

#: why a value isn't shown
NOT_YOURS, TOO_FINE, SMALL, NO_VALUE = "not_yours", "too_fine", "small", "no_value"
BEING_CHOSEN = "being_chosen"


@dataclass(frozen=True, slots=True)
class OwnSeen:
    """The value, or (None) why there is none. ``few``: it is hidden from those who may not see small counts."""

    value: Value | None
    why: str = ""
    few: bool = False


def seen(
    access: Access,
    definition: IndicatorDefinition,
    asked: Indicator,
    values: Sequence[Value],
    whole: Sequence[Value] | None,
    snapshot: str,
    sight: FigureSight,
) -> OwnSeen:
    """The figure among ``values`` (of one run of ``snapshot``); ``whole``: the same run's of the whole school (None:
    not known)."""
    accepted = dict(asked.where)
    if not any("see_figures" in grant.verbs and grant.covers(accepted) for grant in access.grants):
        return OwnSeen(None, NOT_YOURS)
    held = access.at(accepted)
    if set(accepted) - held.cuts:
        return OwnSeen(None, TOO_FINE)
    place = next((at for at, value in enumerate(values) if is_chosen(value, asked, definition)), None)
    if place is None:
        return OwnSeen(None, NO_VALUE)
    if held.smallest and not (shows := sight.shows(definition, asked, values[place], snapshot)):
        return OwnSeen(None, BEING_CHOSEN if shows is None else SMALL)
    few = not _may(values, whole, place, held.smallest or 5, filtered=bool(accepted))
    return OwnSeen(values[place], "", few)


def _may(
    values: Sequence[Value], whole: Sequence[Value] | None, place: int, smallest: int, *, filtered: bool
) -> bool:
    if filtered and whole is None:
        return False
    beside = [step_of(value) for value in whole or ()] if filtered else []
    return shown_together([*beside, *(step_of(value) for value in values)], smallest)[len(beside) + place]
