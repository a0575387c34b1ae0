"""What a shared strategy adds: every partner's state, theme by theme. *Pure.*"""

from __future__ import annotations

from collections import Counter

from pejling.analysis.language import _
from pejling.analysis.plans.plan_model import COMMITMENT_STATES, Goal
from pejling.analysis.reports import report as model
from pejling.analysis.reports.building.material import Material
from pejling.analysis.reports.report import Block, Column, Section, Table
from pejling.analysis.reports.typography import number

#: more themes than this don't fit beside each other on paper
_MOST = 9


def strategy_sections(material: Material) -> list[Section]:
    """Where the partners stand; nothing where no theme has commitments."""
    themes = [goal for goal in material.plan.walk() if goal.commitments]
    if not themes or not material.public("goal", "commitments"):
        return []
    say = material.say
    counted = Counter(one.state for goal in themes for one in goal.commitments)
    told = ", ".join(f"{number(counted[one])} {say.code(one)}" for one in COMMITMENT_STATES if counted[one])
    intro = say(
        _("The partners' commitments to the themes: %(told)s. “Not chosen” is an answer, too."), told=told
    )
    blocks: list[Block] = [model.Paragraph(intro)]
    for start in range(0, len(themes), _MOST):
        blocks.append(_table(material, themes[start : start + _MOST]))
    return [Section(say(_("Where the partners stand")), tuple(blocks))]


def _table(material: Material, themes: list[Goal]) -> Table:
    say = material.say
    columns = (
        Column("partner", say(_("Partner"))),
        *(Column(f"t{place}", theme.label or str(place), "state") for place, theme in enumerate(themes, 1)),
    )
    states = {(theme.id, one.partner): one.state for theme in themes for one in theme.commitments}
    partners = material.plan.partners or tuple(dict.fromkeys(partner for _theme, partner in states))
    rows = tuple(
        (material.set(partner), *(states.get((theme.id, partner)) for theme in themes))
        for partner in partners
    )
    note = "; ".join(f"{theme.label}: {theme.title}" for theme in themes if theme.label)
    return Table(say(_("Each partner's state, theme by theme")), columns, rows, note=material.set(note))
