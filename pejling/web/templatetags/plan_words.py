"""Template filters: what fields of a plan are called, and its weights as they are written."""

from django import template

from pejling.web.pages.plans import rule_words, tree
from pejling.web.pages.plans.field_words import field_title

register = template.Library()
register.filter("field_title", field_title)
register.filter("exact", tree.exact)
register.filter("told", tree.told)
register.filter("rule_told", rule_words.told)


@register.filter
def below(state: str) -> str:
    """A state as part of a class name: not_chosen -> not-chosen."""
    return str(state).replace("_", "-")
