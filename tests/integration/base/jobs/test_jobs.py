"""A job from being asked for to its end: what its row says after each way it can go."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from pejling.base.accounts import actions as accounts
from pejling.base.audit.models import Entry
from pejling.base.jobs import actions, attempts, doing, queries, wording
from pejling.base.jobs.doing import run_waiting
from pejling.base.jobs.kinds import UnknownKind
from pejling.base.jobs.models import Job
from pejling.base.jobs.running import Failed
from pejling.base.organisations.lock import Busy

pytestmark = pytest.mark.django_db


def test_work_is_done_for_whoever_asked_and_tells_what_came_of_it(school, register) -> None:
    user = accounts.add_user(by=None, email="karen@skolen.example", name="Karen")
    seen = []

    def work(run, number: int) -> dict[str, int]:
        run.progress(3, 4, "counting")
        seen.append((run.organisation, run.by, number))
        return {"counted": number}

    register("test.count", work, stages={"counting": "Tæller"})
    job = actions.enqueue(by=user, organisation=school, kind="test.count", params={"number": 7})
    assert (job.state, queries.job(school, job.uuid)) == ("waiting", job)
    [ended] = run_waiting()
    assert seen == [(school, user, 7)]
    assert (ended.state, ended.result, ended.attempt, ended.percent) == ("done", {"counted": 7}, 1, 100)
    assert wording.stage(ended) == "Tæller"
    assert ended.started_at <= ended.finished_at
    recorded = Entry.objects.get(verb="enqueue")
    assert (recorded.by, recorded.subject, recorded.fields) == (user.uuid, str(job.uuid), ["kind", "number"])
    assert run_waiting() == []


def test_work_is_refused_where_nobody_does_it_or_its_parameters_fit_nothing(school, register) -> None:
    register("test.nothing", lambda run, number: None)
    with pytest.raises(UnknownKind):
        actions.enqueue(by=None, organisation=school, kind="test.unknown")
    with pytest.raises(TypeError):
        actions.enqueue(by=None, organisation=school, kind="test.nothing", params={"other": 1})
    with pytest.raises(TypeError):
        actions.enqueue(by=None, organisation=school, kind="test.nothing", params={"number": object()})
    assert not Job.objects.exists()


def test_one_key_waits_once_per_school(school, other_school, register) -> None:
    register("test.nothing", lambda run: None)
    ask = {"by": None, "kind": "test.nothing", "key": "k"}
    first = actions.enqueue(organisation=school, **ask)
    assert actions.enqueue(organisation=school, **ask) == first
    assert actions.enqueue(organisation=other_school, **ask) != first
    everybodys = actions.enqueue(organisation=None, **ask)
    assert actions.enqueue(organisation=None, **ask) == everybodys
    assert len(run_waiting()) == 3
    second = actions.enqueue(organisation=school, **ask)
    assert second != first
    assert queries.newest(school, "k") == second
    assert list(queries.jobs_of(school)) == [second, first]
    with pytest.raises(Job.DoesNotExist):
        queries.job(other_school, first.uuid)


def test_an_explained_failure_is_final_and_says_why_in_words(school, register) -> None:
    def work(run) -> None:
        raise Failed("too_few", wanted=5)

    register("test.fails", work, wording={"too_few": "Der skal mindst %(wanted)d til."})
    actions.enqueue(by=None, organisation=school, kind="test.fails")
    [ended] = run_waiting()
    assert (ended.state, ended.attempt, wording.problem(ended)) == ("failed", 1, "Der skal mindst 5 til.")


def test_a_surprise_is_tried_again_after_a_pause_and_fails_in_the_end(school, register, caplog) -> None:
    def work(run) -> None:
        raise ValueError("Anna Andersen")

    register("test.surprise", work, attempts=2)
    with time_machine.travel("2026-03-04 10:00:00+00:00", tick=False) as clock:
        actions.enqueue(by=None, organisation=school, kind="test.surprise")
        [after_first] = run_waiting()
        assert (after_first.state, after_first.attempt) == ("waiting", 1)
        assert after_first.not_before == timezone.now() + timedelta(seconds=10)
        assert run_waiting() == []
        clock.shift(10)
        [ended] = run_waiting()
    assert (ended.state, ended.attempt) == ("failed", 2)
    # What an error says might be about a person: it stays out of the row.
    assert ended.problem == {"code": "unexpected", "params": {"error": "ValueError"}}
    assert str(ended.uuid)[:8] in wording.problem(ended)


def test_a_school_that_is_busy_costs_no_attempt(school, register) -> None:
    answers = iter([Busy, None])

    def work(run) -> None:
        if answer := next(answers):
            raise answer

    register("test.busy", work, attempts=1)
    with time_machine.travel("2026-03-04 10:00:00+00:00", tick=False) as clock:
        actions.enqueue(by=None, organisation=school, kind="test.busy")
        [first] = run_waiting()
        assert (first.state, first.attempt, first.problem) == ("waiting", 0, None)
        clock.shift(3)
        [ended] = run_waiting()
    assert (ended.state, ended.attempt) == ("done", 1)


def test_cancelling_a_waiting_job_ends_it_and_a_running_one_is_told(school, register) -> None:
    steps = []

    def work(run) -> None:
        for step in range(5):
            steps.append(step)
            if step == 2:
                actions.cancel(by=None, job=run.job)
                run._reporter._last = float("-inf")  # the next look at the row is due
            run.progress(step, 5)

    register("test.steps", work)
    waiting = actions.enqueue(by=None, organisation=school, kind="test.steps")
    assert actions.cancel(by=None, job=waiting).state == "cancelled"
    assert run_waiting() == []
    actions.enqueue(by=None, organisation=school, kind="test.steps")
    [ended] = run_waiting()
    assert (ended.state, steps) == ("cancelled", [0, 1, 2])
    with pytest.raises(actions.NotCancellable):
        actions.cancel(by=None, job=ended)
    assert Entry.objects.filter(verb="cancel").count() == 2


def test_work_that_must_end_once_begun_is_not_cancelled(school, register) -> None:
    register("test.must", lambda run: None, cancellable=False)
    job = actions.enqueue(by=None, organisation=school, kind="test.must")
    taken = attempts.take("elsewhere:1:a")
    assert taken == job
    with pytest.raises(actions.NotCancellable):
        actions.cancel(by=None, job=job)
    assert Job.objects.get().cancel_asked_at is None


def test_a_failed_job_is_retried_from_its_beginning(school, register) -> None:
    outcomes = iter([Failed("no"), None])

    def work(run) -> None:
        if outcome := next(outcomes):
            raise outcome

    register("test.twice", work)
    job = actions.enqueue(by=None, organisation=school, kind="test.twice", key="k")
    with pytest.raises(actions.NotFinished):
        actions.retry(by=None, job=Job.objects.create(kind="test.twice", not_before=timezone.now()))
    Job.objects.filter(organisation=None).delete()
    run_waiting()
    job.refresh_from_db()
    assert job.state == "failed"
    again = actions.retry(by=None, job=job)
    assert (again.pk, again.state, again.problem, again.finished_at) == (job.pk, "waiting", None, None)
    [ended] = run_waiting()
    assert (ended.state, ended.attempt) == ("done", 1)
    with pytest.raises(actions.NotFinished):
        actions.retry(by=None, job=ended)


def test_a_retry_does_not_stand_beside_a_newer_job_of_its_key(school, register) -> None:
    register("test.nothing", lambda run: None)
    old = actions.enqueue(by=None, organisation=school, kind="test.nothing", key="k")
    actions.cancel(by=None, job=old)
    new = actions.enqueue(by=None, organisation=school, kind="test.nothing", key="k")
    assert actions.retry(by=None, job=old) == new
    old.refresh_from_db()
    assert old.state == "cancelled"


def test_a_worker_that_comes_back_changes_nothing_of_a_job_given_to_another(school, register) -> None:
    register("test.nothing", lambda run: None)
    actions.enqueue(by=None, organisation=school, kind="test.nothing")
    lost = attempts.take("elsewhere:1:a")
    later = timezone.now() + timedelta(minutes=2)
    with time_machine.travel(later, tick=False):
        assert [job.pk for job in attempts.reap()] == [lost.pk]
        mine = attempts.take("elsewhere:2:b")
    assert (mine.pk, mine.attempt) == (lost.pk, 2)
    assert not attempts.end(lost, "done", result={"by": "the lost one"})
    assert attempts.end(mine, "done", result={"by": "mine"})
    assert Job.objects.get().result == {"by": "mine"}


def test_a_silent_workers_job_fails_after_its_last_attempt_and_is_cancelled_if_asked(
    school, register
) -> None:
    register("test.nothing", lambda run: None, attempts=1)
    for _ in range(2):
        actions.enqueue(by=None, organisation=school, kind="test.nothing")
    first, second = attempts.take("elsewhere:1:a"), attempts.take("elsewhere:2:b")
    actions.cancel(by=None, job=second)
    assert attempts.reap() == []  # both were heard of just now
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        attempts.reap()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.problem["code"]) == ("failed", "killed")
    assert second.state == "cancelled"


def test_work_of_a_kind_that_a_new_version_no_longer_knows_fails_in_words(school) -> None:
    Job.objects.create(organisation=school, kind="test.gone", not_before=timezone.now())
    [ended] = run_waiting()
    assert (ended.state, ended.problem["code"]) == ("failed", "unknown_kind")
    assert wording.title("test.gone") == "test.gone"


def test_the_end_of_the_work_is_written_when_the_database_answers_again(
    school, register, monkeypatch
) -> None:
    """What was done isn't done again, and not "running" for ever, because the database was away for a moment."""
    register("test.nothing", lambda run: {"done": 1})
    actions.enqueue(by=None, organisation=school, kind="test.nothing")
    answers = iter([OperationalError, OperationalError, None])
    end, waited = attempts.end, []

    def away(*args, **kwargs):
        if answer := next(answers):
            raise answer
        return end(*args, **kwargs)

    monkeypatch.setattr(attempts, "end", away)
    monkeypatch.setattr(doing.time, "sleep", waited.append)
    monkeypatch.setattr(doing.connection, "close", lambda: None)
    [ended] = run_waiting()
    assert (ended.state, ended.result, ended.attempt, waited) == ("done", {"done": 1}, 1, [1, 2])


def test_a_result_that_is_no_json_fails_the_job_and_not_the_worker(school, register, caplog) -> None:
    register("test.odd", lambda run: {"odd": object()}, attempts=1)
    actions.enqueue(by=None, organisation=school, kind="test.odd")
    [ended] = run_waiting()
    assert (ended.state, ended.problem["params"]) == ("failed", {"error": "TypeError"})
