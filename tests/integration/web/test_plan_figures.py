"""What a measure's figure says on the plan's pages: chosen, shown, taken into the rule; and who doesn't see it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pejling.analysis.plans.plan_file import read_plan
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import newest, snapshots_of
from pejling.quality.indicators.asked import make_ready
from pejling.quality.plans.actions import take_in
from pejling.quality.plans.figures import asked_by_plans
from pejling.quality.plans.models import Measure, Plan
from tests.integration.web.reading_forms import form_of
from tests.integration.web.test_plans_pages import adopt, page
from tests.integration.web.test_results_pages import deliver

TEXT = """
format: 1
kind: school_plan
title: Skoleplan
organisation: Skolen
period: {from: 2026-01-01, to: 2026-12-31}
goals:
  - title: Flere begynder
    measures:
"""
ETU = """
ETU;Læringsmiljø;;;;2026;4,0;gennemsnit;1;5;7;1,15;01-10-2026
ETU;Læringsmiljø;;;;2025;3,4;gennemsnit;1;5;5;1,14;01-12-2025
ETU;Trivsel;;;;2026;3,9;gennemsnit;1;5;7;1,1;01-10-2026
ETU;Trivsel;;;;2025;4,1;gennemsnit;1;5;5;1,1;01-12-2025
MTU;Tilfredshed;;;;2026;72;indeks;;;3;;21-02-2026
"""


def plan_with(school: Organisation, *measures: str, ready: bool = True) -> Plan:
    """A plan of these measures, whose figures have been made ready as after every delivery."""
    text = TEXT + "".join(f"      - {one}\n" for one in measures)
    value = read_plan(text).plan
    assert value is not None
    made = take_in(by=None, organisation=school, plan=value)
    for snapshot in snapshots_of(school) if ready else ():
        make_ready(by=None, organisation=school, snapshot=snapshot, asked=asked_by_plans(school))
    return made


def measure_of(plan: Plan, place: int = 0) -> Measure:
    return Measure.objects.filter(goal__plan=plan)[place]


def measured(client: Client, plan: Plan, part: Measure) -> str:
    answer = client.get(
        reverse("plans_measured", args=[plan.organisation.uuid, plan.uuid, "measure", part.uuid])
    )
    assert answer.status_code == 200
    return answer.content.decode()


def address(name: str, plan: Plan, part: Measure) -> str:
    return reverse(name, args=[plan.organisation.uuid, plan.uuid, part.uuid])


def test_a_figure_is_chosen_shown_and_taken_into_the_rule(
    school: Organisation, clients: dict[str, Client]
) -> None:
    """Nord has had 20 + 24 + 3 = 47 entrants (small_school); 40 are agreed."""
    plan = plan_with(school, "{title: Optag i Nord, rule: {kind: quota, agreed: 40}}")
    lead, part = clients["quality_lead"], measure_of(plan)
    where = address("plans_figure", plan, part)
    said = form_of(lead.get(where).content.decode(), "pj-figure-form") | {"f-figure": "own:entrants"}
    # The fields of the figure are asked for, as a browser without script does; nothing is kept by that.
    shown = lead.post(where, said | {"again": "1"})
    now = form_of(shown.content.decode(), "pj-figure-form")
    assert "f-where-department" in now
    assert lead.post(where, now | {"f-where-department": "Nord"}).status_code == 302
    part.refresh_from_db()
    assert part.indicator == {"key": "entrants", "where": {"department": "Nord"}}
    for text in (measured(lead, plan, part), page(lead, "plans_one", school, plan.uuid)):
        assert "<strong>47</strong>" in text
        assert "20.10.2026" in text
        assert "uden for planens periode" not in text
    assert lead.post(address("plans_use", plan, part)).status_code == 302
    part.refresh_from_db()
    assert part.rule["reached"] == "47"
    (taken,) = part.taken
    snapshot = newest(school)
    assert snapshot is not None
    assert (taken["value"], taken["n"], taken["as_of"]) == ("47", 47, "2026-10-20")
    assert taken["snapshot"] == str(snapshot.uuid)
    assert taken["version"]
    assert "47 af 40 er nået" in measured(lead, plan, part)
    # Somebody writes another number by hand: what was taken doesn't stand for it any more.
    part.rule["reached"] = "50"
    part.save()
    assert "der er siden skrevet en anden værdi" in measured(lead, plan, part)


def test_an_unknown_choice_and_a_wrong_window_are_told(
    school: Organisation, clients: dict[str, Client]
) -> None:
    plan = plan_with(school, "{title: Fastholdelse}")
    lead, part = clients["quality_lead"], measure_of(plan)
    where = address("plans_figure", plan, part)
    said = form_of(lead.get(where).content.decode(), "pj-figure-form")
    for wrong, at in (
        ({"f-figure": "series:nonsens"}, "f-figure-error"),
        ({"f-figure": "own:retention", "f-window": "700"}, "f-window-error"),
        ({"f-figure": "own:retention", "f-window": "x"}, "f-window-error"),
    ):
        answer = lead.post(where, said | wrong)
        assert answer.status_code == 422
        assert at in answer.content.decode()
    part.refresh_from_db()
    assert part.indicator is None


def test_a_figure_that_is_not_there_says_so_and_can_be_computed(
    school: Organisation, clients: dict[str, Client]
) -> None:
    plan = plan_with(
        school, "{title: Optag, indicator: {key: entrants, where: {department: Syd}}}", ready=False
    )
    lead, part = clients["quality_lead"], measure_of(plan)
    text = measured(lead, plan, part)
    assert "Tallet er ikke beregnet endnu" in text
    assert address("plans_compute", plan, part) in text
    # Syd: 12 + 10 entrants.
    assert lead.post(address("plans_compute", plan, part)).status_code == 302
    assert "<strong>22</strong>" in measured(lead, plan, part)
    assert clients["counsellor"].post(address("plans_compute", plan, part)).status_code == 403


def test_a_date_outside_the_period_and_a_snapshot_that_is_gone(
    school: Organisation, clients: dict[str, Client]
) -> None:
    plan = plan_with(
        school, "{title: Optag, indicator: {key: entrants}}", "{title: Nej, indicator: {key: findes_ikke}}"
    )
    lead = clients["quality_lead"]
    Plan.objects.filter(pk=plan.pk).update(period_from=date(2021, 1, 1), period_to=date(2021, 12, 31))
    text = page(lead, "plans_one", school, plan.uuid)
    assert "Tallets dato ligger uden for planens periode." in text
    assert "intet tal, der hedder “findes_ikke”" in text
    Snapshot.objects.filter(organisation=school).update(expired_at="2026-11-01T00:00:00Z")
    text = page(lead, "plans_one", school, plan.uuid)
    assert "Øjebliksbilledet bag er slettet; tallet selv er gemt." in text
    assert "<strong>69</strong>" in text


def test_small_counts_and_fine_groups_are_not_shown_to_those_who_may_not_see_them(
    school: Organisation, clients: dict[str, Client]
) -> None:
    """Three began in December 2025. The board sees 5 and up, by programme, intake and department only."""
    plan = plan_with(
        school,
        "{title: December, indicator: {key: entrants, where: {intake: '2025-12'}}, rule: {kind: quota, agreed: 9}}",
        "{title: Over 25, indicator: {key: entrants, where: {age25: 'under 25'}}}",
        "{title: Nord, indicator: {key: entrants, where: {department: Nord}}}",
    )
    adopt(plan)
    lead, board = clients["quality_lead"], clients["board"]
    assert "<strong>3</strong>" in measured(lead, plan, measure_of(plan))
    seen = measured(board, plan, measure_of(plan))
    assert "<strong>3</strong>" not in seen
    assert "skjult: få elever er bag det eller resten" in seen
    assert "vises ikke: det er for en mindre gruppe" in measured(board, plan, measure_of(plan, 1))
    assert "<strong>47</strong>" in measured(board, plan, measure_of(plan, 2))
    # The board's is of the released data: the newer ones could be subtracted from those it has seen.
    assert "20.10.2026" in measured(lead, plan, measure_of(plan, 2))
    text = measured(board, plan, measure_of(plan, 2))
    assert "1.9.2026" in text and "20.10.2026" not in text
    assert "<strong>3</strong>" not in page(board, "plans_one", school, plan.uuid)
    # Nor does it get into the rule, which the board reads.
    answer = lead.post(address("plans_use", plan, measure_of(plan)))
    assert answer.status_code == 422
    assert "reached" not in measure_of(plan).rule
    # A head of department sees own department, and not the whole school's.
    head = clients["head_of_department"]
    assert "<strong>47</strong>" in measured(head, plan, measure_of(plan, 2))
    assert "mere end din del af skolen" in measured(head, plan, measure_of(plan))


@time_machine.travel("2026-11-20 12:00+01:00")
def test_a_survey_is_held_against_its_baseline_parameter_by_parameter(
    school: Organisation, clients: dict[str, Client], tmp_path: Path
) -> None:
    """Learning environment 4.0 against 3.4 is held; well-being 3.9 against 4.1 isn't: half of 4 is 2."""
    deliver(school, tmp_path, ETU)
    plan = plan_with(
        school,
        "{title: ETU, weight: 4, indicator: {source: etu}, rule: {kind: held, parameters: [{name: Læringsmiljø, "
        "baseline: 3.4}, {name: trivsel, baseline: 4.1}]}}",
        "{title: MTU, indicator: {source: mtu, parameter: Tilfredshed}, rule: {kind: threshold, at_least: 70}}",
    )
    lead, part = clients["quality_lead"], measure_of(plan)
    text = measured(lead, plan, part)
    assert "Brug tallene" in text
    assert "Elevtrivselsundersøgelsen" in text
    assert lead.post(address("plans_use", plan, part)).status_code == 302
    part.refresh_from_db()
    assert [one.get("value") for one in part.rule["parameters"]] == ["4", "3.9"]
    assert [(one["name"], one["period"], one["n"]) for one in part.taken] == [
        ("Læringsmiljø", "2026", 7),
        ("trivsel", "2026", 7),
    ]
    assert "1 af 2 parametre er fastholdt eller forbedret: giver 2 af 4" in measured(lead, plan, part)
    # Three answers of an internal survey: the board may not see it, and it isn't taken into a plan.
    adopt(plan)
    assert "skjult: få er bag det" in measured(clients["board"], plan, measure_of(plan, 1))
    assert lead.post(address("plans_use", plan, measure_of(plan, 1))).status_code == 422


@time_machine.travel("2026-11-20 12:00+01:00")
def test_a_rule_is_filled_in_from_an_earlier_result(
    school: Organisation, clients: dict[str, Client], tmp_path: Path
) -> None:
    """ "Not below 2025", parameter by parameter, without typing the names; nothing is kept before it is saved."""
    deliver(school, tmp_path, ETU)
    plan = plan_with(school, "{title: ETU, indicator: {source: etu}}")
    lead, part = clients["quality_lead"], measure_of(plan)
    where = reverse("plans_rule", args=[school.uuid, plan.uuid, "measure", part.uuid])
    page = lead.get(where).content.decode()
    # The first button is what Enter in a field presses: it saves, it doesn't fill in.
    first = re.search(r'class="[^"]*pj-rule-form.*?<button([^>]*)>', page, re.DOTALL)
    assert first is not None
    assert "name=" not in first[1]
    assert 'name="fill"' in page
    said = form_of(page, "pj-rule-form")
    filled = form_of(lead.post(where, said | {"fill": "2025"}).content.decode(), "pj-rule-form")
    part.refresh_from_db()
    assert part.rule is None
    assert lead.post(where, filled).status_code == 302
    part.refresh_from_db()
    assert [(one["name"], one["baseline"]) for one in part.rule["parameters"]] == [
        ("Læringsmiljø", "3.4"),
        ("Trivsel", "4.1"),
    ]


@pytest.mark.parametrize("role", ["quality_lead", "board"])
def test_figures_cost_the_same_number_of_queries_however_many(
    role: str, school: Organisation, clients: dict[str, Client]
) -> None:
    def queries(plan: Plan) -> int:
        adopt(plan)
        page(clients[role], "plans_one", school, plan.uuid)
        with CaptureQueriesContext(
            connection,
        ) as found:
            page(clients[role], "plans_one", school, plan.uuid)
        return len(found)

    def figures(count: int) -> list[str]:
        keys: list[Any] = ["entrants", "dropout", "interruption", "retention"]
        return [f"{{title: Tal, indicator: {{key: {key}, where: {{department: {department}}}}}}}"
                for key in keys for department in ("Nord", "Syd")][:count]  # fmt: skip

    assert queries(plan_with(school, *figures(1))) == queries(plan_with(school, *figures(8)))
