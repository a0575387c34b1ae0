"""An action and the figures it is meant to move: tied, shown year by year, and named on the figure's own page."""

from __future__ import annotations

from pathlib import Path

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.plans.writing import write_plan
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.queries import newest
from pejling.quality.indicators.key_figures import followed
from pejling.quality.plans.actions import take_in
from pejling.quality.plans.models import Action, Plan
from pejling.quality.plans.queries import plan_value
from tests.integration.web.reading_forms import form_of
from tests.integration.web.reading_pages import tables
from tests.integration.web.test_plans_pages import adopt, page
from tests.integration.web.test_results_pages import deliver

TEXT = """
format: 1
kind: self_evaluation
title: Selvevaluering 2026
organisation: Skolen
period: {from: 2026-01-01, to: 2026-12-31}
goals:
  - title: Undervisningen
    actions:
      - title: Mere feedback
        moves: [{source: etu, parameter: Læringsmiljø}, {key: entrants, where: {department: Nord}}]
      - title: Noget andet
"""
#: Welch by R for the first pair: t.test of 7 and 5 answers gives -0.92 to 2.12, so the change may be chance.
ETU = """
ETU;Læringsmiljø;;;;2026;4,0;gennemsnit;1;5;7;1,154700538379251;01-10-2026
ETU;Læringsmiljø;;;;2025;3,4;gennemsnit;1;5;5;1,140175425099138;01-12-2025
"""


def plan_in(school: Organisation) -> Plan:
    value = read_plan(TEXT).plan
    assert value is not None
    return take_in(by=None, organisation=school, plan=value)


def address(name: str, plan: Plan, action: Action) -> str:
    return reverse(name, args=[plan.organisation.uuid, plan.uuid, action.uuid])


@time_machine.travel("2026-11-20 12:00+01:00")
def test_an_action_shows_its_figures_year_by_year(
    school: Organisation, clients: dict[str, Client], tmp_path: Path
) -> None:
    deliver(school, tmp_path, ETU)
    plan, lead = plan_in(school), clients["quality_lead"]
    action = Action.objects.get(title="Mere feedback")
    (table,) = tables(lead.get(address("plans_action", plan, action)))
    assert table[1][:5] == ["2026", "i planens periode", "4,0", "2,93–5,00", "7"]
    assert "fra −0,92 til 2,12" in table[1][5]
    assert table[1][6] == "kan være tilfældigt"
    assert table[2][:2] == ["2025", "før planen"]
    # The survey's own page names the action; a board reads it when the plan has been adopted.
    snapshot = newest(school)
    assert snapshot is not None
    series = next(one for one in followed(snapshot) if one.latest.indicator == "Læringsmiljø")
    where = reverse("results_source", args=[school.uuid, "etu"]) + f"?figure={series.key}"
    assert "Mere feedback" in lead.get(where).content.decode()
    assert "Noget andet" not in lead.get(where).content.decode()
    assert "Mere feedback" not in clients["board"].get(where).content.decode()
    adopt(plan)
    assert "Mere feedback" in clients["board"].get(where).content.decode()
    Action.objects.filter(pk=action.pk).update(internal=True)
    assert "Mere feedback" not in clients["board"].get(where).content.decode()


def test_a_figure_is_tied_and_taken_away(school: Organisation, clients: dict[str, Client]) -> None:
    """20 + 24 + 3 have begun at Nord; the figure is made ready when the action is tied to it."""
    plan, lead = plan_in(school), clients["quality_lead"]
    adopt(plan)  # tying an action to figures goes on in an adopted plan
    action = Action.objects.get(title="Noget andet")
    where = address("plans_moves", plan, action)
    said = form_of(lead.get(where).content.decode(), "pj-figure-form")
    assert lead.post(where, said).status_code == 422
    own = {"f-figure": "own:entrants", "f-where-department": "Nord"}
    assert lead.post(where, said | own).status_code == 302
    action.refresh_from_db()
    assert action.moves == [{"key": "entrants", "where": {"department": "Nord"}}]
    text = page(lead, "plans_action", school, plan.uuid, action.uuid)
    assert ">47<" in text
    assert "Noget andet" in page(lead, "figures_one", school, "entrants")
    # Two who tie at once: the later is told, and nobody's choice is lost.
    assert lead.post(where, said | {"f-figure": "own:active"}).status_code == 409
    now = form_of(lead.get(where).content.decode(), "pj-figure-form")
    assert lead.post(where, {"was-moves": now["was-moves"], "away": "0"}).status_code == 302
    action.refresh_from_db()
    assert action.moves == []
    assert clients["counsellor"].get(where).status_code == 403


def test_figures_of_an_action_go_out_with_the_file(school: Organisation) -> None:
    plan = plan_in(school)
    moves = read_plan(TEXT).plan.goals[0].actions[0].moves
    again = read_plan(write_plan(plan_value(school, plan.uuid))).plan
    assert again.goals[0].actions[0].moves == moves
    assert moves[0].parameter == "Læringsmiljø"
    wrong = read_plan(TEXT.replace("parameter:", "parametre:"))
    assert [(one.path, one.code) for one in wrong.errors] == [
        ("goals[1].actions[1].moves[1].parametre", "unknown_key")
    ]


def test_more_figures_ask_no_more_of_the_database(school: Organisation, clients: dict[str, Client]) -> None:
    plan, lead = plan_in(school), clients["quality_lead"]
    action = Action.objects.get(title="Mere feedback")

    def queries(moves: list[dict]) -> int:
        Action.objects.filter(pk=action.pk).update(moves=moves)
        lead.get(address("plans_action", plan, action))
        with CaptureQueriesContext(connection) as found:
            lead.get(address("plans_action", plan, action))
        return len(found)

    own = [{"key": key} for key in ("entrants", "dropout", "retention", "interruption")]
    assert queries(own[:1]) == queries(own)
