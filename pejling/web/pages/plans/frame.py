"""What every page of one plan has in common: the way here, its tabs, and what may be done to it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.quality.plans import queries
from pejling.quality.plans.models import Plan
from pejling.web.components import numbers
from pejling.web.components.listing import back_to
from pejling.web.pages.plans.kinds import kinds, words_of

#: (name of the address, title, verb) of each page of a plan; an address takes the school and the plan
TABS: list[tuple[str, str | Promise, str]] = [
    ("plans_one", gettext_lazy("Overview"), "see_plans"),
    ("plans_score", gettext_lazy("Score"), "see_plans"),
    ("plans_board", gettext_lazy("Action board"), "see_plans"),
    ("plans_timeline", gettext_lazy("Timeline"), "see_plans"),
    ("plans_cycle", gettext_lazy("Annual cycle"), "see_plans"),
    ("plans_follow", gettext_lazy("Follow-up"), "see_plan_work"),
    ("plans_partners", gettext_lazy("Partners"), "see_plans"),
    ("plans_consultation", gettext_lazy("Consultation"), "see_plans"),
    ("plans_reviews", gettext_lazy("Reviews"), "see_plans"),
    ("plans_check", gettext_lazy("Completeness"), "see_plan_work"),
    ("publishing", gettext_lazy("Publication"), "see_plans"),
    ("plans_compare", gettext_lazy("Compare"), "see_plan_work"),
]


#: pages for kinds of plan that partners share
SHARED = frozenset({"plans_partners", "plans_reviews"})


def plan_address(request: HttpRequest, plan: Plan) -> str:
    """The plan's own page."""
    return reverse("plans_one", args=[request.school.uuid, plan.uuid])


def period_in_words(first: date, last: date) -> str:
    """2021, 2024–2028, or from day to day."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return f"{numbers.day(first)}–{numbers.day(last)}"


def found(request: HttpRequest, uuid: UUID) -> Plan:
    """The plan with all its parts; 404 where the reader may not see it."""
    try:
        return queries.seen_plan(request.access, uuid)
    except Plan.DoesNotExist as error:
        raise Http404 from error


def bare(request: HttpRequest, uuid: UUID) -> Plan:
    """The plan without its parts; 404 where the reader may not see it."""
    try:
        return queries.seen_by(request.access).select_related("revises").get(uuid=uuid)
    except Plan.DoesNotExist as error:
        raise Http404 from error


def crumbs(request: HttpRequest, plan: Plan | None = None, *last: str) -> list[tuple[str, str]]:
    """The way here; ``last``: titles of the pages below the plan's own."""
    school = request.school
    made = [(school.name, reverse("retention", args=[school.uuid]))]
    if plan is None and not last:
        return [*made, (_("Plans"), "")]
    made.append((_("Plans"), back_to(request, "plans", school.uuid)))
    if plan is not None:
        made.append((plan.title, reverse("plans_one", args=[school.uuid, plan.uuid]) if last else ""))
    # A part has its place on the plan's page; only the last title is where the reader is.
    there = made[-1][1]
    return [*made, *((title, there) for title in last[:-1]), *((title, "") for title in last[-1:])]


def weighs(plan: Plan) -> bool:
    """Whether parts of a plan of its kind may weigh."""
    kind = kinds().get(plan.kind)
    return kind is not None and kind.weights != "none"


def frame(request: HttpRequest, plan: Plan, here: str, *last: str) -> dict[str, Any]:
    """Context of a page of the plan; ``here``: the name of its address, ``last``: its title below the plan's."""
    arguments = [request.school.uuid, plan.uuid]
    kind = kinds().get(plan.kind)
    # A kind that is gone hides nothing.
    shared = kind is None or kind.partners or here in SHARED
    return {
        "plan": plan,
        "words": words_of(plan.kind),
        "period": period_in_words(plan.period_from, plan.period_to),
        "crumbs": crumbs(request, plan, *last),
        "tabs": [
            # A tab with a list comes back to the list as it was chosen.
            (title, back_to(request, name, *arguments), name == here)
            for name, title, verb in TABS
            if request.access.may(verb)
            and (name not in SHARED or shared)
            and (name != "plans_score" or weighs(plan))
        ],
        "may_edit": request.access.may("edit_plans"),
        "may_adopt": request.access.may("adopt_plans"),
        "at_school": request.access.may("see_plan_work"),
        "weighs": weighs(plan),
    }
