"""One's own account: who one is here, what one sees, and how one logs in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pejling.base.accounts import second_factor
from pejling.base.accounts.access import Access, accesses_of
from pejling.base.login.factors.queries import factors_of
from pejling.base.mail.models import Reminders
from pejling.base.mail.queries import reminders_by_school
from pejling.web.gate import logged_in
from pejling.web.pages.account.needed import needs_factor


@logged_in
@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Name, roles, password and second factors."""
    accesses = accesses_of(request.user)
    context = {
        "accesses": accesses,
        "factors": factors_of(request.user),
        "proved": second_factor.proved(request.session),
        "needed": needs_factor(accesses),
        "reminders": _reminders(request.user, accesses),
        "own_password": request.user.has_usable_password(),
    }
    return render(request, "account/own.html", context)


def _reminders(user: Any, accesses: list[Access]) -> list[tuple[Access, Reminders]]:
    """What is chosen at each school whose plans the user may see."""
    chosen = reminders_by_school(user)
    return [
        (access, chosen.get(access.organisation.pk) or Reminders(user=user, organisation=access.organisation))
        for access in accesses
        if access.may("see_plans")
    ]
