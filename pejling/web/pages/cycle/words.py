"""The steps of the annual cycle in the reader's words."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.quality.plans.cycle import PlanStep
from pejling.quality.plans.models import Plan
from pejling.web.components import numbers

STATES = {
    "late": gettext_lazy("Overdue"),
    "now": gettext_lazy("Now"),
    "ahead": gettext_lazy("To come"),
    "done": gettext_lazy("Done"),
    "left_out": gettext_lazy("Skipped"),
    "passed": gettext_lazy("Not noted"),
}
#: what tells that a step is done, where nobody has to say it
DERIVED = {
    "adopted": gettext_lazy("Done when the plan is adopted."),
    "consultation": gettext_lazy("Done when the consultation has ended."),
    "published": gettext_lazy("Done when the plan is published."),
    "reviewed": gettext_lazy("Done when a review of the plan is concluded."),
    "reasons": gettext_lazy("Done when every outermost goal has its reason."),
    "board": gettext_lazy("Done when the board's judgement is written."),
    "evaluated": gettext_lazy("Done when the plan is evaluated."),
}
#: page of a step -> (name of the address, verb, what the link says, whether the address takes the plan)
PAGES = {
    "results": ("results", "see_results", gettext_lazy("The results"), False),
    "plan": ("plans_one", "see_plans", gettext_lazy("The plan"), True),
    "completeness": ("plans_check", "see_plan_work", gettext_lazy("What is missing"), True),
    "consultation": ("plans_consultation", "see_plans", gettext_lazy("The consultation"), True),
    "compare": ("plans_compare", "see_plan_work", gettext_lazy("Compare"), True),
    "follow": ("plans_follow", "see_plan_work", gettext_lazy("The follow-up"), True),
    "last_year": ("plans_last_year", "see_plan_work", gettext_lazy("Last year's actions"), True),
    "reviews": ("plans_reviews", "see_plans", gettext_lazy("The reviews"), True),
    "partners": ("plans_partners", "see_plans", gettext_lazy("The partners"), True),
    "score": ("plans_score", "see_plans", gettext_lazy("The score"), True),
    "plans": ("plans", "see_plans", gettext_lazy("The plans"), False),
}


def span(first: date, last: date) -> str:
    """1.2.–20.2.2026, a single day, or both with their years."""
    if first == last:
        return numbers.day(first)
    whole = numbers.day(first)
    return f"{whole.removesuffix(str(first.year)) if first.year == last.year else whole}–{numbers.day(last)}".replace(
        " –", "–"
    )


def page_of(request: HttpRequest, plan: Plan, step: PlanStep) -> tuple[str, str]:
    """(address, what the link says) of where the step is done; ("", "") where the reader can't enter."""
    name, verb, title, of_plan = PAGES.get(step.step.page, ("", "", "", False))
    if not name or not request.access.may(verb):
        return "", ""
    arguments = [request.school.uuid, plan.uuid] if of_plan else [request.school.uuid]
    return reverse(name, args=arguments), str(title)


def state_in_words(state: str) -> str:
    """What a state is called."""
    return str(STATES.get(state, _("unknown")))
