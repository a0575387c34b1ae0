"""A self-evaluation in the midst of its year: looked at, discussed, and in consultation on the day the demo is made.

Invented like everything in the demo, and says so. The committee's demo user has something to read and to answer.
"""

from __future__ import annotations

from datetime import date, timedelta

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.actions import copy_plan, mark_step, move_step, open_consultation, write_answer
from pejling.quality.plans.catalogue import kinds
from pejling.quality.plans.consulting import Asked
from pejling.quality.plans.models import Plan

#: step -> days from today: first, last, and whether it is done
_STEPS = {
    "results_overview": (-70, -56, True), "management_meeting": (-50, -50, True), "themes": (-50, -22, False),
    "consultation": (-14, 14, False), "adoption": (15, 30, False),
}  # fmt: skip


def add_year(school: Organisation, today: date) -> None:
    """The plan of the year that begins next, made of the example of 2021; nothing where that isn't there."""
    old = Plan.objects.filter(organisation=school, kind="self_evaluation").first()
    if old is None:
        return
    year = today.year + (today.month > 6)
    here = {"by": None, "organisation": school}
    plan = copy_plan(
        **here, plan=old, title=f"Selvevaluering {year} (demo)", period=(date(year, 1, 1), date(year, 12, 31)),
        revises=False,
    )  # fmt: skip
    for key, (first, last, done) in _STEPS.items():
        days = (today + timedelta(first), today + timedelta(last))
        move_step(**here, plan=plan, key=key, days=days)
        if done:
            mark_step(**here, plan=plan, key=key, done_on=days[1], note="Drøftet på chefmødet (demo)")
    asked = open_consultation(
        **here, plan=plan, kinds=kinds(), parties=[Asked("luu"), Asked("staff"), Asked("students")],
        on=today - timedelta(14), until=today + timedelta(14), text="Sig gerne, om tiltagene er de rigtige (demo).",
    )  # fmt: skip
    write_answer(
        **here, party=asked.parties.get(kind="students"), day=today - timedelta(3), own=False,
        text="Elevrådet ønsker faste tider med kontaktlæreren (demo).",
    )  # fmt: skip
