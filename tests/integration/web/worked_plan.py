"""A strategy that is worked on in 2026: six actions under two goals, with dates as people say them."""

from __future__ import annotations

from pejling.analysis.plans.plan_file import read_plan
from pejling.base.organisations.models import Organisation
from pejling.quality.plans import actions
from pejling.quality.plans.models import Plan

PLAN = """
format: 1
kind: strategy
title: Strategien
organisation: Småskolen
period: {from: 2026-01-01, to: 2026-12-31}
partners: [Skolen, Ærø Kommune]
goals:
  - title: Et mål
    commitments: [{partner: Ærø Kommune, state: not_chosen}]
    actions:
      - {title: Sent, owner: Hanne Bo, state: running, schedule: [{title: Møde, when: ultimo september}]}
      - {title: Snart, involved: [Ærø Kommune], schedule: [{title: Workshop, when: oktober}]}
      - {title: Færdig, state: done, schedule: [{title: Opstart, when: 1. marts}]}
      - {title: Åben, schedule: [{title: Drift, when: fra april 2026 og frem}]}
      - {title: Udateret, approach: preventive, schedule: [{title: Noget, when: når det passer}]}
  - title: Et andet
    commitments: [{partner: Ærø Kommune, state: running}]
    actions: [{title: Fælles}]
"""


def worked_plan(school: Organisation) -> Plan:
    """The plan taken in as a draft of the school's."""
    value = read_plan(PLAN).plan
    assert value is not None
    return actions.take_in(by=None, organisation=school, plan=value)
