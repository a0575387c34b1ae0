"""Template filters: what fields of a plan are called, and its weights as they are written."""

from collections.abc import Collection, Mapping
from typing import Any

from django import template

from pejling.quality.plans.models import Action, Commitment, FollowUp
from pejling.web.pages.plans import commitments, rule_words, score_rows, tree
from pejling.web.pages.plans.field_words import field_title

register = template.Library()
register.filter("field_title", field_title)
register.filter("exact", tree.exact)
register.filter("told", tree.told)
register.filter("chosen", commitments.chosen)
register.filter("silent", commitments.silent)
register.filter("rule_told", rule_words.told)
register.filter("share_words", score_rows.share_words)
register.filter("percent_exact", lambda value: rule_words.amount(value, "%"))


@register.filter
def of_key(found: dict, key: object) -> object:
    """What a mapping holds under a key; None for nothing."""
    return found.get(key) if found else None


@register.filter
def below(state: str) -> str:
    """A state as part of a class name: not_chosen -> not-chosen."""
    return str(state).replace("_", "-")


@register.filter
def at(found: Mapping[int, Any] | None, key: int) -> Any:
    """What stands there for the key; None for nothing."""
    return found.get(key) if found else None


@register.filter
def last_follow_up(action: Action) -> FollowUp | None:
    """The newest follow-up of an action got with its follow-ups."""
    return max(action.follow_ups.all(), key=lambda one: (one.day, one.pk), default=None)


@register.filter
def state_word(state: str) -> str:
    """What a commitment's state is called."""
    return str(dict(Commitment.STATES).get(state, state))


@register.filter
def less(one: int, other: int) -> int:
    """One number less another."""
    return one - other


@register.filter
def holds(found: Collection[str], one: object) -> bool:
    """Whether it is among them."""
    return str(one) in found
