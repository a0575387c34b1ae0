"""The one layer that decides access: what a user may do at a school, and which rows and cuts are theirs.

Every page, export and fragment asks for an ``Access`` first; nothing else in the house looks at roles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pejling.base.accounts.models import Membership
from pejling.base.accounts.roles import VERBS, Role
from pejling.base.organisations.models import Organisation


class Denied(Exception):
    """The user may not do this; ``verb`` says what was asked."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb


@dataclass(frozen=True, slots=True)
class Access:
    """What one user may do at one school.

    ``departments``: names (as in the spells) the user is held to, None = all. ``cuts``: dimensions a figure may be
    cut or filtered by. ``smallest``: counts from 1 to ``smallest - 1`` are hidden; 0 shows all.
    """

    organisation: Organisation
    role: Role
    departments: frozenset[str] | None

    @property
    def cuts(self) -> frozenset[str]:
        return self.role.cuts

    @property
    def smallest(self) -> int:
        return 0 if self.may("see_small_counts") else self.role.smallest or 5

    def may(self, verb: str) -> bool:
        """Whether the user may do ``verb`` (one of ``roles.VERBS``; KeyError for any other word)."""
        if verb not in VERBS:
            raise KeyError(verb)
        return verb in self.role.verbs

    def require(self, verb: str) -> None:
        """Raise Denied unless the user may."""
        if not self.may(verb):
            raise Denied(verb)


def access_of(user: Any, organisation: Organisation) -> Access | None:
    """The user's access to a school; None for a stranger, an inactive user or one who isn't logged in."""
    if not (getattr(user, "is_authenticated", False) and user.is_active):
        return None
    membership = Membership.objects.filter(user=user, organisation=organisation).first()
    return _access(membership) if membership else None


def accesses_of(user: Any) -> list[Access]:
    """The user's accesses, by the school's name."""
    if not (getattr(user, "is_authenticated", False) and user.is_active):
        return []
    rows = Membership.objects.filter(user=user).select_related("organisation").prefetch_related("departments")
    return [_access(membership) for membership in rows]


def _access(membership: Membership) -> Access:
    role = membership.role_class
    departments = None
    if role.by_department:
        departments = frozenset(part.name for part in membership.departments.all())
    return Access(membership.organisation, role, departments)
