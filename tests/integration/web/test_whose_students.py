"""Figures and names by role: whoever has an agreement in force today is named, and nobody else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.access import access_of
from pejling.base.accounts.models import User
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.register.queries import people_behind
from pejling.facts.register.reach import pseudonyms_within, spells_within
from pejling.facts.snapshots.queries import newest
from pejling.flows.take_in import take_in
from pejling.web.components import reading
from tests.integration.facts.school_files import AGREEMENTS, ENROLMENTS, enrolment, write
from tests.integration.web.conftest import logged_in

AS_OF = date(2026, 10, 20)
#: student -> department, class, initials, municipality, workplace, first and last day of the agreement
PEOPLE = {
    "elev-a": ("Nord", "N1", "AB", "Elmose", "Birken", "01-08-2025", ""),
    "elev-b": ("Nord", "N1", "CD", "Elmose", "Birken", "01-08-2025", "01-03-2026"),
    "elev-c": ("Nord", "N2", "AB", "Fjordby", "Egen", "01-08-2025", ""),
    "elev-d": ("Syd", "S1", "EF", "Elmose", "Egen", "01-08-2025", ""),
    "elev-e": ("Syd", "S1", "EF", "Fjordby", "Birken", "01-08-2027", ""),
}


@pytest.fixture
def school(db, settings, tmp_path: Path) -> Organisation:
    settings.PEJLING_HOME = tmp_path / "home"
    for folder in ("deliveries", "snapshots", "keys", "locks"):
        (settings.PEJLING_HOME / folder).mkdir(parents=True)
    made = organisations.found(by=None, name="Aftaleskolen")
    spells = [
        enrolment(student, "01-08-2025", Afdeling=p[0], Hold=p[1], Kontaktlærer=p[2], Navn=f"Navn {student}")
        for student, p in PEOPLE.items()
    ]
    signed = [
        {"Elevnr": student, "Aftalenr": "1", "Kommune": p[3], "Oplæringssted": p[4], "Uddannelse": "SSA",
         "Aftale fra": p[5], "Aftale til": p[6]}
        for student, p in PEOPLE.items()
    ]  # fmt: skip
    files = [write(tmp_path / "e.csv", ENROLMENTS, spells), write(tmp_path / "a.csv", AGREEMENTS, signed)]
    take_in(by=None, organisation=made, paths=files, mapping=load_mapping("uddata"), as_of=AS_OF)
    return made


def reader(school: Organisation, role: str, **scopes: list[str]) -> User:
    """A new user in that role, held to the scopes."""
    user = accounts.add_user(by=None, email=f"{role}{User.objects.count()}@example.dk")
    held = {name.rstrip("_"): values for name, values in scopes.items()}
    accounts.grant(by=None, user=user, organisation=school, role=role, scopes=held)
    return user


def students(school: Organisation, user: User) -> str:
    """The letters of the students whose names the user may see."""
    access = access_of(user, school)
    assert access is not None
    rows = spells_within(school, access.reach("see_persons"), AS_OF)
    return "".join(sorted(row.student[-1] for row in rows))


def counted(school: Organisation, user: User) -> int:
    """How many the user's retention figure counts."""
    access = access_of(user, school)
    snapshot = newest(school)
    assert access is not None and snapshot is not None
    with travel(AS_OF, tick=False):
        (value,) = reading.values(snapshot, "retention", where=reading.held_to(access, {}))
    return value.n


#: role, what it is held to, the students it names, and how many its retention figure counts
WANTED = [
    ("quality_lead", {}, "abcde", 5),
    ("administrator", {}, "", 5),
    ("counsellor", {"department": ["Nord"]}, "abc", 3),
    ("counsellor", {}, "", 0),
    ("contact_teacher", {"class_": ["N1"]}, "ab", 2),
    ("contact_teacher", {"contact_teacher": ["AB"]}, "ac", 2),
    ("contact_teacher", {"contact_teacher": ["AB"], "class_": ["N1"]}, "a", 1),
    # b's agreement with Elmose has ended: no name any more, but part of the figure it began in.
    ("municipal_consultant", {"municipality": ["Elmose"]}, "ad", 3),
    # e's agreement with Fjordby begins next year.
    ("municipal_consultant", {"municipality": ["Fjordby"]}, "c", 1),
    ("team_leader", {"municipality": ["Elmose"], "workplace": ["Egen"]}, "d", 1),
    ("student_coordinator", {"workplace": ["Birken"]}, "a", 3),
    ("training_supervisor", {"student": ["elev-b", "elev-e"]}, "be", 2),
    ("region", {"municipality": ["Elmose"]}, "", 3),
    ("board", {}, "", 5),
]


def test_names_and_figures_by_role(school: Organisation) -> None:
    for role, scopes, named, n in WANTED:
        user = reader(school, role, **scopes)
        assert (students(school, user), counted(school, user)) == (named, n), (role, scopes)


def test_two_roles_are_added_together(school: Organisation) -> None:
    user = reader(school, "counsellor", department=["Syd"])
    accounts.grant(
        by=None, user=user, organisation=school, role="contact_teacher", scopes={"contact_teacher": ["AB"]}
    )
    assert students(school, user) == "acde"
    assert counted(school, user) == 4


def test_whoever_is_out_of_reach_is_there_without_a_name(school: Organisation) -> None:
    """The query for names and the one for a single student agree for everybody, whatever the reach."""
    snapshot = newest(school)
    assert snapshot is not None
    rows = reading.rows_counted(snapshot, "retention", where=reading.Where(), window=None, variant=None)
    for role, scopes in (
        ("municipal_consultant", {"municipality": ["Elmose"]}),
        ("team_leader", {"municipality": ["Elmose"], "workplace": ["Egen"]}),
        ("contact_teacher", {"class_": ["N1"]}),
        ("training_supervisor", {"student": ["elev-b"]}),
        ("quality_lead", {}),
        ("board", {}),
    ):
        user = reader(school, role, **scopes)
        access = access_of(user, school)
        assert access is not None
        people = people_behind(school, rows.counted, reach=access.reach("see_persons"), today=AS_OF)
        assert len(people) == 5
        found = "".join(sorted(person.student[-1] for person in people.values() if person))
        assert found == students(school, user), role


def test_the_last_day_of_an_agreement_counts(school: Organisation) -> None:
    for today in (date(2026, 2, 28), date(2026, 3, 1)):
        rows = spells_within(school, [{"municipality": frozenset({"Elmose"})}], today)
        assert {row.student for row in rows} == {"elev-a", "elev-b", "elev-d"}
    after = spells_within(school, [{"municipality": frozenset({"Elmose"})}], date(2026, 3, 2))
    assert {row.student for row in after} == {"elev-a", "elev-d"}


def test_a_workplace_counts_those_who_left_it(school: Organisation) -> None:
    found = pseudonyms_within(school, {"workplace": frozenset({"Birken"})})
    assert len(found) == 3


def test_the_consultants_page_names_nobody_elses_students(school: Organisation) -> None:
    user = reader(school, "municipal_consultant", municipality=["Elmose"])
    client: Client = logged_in(user)
    address = reverse("figures_one", args=[school.uuid, "retention"])
    with travel(AS_OF, tick=False):
        text: Any = client.get(address, {"rows": "counted"}).content.decode()
        refused = client.get(reverse("retention", args=[school.uuid]), {"municipality": "Fjordby"})
    assert [letter for letter in "abcde" if f"Navn elev-{letter}" in text] == ["a", "d"]
    assert "ikke blandt dine elever i dag" in text
    assert refused.status_code == 403
    assert "Du ser kun dine egne elever" in refused.content.decode()


def test_the_list_of_students_holds_ones_own_and_no_choice_of_others(school: Organisation) -> None:
    consultant = logged_in(reader(school, "municipal_consultant", municipality=["Elmose"]))
    teacher = logged_in(reader(school, "contact_teacher", class_=["N1"]))
    where = reverse("students", args=[school.uuid])
    with travel(AS_OF, tick=False):
        text: Any = consultant.get(where).content.decode()
        mine: Any = teacher.get(where).content.decode()
        other = teacher.get(where, {"class_group": "S1"})
    assert [letter for letter in "abcde" if f"Navn elev-{letter}" in text] == ["a", "d"]
    assert "Birken" in text
    assert "Fjordby" not in text
    assert [letter for letter in "abcde" if f"Navn elev-{letter}" in mine] == ["a", "b"]
    assert "Syd" not in mine
    # With one class there is nothing to choose between, and what the address asks for shows nobody else.
    assert "Navn elev-d" not in other.content.decode()


def test_the_list_of_students_takes_the_same_queries_however_many(
    school: Organisation, django_assert_max_num_queries
) -> None:
    client = logged_in(reader(school, "quality_lead"))
    where = reverse("students", args=[school.uuid])
    with travel(AS_OF, tick=False):
        client.get(where)
        with django_assert_max_num_queries(16):
            assert "Navn elev-e" in client.get(where).content.decode()
