"""One person at the school: the roles held now, to come and over, and how the person logs in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.base.accounts.models import Membership
from pejling.base.accounts.roles import ROLES
from pejling.base.accounts.wording import scopes_in_words
from pejling.base.login.factors.queries import has_factor
from pejling.base.login.queries import locked_out
from pejling.base.organisations.models import Organisation
from pejling.web.gate import of_school
from pejling.web.pages.people.found import crumbs, person_of
from pejling.web.pages.people.page import state_in_words


@of_school("manage_people")
@require_safe
def page(request: HttpRequest, person: UUID) -> HttpResponse:
    """The person, with a way to give, change and end roles."""
    user = person_of(request.school, person)
    rows = Membership.objects.filter(organisation=request.school, user=user).prefetch_related("scopes__part")
    held = [_line(row, request.school) for row in rows.order_by("ended_at", "-made_at", "-id")]
    context = {
        "crumbs": crumbs(request, (str(user), "")),
        "person": user,
        "open": [line for line in held if line["open"]],
        "over": [line for line in held if not line["open"]],
        "factor": has_factor(user),
        "locked_until": locked_out([user]).get(user.pk),
    }
    return render(request, "people/person.html", context)


def _line(row: Membership, school: Organisation) -> dict[str, Any]:
    over = row.ended_at is not None
    return {
        "row": row,
        "open": not over and state_in_words(row) != _("over"),
        "role": ROLES[row.role],
        "held": scopes_in_words(list(row.scopes.all())),
        "state": state_in_words(row),
        "change": "" if over else reverse("people_change", args=[school.uuid, row.uuid]),
        "end": "" if over else reverse("people_end", args=[school.uuid, row.uuid]),
    }
