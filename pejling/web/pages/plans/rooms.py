"""The pages across all plans: what stands beside the list of plans."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from pejling.web.components.listing import back_to

#: (name of the address, title, verb); an address takes the school
ROOMS: list[tuple[str, str | Promise, str]] = [
    ("plans", gettext_lazy("Plans"), "see_plans"),
    ("plans_actions", gettext_lazy("Actions"), "see_plans"),
    ("publications", gettext_lazy("Published"), "see_plans"),
    ("plans_mentions", gettext_lazy("Mentions of me"), "see_plan_work"),
]


def rooms(request: HttpRequest, here: str) -> list[tuple[str | Promise, str, bool]]:
    """(title, address as it was last seen, whether the reader is there) of those the reader may enter."""
    return [
        (title, back_to(request, name, request.school.uuid), name == here)
        for name, title, verb in ROOMS
        if request.access.may(verb)
    ]
