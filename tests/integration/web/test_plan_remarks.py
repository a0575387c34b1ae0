"""Comments and notes on plans: who sees and changes them, who is mentioned, and that they never leave the school."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.accounts.models import User
from pejling.base.mail.models import MailLog
from pejling.base.organisations.models import Organisation
from pejling.flows.personal import forgetting
from pejling.flows.personal.exporting import parts_of_user
from pejling.quality.plans.models import Action, Plan
from pejling.quality.plans.record_models import Remark
from pejling.quality.plans.remark_models import Mention
from tests.integration.web.worked_plan import worked_plan


@pytest.fixture
def plan(school: Organisation) -> Plan:
    return worked_plan(school)


@pytest.fixture
def action(plan: Plan) -> Action:
    return Action.objects.get(title="Sent")


def write(client: Client, plan: Plan, part: Any, text: str, sort: str = "action", **more: str) -> Any:
    where = reverse("plans_remark_write", args=[plan.organisation.uuid, plan.uuid, sort, part.uuid])
    return client.post(where, {"kind": "comment", "text": text, **more})


def post(client: Client, name: str, plan: Plan, remark: Remark, **data: str) -> Any:
    return client.post(reverse(name, args=[plan.organisation.uuid, plan.uuid, remark.uuid]), data)


def read(client: Client, plan: Plan, action: Action) -> str:
    return client.get(
        reverse("plans_action", args=[plan.organisation.uuid, plan.uuid, action.uuid])
    ).content.decode()


def test_a_comment_is_its_writers(clients: dict[str, Client], plan: Plan, action: Action) -> None:
    lead, head = clients["quality_lead"], clients["head"]
    assert write(lead, plan, action, "Skal vi flytte <mødet>?").status_code == 302
    remark = Remark.objects.get()
    assert "Skal vi flytte &lt;mødet&gt;?" in read(head, plan, action)
    for name in ("plans_remark_change", "plans_remark_remove"):
        assert post(head, name, plan, remark, text="Nej").status_code == 404
    assert post(lead, "plans_remark_change", plan, remark, text="Vi flytter", was="1").status_code == 302
    assert "Vi flytter" in read(head, plan, action)
    post(lead, "plans_remark_remove", plan, remark)
    assert "Vi flytter" not in read(head, plan, action)
    assert "Fortryd" in read(lead, plan, action)
    post(lead, "plans_remark_remove", plan, remark, again="yes")
    assert "Vi flytter" in read(lead, plan, action)


def test_a_note_is_written_on_by_all_who_change_plans_and_keeps_what_it_said(
    clients: dict[str, Client], plan: Plan, action: Action
) -> None:
    lead, head = clients["quality_lead"], clients["head"]
    assert write(clients["counsellor"], plan, action, "x", kind="note").status_code == 403
    write(lead, plan, action, "Første udgave", kind="note")
    note = Remark.objects.get()
    assert post(head, "plans_remark_change", plan, note, text="Anden udgave", was="1").status_code == 302
    told = read(lead, plan, action)
    assert "Anden udgave" in told and "Første udgave" in told
    # Two at once: the second is told, and loses no words.
    late = post(lead, "plans_remark_change", plan, note, text="Tredje udgave", was="1")
    text = late.content.decode()
    assert late.status_code == 409
    assert "Tredje udgave" in text and "Anden udgave" in text


def test_they_stay_at_the_school(clients: dict[str, Client], plan: Plan, action: Action) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=plan.period_from)
    goal = plan.goals.first()
    for part, sort in ((action, "action"), (goal, "goal"), (plan, "plan")):
        assert write(clients["counsellor"], plan, part, "Hemmeligt ord", sort=sort).status_code == 302
    school = plan.organisation
    for role, status in (("board", 403), ("municipal_consultant", 403), ("stranger", 404)):
        assert write(clients[role], plan, action, "x").status_code == status, role
        assert clients[role].get(reverse("plans_mentions", args=[school.uuid])).status_code == status
        where = reverse("plans_remarks", args=[school.uuid, plan.uuid, "goal", goal.uuid])
        assert clients[role].get(where).status_code == status
    assert "Hemmeligt ord" not in read(clients["board"], plan, action)
    for role in ("quality_lead", "board"):
        file = clients[role].get(reverse("plans_yaml", args=[school.uuid, plan.uuid]))
        assert "Hemmeligt" not in file.content.decode()
    told = clients["head"].get(reverse("plans_one", args=[school.uuid, plan.uuid])).content.decode()
    assert told.count("(1)") >= 3


def test_who_is_mentioned_gets_one_mail_that_says_nothing_and_finds_it_on_a_page(
    clients: dict[str, Client], plan: Plan, action: Action, made: Any
) -> None:
    school, head = plan.organisation, made.readers["head"]
    User.objects.filter(pk=head.pk).update(name="Hanne Bo Å")
    lead = clients["quality_lead"]
    write(lead, plan, action, "Hej @hanne bo å, se her", mention="counsellor")
    remark = Remark.objects.get()
    assert f"@{{{head.uuid}}}" in remark.text and "hanne" not in remark.text.lower()
    assert {one.user.email for one in Mention.objects.all()} == {head.email, made.readers["counsellor"].email}
    mails = MailLog.objects.filter(template="plans.mention")
    assert {mail.to for mail in mails} == {head.email, made.readers["counsellor"].email}
    assert "se her" not in mails[0].body and "Sent" not in mails[0].body
    where = reverse("plans_mentions", args=[school.uuid])
    assert where in mails[0].body
    # Changed, nobody gets a second mail.
    post(lead, "plans_remark_change", plan, remark, text="Hej @Hanne Bo Å igen", was="1")
    assert mails.count() == 2
    told = clients["head"].get(where).content.decode()
    assert "Hej @Hanne Bo Å igen" in told and "Strategien: Sent" in told
    assert "Hej @" not in clients["quality_lead"].get(where).content.decode()
    clients["head"].post(reverse("plans_mentions_seen", args=[school.uuid]))
    assert Mention.objects.filter(user=head, seen_at__isnull=False).count() == 1


def test_what_cannot_be_kept_is_said_and_stays_in_the_form(
    clients: dict[str, Client], plan: Plan, action: Action
) -> None:
    lead = clients["quality_lead"]
    for text, mention, said in (
        ("Ring til 010203-1234", "", "CPR"),
        ("Se her", "Findes Ikke", "Findes Ikke"),
        ("", "", "form-error"),
        ("x" * 5001, "", "5001"),
    ):
        answer = write(lead, plan, action, text, mention=mention)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert not Remark.objects.exists() and not Mention.objects.exists()
    # Another school's people can't be mentioned.
    assert write(lead, plan, action, "Hej", mention="empty head").status_code == 422


def test_erasing_a_user_erases_what_they_wrote_and_that_they_were_named(
    clients: dict[str, Client], plan: Plan, action: Action, made: Any
) -> None:
    school, head = plan.organisation, made.readers["head"]
    User.objects.filter(pk=head.pk).update(name="Hanne Bo")
    head.refresh_from_db()
    write(clients["head"], plan, action, "Skrevet af Hanne")
    write(clients["quality_lead"], plan, action, "Spørg @Hanne Bo")
    handed = {part.key: part.rows for part in parts_of_user(head, school)}
    assert [row["text"] for row in handed["plans.Remark"]] == ["Skrevet af Hanne"]
    assert len(handed["plans.Mention"]) == 1
    did = forgetting.forget(head, school)
    assert did["plans.Remark"] == 1
    told = read(clients["quality_lead"], plan, action)
    assert "Skrevet af" not in told and "Hanne" not in told.split('id="remarks"')[1]
    assert "Spørg @–" in told


def test_pages_ask_no_more_of_many(
    clients: dict[str, Client], plan: Plan, action: Action, made: Any, django_assert_max_num_queries: Any
) -> None:
    school, lead = plan.organisation, made.readers["quality_lead"]
    rows = Remark.objects.bulk_create(
        Remark(organisation=school, action=action, text=f"Nr. {n} @{{{lead.uuid}}}", by=lead.uuid)
        for n in range(40)
    )
    Mention.objects.bulk_create(Mention(organisation=school, remark=one, user=lead) for one in rows)
    with django_assert_max_num_queries(34):
        assert "Nr. 39" in read(clients["quality_lead"], plan, action)
    with django_assert_max_num_queries(16):
        clients["quality_lead"].get(reverse("plans_mentions", args=[school.uuid]))
