"""The two lists of the completeness page: what was found in the plan, and what was accepted as missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.checking import Checked
from pejling.analysis.plans.finding import Finding
from pejling.base.accounts.models import Membership
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.accepting import by_ids
from pejling.quality.plans.history import names_of_users
from pejling.quality.plans.models import Plan
from pejling.quality.plans.record_models import AcceptedGap
from pejling.web.components.listing import Choice, Column, Listing, Text, listing
from pejling.web.components.words_alike import holds
from pejling.web.pages.plans.findings import Guide, Shown, text_of

GROUPS = {
    "errors": gettext_lazy("Must be mended"),
    "lacking": gettext_lazy("Missing"),
    "odd": gettext_lazy("Worth a look"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One finding, which is put in words only where it is shown; ``part``: the title of what it is about."""

    group: str
    finding: Finding
    part: str


@dataclass(frozen=True, slots=True)
class Line:
    """One finding for a page."""

    group: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Accepted:
    """A gap that somebody accepted."""

    text: str
    reason: str
    who: str
    at: datetime
    key: int


def groups_of(checked: Checked) -> dict[str, tuple[Finding, ...]]:
    """Group -> its findings, in the order of the page."""
    return {"errors": checked.errors, "lacking": checked.gaps, "odd": checked.odd}


def _where(one: Shown) -> str:
    """The part; who hears the page is told which of its links this is."""
    return format_html('{}<span class="sr-only">: {}</span>', one.about or _("The plan"), one.text)


COLUMNS = [
    Column("text", gettext_lazy("What"), lambda row: row.shown.text, template="plans/finding.html", words=True),
    Column("part", gettext_lazy("Where"), lambda row: _where(row.shown), lambda row: row.shown.about or _("The plan"),
           words=True, sort=lambda row: row.part, link=lambda row: row.shown.address),
    Column("group", gettext_lazy("Sort"), lambda row: GROUPS[row.group],
           sort=lambda row: list(GROUPS).index(row.group)),
]  # fmt: skip
FILTERS = [
    Choice("group", gettext_lazy("Sort"), list(GROUPS.items()),
           lambda rows, wanted: [row for row in rows if row.group == wanted]),
    Text("q", gettext_lazy("What or where holds"), lambda rows, text: [
        row for row in rows if holds(f"{row.part} {text_of(row.finding)}", text)
    ]),
]  # fmt: skip


def found_list(request: HttpRequest, plan: Plan, checked: Checked, guide: Guide) -> Listing:
    """Everything that was found and nobody has accepted."""
    rows = [
        Found(group, one, guide.title_of(one.path))
        for group, found in groups_of(checked).items()
        for one in found
    ]
    return listing(
        request, rows, COLUMNS, FILTERS, name="findings", title=_("What was found in the plan"),
        present=lambda found: [
            Line(row.group, shown)
            for row, shown in zip(found, guide.shown(row.finding for row in found), strict=True)
        ],
        notes=[(_("Plan"), plan.title)], stacked=True,
    )  # fmt: skip


ACCEPTED_COLUMNS = [
    Column("text", gettext_lazy("What"), lambda row: row.text, words=True),
    Column("reason", gettext_lazy("Why"), lambda row: row.reason, words=True),
    Column("who", gettext_lazy("Accepted by"), lambda row: row.who, words=True),
    Column("at", gettext_lazy("When"), lambda row: row.at, keep=True, sort=lambda row: row[1].at),
    Column("do", gettext_lazy("Do"), template="plans/accepted_buttons.html"),
]
ACCEPTED_FILTERS = [
    Text("q", gettext_lazy("What or why holds"), lambda rows, text: [
        row for row in rows if holds(f"{row[1].reason} {text_of(row[0])}", text)
    ]),
]  # fmt: skip


def accepted_list(
    request: HttpRequest, plan: Plan, value: values.Plan, accepted: Iterable[Finding]
) -> Listing:
    """What may be missing, with who said so and why."""
    rows = {gap.code: gap for gap in plan.accepted_gaps.all()}
    once = {one.gap: one for one in accepted}
    names = {one.gap: (one.gap, one.any_partners) for one in once.values()}
    codes = by_ids(value, (name for both in names.values() for name in both))
    known = {
        gap: next((rows[name] for both in names[gap] for name in (codes[both], both) if name in rows), None)
        for gap in once
    }
    pairs = [(one, gap) for one in once.values() if (gap := known[one.gap])]
    return listing(
        request, pairs, ACCEPTED_COLUMNS, ACCEPTED_FILTERS, name="accepted", prefix="a-",
        title=_("Accepted as missing"), present=lambda found: _accepted(request.school, found),
        notes=[(_("Plan"), plan.title)], stacked=True,
    )  # fmt: skip


def _accepted(school: Organisation, found: list[tuple[Finding, AcceptedGap]]) -> list[Accepted]:
    names = names_of_users({gap.by for _one, gap in found if gap.by})
    roles = _roles_at(school, names)
    made = []
    for one, gap in found:
        who: Any = (names.get(gap.by, ""), roles.get(gap.by, "").lower()) if gap.by else ()
        made.append(Accepted(text_of(one), gap.reason, ", ".join(filter(None, who)), gap.at, gap.pk))
    return made


def _roles_at(school: Organisation, users: Iterable[UUID]) -> dict[UUID, str]:
    """User's UUID -> what they are at the school today, of those who may adopt plans first."""
    rows = Membership.objects.filter(organisation=school, user__uuid__in=list(users)).in_force()
    found: dict[UUID, str] = {}
    for row in sorted(rows.select_related("user"), key=lambda one: "adopt_plans" not in one.role_class.verbs):
        found.setdefault(row.user.uuid, str(row.role_class.title))
    return found
