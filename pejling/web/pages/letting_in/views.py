"""Who has been invited and hasn't come yet, who is locked out, and whose second factor must be removed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.base.accounts.holding import Refused
from pejling.base.accounts.models import Membership, User
from pejling.base.login import actions, queries
from pejling.base.login.factors.actions import reset
from pejling.base.login.factors.queries import has_factor
from pejling.base.login.models import Invitation
from pejling.base.login.passwords.actions import unlock as unlock_user
from pejling.web.components.listing import answer, back_to
from pejling.web.gate import of_school
from pejling.web.pages.letting_in.present import invitations, people


@of_school("manage_people")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Two lists: invitations, and the school's readers with their second factor and lock-outs."""
    context = {"crumbs": _crumbs(request), "list": invitations(request), "people": people(request)}
    return answer(request, "letting_in/page.html", context)


@of_school("manage_people")
@require_POST
def again(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """A new mail with a new address and a new time limit."""
    found = _invitation(request, invitation)
    try:
        actions.invite_again(by=request.user, invitation=found, base=request.build_absolute_uri("/"))
    except actions.NotOpen:
        messages.error(request, _("The invitation has been accepted already."))
    except Refused:
        messages.error(
            request, _("The invitation no longer fits the school. Withdraw it and make a new one.")
        )
    else:
        messages.success(request, _("A new mail is on its way to %(email)s.") % {"email": found.email})
    return _back(request)


@of_school("manage_people")
@require_POST
def withdraw(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """The address in the mail says from now on that the invitation was withdrawn."""
    found = _invitation(request, invitation)
    actions.withdraw(by=request.user, invitation=found)
    messages.success(request, _("The invitation to %(email)s has been withdrawn.") % {"email": found.email})
    return _back(request)


@of_school("manage_people")
@require_POST
def unlock(request: HttpRequest, person: UUID) -> HttpResponse:
    """Let somebody who is locked out try again at once."""
    found = _person(request, person)
    unlock_user(by=request.user, user=found)
    messages.success(request, _("%(person)s can try to log in again now.") % {"person": found})
    return _back(request)


@of_school("manage_people")
@require_safe
def reset_factor(request: HttpRequest, person: UUID) -> HttpResponse:
    """Ask before all second factors of somebody who has lost them are removed."""
    found = _person(request, person)
    crumbs = [*_crumbs(request)[:-1], (_("Log-in"), _list(request)), (str(found), "")]
    context = {
        "crumbs": crumbs,
        "person": found,
        "elsewhere": _elsewhere(request, found),
        "has_factor": has_factor(found),
    }
    return render(request, "letting_in/reset_factor.html", context)


@of_school("manage_people")
@require_POST
def remove_factor(request: HttpRequest, person: UUID) -> HttpResponse:
    """Remove them."""
    found = _person(request, person)
    if _elsewhere(request, found):
        return redirect("letting_in_factor", request.school.uuid, found.uuid)
    reset(by=request.user, user=found)
    said = _("The second factor has been removed. %(person)s gets a mail and sets up a new one.")
    messages.success(request, said % {"person": found})
    return _back(request)


def _elsewhere(request: HttpRequest, person: User) -> bool:
    """Whether another school lets the person in, too: it wouldn't want us to weaken its reader's log-in."""
    others = Membership.objects.in_force().filter(user=person).exclude(organisation=request.school)
    return others.exists()


def _invitation(request: HttpRequest, uuid: UUID) -> Invitation:
    found = queries.invitations_of(request.school).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _person(request: HttpRequest, uuid: UUID) -> User:
    """One of the school's own readers, past or present."""
    found = User.objects.filter(uuid=uuid, memberships__organisation=request.school, is_demo=False).first()
    if found is None:
        raise Http404
    return found


def _list(request: HttpRequest) -> str:
    return back_to(request, "letting_in", request.school.uuid)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(_list(request))


def _crumbs(request: HttpRequest) -> list[tuple[str, str]]:
    school = request.school
    return [
        (school.name, reverse("retention", args=[school.uuid])),
        (_("Administration"), reverse("administration", args=[school.uuid])),
        (_("Log-in"), ""),
    ]
