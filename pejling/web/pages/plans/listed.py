"""The plans of a school as a list, and a plan's file in and out."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from pejling.analysis.plans.plan_file import UnreadablePlan, read_plan
from pejling.analysis.plans.plan_model import Plan as PlanValue
from pejling.analysis.plans.wording import message
from pejling.analysis.plans.writing import write_plan
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans import queries
from pejling.quality.plans.actions import take_in
from pejling.quality.plans.fitting import unfit
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reading_back import value_of
from pejling.quality.plans.seeing import smallest_for, without_internal
from pejling.web.components.file_names import as_file, file_name
from pejling.web.components.listing import Choice, Column, Dates, Empty, Listing, Text, answer, listing
from pejling.web.gate import of_school
from pejling.web.pages.plans.arranging import just_removed
from pejling.web.pages.plans.frame import bare, crumbs, period_in_words
from pejling.web.pages.plans.kinds import kind_choices, kinds, words_of
from pejling.web.pages.plans.rooms import rooms

#: bytes of a file that is taken in: as large as the reader reads
LARGEST = 20_000_000
#: So many mistakes are told at once.
TOLD = 50

COLUMNS = [
    Column(
        "title", gettext_lazy("Title"), lambda plan: plan.title, sort="title", words=True,
        link=lambda plan: reverse("plans_one", args=[plan.organisation.uuid, plan.uuid]),
    ),
    Column("kind", gettext_lazy("Kind"), lambda plan: words_of(plan.kind).title, sort="kind"),
    Column(
        "period", gettext_lazy("Period"), lambda plan: period_in_words(plan.period_from, plan.period_to),
        sort=("period_from", "period_to"), keep=True,
    ),
    Column("state", gettext_lazy("State"), lambda plan: plan.get_state_display(), sort="state"),
    Column("adopted", gettext_lazy("Adopted on"), lambda plan: plan.adopted_on, sort="adopted_on", keep=True),
    Column("made", gettext_lazy("Made"), lambda plan: plan.made_at, sort="made_at", keep=True, optional=True),
]  # fmt: skip
FILTERS = [
    Text("q", gettext_lazy("Title holds"), ["title"]),
    Choice("kind", gettext_lazy("Kind"), kind_choices),
    Choice("state", gettext_lazy("State"), Plan.State.choices),
    Dates("in_force", gettext_lazy("In force"), lambda plans, span: _in_force(plans, *span)),
]


def _in_force(plans: Any, first: date | None, last: date | None) -> Any:
    """Those whose period meets the span."""
    if first:
        plans = plans.filter(period_to__gte=first)
    return plans.filter(period_from__lte=last) if last else plans


@of_school("see_plans")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every plan the reader may see."""
    return _page(request)


def _page(
    request: HttpRequest, wrong: list[tuple[str, str]] | None = None, status: int = 200
) -> HttpResponse:
    may_edit = request.access.may("edit_plans")
    context = {
        "crumbs": crumbs(request),
        "rooms": rooms(request, "plans"),
        "list": _list(request, may_edit=may_edit),
        "may_edit": may_edit,
        "removed": just_removed(request),
        "wrong": (wrong or [])[:TOLD],
        "more_wrong": max(len(wrong or ()) - TOLD, 0),
    }
    return answer(request, "plans/list.html", context, status)


def _list(request: HttpRequest, *, may_edit: bool) -> Listing:
    empty = Empty(_("No plans yet"), _("Plans are shown here when they have been adopted."))
    if may_edit:
        empty = Empty(
            _("No plans yet"),
            _("Make one, or take in a plan's file below: it is a draft until it is adopted."),
        )
    return listing(
        request, queries.seen_by(request.access).select_related("organisation"), COLUMNS, FILTERS,
        name="plans", title=_("Plans"), order="-period", empty=empty,
    )  # fmt: skip


@of_school("edit_plans")
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Take in a plan's file as a draft; what is wrong with it is told with its places, and nothing is kept."""
    given = request.FILES.get("file")
    if given is None:
        return _page(request, [("", _("No file was chosen. Choose a plan's file that ends in .yaml."))], 422)
    if given.size > LARGEST:
        return _page(request, [("", message("yaml_too_large", {"limit": "20 MB"}))], 422)
    value, wrong = read_text(given.read())
    if value is None:
        return _page(request, wrong, 422)
    made = take_in(by=request.user, organisation=request.school, plan=value)
    messages.success(request, _("“%(title)s” is taken in as a draft.") % {"title": made.title})
    return HttpResponseRedirect(reverse("plans_one", args=[request.school.uuid, made.uuid]))


def read_text(content: bytes) -> tuple[PlanValue | None, list[tuple[str, str]]]:
    """The plan of a file, or (None, what is wrong: place and message)."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, [("", _("The file isn't a text in UTF-8. Choose a plan's file that ends in .yaml."))]
    if scrub_text(text) != text:
        return None, [
            ("", _("The file holds what looks like a CPR number. Take it out: a plan names nobody."))
        ]
    try:
        read_ = read_plan(text)
    except UnreadablePlan as error:
        return None, [(error.path, message(error.code, error.params))]
    if read_.errors or read_.plan is None:
        return None, [(error.path, message(error.code, error.params)) for error in read_.errors]
    wrong = [(one.path, message(one.code, one.params)) for one in unfit(read_.plan, kinds())]
    return (None, wrong) if wrong else (read_.plan, [])


@of_school("see_plans")
@require_safe
def yaml(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The plan as a file: a backup, and its way to another installation. Readers outside get nothing internal."""
    row = bare(request, plan)
    value = value_of(row)
    if not request.access.may("see_plan_work"):
        value = without_internal(value, smallest_for(request.access))
    return download(write_plan(value), row.title)


def download(text: str, title: str) -> HttpResponse:
    """A plan's file to keep."""
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    return as_file(response, f"{file_name(title, 'plan')}.yaml")
