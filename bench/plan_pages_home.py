"""An installation with one school that has a contract of many actions: what ``plan_pages`` measures.

Run as `python -m bench.plan_pages_home ACTIONS` with PEJLING_HOME set; prints the session and the addresses to ask
for as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pejling.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  (Django must be set up before its models are imported)
from django.urls import reverse  # noqa: E402

from bench.retention_school import log_in  # noqa: E402
from pejling.analysis.plans.plan_file import read_plan  # noqa: E402
from pejling.analysis.plans.plan_model import Plan  # noqa: E402
from pejling.base.accounts.actions import add_user, grant  # noqa: E402
from pejling.base.jobs.worker import Loop  # noqa: E402
from pejling.base.organisations.actions import found  # noqa: E402
from pejling.base.organisations.models import Organisation  # noqa: E402
from pejling.flows.set_up import prepare_home  # noqa: E402
from pejling.quality.plans import models  # noqa: E402
from pejling.quality.plans.actions import take_in  # noqa: E402

GOALS = 10
STATES = ("planned", "running", "done", "paused")
#: of the plan alone; those of one part follow
OF_PLAN = (
    "plans_one", "plans_score", "plans_board", "plans_timeline", "plans_cycle", "plans_follow", "plans_consultation",
    "plans_check", "publishing",
)  # fmt: skip


def plan_of(actions: int, year: int) -> Plan:
    """A contract of that year with ten goals, the actions spread over them; each with texts, dates and two parts."""
    each = actions // GOALS
    goals = [
        {
            "title": f"Mål {number}",
            "label": str(number),
            "weight": 10,
            "references": [{"title": "Bekendtgørelsen"}],
            "measures": [{"title": "Frafald", "weight": 10}],
            "actions": [action(number, place) for place in range(each)],
        }
        for number in range(1, GOALS + 1)
    ]
    period = {"from": f"{year}-01-01", "to": f"{year}-12-31"}
    said = {
        "format": 1,
        "kind": "results_contract",
        "title": "Kontrakt",
        "organisation": "Bench",
        "period": period,
    }
    read = read_plan(json.dumps({**said, "goals": goals}, ensure_ascii=False))
    if read.plan is None or read.errors:
        raise SystemExit(str(read.errors[:3]))
    return read.plan


def action(number: int, place: int) -> dict[str, object]:
    """One of them, written at length."""
    text = "Holdets lærere og vejlederen taler med hver elev efter de første seks uger og aftaler, hvad der skal til."
    return {
        "title": f"Indsats {number}.{place}",
        "description": " ".join([text] * 3),
        "evaluation_plan": text,
        "expected_effect": "Færre går de første tre måneder.",
        "owner": "Uddannelsesleder",
        "involved": ["Elever", "Praktikvejledere"],
        "state": STATES[place % 4],
        "schedule": [{"title": "Opfølgning", "when": f"{1 + place % 28}.{1 + place % 12}.2026"}],
        "sub_actions": [{"title": f"Del {part}", "when": "uge 38", "state": "planned"} for part in (1, 2)],
    }


def addresses(school: Organisation, plan: models.Plan, later: models.Plan) -> dict[str, str]:
    """Name -> address of each page; ``later``: a draft of the next year, with the same words."""
    one = models.Action.objects.filter(organisation=school).order_by("pk")[0]
    measure = models.Measure.objects.filter(organisation=school).order_by("pk")[0]
    pages = {name: reverse(name, args=[school.uuid, plan.uuid]) for name in OF_PLAN}
    pages["plans_action"] = reverse("plans_action", args=[school.uuid, plan.uuid, one.uuid])
    pages["plans_history"] = reverse("plans_history", args=[school.uuid, plan.uuid, "action", one.uuid])
    pages["plans_part"] = reverse("plans_part", args=[school.uuid, plan.uuid, "action", one.uuid])
    pages["plans_measured"] = reverse(
        "plans_measured", args=[school.uuid, plan.uuid, "measure", measure.uuid]
    )
    pages["plans_compare"] = f"{reverse('plans_compare', args=[school.uuid, later.uuid])}?with={plan.uuid}"
    pages["plans_last_year"] = reverse("plans_last_year", args=[school.uuid, later.uuid])
    pages["plans_step, adopt"] = reverse("plans_step", args=[school.uuid, later.uuid, "adopt"])
    pages["plans_actions"] = reverse("plans_actions", args=[school.uuid])
    pages["plans_actions, overdue"] = pages["plans_actions"] + "?when=overdue"
    pages["plans"] = reverse("plans", args=[school.uuid])
    return pages


def main(actions: int) -> None:
    """Make it all and tell."""
    prepare_home()
    call_command("collectstatic", interactive=False, verbosity=0)
    school = found(by=None, name="Bench")
    plan = take_in(by=None, organisation=school, plan=plan_of(actions, 2026))
    later = take_in(by=None, organisation=school, plan=plan_of(actions, 2027))
    models.Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=date(2026, 1, 10))
    user = add_user(by=None, email="bench@example.dk", name="Bench")
    grant(by=None, user=user, organisation=school, role="quality_lead")
    Loop(once=True).run()
    print(json.dumps({"session": log_in(user), "pages": addresses(school, plan, later)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
