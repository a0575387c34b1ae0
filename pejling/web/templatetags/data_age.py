"""How old the data are, on every page that uses them."""

from __future__ import annotations

from typing import Any

from django import template

from pejling.facts.deliveries.queries import source_ages
from pejling.web.components.data_age import ages
from pejling.web.components.today import today

register = template.Library()


@register.inclusion_tag("components/data_age.html", takes_context=True)
def data_age(context: dict[str, Any]) -> dict[str, Any]:
    """The newest extract of each of the school's sources; one query."""
    found = ages(source_ages(context["school"]), today())
    return {
        "ages": found,
        "old": [age for age in found if age.is_old],
        "school": context["school"],
        "may_deliver": context["access"].may("deliver"),
    }
