"""Schedules ask for their work once each time, whoever looks and however long nobody did."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
import time_machine

from pejling.base.audit.models import Entry
from pejling.base.jobs import actions, queries
from pejling.base.jobs.doing import run_waiting
from pejling.base.jobs.kinds import Plan
from pejling.base.jobs.models import Job, Schedule
from pejling.base.jobs.schedules import ask_for_what_is_due, ensure_planned

pytestmark = pytest.mark.django_db


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_schedule_asks_at_its_time_and_makes_up_once_for_what_was_missed(school, register) -> None:
    register("test.nightly", lambda run, number: None)
    with time_machine.travel(moment("2026-03-04T10:00:00"), tick=False) as clock:
        planned = actions.plan(
            by=None,
            organisation=school,
            kind="test.nightly",
            every="daily",
            at=time(2, 30),
            params={"number": 1},
        )
        assert planned.next_at == moment("2026-03-05T01:30:00")
        assert ask_for_what_is_due() == []
        clock.move_to(moment("2026-03-05T01:30:00"))
        [job] = ask_for_what_is_due()
        assert (job.kind, job.params, job.organisation, job.by) == (
            "test.nightly",
            {"number": 1},
            school,
            None,
        )
        assert ask_for_what_is_due() == []
        run_waiting()
        clock.move_to(moment("2026-03-09T12:00:00"))  # nobody looked for four nights
        assert len(ask_for_what_is_due()) == 1
        planned.refresh_from_db()
        assert planned.next_at == moment("2026-03-10T01:30:00")


def test_work_that_still_runs_is_not_asked_for_again(school, register) -> None:
    register("test.nightly", lambda run: None)
    with time_machine.travel(moment("2026-03-04T10:00:00"), tick=False) as clock:
        actions.plan(by=None, organisation=school, kind="test.nightly", every="hourly", at=time(0, 0))
        for hour in (11, 12, 13):
            clock.move_to(moment(f"2026-03-04T{hour}:00:00"))
            ask_for_what_is_due()
    assert Job.objects.count() == 1


def test_a_schedule_turned_off_asks_for_nothing_and_turned_on_waits_for_its_next_time(
    school, register
) -> None:
    register("test.nightly", lambda run: None)
    with time_machine.travel(moment("2026-03-04T10:00:00"), tick=False) as clock:
        made = actions.plan(by=None, organisation=school, kind="test.nightly", every="daily", at=time(2, 30))
        actions.switch(by=None, schedule=made, on=False)
        clock.move_to(moment("2026-03-06T12:00:00"))
        assert ask_for_what_is_due() == []
        assert actions.switch(by=None, schedule=made, on=True).next_at == moment("2026-03-07T01:30:00")
        assert ask_for_what_is_due() == []
    assert Entry.objects.filter(verb="switch", subject=str(made.uuid)).count() == 2


def test_every_school_gets_what_kinds_come_with_and_keeps_its_own_decision(
    school, other_school, register
) -> None:
    register("test.own", lambda run: None, planned=Plan("weekly", time(6), weekday=1))
    register("test.all", lambda run: None, planned=Plan("daily", time(3)), for_all=True)
    ensure_planned()
    mine = queries.schedules_of(school).get(kind="test.own")
    actions.switch(by=None, schedule=mine, on=False)
    ensure_planned()
    made = Schedule.objects.filter(kind__startswith="test.")
    assert sorted((s.kind, s.organisation and s.organisation.name) for s in made) == [
        ("test.all", None),
        ("test.own", "Naboskolen"),
        ("test.own", "Skolen"),
    ]
    mine.refresh_from_db()
    assert not mine.is_on


def test_planning_again_replaces_and_unplanning_removes(school, register) -> None:
    register("test.nightly", lambda run, folder: None)
    ask = {"by": None, "organisation": school, "kind": "test.nightly", "every": "daily", "at": time(2)}
    first = actions.plan(**ask, key="a", params={"folder": "a"})
    actions.plan(**ask, key="b", params={"folder": "b"})
    assert actions.plan(**ask | {"at": time(3)}, key="a", params={"folder": "c"}).pk == first.pk
    assert [s.params["folder"] for s in queries.schedules_of(school).filter(kind="test.nightly")] == [
        "c",
        "b",
    ]
    actions.unplan(by=None, schedule=first)
    assert queries.schedules_of(school).filter(kind="test.nightly").count() == 1
    with pytest.raises(TypeError):
        actions.plan(**ask, key="c")
    with pytest.raises(ValueError, match="never"):
        actions.plan(**ask | {"every": "weekly"}, key="c", params={"folder": "d"})
