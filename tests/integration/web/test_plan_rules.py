"""A measure's rule on its page: written, changed by two at once, frozen with its plan, and kept in the history."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Measure, Placing, Plan
from tests.integration.web.reading_forms import form_of
from tests.integration.web.test_plans_pages import adopt, page, taken_in


@pytest.fixture
def plan(school: Organisation) -> Plan:
    return taken_in(school, "results_contract_2021")


def threshold(plan: Plan) -> Measure:
    """Dropout at most 10 per cent, weight 2: the contract's own."""
    return Measure.objects.get(goal__plan=plan, rule__kind="threshold")


def where(plan: Plan, part: Any, name: str = "plans_rule") -> str:
    sort = "placing" if isinstance(part, Placing) else "measure"
    return reverse(name, args=[plan.organisation.uuid, plan.uuid, sort, part.uuid])


def form(client: Client, address: str) -> dict[str, str]:
    return form_of(client.get(address).content.decode(), "pj-rule-form")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_rule_is_written_and_says_what_it_gives(plan: Plan, clients: dict[str, Client]) -> None:
    lead, measure = clients["quality_lead"], threshold(plan)
    said = form(lead, where(plan, measure))
    assert said["r-bound"] == "10"
    answer = lead.post(where(plan, measure), said | {"r-value": "12,3"})
    assert answer.status_code == 302
    measure.refresh_from_db()
    assert measure.rule == {"kind": "threshold", "at_most": "10", "value": "12.3"}
    for name in ("plans_measured", "plans_one"):
        address = where(plan, measure, name) if name == "plans_measured" else None
        text = (
            lead.get(address).content.decode() if address else page(lead, name, plan.organisation, plan.uuid)
        )
        assert "12,3 % er over 10 %: giver 0 af 2" in plain(text)
    assert Entry.objects.filter(verb="change_plan", subject=str(measure.uuid)).exists()
    history = page(lead, "plans_history", plan.organisation, plan.uuid, "measure", measure.uuid)
    assert "12,3" in history
    # The history is read by people: no braces of the file's form.
    assert "{" not in history.split("<main", 1)[1].split("</main>", 1)[0]


def test_another_kind_is_chosen_without_script(plan: Plan, clients: dict[str, Client]) -> None:
    """The button beside the kind shows its fields and keeps what was written; nothing is saved by it."""
    lead, measure = clients["quality_lead"], threshold(plan)
    said = form(lead, where(plan, measure)) | {"r-kind": "linear", "r-value": "11", "again": "1"}
    answer = lead.post(where(plan, measure), said)
    assert answer.status_code == 200
    now = form_of(answer.content.decode(), "pj-rule-form")
    assert now["r-value"] == "11"
    assert now["r-nothing_at"] == ""
    measure.refresh_from_db()
    assert measure.rule["kind"] == "threshold"
    wrong = lead.post(where(plan, measure), now)
    assert wrong.status_code == 422
    assert 'id="r-nothing_at-error"' in wrong.content.decode()
    lead.post(where(plan, measure), now | {"r-nothing_at": "15", "r-all_at": "10"})
    measure.refresh_from_db()
    # Nothing at 15, all at 10: at 11 four fifths of the weight 2, which is 1.6.
    assert "giver 1,6 af 2" in lead.get(where(plan, measure, "plans_measured")).content.decode()


def test_more_rows_are_offered_where_the_kind_has_rows(plan: Plan, clients: dict[str, Client]) -> None:
    lead, placing = clients["quality_lead"], Placing.objects.filter(goal__plan=plan, weight=5).get()
    for kind, offered in (
        ("", False), ("threshold", False), ("judged", False), ("steps", True), ("held", True), ("all_of", True),
    ):  # fmt: skip
        said = form(lead, where(plan, placing)) | {"r-kind": kind, "again": "1"}
        text = lead.post(where(plan, placing), said).content.decode()
        assert ("Vis flere rækker" in text) is offered, kind


def test_more_rows_are_more_even_while_the_others_are_empty(plan: Plan, clients: dict[str, Client]) -> None:
    lead, placing = clients["quality_lead"], Placing.objects.filter(goal__plan=plan, weight=5).get()
    said = form(lead, where(plan, placing)) | {"r-kind": "steps", "again": "1"}
    counts = []
    for _press in range(3):
        text = lead.post(where(plan, placing), said).content.decode()
        said = form_of(text, "pj-rule-form") | {"again": "more"}
        counts.append(text.count('class="pj-row"'))
    assert counts == [2, 4, 6]


def test_a_placed_action_has_a_rule_of_its_own(plan: Plan, clients: dict[str, Client]) -> None:
    placing = Placing.objects.filter(goal__plan=plan, weight=5).get()
    lead = clients["quality_lead"]
    said = form(lead, where(plan, placing)) | {"r-kind": "judged", "r-percent": "50", "r-reason": "Halvvejs"}
    assert lead.post(where(plan, placing), said).status_code == 302
    assert "(Halvvejs): giver 2,5 af 5" in lead.get(where(plan, placing, "plans_measured")).content.decode()


def test_an_adopted_plan_keeps_the_rule_and_takes_its_values(plan: Plan, clients: dict[str, Client]) -> None:
    adopt(plan)
    lead, measure = clients["quality_lead"], threshold(plan)
    said = form(lead, where(plan, measure))
    assert "r-bound" not in said
    assert "r-kind" not in said
    lead.post(where(plan, measure), said | {"r-value": "9,4", "r-bound": "99", "r-kind": "quota"})
    measure.refresh_from_db()
    assert measure.rule == {"kind": "threshold", "at_most": "10", "value": "9.4"}
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    assert form(lead, where(plan, measure)) == {}
    lead.post(where(plan, measure), said | {"r-value": "1"})
    measure.refresh_from_db()
    assert measure.rule["value"] == "9.4"


def test_two_who_write_a_rule(plan: Plan, clients: dict[str, Client]) -> None:
    """One changes the words and one the values: both are kept. Both change the words: nobody's are lost."""
    lead, head, measure = clients["quality_lead"], clients["head"], threshold(plan)
    mine, theirs, late = (form(one, where(plan, measure)) for one in (lead, head, lead))
    lead.post(where(plan, measure), mine | {"r-bound": "11"})
    assert head.post(where(plan, measure), theirs | {"r-value": "10,5"}).status_code == 302
    measure.refresh_from_db()
    assert measure.rule == {"kind": "threshold", "at_most": "11", "value": "10.5"}
    answer = lead.post(where(plan, measure), late | {"r-bound": "12"})
    assert answer.status_code == 409
    text = plain(answer.content.decode())
    assert "højst 11 %" in text
    again = form_of(answer.content.decode(), "pj-rule-form")
    assert again["r-bound"] == "12"
    assert lead.post(where(plan, measure), again).status_code == 302
    measure.refresh_from_db()
    assert measure.rule["at_most"] == "12"


def test_an_old_rule_can_be_brought_back(plan: Plan, clients: dict[str, Client]) -> None:
    lead, measure = clients["quality_lead"], threshold(plan)
    lead.post(where(plan, measure), form(lead, where(plan, measure)) | {"r-bound": "11", "r-value": "10,5"})
    history = reverse("plans_history", args=[plan.organisation.uuid, plan.uuid, "measure", measure.uuid])
    old = lead.get(history).context["turns"]
    number = next(turn.old.pk for turn, _runs, _open in old if turn.field.name == "rule")
    lead.post(history.replace("/history/", "/back/"), {"old": number})
    measure.refresh_from_db()
    assert measure.rule == {"kind": "threshold", "at_most": "10", "value": "10.5"}


def test_who_reads_and_who_writes_a_rule(plan: Plan, clients: dict[str, Client]) -> None:
    measure = threshold(plan)
    for role, draft, adopted, writes in (
        ("quality_lead", 200, 200, 200),
        ("counsellor", 200, 200, 403),
        ("board", 404, 200, 403),
        ("training_supervisor", 403, 403, 403),
        ("stranger", 404, 404, 404),
    ):
        Plan.objects.filter(pk=plan.pk).update(state="draft", adopted_on=None)
        assert clients[role].get(where(plan, measure, "plans_measured")).status_code == draft, role
        adopt(plan)
        assert clients[role].get(where(plan, measure, "plans_measured")).status_code == adopted, role
        assert clients[role].get(where(plan, measure)).status_code == writes, role


def test_a_cpr_number_is_not_kept_in_a_rule(plan: Plan, clients: dict[str, Client]) -> None:
    lead, placing = clients["quality_lead"], Placing.objects.filter(goal__plan=plan, weight=5).get()
    said = form(lead, where(plan, placing)) | {
        "r-kind": "judged",
        "r-percent": "5",
        "r-reason": "Om 010203-1234",
    }
    assert lead.post(where(plan, placing), said).status_code == 422
    placing.refresh_from_db()
    assert placing.rule is None
