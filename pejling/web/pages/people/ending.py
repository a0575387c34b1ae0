"""End somebody's access: asks first, and hands over the tasks that would have nobody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.handover import Tasks, tasks_of
from pejling.base.accounts.holding import Refused
from pejling.base.accounts.models import Membership, User
from pejling.base.accounts.wording import refusal_in_words, scopes_in_words
from pejling.web.gate import of_school
from pejling.web.pages.people.found import crumbs, membership_of


@of_school("manage_people")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, membership: UUID) -> HttpResponse:
    """What ends, and who takes over; the next page the person asks for is refused."""
    row = membership_of(request.school, membership)
    tasks = [] if _others_of(row) else tasks_of(request.school, row.user)
    problem = ""
    if request.method == "POST":
        to = _receiver(row, request.POST.get("to", "")) if tasks else None
        if tasks and to is None:
            problem = _("Choose who takes the tasks over.")
        else:
            try:
                _end(request.user, row, tasks, to)
            except Refused as refused:
                problem = refusal_in_words(refused)
            else:
                messages.success(request, _("The access of %(name)s has ended.") % {"name": row.user})
                if tasks:
                    told = "; ".join(f"{one.title}: {one.count}" for one in tasks)
                    text = _("Handed over to %(to)s: %(tasks)s.") % {"to": to, "tasks": told}
                    messages.success(request, text)
                return redirect("people_one", request.school.uuid, row.user.uuid)
    title = _("End the access of %(name)s") % {"name": row.user}
    context = {
        "crumbs": crumbs(request, (title, "")),
        "title": title,
        "row": row,
        "role": row.role_class,
        "held": scopes_in_words(list(row.scopes.all())),
        "tasks": tasks,
        "receivers": _with_roles(row) if tasks else [],
        "problem": problem,
        "is_oneself": row.user_id == request.user.pk,
    }
    return render(request, "people/end.html", context, status=400 if problem else 200)


@transaction.atomic
def _end(by: User, row: Membership, tasks: list[Tasks], to: User | None) -> None:
    for one in tasks:
        one.give(by=by, to=to)
    accounts.end(by=by, membership=row)


def _others_of(row: Membership) -> bool:
    """Whether the person keeps another role at the school, and so the tasks."""
    others = Membership.objects.in_force().filter(organisation=row.organisation, user=row.user)
    return others.exclude(pk=row.pk).exists()


def _receivers(row: Membership) -> Any:
    people = User.objects.filter(
        memberships__in=Membership.objects.in_force().filter(organisation=row.organisation)
    )
    return people.exclude(pk=row.user_id).filter(is_active=True).distinct().order_by("name", "email")


def _with_roles(row: Membership) -> list[tuple[User, str]]:
    """Those who may take over, each with the roles at the school."""
    held: dict[int, list[str]] = {}
    for one in Membership.objects.in_force().filter(organisation=row.organisation):
        held.setdefault(one.user_id, []).append(str(one.role_class.title))
    return [(user, ", ".join(dict.fromkeys(held.get(user.pk, [])))) for user in _receivers(row)]


def _receiver(row: Membership, key: str) -> User | None:
    return next((user for user in _receivers(row) if str(user.uuid) == key), None)
