"""One person's data by the pages: look, hand over, erase; and how long things are kept."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.roles import ROLES
from pejling.base.audit.models import Entry
from pejling.base.jobs.doing import run_waiting
from pejling.base.jobs.models import Job
from pejling.facts.deliveries.cpr import keyed_hash
from pejling.facts.deliveries.hash_key import hash_key
from pejling.facts.persons.models import KeepingRule, PersonRequest
from pejling.facts.register.models import Spell, Student
from tests.integration.web.reading_pages import tables

#: of the school's two deliveries: enrolled in both, a leaver among 20
STUDENT = "N24-3"


def address(school, name: str, asked: PersonRequest | None = None) -> str:
    return reverse(name, args=[school.uuid, *([asked.uuid] if asked else [])])


def ask(client: Client, school, **said: str) -> PersonRequest:
    answer = client.post(address(school, "personal_data_ask"), said)
    assert answer.status_code == 302, answer.content.decode()
    made = PersonRequest.objects.latest("id")
    assert answer["Location"] == address(school, "personal_data_one", made)
    return made


def test_a_student_is_looked_for_shown_asked_about_erased_and_forgotten(school, clients) -> None:
    admin = clients["administrator"]
    asked = ask(admin, school, kind="erase", student=f"  {STUDENT} ")
    waiting = admin.get(address(school, "personal_data_one", asked)).content.decode()
    assert "hx-get" in waiting and "Slet for altid" not in waiting
    run_waiting()
    there = admin.get(address(school, "personal_data_one", asked))
    [table] = tables(there)
    # One enrolment told twice without a change, one name, the pseudonym; a row in each of two files.
    assert table[1:] == [
        ["Indskrivninger", "1"],
        ["Navn", "1"],
        ["Det tilfældige navn, der bruges i øjebliksbilleder", "1"],
        ["Filer med rækker om personen", "2"],
        ["Rækker i leverede filer", "2"],
    ]
    refused = admin.post(address(school, "personal_data_erase", asked), {"again": "N24-4"})
    assert refused.status_code == 422
    assert "Det er ikke den, anmodningen handler om" in refused.content.decode()
    assert Spell.objects.filter(organisation=school, student=STUDENT).exists()
    admin.post(address(school, "personal_data_erase", asked), {"again": STUDENT})
    run_waiting()
    done = admin.get(address(school, "personal_data_one", asked))
    assert tables(done)[0][1:] == table[1:]
    assert "intet var tilbage" in done.content.decode()
    assert not Spell.objects.filter(organisation=school, student=STUDENT).exists()
    for where in ("personal_data", "audit", "jobs"):
        assert STUDENT not in admin.get(reverse(where, args=[school.uuid])).content.decode()
    assert STUDENT not in done.content.decode()
    assert STUDENT not in json.dumps(list(Job.objects.values("params", "result", "problem", "key")))
    late = admin.post(address(school, "personal_data_erase", asked), {"again": STUDENT}, follow=True)
    assert "kan ikke gøres længere" in late.content.decode()


def test_a_file_is_made_fetched_and_noted(school, clients) -> None:
    admin = clients["administrator"]
    asked = ask(admin, school, kind="export", student="N24-1")
    run_waiting()
    assert "Filen er klar" in admin.get(address(school, "personal_data_one", asked)).content.decode()
    answer = admin.post(address(school, "personal_data_fetch", asked))
    content = b"".join(answer.streaming_content)
    assert "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = json.loads(archive.read("data.json"))
        letter = archive.read("laes-mig-foerst.txt").decode()
        book = openpyxl.load_workbook(io.BytesIO(archive.read("data.xlsx")))
    parts = {part["key"]: part["rows"] for part in data["parts"]}
    assert {row["student"] for row in parts["register.Spell"]} == {"N24-1"}
    # As written in small_school: he left on 1 November 2024, and the school says why.
    assert parts["register.Spell"][0]["ends_on"] == "2024-11-01"
    assert [row["Lokal årsag"] for row in parts["copies"]] == ["fortrudt valg"] * 2
    assert len({row["snapshot"] for row in parts["snapshots"]}) == 2
    assert all(row["pseudonym"] == parts["register.Pseudonym"][0]["name"] for row in parts["snapshots"])
    assert "Småskolen" in letter and "- Indskrivninger" in letter
    assert book.sheetnames[0] == "Indskrivninger"
    assert "N24-10" not in json.dumps(data)
    assert Entry.objects.filter(verb="fetch_export", subject=str(asked.uuid)).count() == 1


def test_a_user_gets_everything_but_secrets(made, school, clients) -> None:
    user = made.readers["quality_lead"]
    asked = ask(clients["administrator"], school, kind="export", user=user.email.upper())
    run_waiting()
    answer = clients["administrator"].post(address(school, "personal_data_fetch", asked))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        data = json.loads(archive.read("data.json"))
    parts = {part["key"]: part["rows"] for part in data["parts"]}
    assert parts["accounts.User"][0]["email"] == user.email
    assert "password" not in parts["accounts.User"][0]
    assert [row["role"] for row in parts["accounts.Membership"]] == ["quality_lead"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Skriv enten et elevnummer eller en e-mailadresse"),
        ({"student": "1", "user": "a@b.example"}, "Skriv enten et elevnummer eller en e-mailadresse"),
        ({"student": "Anna 010180-0000"}, "Der står et CPR-nummer"),
        ({"user": "nobody@skolen.example"}, "Ingen med den adresse"),
        ({"user": "no address"}, "e-mail"),
    ],
)
def test_what_cannot_be_asked_is_said_and_a_cpr_number_is_not_shown(school, clients, said, why) -> None:
    answer = clients["administrator"].post(address(school, "personal_data_ask"), {"kind": "export", **said})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert "010180" not in answer.content.decode()
    assert not PersonRequest.objects.exists()


def test_nothing_held_is_said_and_a_request_can_be_withdrawn(school, clients) -> None:
    admin = clients["administrator"]
    asked = ask(admin, school, kind="export", student="4711")
    run_waiting()
    assert (
        "Skolen har intet i Pejling"
        in admin.get(address(school, "personal_data_one", asked)).content.decode()
    )
    asked = ask(admin, school, kind="erase", student="N24-2")
    run_waiting()
    answer = admin.post(address(school, "personal_data_withdraw", asked), follow=True)
    assert "Intet er ændret" in answer.content.decode()
    asked.refresh_from_db()
    assert (asked.state, asked.subject) == ("withdrawn", "")


def test_the_last_administrator_is_not_erased(made, school, clients) -> None:
    """Nobody would be left to let others in: as when a role is ended."""
    admin, email = clients["administrator"], made.readers["administrator"].email
    asked = ask(admin, school, kind="erase", user=email)
    run_waiting()
    refused = admin.post(address(school, "personal_data_erase", asked), {"again": email})
    assert refused.status_code == 422
    assert "Giv først en anden rollen" in refused.content.decode()
    asked.refresh_from_db()
    assert asked.state == "found"
    new_administrator(school)
    assert admin.post(address(school, "personal_data_erase", asked), {"again": email}).status_code == 302


def new_administrator(school) -> None:
    user = accounts.add_user(by=None, email="anden@skole.example")
    accounts.grant(by=None, user=user, organisation=school, role="administrator")


def test_only_those_who_look_after_personal_data_at_this_school(school, empty_school, clients) -> None:
    asked = ask(clients["administrator"], school, kind="export", student="N24-1")
    run_waiting()
    for role, found in ROLES.items():
        if "manage_personal_data" not in found.verbs:
            assert clients[role].post(address(school, "personal_data_fetch", asked)).status_code == 403
            assert clients[role].post(address(school, "personal_data_ask"), {}).status_code == 403
    elsewhere = clients["empty administrator"]
    for name in ("personal_data_fetch", "personal_data_erase", "personal_data_withdraw"):
        assert elsewhere.post(address(school, name, asked)).status_code == 404
        assert elsewhere.post(address(empty_school, name, asked)).status_code == 404
    assert elsewhere.get(address(empty_school, "personal_data_one", asked)).status_code == 404


def test_periods_are_saved_all_or_none(school, clients) -> None:
    admin, where = clients["administrator"], address(school, "personal_data_keep")
    page = admin.get(address(school, "personal_data_keeping"))
    [table] = tables(page)
    assert len(table) == 12
    said = {"copies": "12", "students": "", "uploads": "1", "exports": "1", "undone": "30", "snapshots": "60",
            "users": "12", "invitations": "12", "mails": "12", "jobs": "3", "audit": "60"}  # fmt: skip
    for wrong in ("0", "121", "-1", "1,5", "mange", "²"):
        answer = admin.post(where, {**said, "copies": wrong})
        assert answer.status_code == 422
        assert "Skriv et helt tal fra 1 til 120" in answer.content.decode()
    assert not KeepingRule.objects.exists()
    admin.post(where, {**said, "snapshots": ""})
    assert dict(KeepingRule.objects.values_list("key", "keep")) == {"copies": 12, "snapshots": None}
    assert Entry.objects.filter(verb="keep", organisation=school.uuid).count() == 2


def test_nothing_is_removed_by_hand_before_somebody_has_seen_what(school, clients) -> None:
    admin = clients["administrator"]
    keeping, tidy = address(school, "personal_data_keeping"), address(school, "personal_data_tidy")
    run_waiting()
    unseen = admin.post(tidy, {}, follow=True)
    assert "Se først, hvad der ville blive fjernet" in unseen.content.decode()
    assert not Job.objects.filter(kind="keeping.tidy").exists()
    Job.objects.update(finished_at=timezone.now() - timedelta(days=200))
    admin.post(address(school, "personal_data_look"))
    run_waiting()
    [table] = tables(admin.get(keeping))
    due = {row[0]: row[-1] for row in table[1:]}
    # What two deliveries and a mail left behind, all of it old by now.
    assert due["Opgaver, der er slut"] == "3"
    seen = Job.objects.get(kind="keeping.look")
    admin.post(tidy, {"seen": str(seen.uuid)})
    run_waiting()
    done = admin.get(keeping)
    assert ["Opgaver, der er slut", "3"] in tables(done)[1]
    assert not Job.objects.filter(kind="figures.refresh", organisation=school).exists()


def test_the_pages_cost_no_more_with_many_requests(school, clients, django_assert_max_num_queries) -> None:
    PersonRequest.objects.bulk_create(
        PersonRequest(
            organisation=school, kind="export", about="student", state="done", ended_at=timezone.now()
        )
        for _ in range(60)
    )
    with django_assert_max_num_queries(12):
        assert clients["administrator"].get(address(school, "personal_data")).status_code == 200
    with django_assert_max_num_queries(12):
        assert clients["administrator"].get(address(school, "personal_data_keeping")).status_code == 200


def test_a_cpr_number_is_looked_for_as_its_hash_and_kept_nowhere(school, clients) -> None:
    """For schools whose extracts hold no student number."""
    admin = clients["administrator"]
    known = keyed_hash("0101800000", hash_key())
    Student.objects.filter(organisation=school, student="N24-5").update(student=known)
    asked = ask(admin, school, kind="erase", student="010180-0000")
    assert asked.subject == known
    run_waiting()
    page = admin.get(address(school, "personal_data_one", asked))
    assert ["Navn", "1"] in tables(page)[0]
    wrong = admin.post(address(school, "personal_data_erase", asked), {"again": "010180-0001"})
    assert wrong.status_code == 422 and "010180" not in wrong.content.decode()
    admin.post(address(school, "personal_data_erase", asked), {"again": "010180-0000"})
    run_waiting()
    assert not Student.objects.filter(organisation=school, student=known).exists()
