"""How old the data are, on every page that uses them."""

from __future__ import annotations

from typing import Any

from django import template

from pejling.facts.deliveries.queries import source_ages
from pejling.web.components.data_age import ages
from pejling.web.components.today import today

register = template.Library()
#: So many sources are told of at once; more are folded away.
FEW = 3


@register.inclusion_tag("components/data_age.html", takes_context=True)
def data_age(context: dict[str, Any]) -> dict[str, Any]:
    """The newest extract of each of the school's sources; one query."""
    found = sorted(ages(source_ages(context["school"]), today()), key=lambda age: age.as_of)
    return {
        "ages": found,
        "newest": found[-1] if found else None,
        "few": len(found) <= FEW,
        "old": [age for age in found if age.is_old],
        "school": context["school"],
        "may_deliver": context["access"].may("deliver"),
    }
