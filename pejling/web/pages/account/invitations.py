"""Accept an invitation: with a password of one's own, or as the reader who has logged in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pejling.base.accounts.holding import Refused
from pejling.base.accounts.models import User
from pejling.base.accounts.roles import ROLES
from pejling.base.accounts.second_factor import PERSON_VERBS
from pejling.base.login.actions import NotOpen, accept, accept_as_new
from pejling.base.login.models import Invitation
from pejling.base.login.queries import held_to, invitation_of
from pejling.base.login.sessions import begin
from pejling.web.gate import public
from pejling.web.pages.account.forms import JoinForm


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What is offered, and the form that accepts it. Reading it changes nothing: mail programs read ahead."""
    found = invitation_of(token)
    if found is None or found.why_closed:
        return _closed(request, found.why_closed if found else "unknown")
    try:
        if request.user.is_authenticated:
            return _as_reader(request, found, token)
        if User.objects.filter(email=found.email).exists():
            return render(request, "account/invitation_log_in.html", _context(found))
        return _as_new(request, found, token)
    except NotOpen as closed:
        return _closed(request, closed.why)
    except Refused:
        return _closed(request, "scope")


def _as_reader(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    if request.user.email != found.email:
        return render(request, "account/invitation_another.html", _context(found), status=403)
    if request.method == "POST":
        accept(by=request.user, token=token)
        said = _("Welcome to %(school)s.") % {"school": found.organisation.name}
        messages.success(request, said)
        return redirect("retention", found.organisation.uuid)
    return render(request, "account/invitation_accept.html", _context(found))


def _as_new(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    initial = {"name": found.name}
    like = User(email=found.email, name=request.POST.get("name", found.name))
    form = JoinForm(like, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user = accept_as_new(by=None, token=token, name=given["name"], password=given["new"])
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            begin(request, user, "invitation")
            messages.success(request, _("Welcome to %(school)s.") % {"school": found.organisation.name})
            if ROLES[found.role].verbs & PERSON_VERBS:
                return redirect("factor_app")
            return redirect("retention", found.organisation.uuid)
    context = {**_context(found), "form": form}
    return render(request, "account/invitation.html", context, status=400 if form.errors else 200)


def _context(found: Invitation) -> dict:
    return {
        "invitation": found,
        "at": found.organisation,
        "role": ROLES[found.role],
        "scopes": held_to(found),
        "shows_persons": bool(ROLES[found.role].verbs & PERSON_VERBS),
    }


def _closed(request: HttpRequest, why: str) -> HttpResponse:
    return render(
        request, "account/invitation_closed.html", {"why": why}, status=404 if why == "unknown" else 410
    )
