"""The audit log: whose acts are shown to whom, found again by person, act, object and date, and taken out."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.accounts.models import User
from pejling.base.audit.actions import record
from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery
from tests.integration.web.reading_pages import tables, workbook


@pytest.fixture
def lead(school: Organisation) -> User:
    return User.objects.get(email=f"quality_lead@{school.pk}.example")


@pytest.fixture
def acts(school: Organisation, lead: User) -> list[Entry]:
    """Three acts of the quality lead on three days of 2025; the middle one is nobody's but theirs."""
    Entry.objects.all().delete()
    delivery = Delivery.objects.filter(organisation=school).first()
    made = [
        record(by=lead, organisation=school, verb="undo", subject=delivery, fields=["state"]),
        record(by=lead, organisation=None, verb="set_password", subject=lead, fields=["password"]),
        record(by=None, organisation=school, verb="brand_new_verb", subject=school),
    ]
    # 23:30 in UTC on the last of January is the first of February in Denmark
    moments = [(2025, 1, 31, 23, 30), (2025, 2, 10, 12, 0), (2025, 3, 5, 8, 0)]
    for entry, moment in zip(made, moments, strict=True):
        Entry.objects.filter(pk=entry.pk).update(at=datetime(*moment, tzinfo=UTC))
    return made


def lines(client: Client, school: Organisation, **query: str) -> list[list[str]]:
    found = tables(client.get(reverse("audit", args=[school.uuid]), query))
    return [row[:5] for row in found[0][1:]] if found else []


def test_newest_first_in_words(school: Organisation, clients: dict[str, Client], acts: list[Entry]) -> None:
    rows = lines(clients["administrator"], school)
    assert [row[2] for row in rows] == ["brand new verb", "Adgangskode ændret", "Leverance fortrudt"]
    assert [row[1] for row in rows] == ["systemet eller kommandolinjen", "quality_lead", "quality_lead"]
    assert [row[3] for row in rows] == ["Organisation", "Bruger", "Leverance"]
    assert rows[1][4] == "quality_lead"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"what": "undo"}, ["Leverance fortrudt"]),
        ({"who": "system"}, ["brand new verb"]),
        ({"kind": "User"}, ["Adgangskode ændret"]),
        ({"at_from": "2025-02-01"}, ["brand new verb", "Adgangskode ændret", "Leverance fortrudt"]),
        ({"at_to": "2025-01-31"}, []),
        ({"at_from": "2.2.2025", "at_to": "5.3.2025"}, ["brand new verb", "Adgangskode ændret"]),
    ],
)
def test_found_again(
    school: Organisation,
    clients: dict[str, Client],
    acts: list[Entry],
    query: dict[str, str],
    wanted: list[str],
) -> None:
    assert [row[2] for row in lines(clients["administrator"], school, **query)] == wanted


def test_found_by_person_and_by_object(
    school: Organisation, clients: dict[str, Client], acts: list[Entry], lead: User
) -> None:
    assert len(lines(clients["administrator"], school, who=str(lead.uuid))) == 2
    by_id = lines(clients["administrator"], school, subject=acts[0].subject[:6].upper())
    assert [row[2] for row in by_id] == ["Leverance fortrudt"]


def test_another_school_and_its_people_are_not_here(
    school: Organisation, empty_school: Organisation, clients: dict[str, Client], acts: list[Entry]
) -> None:
    assert lines(clients["empty administrator"], empty_school) == []
    record(by=None, organisation=empty_school, verb="grant", subject=None)
    record(by=User(uuid=uuid4()), organisation=None, verb="set_password", subject=None)
    assert len(lines(clients["administrator"], school)) == 3
    where = reverse("audit", args=[school.uuid])
    stranger = User.objects.get(email=f"quality_lead@{empty_school.pk}.example")
    assert clients["administrator"].get(where, {"who": str(stranger.uuid)}).status_code == 400


def test_the_workbook_holds_what_was_found(
    school: Organisation, clients: dict[str, Client], acts: list[Entry]
) -> None:
    where = reverse("audit", args=[school.uuid])
    sheets = workbook(clients["administrator"].get(where, {"what": "undo", "excel": "1"}))
    log, about = (sheets[name] for name in sheets)
    assert len(log) == 2
    assert log[1][0] == datetime(2025, 2, 1, 0, 30)
    assert log[1][-2:] == ("state", acts[0].subject)
    assert dict(row[:2] for row in about)["Valgt"] == "Hvad: Leverance fortrudt"


def test_the_number_of_queries_does_not_grow_with_the_rows(
    school: Organisation, clients: dict[str, Client], acts: list[Entry], lead: User, django_assert_max_num_queries
) -> None:  # fmt: skip
    where = reverse("audit", args=[school.uuid])
    for _time in range(60):
        record(by=lead, organisation=school, verb="undo", subject=lead)
    with django_assert_max_num_queries(16):
        assert clients["administrator"].get(where).status_code == 200
    with django_assert_max_num_queries(16):
        assert clients["administrator"].get(where, {"size": "200"}).status_code == 200
