"""The score's page: the contract's own total, what is unknown, what if, Excel; and the board's part."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Goal, Measure, Placing, Plan
from tests.integration.web.reading_forms import form_of
from tests.integration.web.reading_pages import tables, workbook
from tests.integration.web.test_plans_pages import adopt, page, taken_in


@pytest.fixture
def plan(school: Organisation) -> Plan:
    return taken_in(school, "results_contract_2021")


def score_of(client: Client, plan: Plan, said: dict[str, str] | None = None, **headers: str) -> Any:
    where = reverse("plans_score", args=[plan.organisation.uuid, plan.uuid])
    return client.get(where) if said is None else client.post(where, said, headers=headers)


def of(table: list[list[str]], title: str) -> list[str]:
    """The row of a part."""
    return next(cells for cells in table if cells[0].startswith(title))


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_contracts_own_total(plan: Plan, clients: dict[str, Client]) -> None:
    """The source: 27.5 + 18 + 11 + 11.75 + 2.5 + 5 of 30 + 28 + 13 + 18 + 5 + 6 is 75.75 of 100."""
    answer = score_of(clients["quality_lead"], plan)
    assert "75,75 af 100" in text_of(answer)
    (table,) = tables(answer)
    assert of(table, "1 Flere søger")[1:4] == ["30", "27,5", "91,7 %"]
    assert of(table, "4 Elever")[1:4] == ["18", "11,75", "65,3 %"]
    # What weighs below a goal stands there too, and isn't known: the source tells results of goals only.
    assert of(table, "m4 Frafaldet på social")[1:5] == ["2", "–", "–", "Ingen værdi endnu"]
    sheets = workbook(
        clients["quality_lead"].get(reverse("plans_score_excel", args=[plan.organisation.uuid, plan.uuid]))
    )
    (rows,) = sheets.values()
    assert rows[-1][1] == "I alt"
    assert rows[-1][3:5] == (100, 75.75)


def test_the_total_is_unknown_until_every_part_has_a_result(plan: Plan, clients: dict[str, Client]) -> None:
    Goal.objects.filter(plan=plan, weight=30).update(result=None)
    text = text_of(score_of(clients["quality_lead"], plan))
    # 75.75 - 27.5 = 48.25 are known.
    assert "48,25 indtil nu, og 30 af 100 har intet resultat" in text


def test_what_if_a_result_or_a_value_were_another(plan: Plan, clients: dict[str, Client]) -> None:
    """Goal 5 at 5 instead of 2.5 gives 78.25. Nothing is saved, and the plan's own total stands beside."""
    lead, goal = clients["quality_lead"], Goal.objects.get(plan=plan, weight=5)
    said = form_of(score_of(lead, plan).content.decode(), "pj-try-form")
    answer = score_of(lead, plan, said | {f"w-{goal.uuid}": "5"})
    text = text_of(answer)
    assert "78,25 af 100" in text
    assert "75,75 af 100" in text
    goal.refresh_from_db()
    assert goal.result == 2.5
    # A goal whose part is tried is added up anew: goal 5 has one action, of weight 5; half a judgement is 2.5.
    placing = Placing.objects.get(goal=goal)
    placing.rule = {"kind": "judged"}
    placing.save()
    said = form_of(score_of(lead, plan).content.decode(), "pj-try-form")
    text = text_of(score_of(lead, plan, said | {f"v-{placing.uuid}-percent": "80"}))
    assert "77,25 af 100" in text
    placing.refresh_from_db()
    assert placing.rule == {"kind": "judged"}


@pytest.mark.parametrize(("result", "said"), [("6", "mellem 0 og vægten"), ("fem", "Skriv et tal")])
def test_what_cannot_be_tried_is_told(result: str, said: str, plan: Plan, clients: dict[str, Client]) -> None:
    goal = Goal.objects.get(plan=plan, weight=5)
    tried = {f"w-{goal.uuid}": result}
    answer = score_of(clients["quality_lead"], plan, tried)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "75,75 af 100" in text_of(answer)
    assert score_of(clients["quality_lead"], plan, tried, **{"HX-Request": "true"}).status_code == 200


def test_weights_that_do_not_add_up_are_told_where_they_are_written_and_where_the_score_is_read(
    plan: Plan, clients: dict[str, Client], school: Organisation
) -> None:
    lead = clients["quality_lead"]
    for name in ("plans_one", "plans_score"):
        assert "Vægtene går ikke op endnu" not in page(lead, name, school, plan.uuid)
    # Goal 6 weighs 6 of 100: with 5 the whole is 99, and its parts still weigh 6.
    goal = Goal.objects.get(plan=plan, weight=6)
    Goal.objects.filter(pk=goal.pk).update(weight=5, result=None)
    for name in ("plans_one", "plans_score"):
        text = page(lead, name, school, plan.uuid)
        assert "Vægtene går ikke op endnu" in text
        assert "= 99; det skal være 100" in text
        assert f"#p-{goal.uuid}" in text
    Goal.objects.filter(pk=goal.pk).update(weight=None)
    text = page(lead, "plans_one", school, plan.uuid)
    assert f"“{goal.title}” skal have en vægt" in text
    # Before anything weighs, nothing is wrong with the weights yet.
    Goal.objects.filter(plan=plan).update(weight=None, result=None)
    Measure.objects.filter(goal__plan=plan).update(weight=None)
    Placing.objects.filter(goal__plan=plan).update(weight=None)
    assert "Vægtene går ikke op" not in page(lead, "plans_one", school, plan.uuid)


def test_readers_outside_are_not_told_of_weights(
    plan: Plan, clients: dict[str, Client], school: Organisation
) -> None:
    Goal.objects.filter(plan=plan, weight=6).update(weight=5, result=None)
    adopt(plan)
    assert "Vægtene går ikke op" not in page(clients["board"], "plans_score", school, plan.uuid)


def test_parts_without_a_label_are_called_as_in_the_plans_file(
    plan: Plan, clients: dict[str, Client]
) -> None:
    """docs/plans.md: a measure without a label is m1, m2, an action a, b."""
    goal = Goal.objects.get(plan=plan, weight=30)
    goal.measures.update(label="")
    goal.placings.update(label="")
    (table,) = tables(score_of(clients["quality_lead"], plan))
    told = [cells[0].split()[0] for cells in table[1:] if cells[0]]
    assert told[:9] == ["1", "m1", "m2", "m3", "m4", "a", "b", "c", "d"]


def test_who_sees_a_score(plan: Plan, clients: dict[str, Client], school: Organisation) -> None:
    adopt(plan)
    hidden = Placing.objects.filter(goal__plan=plan, weight=5).get().action
    type(hidden).objects.filter(pk=hidden.pk).update(internal=True, title="Kun for huset")
    board, lead = clients["board"], clients["quality_lead"]
    assert "Kun for huset" in text_of(score_of(lead, plan))
    seen = text_of(score_of(board, plan))
    assert "Kun for huset" not in seen
    assert "75,75 af 100" in seen
    assert "Interne tiltag tæller med" in seen
    excel = workbook(board.get(reverse("plans_score_excel", args=[school.uuid, plan.uuid])))
    assert "Kun for huset" not in str(excel)
    assert score_of(board, plan, {}).status_code == 200
    # A plan that gives nothing weight has no score, and no tab to it.
    strategy = taken_in(school, "strategy_2024_2028")
    assert score_of(lead, strategy).status_code == 404
    assert "/score/" not in page(lead, "plans_one", school, strategy.uuid)


def test_the_number_of_queries_does_not_grow_with_the_plan(plan: Plan, clients: dict[str, Client]) -> None:
    with CaptureQueriesContext(connection) as all_of_it:
        score_of(clients["quality_lead"], plan)
    Measure.objects.filter(goal__plan=plan).delete()
    with CaptureQueriesContext(connection) as less:
        score_of(clients["quality_lead"], plan)
    assert len(all_of_it) == len(less)


SAID = {
    "board_text": "Målene er i hovedsagen nået.",
    "board_by": "Bestyrelsen",
    "board_day": "2026-02-10",
    "approved_on": "2026-02-12",
    "payout": "75,75",
}


@time_machine.travel("2026-03-01 12:00+01:00")
def test_the_board_writes_its_part(plan: Plan, clients: dict[str, Client], school: Organisation) -> None:
    adopt(plan)
    board, where = clients["board"], reverse("plans_judging", args=[school.uuid, plan.uuid])
    said = form_of(board.get(where).content.decode(), "pj-board-form")
    assert board.post(where, said | SAID).status_code == 302
    assert Entry.objects.get(verb="judge_plan").subject == str(plan.uuid)
    for name in ("plans_one", "plans_score"):
        text = page(clients["luu"], name, school, plan.uuid).replace("\N{NO-BREAK SPACE}", " ")
        assert "Målene er i hovedsagen nået." in text
        assert "12.2.2026" in text
        assert "75,75 %" in text
    # Whoever adopts plans may write it for the board; what stood there is kept.
    lead = clients["quality_lead"]
    again = form_of(lead.get(where).content.decode(), "pj-board-form")
    assert lead.post(where, again | {"payout": "80"}).status_code == 302
    text = page(lead, "plans_judging", school, plan.uuid)
    assert "75,75" in text
    # The history says days as people write them.
    assert "2026-02-12" not in text.partition('id="h-turns"')[2]


@time_machine.travel("2026-03-01 12:00+01:00")
def test_who_may_not_judge_and_when_nobody_may(
    plan: Plan, clients: dict[str, Client], school: Organisation
) -> None:
    where = reverse("plans_judging", args=[school.uuid, plan.uuid])
    lead = clients["quality_lead"]
    empty = {f"was-{name}": "x" for name in SAID}
    # A draft isn't judged.
    assert "pj-board-form" not in lead.get(where).content.decode()
    assert lead.post(where, empty | SAID).status_code in (403, 409)
    adopt(plan)
    for role in ("luu", "counsellor", "completion_coordinator"):
        assert "pj-board-form" not in clients[role].get(where).content.decode(), role
        assert clients[role].post(where, empty | SAID).status_code == 403, role
    said = form_of(lead.get(where).content.decode(), "pj-board-form")
    for wrong, place in (
        ({"payout": "101"}, "payout"),
        ({"approved_on": "2026-03-02"}, "approved_on"),
        ({"board_text": ""}, "board_text"),
    ):
        answer = lead.post(where, said | SAID | wrong)
        assert answer.status_code == 422
        assert f'id="{plan.uuid}-{place}-error"' in answer.content.decode()
    plan.refresh_from_db()
    assert plan.payout is None
    # Nobody writes it through the form of the plan's parts.
    parts = reverse("plans_part", args=[school.uuid, plan.uuid, "board", plan.uuid])
    assert clients["completion_coordinator"].get(parts).status_code == 404
