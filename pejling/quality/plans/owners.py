"""Who is responsible: a person of the school's, who finds the action under "mine", and how that is written.

The words (``owner``) are what a plan says and what is published: a title, a group, a name. The person
(``owner_user``) is chosen among those who may see plans, and isn't part of the plan's file.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from pejling.analysis.strict_fields import FieldError
from pejling.base.accounts.models import Membership, User
from pejling.base.accounts.roles import ROLES
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action

_READERS = sorted(key for key, role in ROLES.items() if "see_plans" in role.verbs)
_AT_SCHOOL = sorted(key for key, role in ROLES.items() if "see_plan_work" in role.verbs)


def people_of(organisation: Organisation) -> QuerySet[User]:
    """Those who may see the school's plans today, by name."""
    return _in(organisation, _READERS)


def colleagues_of(organisation: Organisation) -> QuerySet[User]:
    """Those of them who work at the school, and so see what is internal."""
    return _in(organisation, _AT_SCHOOL)


def _in(organisation: Organisation, roles: list[str]) -> QuerySet[User]:
    members = Membership.objects.in_force().filter(organisation=organisation, role__in=roles)
    return User.objects.filter(memberships__in=members, is_active=True).distinct().order_by("name", "email")


def person_called(organisation: Organisation, key: str, before: User | None) -> User | None:
    """The person with that UUID, or who it was ``before`` (perhaps no longer at the school); "" is nobody."""
    if not key:
        return None
    if before is not None and str(before.uuid) == key:
        return before
    try:
        return people_of(organisation).get(uuid=UUID(key))
    except (ValueError, User.DoesNotExist):
        raise FieldError("owner_user", "unknown_value", found=key[:60], known=[]) from None


def words_after(action: Action, to: User | None, said: Any = None) -> str:
    """How it is written when ``to`` becomes responsible: words that only named the one before follow along."""
    words: str = action.owner if said is None else said
    before = action.owner_user
    follows = not words or (before is not None and words == str(before))
    return (str(to) if to else "") if follows else words
