"""Themes by partners: which partner does what about which theme, and how it goes; or one partner's in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pejling.quality.plans.models import Commitment, Goal, Plan
from pejling.quality.plans.partners import own
from pejling.web.components.listing import Choice, Column, Empty, answer, listing
from pejling.web.gate import of_school
from pejling.web.pages.plans.commitments import Line, lines_of
from pejling.web.pages.plans.frame import found, frame, plan_address

Row = dict[str, Any]


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The overview; ``partner`` in the address: that one's commitments with their words."""
    row = found(request, plan)
    context = frame(request, row, "plans_partners", _("Partners"))
    # The reader's own partner comes first, and is called so: nobody looks for theirs among many.
    rows = _rows(request, row)
    partners = sorted(row.partners.all(), key=lambda one: not own(request.access, one))
    names = {
        one.pk: _("%(partner)s (you)") % {"partner": one.name} if own(request.access, one) else one.name
        for one in partners
    }
    chosen = next((one for one in partners if str(one.uuid) == request.GET.get("partner")), None)
    columns = _one(chosen.pk) if chosen else _all(names)
    filters = [
        # It chooses the columns: every theme stays.
        Choice("partner", gettext_lazy("Partner"), [(str(one.uuid), names[one.pk]) for one in partners],
               apply=lambda rows, _chosen: rows),
        Choice("state", gettext_lazy("State"), Commitment.STATES, apply=_with_state(chosen.pk if chosen else None)),
    ]  # fmt: skip
    context |= {
        "list": listing(
            request,
            rows,
            columns,
            filters,
            name="partners",
            title=_("Themes and partners"),
            caption=chosen.name if chosen else "",
            empty=Empty(
                _("No partners or no themes yet"),
                _("Partners are named on the plan's form; what has no goal below it is a theme."),
                plan_address(request, row),
                _("To the plan"),
            ),
            notes=[(_("Plan"), row.title)],
        ),
        "counts": [(names[one.pk], *_count(rows, one.pk)) for one in partners],
        "themes": len(rows),
    }
    return answer(request, "plans/partners.html", context)


def _rows(request: HttpRequest, plan: Plan) -> list[Row]:
    """A row for each theme, in the plan's order."""
    goals = list(plan.goals.all())
    lines = lines_of(request, plan, goals)
    by_parent: dict[int | None, list[Goal]] = {}
    for goal in goals:
        by_parent.setdefault(goal.parent_id, []).append(goal)
    rows: list[Row] = []

    def walk(parent: int | None, above: str) -> None:
        for goal in by_parent.get(parent, []):
            if goal.pk in lines:
                by_partner = {line.partner.pk: line for line in lines[goal.pk]}
                rows.append({"goal": goal, "above": above, "lines": by_partner, "place": len(rows),
                             "address": f"{plan_address(request, plan)}#p-{goal.uuid}"})  # fmt: skip
            walk(goal.pk, f"{goal.label} {goal.title}".strip())

    walk(None, "")
    return rows


def _count(rows: list[Row], partner: int) -> tuple[int, int]:
    """(chosen, done) of a partner's themes."""
    states = [row["lines"][partner].state for row in rows]
    return sum(state != "not_chosen" for state in states), sum(state == "done" for state in states)


def _with_state(partner: int | None) -> Callable[[list[Row], str], list[Row]]:
    """Themes in which somebody (or the partner) has that state."""

    def narrowed(rows: list[Row], state: str) -> list[Row]:
        return [
            row
            for row in rows
            if any(line.state == state for key, line in row["lines"].items() if partner in (None, key))
        ]

    return narrowed


def _theme() -> Column:
    return Column(
        "theme", gettext_lazy("Theme"), lambda row: f"{row['goal'].label} {row['goal'].title}".strip(),
        sort=lambda row: row["place"], link=lambda row: row["address"], words=True,
    )  # fmt: skip


def _above() -> Column:
    return Column("above", gettext_lazy("Belongs to"), lambda row: row["above"], words=True, optional=True)


def _all(names: Mapping[int, str]) -> list[Column]:
    return [_theme(), _above(), *(_state_of(partner, name) for partner, name in names.items())]


def _state_of(partner: int, title: str) -> Column:
    def cell(row: Row) -> Any:
        line: Line = row["lines"][partner]
        return format_html(
            '<a class="pj-state pj-state-{}" href="{}">{}</a>',
            line.state.replace("_", "-"), line.address, line.state_text,
        )  # fmt: skip

    return Column(
        f"p{partner}", title, cell, value=lambda row: row["lines"][partner].state_text,
        sort=lambda row: row["lines"][partner].state,
    )  # fmt: skip


def _one(partner: int) -> list[Column]:
    def said(row: Row, name: str) -> Any:
        commitment = row["lines"][partner].commitment
        return getattr(commitment, name) if commitment else ""

    return [
        _theme(),
        _above(),
        _state_of(partner, str(_("State"))),
        Column("text", gettext_lazy("Commitment"), lambda row: said(row, "text"), words=True),
        Column(
            "people", gettext_lazy("People"), lambda row: ", ".join(said(row, "people") or []), words=True
        ),
    ]
