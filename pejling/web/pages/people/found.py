"""The people, memberships and invitations that an address may name: of this school, or they aren't there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from pejling.base.accounts.models import Membership, User
from pejling.base.accounts.roles import ROLES, Role
from pejling.base.organisations.models import Organisation
from pejling.web.components.listing import back_to


def person_of(school: Organisation, person: UUID) -> User:
    """Somebody who has or had a role at the school; 404 for anybody else."""
    found = User.objects.filter(memberships__organisation=school, uuid=person).first()
    if found is None:
        raise Http404
    return found


def membership_of(school: Organisation, membership: UUID) -> Membership:
    """A membership of the school that hasn't been ended; 404 for any other."""
    rows = Membership.objects.select_related("user", "organisation").prefetch_related("scopes__part")
    return get_object_or_404(rows, organisation=school, uuid=membership, ended_at=None)


def asked_role(request: HttpRequest, otherwise: str = "") -> Role | None:
    """The role that the address asks for; None where it asks for none. 404 for a word that is no role."""
    key = request.GET.get("role", otherwise)
    if key and key not in ROLES:
        raise Http404
    return ROLES.get(key)


def crumbs(request: HttpRequest, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page about people."""
    school = request.school
    people = back_to(request, "people", school.uuid) if rest else ""
    return [
        (school.name, reverse("retention", args=[school.uuid])),
        (_("Administration"), reverse("administration", args=[school.uuid])),
        (_("People"), people),
        *rest,
    ]
