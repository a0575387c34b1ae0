"""A new plan: an empty one of a kind, or one that begins with what another says."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pejling.analysis.plans.wording import message
from pejling.analysis.strict_fields import FieldError
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans import queries
from pejling.quality.plans.actions import copy_plan, make_plan
from pejling.quality.plans.catalogue import broken_kinds
from pejling.quality.plans.changeable import field_of, read
from pejling.quality.plans.models import Plan
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.frame import crumbs
from pejling.web.pages.plans.kinds import kind_choices, kinds, words_of


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form, and making the plan; ``copy`` in the address or form: the plan to begin with."""
    copied = _copied(request)
    said = _said(request, copied)
    if request.method != "POST":
        return _page(request, copied, said, {})
    errors, title, period = _read(said)
    if copied is None and said["kind"] not in kinds():
        errors["kind"] = _("Choose a kind.")
    if errors:
        return _page(request, copied, said, errors, 400 if not request.POST.get("title") else 422)
    given = {"by": request.user, "organisation": request.school, "title": title, "period": period}
    try:
        if copied is None:
            made = make_plan(**given, kind=said["kind"])
        else:
            made = copy_plan(**given, plan=copied, revises=said["revises"] == "yes")
    except FieldError as error:
        return _page(request, copied, said, {error.path: message(error.code, error.params)}, 422)
    messages.success(request, _("“%(title)s” is made as a draft.") % {"title": made.title})
    return HttpResponseRedirect(reverse("plans_one", args=[request.school.uuid, made.uuid]))


def _copied(request: HttpRequest) -> Plan | None:
    given = request.POST.get("copy") or request.GET.get("copy")
    if not given:
        return None
    try:
        return queries.seen_by(request.access).get(uuid=UUID(given))
    except (ValueError, Plan.DoesNotExist) as error:
        raise Http404 from error


def _said(request: HttpRequest, copied: Plan | None) -> dict[str, str]:
    """What the form says; first the year after the copied plan's, or the coming year."""
    if request.method == "POST":
        names = ("kind", "title", "period_from", "period_to", "revises")
        return {name: request.POST.get(name, "").strip() for name in names}
    if copied is None:
        year = today().year + 1
        first, last, title = date(year, 1, 1), date(year, 12, 31), ""
    else:
        first, last = _year_later(copied.period_from, copied), _year_later(copied.period_to, copied)
        title = _("%(title)s – copy") % {"title": copied.title}
    asked = request.GET.get("kind", "")
    return {
        "kind": asked if asked in kinds() else "",
        "title": title,
        "period_from": first.isoformat(),
        "period_to": last.isoformat(),
        "revises": "yes",
    }


def _year_later(day: date, plan: Plan) -> date:
    """The same day when the plan's period has run its length once more."""
    years = plan.period_to.year - plan.period_from.year + 1
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _read(said: dict[str, str]) -> tuple[dict[str, str], str, tuple[date, date]]:
    errors: dict[str, str] = {}
    found: dict[str, object] = {}
    for name in ("title", "period_from", "period_to"):
        try:
            if scrub_text(said[name]) != said[name]:
                raise FieldError(name, "cpr")
            found[name] = read("plan", field_of("plan", name), said[name])
        except FieldError as error:
            errors[name] = message(error.code, error.params)
    return errors, str(found.get("title", "")), (found.get("period_from"), found.get("period_to"))


def _page(
    request: HttpRequest, copied: Plan | None, said: dict[str, str], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    title = _("Copy a plan") if copied else _("New plan")
    context = {
        "crumbs": crumbs(request, None, title),
        "heading": title,
        "copied": copied,
        "copied_kind": words_of(copied.kind).title if copied else "",
        "kinds": [
            (key, text, words_of(key).description, key == said["kind"]) for key, text in kind_choices()
        ],
        "broken": broken_kinds() if copied is None else [],
        "said": said,
        "errors": errors,
    }
    return render(request, "plans/new.html", context, status=status)
