"""The school and its parts: the list, one part, and every change that can be made to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pejling.base.organisations import actions
from pejling.base.organisations.actions import Refused
from pejling.base.organisations.models import Organisation, Relation
from pejling.base.organisations.wording import refusal_in_words
from pejling.web.components.listing import Choice, Column, Empty, Text, answer, back_to, listing
from pejling.web.gate import of_school
from pejling.web.pages.organisation.changes import CHANGES, offered
from pejling.web.pages.organisation.forms import KINDS, AddForm
from pejling.web.pages.organisation.present import lines

STATES = (
    ("now", gettext_lazy("in force")),
    ("later", gettext_lazy("begins later")),
    ("over", gettext_lazy("over")),
)


@of_school("manage_organisation")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every part of the school, by kind and name."""
    school = request.school
    found = listing(
        request,
        school.parts.prefetch_related("former_names").order_by("kind", "name"),
        columns(),
        [Text("q", _("Name holds"), ["name", "former_names__name"]), Choice("kind", _("Kind"), KINDS),
         Choice("state", _("State"), STATES, _in_state)],
        name="organisation",
        title=_("Organisation"),
        caption=_("The parts of the school"),
        empty=Empty(
            _("The school has no parts yet"),
            _("Departments, programmes and municipalities come with the first delivery; others are added by hand."),
            reverse("organisation_add", args=[school.uuid]),
            _("Add a part"),
        ),
        present=lambda parts: lines(parts, school),
        file_name=_("organisation"),
    )  # fmt: skip
    return answer(request, "organisation/page.html", {"crumbs": crumbs(request), "list": found})


def columns() -> list[Column]:
    """What it is, whether it exists, and what became of it."""
    return [
        Column("name", _("Name"), lambda line: line.part.name, sort="name", link=lambda line: line.address),
        Column("kind", _("Kind"), lambda line: line.part.get_kind_display(), sort=("kind", "name")),
        Column("code", _("Code"), lambda line: line.part.code, sort="code", optional=True),
        Column("state", _("State"), lambda line: line.state),
        Column("from", _("From"), lambda line: line.part.valid_from, sort="valid_from", keep=True),
        Column("to", _("To"), lambda line: line.part.valid_to, sort="valid_to", keep=True),
        Column("region", _("Region"), lambda line: line.region),
        Column("history", _("History"), lambda line: line.history, words=True),
        Column("members", _("Roles held to it"), lambda line: line.members, numeric=True, optional=True),
    ]


@of_school("manage_organisation")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a part by hand: a department to come, a committee, a board."""
    form = AddForm(
        request.POST if request.method == "POST" else None, initial={"kind": request.GET.get("kind", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            part = actions.add_part(by=request.user, school=request.school, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", refusal_in_words(refused))
        else:
            messages.success(request, _("%(name)s has been added.") % {"name": part.name})
            return redirect("organisation_part", request.school.uuid, part.uuid)
    context = {"crumbs": crumbs(request, (_("Add a part"), "")), "form": form}
    return render(request, "organisation/add.html", context, status=400 if form.errors else 200)


@of_school("manage_organisation")
@require_safe
def part(request: HttpRequest, part: UUID) -> HttpResponse:
    """One part (or the school itself), with the changes that can be made to it."""
    return _part(request, _found(request, part))


@of_school("manage_organisation")
@require_POST
def change(request: HttpRequest, part: UUID, change: str) -> HttpResponse:
    """Make one of the changes; what can't be is said beside its fields, and nothing is lost."""
    found = _found(request, part)
    wanted = offered(found).get(change)
    if wanted is None:
        raise Http404
    form = wanted.form(found, request.POST)
    if not form.is_valid():
        return _part(request, found, {change: form})
    try:
        said = wanted.make(request.user, found, form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refusal_in_words(refused))
        return _part(request, found, {change: form})
    messages.success(request, said)
    return redirect("organisation_part", request.school.uuid, found.uuid)


@of_school("manage_organisation")
@require_POST
def undo_merge(request: HttpRequest, relation: int) -> HttpResponse:
    """Take back a merger that was entered by mistake."""
    found = get_object_or_404(
        Relation.objects.select_related("part__parent"),
        pk=relation, organisation=request.school, kind=Relation.Kind.MERGED_INTO,
    )  # fmt: skip
    actions.undo_merge(by=request.user, relation=found)
    messages.success(request, _("%(name)s is a part of its own again.") % {"name": found.part.name})
    return redirect("organisation_part", request.school.uuid, found.part.uuid)


def crumbs(request: HttpRequest, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page about the organisation."""
    school = request.school
    return [
        (school.name, reverse("retention", args=[school.uuid])),
        (_("Administration"), reverse("administration", args=[school.uuid])),
        (_("Organisation"), back_to(request, "organisation", school.uuid) if rest else ""),
        *rest,
    ]


def _found(request: HttpRequest, uuid: UUID) -> Organisation:
    """A part of this school, or the school; 404 for any other."""
    mine = Q(parent=request.school) | Q(pk=request.school.pk)
    return get_object_or_404(
        Organisation.objects.filter(mine).select_related("parent").prefetch_related("former_names"), uuid=uuid
    )


def _part(
    request: HttpRequest, found: Organisation, wrong: dict[str, forms.Form] | None = None
) -> HttpResponse:
    wrong = wrong or {}
    (line,) = lines([found], request.school)
    forms_shown: list[dict[str, Any]] = [
        {"key": key, "title": CHANGES[key].title, "button": CHANGES[key].button, "hint": CHANGES[key].hint,
         "form": wrong.get(key) or one.form(found), "open": key in wrong}
        for key, one in offered(found).items()
    ]  # fmt: skip
    merged = found.relations.filter(kind=Relation.Kind.MERGED_INTO).select_related("target").first()
    context = {
        "crumbs": crumbs(request, (found.name, "")),
        "part": found,
        "line": line,
        "changes": forms_shown,
        "merged": merged,
    }
    return render(request, "organisation/part.html", context, status=400 if wrong else 200)


def _in_state(rows: QuerySet[Organisation], state: str) -> QuerySet[Organisation]:
    today = localdate()
    if state == "over":
        return rows.filter(valid_to__lt=today)
    if state == "later":
        return rows.filter(valid_from__gt=today)
    return rows.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=today),
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
    )
