"""One of the school's own figures as a reader of a plan may see it: never finer, and never smaller, than elsewhere.

A reader who may not see small counts gets what the figure's own page would show: the value is held against the same
figure's other windows and variants and, where it is filtered, against the whole school's, since the difference would
tell of the rest. *Pure* but for the definitions.
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

#: why a value isn't shown
NOT_YOURS, TOO_FINE, SMALL, NO_VALUE = "not_yours", "too_fine", "small", "no_value"


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
) -> OwnSeen:
    """The figure among ``values`` (of one run); ``whole``: the same run's of the whole school (None: not known)."""
    accepted = dict(asked.where)
    if not any("see_figures" in grant.verbs and grant.covers(accepted) for grant in access.grants):
        return OwnSeen(None, NOT_YOURS)
    held = access.at(accepted)
    if set(accepted) - held.cuts:
        return OwnSeen(None, TOO_FINE)
    place = next((at for at, value in enumerate(values) if is_chosen(value, asked, definition)), None)
    if place is None:
        return OwnSeen(None, NO_VALUE)
    if held.smallest and not _may(values, whole, place, held.smallest, filtered=bool(accepted)):
        return OwnSeen(None, SMALL)
    few = not _may(values, whole, place, held.smallest or 5, filtered=bool(accepted))
    return OwnSeen(values[place], "", few)


def _may(
    values: Sequence[Value], whole: Sequence[Value] | None, place: int, smallest: int, *, filtered: bool
) -> bool:
    if filtered and whole is None:
        return False
    beside = [step_of(value) for value in whole or ()] if filtered else []
    return shown_together([*beside, *(step_of(value) for value in values)], smallest)[len(beside) + place]
