"""A student is erased everywhere, nobody else is touched, and a backup put back doesn't bring her back."""

from __future__ import annotations

import csv
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import Scope
from pejling.base.audit.models import Entry
from pejling.base.jobs import actions as jobs
from pejling.base.jobs.doing import run_waiting
from pejling.base.login.actions import invite
from pejling.facts.deliveries.models import DeliveredFile, Delivery, QuarantinedRow
from pejling.facts.persons import actions
from pejling.facts.persons.models import PersonRequest
from pejling.facts.register.models import Absence, Agreement, Leaver, Pseudonym, Spell, Student
from pejling.facts.snapshots.queries import folder_of, newest
from pejling.flows import erasure
from pejling.flows.personal import erasing, exporting, holdings, records
from pejling.flows.take_in import freeze, undo
from tests.integration.flows.personal.conftest import FIRST, HER, deliver, first_files

pytestmark = pytest.mark.django_db

#: what the two deliveries hold of her, counted in conftest by hand: the enrolment in two versions, one name in two
#: spellings, a leave, an agreement, absence, the pseudonym; six rows in five files (two in the first), one
#: of them kept out for two dates that don't exist
HELD = {
    "register.Spell": 2,
    "register.Student": 2,
    "register.Leaver": 1,
    "register.Agreement": 1,
    "register.Absence": 1,
    "register.Pseudonym": 1,
    "copies": 5,
    "rows_in_copies": 6,
    "deliveries.QuarantinedRow": 2,
}


def everything(school) -> str:
    """All that the school's kept copies say."""
    files = DeliveredFile.objects.filter(organisation=school).exclude(kept="")
    return "\n".join((Path(settings.PEJLING_HOME) / file.kept).read_text("utf-8") for file in files)


def ask(school, kind: str = "erase", subject: str = HER) -> PersonRequest:
    made = actions.ask(by=None, organisation=school, kind=kind, about="student", subject=subject)
    jobs.enqueue(by=None, organisation=school, kind="persons.look", params={"request": str(made.uuid)})
    run_waiting()
    made.refresh_from_db()
    return made


def go_on(request: PersonRequest) -> PersonRequest:
    params = {"request": str(request.uuid)}
    job = jobs.enqueue(by=None, organisation=request.organisation, kind="persons.erase", params=params)
    actions.begin(by=None, request=request, job=job.uuid)
    run_waiting()
    request.refresh_from_db()
    return request


def test_it_says_what_it_will_do_does_it_and_says_what_it_did(school, neighbour) -> None:
    request = ask(school)
    assert (request.state, request.found) == ("found", HELD)
    assert Spell.objects.filter(organisation=school, student=HER).count() == 2
    go_on(request)
    assert (request.state, request.did, request.subject) == ("done", HELD, "")
    for model in holdings.of_students():
        assert not model.objects.filter(organisation=school, student=HER).exists(), model
        assert model is Leaver or model.objects.filter(organisation=school).exists(), model
    assert "Hende" not in everything(school)
    assert not QuarantinedRow.objects.filter(organisation=school).exists()
    assert Spell.objects.filter(organisation=school).values("student").distinct().count() == 19
    assert Spell.objects.filter(organisation=neighbour, student=HER).count() == 1
    assert everything(neighbour).count(f'"{HER}"') >= 1
    # Whoever reads the log learns that it was done, not to whom.
    said = " ".join(str(entry) + str(entry.fields) for entry in Entry.objects.filter(kind="PersonRequest"))
    assert "begin_erase" in said and f" {HER} " not in said


def test_the_others_rows_stay_where_they_were(school) -> None:
    file = DeliveredFile.objects.filter(organisation=school, position=0).order_by("delivery_id").first()
    path = Path(settings.PEJLING_HOME) / file.kept
    with path.open(newline="") as stream:
        before = list(csv.reader(stream, delimiter=";"))
    erasing.erase(erasing.Wanted(school, frozenset({HER})))
    with path.open(newline="") as stream:
        after = list(csv.reader(stream, delimiter=";"))
    # Rows 7 and 8 of the spreadsheet were hers (five others and the header come before them).
    assert after == [*before[:6], [], [], *before[8:]]
    assert before[6][0] == before[7][0] == HER


def test_snapshots_keep_a_name_that_leads_nowhere(school) -> None:
    files = sorted(folder_of(newest(school)).rglob("*.parquet"))
    before = [path.read_bytes() for path in files]
    erasing.erase(erasing.Wanted(school, frozenset({HER})))
    assert [path.read_bytes() for path in files] == before
    assert not Pseudonym.objects.filter(organisation=school, student=HER).exists()
    assert freeze(by=None, organisation=school).manifest["tables"]["spells"]["rows"] == 19


def test_a_membership_held_to_her_goes_on_seeing_nobody_rather_than_everybody(school) -> None:
    user = accounts.add_user(by=None, email="ove@skolen.example")
    accounts.grant(
        by=None, user=user, organisation=school, role="training_supervisor", scopes={"student": [HER]}
    )
    did = erasing.erase(erasing.Wanted(school, frozenset({HER})))
    assert did["accounts.Scope"] == 1
    assert [scope.value for scope in Scope.objects.filter(membership__user=user)] == [erasing.ERASED]


def test_nothing_held_says_so_and_forgets_the_number(school) -> None:
    request = ask(school, subject="4711")
    assert (request.state, request.found, request.subject) == ("nothing", {}, "")


def test_an_undone_delivery_after_it_does_not_bring_her_back(school, tmp_path: Path) -> None:
    erasing.erase(erasing.Wanted(school, frozenset({HER})))
    undo(by=None, organisation=school, delivery=Delivery.objects.filter(organisation=school).latest("id"))
    assert erasing.count(erasing.Wanted(school, frozenset({HER}))) == {}


def test_copies_by_a_mapping_that_is_gone_are_known_by_what_stands_in_them(school) -> None:
    """The column in which most values are students the school knows is the one that says whose a row is."""
    source = Delivery.objects.filter(organisation=school).first().source
    source.name = "long-gone"
    source.save()
    found = erasing.count(erasing.Wanted(school, frozenset({HER})))
    assert found["rows_in_copies"] == HELD["rows_in_copies"]
    erasing.erase(erasing.Wanted(school, frozenset({HER})))
    assert "Hende" not in everything(school)


def test_who_was_erased_is_erased_again_after_a_restore(school, neighbour, tmp_path: Path) -> None:
    """What came in before is taken out again; a student who came back since is not."""
    records.write(school, "student", [HER], timezone.now(), PersonRequest().uuid)
    erased_at = timezone.now()
    before = Spell.objects.filter(organisation=school, student=HER).count()
    assert before == 2  # as if an old backup had been put back
    did = erasure.reapply()
    assert did["register.Spell"] == 2 and did["rows_in_copies"] == 6
    assert "Hende" not in everything(school)
    assert Spell.objects.filter(organisation=neighbour, student=HER).exists()
    assert erasure.reapply() == {}
    assert erased_at < timezone.now()
    deliver(school, tmp_path, FIRST + timedelta(days=90), first_files())
    back = Spell.objects.filter(organisation=school, student=HER).count()
    assert back == 1
    assert erasure.reapply() == {}
    assert Spell.objects.filter(organisation=school, student=HER).count() == back
    assert Pseudonym.objects.filter(organisation=school, student=HER).exists()


def test_records_name_nobody_and_without_the_key_match_nobody(school, own_home: Path) -> None:
    path = records.write(school, "student", ["Elev 4711"], timezone.now(), PersonRequest().uuid)
    assert "Elev" not in path.read_text()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    [found] = records.read_all()
    assert records.keyed(school.uuid, "student", "Elev 4711") in found.hashes
    shutil.rmtree(own_home / "keys")
    assert records.keyed(school.uuid, "student", "Elev 4711") not in found.hashes


def test_every_personal_field_is_reached_or_says_why_not() -> None:
    from django.apps import apps

    missed = {
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        if model.__module__.startswith("pejling.")
        for name in model.PERSONAL - holdings.reached(model)
    }
    assert not missed
    labels = {model._meta.label for model in apps.get_models()}
    assert set(holdings.OTHERWISE) <= labels


def test_the_models_that_hold_students_are_those_of_the_register() -> None:
    assert set(holdings.of_students()) == {Spell, Student, Leaver, Agreement, Absence, Pseudonym}


def test_an_invitation_held_to_her_forgets_her_too(school) -> None:
    """Accepted or open: her number stood in it, and whoever accepts afterwards would be held to it again."""
    made = invite(
        by=None, organisation=school, email="ove@skolen.example", name="Ove", role="training_supervisor",
        scopes={"student": [HER, "3"]}, valid_from=None, valid_to=None,
    )  # fmt: skip
    assert erasing.count(erasing.Wanted(school, frozenset({HER})))["login.Invitation"] == 1
    assert erasing.erase(erasing.Wanted(school, frozenset({HER})))["login.Invitation"] == 1
    made.refresh_from_db()
    assert made.scopes == {"student": [erasing.ERASED, "3"]}


def test_a_file_that_was_made_to_be_handed_over_goes_with_her(school) -> None:
    hers, another = ask(school, "export"), ask(school, "export", "3")
    assert hers.state == another.state == "ready"
    assert exporting.file_of(hers).is_file()
    # Its name is the request's random number and nothing else: it can't tell whose it is.
    assert exporting.file_of(hers).name == f"{hers.uuid}.zip"
    assert hers.uuid.version == 4
    request = go_on(ask(school))
    assert (request.state, request.did["exports"]) == ("done", 1)
    hers.refresh_from_db()
    assert (hers.state, exporting.file_of(hers).exists()) == ("done", False)
    assert exporting.file_of(another).is_file()
