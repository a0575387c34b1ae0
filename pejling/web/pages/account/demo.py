"""The demo's own users, who are offered as buttons on its log-in page."""

from __future__ import annotations

from uuid import UUID

from pejling.base.accounts.models import Membership, User


def demo_users() -> list[Membership]:
    """One membership per demo user, with role, user and school."""
    found = Membership.objects.filter(user__is_demo=True, user__is_active=True, organisation__is_demo=True)
    return list(found.select_related("user", "organisation").order_by("organisation__name", "id"))


def demo_user(key: str) -> User | None:
    """The demo user of that key; None for anybody else, so that a real account can't be entered this way."""
    try:
        uuid = UUID(key)
    except ValueError:
        return None
    return User.objects.filter(uuid=uuid, is_demo=True, is_active=True).first()
