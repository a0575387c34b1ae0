"""Reminders by mail: of what is due and mine, once for each period, and never of what is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import User
from pejling.base.jobs.actions import enqueue
from pejling.base.jobs.doing import run_waiting
from pejling.base.jobs.models import Schedule
from pejling.base.jobs.schedules import ensure_planned
from pejling.base.mail.actions import choose_reminders
from pejling.base.mail.models import MailLog, Reminders
from pejling.base.mail.queries import period_of
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.flows import reminders
from pejling.quality.plans.catalogue import kinds
from pejling.quality.plans.consulting import Asked, open_consultation
from pejling.quality.plans.models import Action, Goal, Milestone, Placing, Plan

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def on(day: date) -> Any:
    """That morning at seven in Denmark."""
    return time_machine.travel(datetime(day.year, day.month, day.day, 7, tzinfo=COPENHAGEN), tick=False)


@pytest.fixture
def school() -> Organisation:
    return organisations.found(by=None, name="Skolen")


def user(school: Organisation, role: str) -> User:
    made = accounts.add_user(by=None, email=f"{role}@skole.example", name=role.title())
    accounts.grant(by=None, user=made, organisation=school, role=role, scopes={})
    return made


@pytest.fixture
def teacher(school: Organisation) -> User:
    """Somebody at the school who changes no plans (nobody is reminded of a step), responsible for the action."""
    return user(school, "administrator")


@pytest.fixture
def action(school: Organisation, teacher: User) -> Action:
    """A running action of the teacher's in an adopted plan of 2026, evaluated "uge 38" (14-20 September)."""
    plan = Plan.objects.create(
        organisation=school, kind="self_evaluation", title="Selvevaluering 2026", state="adopted",
        adopted_on=date(2026, 1, 5), period_from=date(2026, 1, 1), period_to=date(2026, 12, 31),
    )  # fmt: skip
    goal = Goal.objects.create(organisation=school, plan=plan, title="Frafald", label="1")
    made = Action.objects.create(
        organisation=school, title="Mentorordning", state="running", owner_user=teacher
    )
    Placing.objects.create(organisation=school, goal=goal, action=made)
    Milestone.objects.create(
        organisation=school, action=made, title="Evalueres", when="uge 38", first_day=date(2026, 9, 14),
        last_day=date(2026, 9, 20),
    )  # fmt: skip
    return made


def run(school: Organisation, day: date) -> list[MailLog]:
    """The job on that day; the mails it made."""
    before = set(MailLog.objects.values_list("pk", flat=True))
    with on(day):
        enqueue(by=None, organisation=school, kind="reminders.send", params={}, key=f"{day}")
        run_waiting()
    return list(MailLog.objects.exclude(pk__in=before))


def test_what_is_due_within_a_fortnight_is_told_once_a_week(
    school: Organisation, action: Action, teacher: User, mailoutbox: list
) -> None:
    (mail,) = run(school, MONDAY)
    assert (mail.to, mail.template, mail.state) == ("administrator@skole.example", "flows.reminders", "sent")
    assert mail.subject == "Pejling: 1 ting venter på dig i planerne"
    assert "20. september 2026: Mentorordning: Evalueres (Selvevaluering 2026)" in mail.body
    assert f"/actions/{action.uuid}/" in mail.body
    assert "OVERSKREDET" not in mail.body
    assert "Administrator" not in mail.body  # no names
    assert [one.subject for one in mailoutbox] == [mail.subject]
    assert run(school, date(2026, 9, 8)) == run(school, date(2026, 9, 13)) == []
    assert len(run(school, date(2026, 9, 14))) == 1
    (late,) = run(school, date(2026, 9, 21))
    assert "OVERSKREDET" in late.body
    assert Reminders.objects.get().sent_at == datetime(2026, 9, 21, 7, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    "end",
    [
        lambda action: Action.objects.update(state="done"),
        lambda action: Action.objects.update(state="stopped"),
        lambda action: Milestone.objects.update(done_on=date(2026, 9, 1)),
        lambda action: Plan.objects.update(state="closed"),
        lambda action: Action.objects.update(owner_user=None),
    ],
)
def test_it_stops_when_the_work_is_done(end: Any, school: Organisation, action: Action) -> None:
    end(action)
    assert run(school, MONDAY) == []
    assert Reminders.objects.get().sent_at is None


def test_an_action_without_an_open_date_is_due_when_its_plan_ends(
    school: Organisation, action: Action
) -> None:
    Milestone.objects.update(done_on=date(2026, 9, 1))
    (mail,) = run(school, date(2026, 12, 21))
    assert "31. december 2026: Mentorordning (Selvevaluering 2026)" in mail.body


def test_each_chooses_how_often(school: Organisation, action: Action, teacher: User) -> None:
    choose_reminders(by=teacher, organisation=school, every="never")
    assert run(school, MONDAY) == []
    choose_reminders(by=teacher, organisation=school, every="daily")
    assert run(school, MONDAY) == []  # only a week ahead
    assert len(run(school, date(2026, 9, 14))) == 1
    assert len(run(school, date(2026, 9, 15))) == 1
    assert run(school, date(2026, 9, 19)) == []  # a Saturday
    with pytest.raises(ValueError, match="hourly"):
        choose_reminders(by=teacher, organisation=school, every="hourly")


def test_killed_and_repeated_it_sends_one_mail(
    school: Organisation, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the period is noted and before the mail is kept, nothing is noted; the next attempt sends it."""

    def killed(**_given: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("pejling.base.mail.actions.send", killed)
        user = User.objects.get()
        with pytest.raises(SystemExit), on(MONDAY):
            reminders._remind(school, user, "weekly", MONDAY, MONDAY, {})
    assert not Reminders.objects.exists()
    assert len(run(school, MONDAY)) == 1
    with on(MONDAY):
        assert reminders._remind(school, user, "weekly", MONDAY, MONDAY, {}) == 0


def test_steps_are_told_to_the_roles_that_do_them(school: Organisation, action: Action) -> None:
    """The year's follow-up is for all who change plans, publication for the lead and the head of school."""
    for role in ("quality_lead", "head_of_department", "counsellor"):
        user(school, role)
    mails = {mail.to.split("@")[0]: mail.body for mail in run(school, date(2027, 2, 22))}
    assert set(mails) == {"administrator", "quality_lead", "head_of_department"}
    assert "Offentliggørelse" not in mails["head_of_department"] + mails["administrator"]
    assert "Årets opfølgning" in mails["head_of_department"]
    assert "1. marts 2027: Offentliggørelse (Selvevaluering 2026)" in mails["quality_lead"]


def test_nothing_internal_goes_outside(school: Organisation, action: Action) -> None:
    outside = user(school, "luu")
    Action.objects.update(owner_user=outside)
    assert "Mentorordning" in run(school, MONDAY)[0].body
    Action.objects.update(internal=True)
    assert run(school, date(2026, 9, 14)) == []


def test_whoever_is_asked_in_a_consultation_is_told_until_there_is_an_answer(
    school: Organisation, action: Action
) -> None:
    member = user(school, "luu")
    user(school, "board")
    Action.objects.update(owner_user=None)
    plan = Plan.objects.get()
    Plan.objects.update(state="draft", adopted_on=None)
    with on(MONDAY):
        asked = open_consultation(
            by=None, organisation=school, plan=plan, kinds=kinds(), parties=[Asked("luu")], on=MONDAY,
            until=date(2026, 10, 5),
        )  # fmt: skip
    (mail,) = run(school, MONDAY)
    assert mail.to == "luu@skole.example"
    assert "5. oktober 2026: Svar i høringen (Selvevaluering 2026)" in mail.body
    asked.parties.get().answers.create(organisation=school, day=MONDAY, text="Godt", own=True, by=member.uuid)
    assert run(school, date(2026, 9, 28)) == []


def test_a_member_of_the_past_gets_nothing(school: Organisation, action: Action, teacher: User) -> None:
    teacher.memberships.update(valid_to=date(2026, 9, 6))
    assert run(school, MONDAY) == []


def test_every_school_has_the_schedule(school: Organisation) -> None:
    ensure_planned()
    found = Schedule.objects.get(kind="reminders.send", organisation=school)
    assert (found.every, found.is_on) == ("daily", True)


def test_periods_by_the_day() -> None:
    assert period_of("weekly", date(2026, 9, 13)) == date(2026, 9, 7)
    assert period_of("weekly", date(2027, 1, 1)) == date(2026, 12, 28)
    assert period_of("daily", date(2026, 9, 11)) == date(2026, 9, 11)
    assert period_of("daily", date(2026, 9, 12)) is None
    assert period_of("never", date(2026, 9, 7)) is None


def test_a_part_of_an_action_is_told_of_until_it_is_finished(school: Organisation, action: Action) -> None:
    part = action.sub_actions.create(
        organisation=school, title="Pilotforløb", when="maj", first_day=date(2026, 5, 1),
        last_day=date(2026, 5, 31),
    )  # fmt: skip
    (mail,) = run(school, MONDAY)
    assert "31. maj 2026" in mail.body
    assert "Mentorordning: Pilotforløb" in mail.body
    part.state = "done"
    part.save()
    (later,) = run(school, MONDAY + timedelta(days=7))
    assert "Pilotforløb" not in later.body
