"""The demo's own year: a plan in consultation on the day the demo is made, whatever the day."""

from __future__ import annotations

from datetime import date

import pytest

from pejling.base.organisations import actions as organisations
from pejling.flows.demo.plans import take_in_examples
from pejling.flows.demo.year import add_year
from pejling.quality.plans.catalogue import kinds
from pejling.quality.plans.cycle import steps_of
from pejling.quality.plans.models import Plan


@pytest.mark.django_db
@pytest.mark.parametrize(("today", "year"), [(date(2026, 11, 29), 2027), (date(2026, 2, 3), 2026)])
def test_the_year_is_in_the_midst_of_its_consultation(today: date, year: int) -> None:
    school = organisations.found(by=None, name="Demoskolen", is_demo=True)
    take_in_examples(school)
    add_year(school, today)
    plan = Plan.objects.get(title=f"Selvevaluering {year} (demo)")
    assert plan.state == "hearing"
    states = {step.key: step.state for step in steps_of([plan], kinds(), today)}
    assert [states[key] for key in ("results_overview", "management_meeting", "themes", "consultation")] == [
        "done", "done", "done", "now",
    ]  # fmt: skip
    assert states["adoption"] == "ahead"
    assert "late" not in states.values()
    assert [party.kind for party in plan.consultations.get().parties.all()] == ["luu", "staff", "students"]
