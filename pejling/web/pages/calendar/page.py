"""One's own calendar address: made, shown once, and revoked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from pejling.base.mail.addresses import absolute
from pejling.base.tokens.actions import make_calendar_address, revoke_calendar_address
from pejling.base.tokens.queries import calendar_address
from pejling.web.gate import of_school


@of_school("see_plans")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Whether there is an address, when it was last fetched from, and how to use one."""
    context = {"crumbs": _crumbs(request), "found": calendar_address(request.school, request.user)}
    return render(request, "calendar/page.html", context)


@of_school("see_plans")
@require_POST
@sensitive_variables("secret", "address")
def make(request: HttpRequest) -> HttpResponse:
    """A new address, shown here and never again; an earlier one stops working."""
    _made, secret = make_calendar_address(by=request.user, organisation=request.school)
    address = absolute(reverse("calendar", args=[secret]), request.build_absolute_uri("/"))
    context = {"crumbs": _crumbs(request, _("New address")), "address": address}
    response = render(request, "calendar/made.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@of_school("see_plans")
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """The address opens nothing from now on."""
    revoke_calendar_address(by=request.user, organisation=request.school)
    messages.success(request, _("The calendar's address opens nothing any more."))
    return redirect("calendar_address", request.school.uuid)


def _crumbs(request: HttpRequest, last: str = "") -> list[tuple[str, str]]:
    school = request.school.uuid
    made = [
        (request.school.name, reverse("retention", args=[school])),
        (_("Annual cycle"), reverse("cycle", args=[school])),
    ]
    if not last:
        return [*made, (_("In your own calendar"), "")]
    return [*made, (_("In your own calendar"), reverse("calendar_address", args=[school])), (last, "")]
