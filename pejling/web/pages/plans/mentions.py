"""Where the reader is mentioned: comments and notes on plans that name them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.quality.plans.history import names_of_users
from pejling.quality.plans.models import Placing
from pejling.quality.plans.remark_models import Mention
from pejling.quality.plans.remarking import mentions_of, named_texts, see_mentions
from pejling.web.components.listing import Column, Empty, YesNo, answer, listing
from pejling.web.gate import of_school
from pejling.web.pages.plans.frame import crumbs
from pejling.web.pages.plans.remarks import ON, address_of
from pejling.web.pages.plans.rooms import rooms

#: so much of a remark stands in the list
EXCERPT = 240


@of_school("see_plan_work")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every remark that mentions the reader, the newest first."""
    found = listing(
        request, mentions_of(request.school, request.user), _columns(), [YesNo("seen", _("Read"), _seen)],
        name="mentions", title=_("Mentions of me"), order="-at", present=lambda rows: _present(request, rows),
        empty=Empty(_("Nobody has mentioned you yet"), _("When a colleague mentions you in a comment, it is here.")),
    )  # fmt: skip
    new = mentions_of(request.school, request.user).filter(seen_at__isnull=True).exists()
    context = {
        "crumbs": crumbs(request, None, _("Mentions of me")),
        "rooms": rooms(request, "plans_mentions"),
        "list": found,
        "new": new,
    }
    return answer(request, "plans/mentions.html", context)


@of_school("see_plan_work")
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """All of them are read."""
    see_mentions(by=request.user, organisation=request.school)
    return HttpResponseRedirect(reverse("plans_mentions", args=[request.school.uuid]))


def _seen(rows: Any, yes: bool) -> Any:
    return rows.filter(seen_at__isnull=not yes)


def _columns() -> list[Column]:
    return [
        Column("text", _("What was written"), _text, lambda row: row["text"], words=True),
        Column("where", _("Where"), lambda row: row["where"], link=lambda row: row["address"]),
        Column("by", _("By"), lambda row: row["by"]),
        Column("at", _("When"), lambda row: row["mention"].at, sort="at", keep=True),
    ]


def _text(row: dict[str, Any]) -> Any:
    if row["mention"].seen_at is not None:
        return row["text"]
    return format_html('{} <span class="pj-state pj-state-running">{}</span>', row["text"], _("Not read"))


def _present(request: HttpRequest, rows: list[Mention]) -> list[dict[str, Any]]:
    texts = named_texts([row.remark.text for row in rows])
    names = names_of_users({row.remark.by for row in rows if row.remark.by})
    actions = {row.remark.action_id for row in rows if row.remark.action_id}
    placed: dict[int, Any] = {}
    for place in Placing.objects.filter(action__in=actions).select_related("goal__plan").order_by("-pk"):
        placed[place.action_id] = place.goal.plan
    made = []
    for row, text in zip(rows, texts, strict=True):
        sort = next(name for name in ON if getattr(row.remark, f"{name}_id") is not None)
        part = getattr(row.remark, sort)
        plan = {
            "plan": lambda part=part: part,
            "goal": lambda part=part: part.plan,
            "measure": lambda part=part: part.goal.plan,
            "action": lambda part=part: placed.get(part.pk),
        }[sort]()
        made.append(
            {
                "mention": row,
                "text": text if len(text) <= EXCERPT else f"{text[:EXCERPT].rstrip()}…",
                "by": names.get(row.remark.by, "") if row.remark.by else "",
                "where": f"{plan.title}: {part}" if plan is not None and sort != "plan" else str(part),
                "address": address_of(request, plan, sort, part) if plan is not None else "",
            }
        )
    return made
