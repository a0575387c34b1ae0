"""The follow-up plan: what the rules ask for of each action, and nothing else, so that it can be kept up to date.

*Pure.* Needed change, operational goal, strategy and schedule (the quality system of vocational education), with
owner, state and what has been added since; the report itself says more.
"""

from __future__ import annotations

from pejling.analysis.language import _
from pejling.analysis.reports import report as model
from pejling.analysis.reports.building.from_plan import nothing
from pejling.analysis.reports.building.material import Material
from pejling.analysis.reports.building.overview import overview
from pejling.analysis.reports.building.parts import Parts
from pejling.analysis.reports.report import Report, Section
from pejling.analysis.reports.typography import period

FOLLOW_UP_PLAN = "follow_up_plan"
_FIELDS = frozenset(
    ("needed_change", "operational_goal", "strategy", "owner", "schedule", "state", "sub_actions", "addenda",
     "follow_ups")
)  # fmt: skip


def follow_up_plan(material: Material) -> Report:
    """The follow-up plan of a plan of any kind."""
    say = material.say
    parts = Parts(material, _FIELDS)
    intro = say(
        _("What %(organisation)s does about the focus areas of “%(plan)s”, and how far it is."),
        organisation=material.set(material.plan.organisation), plan=material.set(material.plan.title),
    )  # fmt: skip
    sections = [Section(say(_("About the follow-up plan")), (model.Paragraph(intro, lead=True),))]
    sections += overview(material, parts)
    sections += parts.goals() or [nothing(material)]
    title = say(_("Follow-up plan %(period)s"), period=period(material.plan.period, material.language))
    return material.report(
        FOLLOW_UP_PLAN, say(_("Follow-up plan")), title, sections, subtitle=material.set(material.plan.title)
    )
