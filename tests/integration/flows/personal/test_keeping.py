"""Each period: what is a day too young stays, what is a day too old goes, and what must stay for ever does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import Membership
from pejling.base.audit.models import Entry
from pejling.base.jobs import actions as jobs
from pejling.base.jobs.doing import run_waiting
from pejling.base.jobs.models import Job, Schedule
from pejling.base.jobs.schedules import ensure_planned
from pejling.base.login.models import Invitation
from pejling.facts.deliveries.models import DeliveredFile, Delivery, QuarantinedRow
from pejling.facts.persons import actions
from pejling.facts.persons.models import PersonRequest
from pejling.facts.register.models import Spell
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import folder_of
from pejling.flows.personal import erasing, exporting, keeping, records
from pejling.flows.personal.periods import BadPeriods, _catalogue, months_before, periods_of
from pejling.quality.indicators.models import Run
from tests.integration.flows.personal.conftest import HER

pytestmark = pytest.mark.django_db

NOTHING = dict.fromkeys(keeping.RULES, 0)


def found(school) -> dict[str, int]:
    return {key: n for key, n in keeping.look(school).items() if n}


@pytest.mark.parametrize(
    ("now", "months", "wanted"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-11-22", 24, "2024-11-22"),
    ],
)
def test_so_many_months_ago(now: str, months: int, wanted: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert months_before(moment, months) == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


def test_the_catalogue_has_a_period_for_every_rule_and_no_other(school) -> None:
    assert set(periods_of(school)) == set(keeping.RULES)


def test_a_period_that_makes_no_sense_is_refused_with_its_name(tmp_path: Path) -> None:
    for text in (
        "jobs: {unit: weeks, keep: 1, least: 1, most: 2}",
        "jobs: {unit: days, keep: 3, least: 1, most: 2}",
        "jobs: {unit: days, keep: 1.5, least: 1, most: 2}",
        "jobs: {unit: days, keep: 1, least: 1}",
    ):
        path = tmp_path / f"{abs(hash(text))}.yaml"
        path.write_text(text)
        with pytest.raises(BadPeriods, match="jobs"):
            _catalogue(path)


def test_copies_and_snapshots_go_when_their_months_are_over_and_figures_stay(school) -> None:
    run_waiting()
    assert found(school) == {}
    last = Delivery.objects.latest("id").accepted_at
    first_snapshot, newest = Snapshot.objects.order_by("id")
    with time_machine.travel(months_before(last, -24) - timedelta(days=1), tick=False):
        assert "copies" not in found(school)
    with time_machine.travel(months_before(last, -24) + timedelta(days=1), tick=False):
        # Jobs are kept three months, mails there were none of; two deliveries, of which one kept a row out.
        assert found(school) == {"copies": 2, "jobs": 2}
        assert keeping.tidy(school) == NOTHING | {"copies": 2, "jobs": 2}
        assert not QuarantinedRow.objects.exists()
        assert not DeliveredFile.objects.exclude(kept="").exists()
        assert not list((Path(settings.PEJLING_HOME) / "deliveries").rglob("*.csv"))
        assert Spell.objects.filter(organisation=school, student=HER).exists()
        assert found(school) == {}
    runs = Run.objects.filter(snapshot=first_snapshot).count()
    assert runs > 0
    with time_machine.travel(months_before(last, -60) + timedelta(days=1), tick=False):
        assert keeping.tidy(school)["snapshots"] == 1
    first_snapshot.refresh_from_db()
    assert first_snapshot.expired_at is not None and first_snapshot.manifest["tables"]["spells"]["rows"] == 20
    assert not folder_of(first_snapshot).exists()
    assert folder_of(newest).is_dir()
    assert Run.objects.filter(snapshot=first_snapshot).count() == runs


def test_the_school_decides_and_for_ever_is_for_ever(school) -> None:
    last = Delivery.objects.latest("id").accepted_at
    actions.keep(by=None, organisation=school, key="copies", periods=None)
    actions.keep(by=None, organisation=school, key="jobs", periods=1)
    run_waiting()
    with time_machine.travel(months_before(last, -36), tick=False):
        assert found(school) == {"jobs": 2}


def test_students_go_only_when_the_school_says_so_and_all_they_had_is_over(school) -> None:
    """She left on 1 March 2025; the nineteen others have no end."""
    assert keeping.gone_before(school, date(2025, 3, 1)) == set()
    assert keeping.gone_before(school, date(2025, 3, 2)) == {HER}
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False):
        assert "students" not in found(school)
        actions.keep(by=None, organisation=school, key="students", periods=12)
        assert found(school)["students"] == 1
        assert keeping.tidy(school)["students"] == 1
    assert erasing.count(erasing.Wanted(school, frozenset({HER}))) == {}
    assert Spell.objects.filter(organisation=school).values("student").distinct().count() == 19
    [record] = records.read_all()
    assert records.keyed(school.uuid, "student", HER) in record.hashes


def test_users_are_forgotten_after_their_last_role_and_what_they_did_stays(school, neighbour) -> None:
    now = timezone.now()
    gone, moved, here = (
        accounts.add_user(by=None, email=f"{name}@skolen.example", name=name)
        for name in ("gone", "moved", "here")
    )
    for user in (gone, moved, here):
        accounts.grant(by=user, user=user, organisation=school, role="quality_lead")
    accounts.grant(by=None, user=moved, organisation=neighbour, role="quality_lead")
    Membership.objects.filter(user__in=[gone, moved], organisation=school).update(ended_at=now)
    with time_machine.travel(months_before(now, -12) - timedelta(days=2), tick=False):
        assert "users" not in found(school)
    with time_machine.travel(months_before(now, -12) + timedelta(days=2), tick=False):
        assert keeping.tidy(school)["users"] == 1
        assert found(school).get("users") is None
    for user in (gone, moved, here):
        user.refresh_from_db()
    assert (gone.name, gone.is_active, gone.has_usable_password()) == ("", False, False)
    assert gone.email == f"{gone.uuid}@erased.invalid"
    assert (moved.name, here.name) == ("moved", "here")
    assert Entry.objects.filter(by=gone.uuid, verb="grant").exists()


def test_a_file_to_hand_over_lies_for_a_day(school) -> None:
    request = actions.ask(by=None, organisation=school, kind="export", about="student", subject=HER)
    params = {"request": str(request.uuid)}
    jobs.enqueue(by=None, organisation=school, kind="persons.look", params=params)
    run_waiting()
    request.refresh_from_db()
    assert request.state == PersonRequest.State.READY
    path = exporting.file_of(request)
    with time_machine.travel(timezone.now() + timedelta(hours=23), tick=False):
        keeping.tidy(school)
        assert path.is_file()
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert keeping.tidy(school)["exports"] == 1
    assert not path.exists()
    request.refresh_from_db()
    assert request.state == PersonRequest.State.DONE


def test_it_is_done_every_night_and_the_installations_own_logs_once(school, neighbour) -> None:
    ensure_planned()
    planned = Schedule.objects.filter(kind__startswith="keeping.").values_list(
        "kind", "organisation__name", "every"
    )
    assert sorted(planned, key=str) == [
        ("keeping.tidy", "Naboskolen", "daily"),
        ("keeping.tidy", "Skolen", "daily"),
        ("keeping.tidy_installation", None, "weekly"),
    ]
    with time_machine.travel(months_before(timezone.now(), -61), tick=False):
        jobs.enqueue(by=None, organisation=None, kind="keeping.tidy_installation")
        jobs.enqueue(by=None, organisation=school, kind="keeping.look")
        ended = run_waiting()
    assert [job.state for job in ended if job.kind.startswith("keeping.")] == ["done", "done"]
    assert Job.objects.get(kind="keeping.look").result["found"]["copies"] == 2


def test_an_invitation_that_is_over_is_kept_a_year_and_an_open_one_longer(school) -> None:
    now = timezone.now()
    common = {"organisation": school, "role": "board", "expires_at": now + timedelta(days=14)}
    Invitation.objects.create(**common, email="a@skolen.example", token_hash="a", accepted_at=now)
    Invitation.objects.create(**common, email="b@skolen.example", token_hash="b")
    with time_machine.travel(months_before(now, -12) + timedelta(days=1), tick=False):
        assert keeping.tidy(school)["invitations"] == 1
    assert Invitation.objects.get().email == "b@skolen.example"
