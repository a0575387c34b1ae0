"""Find the people who have access to the school."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from pejling.base.accounts.access import Access
from pejling.base.accounts.models import Membership
from pejling.web.components.matching import matching
from pejling.web.pages.search.hits import MOST, Hit


def find_users(access: Access, text: str) -> list[Hit]:
    """Users with a role in force, by name or e-mail; one line per role."""
    held = Membership.objects.filter(organisation=access.organisation).in_force().select_related("user")
    found = matching(held, ("user__name", "user__email"), text).order_by("user__name", "user__email", "pk")
    return [
        Hit(str(role.user), f"{role.role_class.title} · {role.user.email}", _address(access))
        for role in found[: MOST + 1]
    ]


def _address(access: Access) -> str:
    try:
        return reverse("people", args=[access.organisation.uuid])
    except NoReverseMatch:
        return ""
