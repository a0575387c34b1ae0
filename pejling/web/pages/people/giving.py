"""Invite somebody, give one more role, or change one: first the role is chosen, then what it is held to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.holding import Refused
from pejling.base.accounts.roles import ROLES
from pejling.base.accounts.wording import refusal_in_words
from pejling.base.login import actions as login
from pejling.web.gate import of_school
from pejling.web.pages.people.forms import AccessForm, InviteForm, first_error, initial_of
from pejling.web.pages.people.found import asked_role, crumbs, membership_of, person_of


@of_school("manage_people")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite by e-mail: the mail says the school and the role, and what is in it works once."""
    title, role = _("Invite somebody"), asked_role(request)
    if role is None:
        return _choose_role(request, title)
    form = InviteForm(request.school, role, request.POST if request.method == "POST" else None)
    form.order_fields(["email", "name"])
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            login.invite(
                by=request.user, organisation=request.school, email=found["email"], name=found["name"],
                role=role.key, scopes=form.scopes, valid_from=found["valid_from"], valid_to=found["valid_to"],
                base=request.build_absolute_uri("/"),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refusal_in_words(refused))
        else:
            messages.success(
                request, _("An invitation is on its way to %(email)s.") % {"email": found["email"]}
            )
            return redirect("people", request.school.uuid)
    return _form(request, title, form, _("Send the invitation"), named=["email", "name"])


@of_school("manage_people")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, person: UUID) -> HttpResponse:
    """One more role for somebody who has one."""
    user, role = person_of(request.school, person), asked_role(request)
    title = _("One more role for %(name)s") % {"name": user}
    if role is None:
        return _choose_role(request, title)
    form = AccessForm(request.school, role, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.grant(
                by=request.user, user=user, organisation=request.school, role=role.key, scopes=form.scopes,
                valid_from=form.cleaned_data["valid_from"], valid_to=form.cleaned_data["valid_to"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refusal_in_words(refused))
        else:
            said = _("%(name)s has the role %(role)s.") % {"name": user, "role": role.title}
            messages.success(request, said)
            return redirect("people_one", request.school.uuid, user.uuid)
    return _form(request, title, form, _("Give the role"))


@of_school("manage_people")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, membership: UUID) -> HttpResponse:
    """Another role (the old one is ended, and stays in the history), other limits or other days."""
    row = membership_of(request.school, membership)
    title = _("Change the access of %(name)s") % {"name": row.user}
    if "choose" in request.GET:
        return _choose_role(request, title)
    role = asked_role(request, row.role)
    assert role is not None
    initial = initial_of(row) if role.key == row.role else {"valid_to": row.valid_to}
    form = AccessForm(
        request.school, role, request.POST if request.method == "POST" else None, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            accounts.change(
                by=request.user, membership=row, role=role.key, scopes=form.scopes,
                valid_from=form.cleaned_data["valid_from"], valid_to=form.cleaned_data["valid_to"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refusal_in_words(refused))
        else:
            messages.success(request, _("The access of %(name)s has been changed.") % {"name": row.user})
            return redirect("people_one", request.school.uuid, row.user.uuid)
    return _form(request, title, form, _("Save"), other=f"{request.path}?choose=1", was=ROLES[row.role])


def _choose_role(request: HttpRequest, title: str) -> HttpResponse:
    context = {"crumbs": crumbs(request, (title, "")), "title": title, "roles": ROLES.values()}
    return render(request, "people/choose_role.html", context)


def _form(
    request: HttpRequest,
    title: str,
    form: AccessForm,
    button: str,
    *,
    named: list[str] | None = None,
    other: str = "",
    was: Any = None,
) -> HttpResponse:
    context = {
        "crumbs": crumbs(request, (title, "")),
        "title": title,
        "form": form,
        "named": [form[name] for name in named or ()],
        "button": button,
        "error": first_error(form) if form.errors else "",
        "other": other or request.path,
        "was": was if was is not None and was.key != form.role.key else None,
        "back": reverse("people", args=[request.school.uuid]),
    }
    return render(request, "people/give.html", context, status=400 if form.errors else 200)
