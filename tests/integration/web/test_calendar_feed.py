"""The calendar feed: a secret address of one's own, and a calendar as RFC 5545 wants it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from pejling.base.accounts.models import Membership
from pejling.base.organisations.models import Organisation
from pejling.base.tokens.models import CalendarAddress
from pejling.flows.personal.forgetting import forget
from pejling.quality.plans.models import Action, Goal, Milestone, Placing, Plan, SubAction
from tests.integration.web.conftest import danish

pytestmark = pytest.mark.usefixtures("_in_march")


@pytest.fixture
def _in_march() -> Any:
    with time_machine.travel(date(2026, 3, 10), tick=False):
        yield


@pytest.fixture
def plan(school: Organisation, db) -> Plan:
    """An adopted self-evaluation with a date of its own, an action with dates, and an internal action."""
    made = Plan.objects.create(
        organisation=school, kind="self_evaluation", title="Selvevaluering 2026", state="adopted",
        adopted_on=date(2026, 1, 5), period_from=date(2026, 1, 1), period_to=date(2026, 12, 31),
    )  # fmt: skip
    goal = Goal.objects.create(organisation=school, plan=made, title="Frafald", label="1", reason="Højt")
    for title, internal in (("Mentorordning", False), ("Samtale med én", True)):
        action = Action.objects.create(organisation=school, title=title, internal=internal)
        Placing.objects.create(organisation=school, goal=goal, action=action)
        stone(school, "Evalueres, " + "æ" * 80, "uge 38", date(2026, 9, 14), date(2026, 9, 20), action=action)
    stone(school, "Temadag", "24. april", date(2026, 4, 24), date(2026, 4, 24), plan=made)
    stone(school, "Møde", "hver måned", made.period_from, made.period_to, plan=made, recurring="month")
    return made


def stone(school: Organisation, title: str, when: str, first: date, last: date, **more: Any) -> Milestone:
    return Milestone.objects.create(
        organisation=school, title=title, when=when, first_day=first, last_day=last, **more
    )


def address_of(client: Client, school: Organisation) -> str:
    """Make one, as its owner does: it is shown once."""
    answer = client.post(reverse("calendar_address_make", args=[school.uuid]))
    assert answer.status_code == 200
    found = re.search(r"/calendar/[^<\"]+\.ics", answer.content.decode())
    assert found is not None
    return found[0]


def fetch(where: str) -> Any:
    """As a calendar program does: without a log-in."""
    return danish().get(where)


def events(where: str) -> dict[str, Any]:
    calendar = Calendar.from_ical(fetch(where).content)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def test_dates_as_whole_days_with_their_words(plan: Plan, clients: dict[str, Client]) -> None:
    found = events(address_of(clients["quality_lead"], plan.organisation))
    day = found["Temadag"]
    assert (day["DTSTART"].dt, day["DTEND"].dt) == (date(2026, 4, 24), date(2026, 4, 25))
    week = found["Mentorordning: Evalueres, " + "æ" * 80 + " (uge 38)"]
    assert (week["DTSTART"].dt, week["DTEND"].dt) == (date(2026, 9, 14), date(2026, 9, 21))
    assert str(week["URL"]).endswith(
        f"/plans/{plan.uuid}/actions/{Action.objects.get(title='Mentorordning').uuid}/"
    )
    monthly = found["Møde (hver måned)"]
    assert monthly["RRULE"].to_ical() == b"FREQ=MONTHLY;UNTIL=20261231;INTERVAL=1"
    published = found["Offentliggørelse"]
    assert (published["DTSTART"].dt, published["DTEND"].dt) == (date(2027, 1, 15), date(2027, 3, 2))
    assert "✓ Vedtagelse" in found
    assert any(name.startswith("Samtale med én") for name in found)


def test_dated_parts_of_actions_are_there_by_name(plan: Plan, clients: dict[str, Client]) -> None:
    action = Action.objects.get(title="Mentorordning")
    days = {"when": "uge 38", "first_day": date(2026, 9, 14), "last_day": date(2026, 9, 20)}
    for title, state in (("Find mentorer", "running"), ("Skriv ud", "done"), ("Droppet", "stopped")):
        SubAction.objects.create(
            organisation=plan.organisation, action=action, title=title, state=state, **days
        )
    SubAction.objects.create(organisation=plan.organisation, action=action, title="Engang", when="engang")
    where = address_of(clients["quality_lead"], plan.organisation)
    found = events(where)
    part = found["Mentorordning, del: Find mentorer (uge 38)"]
    assert (part["DTSTART"].dt, part["DTEND"].dt) == (date(2026, 9, 14), date(2026, 9, 21))
    assert str(part["URL"]).endswith(f"/actions/{action.uuid}/")
    assert "✓ Mentorordning, del: Skriv ud (uge 38)" in found
    assert not any("Droppet" in name or "Engang" in name for name in found)
    # Moved, it is the same event on another day; of an internal action only those at the school get any.
    SubAction.objects.filter(title="Find mentorer").update(first_day=date(2026, 9, 15))
    assert events(where)["Mentorordning, del: Find mentorer (uge 38)"]["UID"] == part["UID"]
    Action.objects.filter(pk=action.pk).update(internal=True)
    others = events(address_of(clients["luu"], plan.organisation))
    assert not any("del:" in name for name in others)


def test_the_file_is_as_rfc_5545_wants_it(plan: Plan, clients: dict[str, Client]) -> None:
    where = address_of(clients["quality_lead"], plan.organisation)
    answer = fetch(where)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    raw = answer.content
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no letter is cut in two by the folding
    assert b"Evalueres\\," in raw
    calendar = Calendar.from_ical(raw)
    assert (calendar["VERSION"], calendar["X-WR-TIMEZONE"]) == ("2.0", "Europe/Copenhagen")
    made = calendar.walk("VEVENT")
    uids = [str(event["UID"]) for event in made]
    assert len(set(uids)) == len(uids)
    assert all(event["DTSTAMP"].to_ical() == b"20260310T000000Z" for event in made)
    assert all(event["DTSTART"].params["VALUE"] == "DATE" for event in made)
    Milestone.objects.filter(title="Temadag").update(first_day=date(2026, 4, 25), last_day=date(2026, 4, 25))
    again = {str(event["UID"]) for event in Calendar.from_ical(fetch(where).content).walk("VEVENT")}
    assert again == set(uids)


def test_each_gets_what_each_may_see(plan: Plan, clients: dict[str, Client]) -> None:
    luu = events(address_of(clients["luu"], plan.organisation))
    assert "Temadag" in luu
    assert not any("Samtale med én" in name for name in luu)
    Plan.objects.update(state="draft", adopted_on=None)
    where = address_of(clients["luu"], plan.organisation)
    assert events(where) == {}
    assert events(address_of(clients["stranger"], clients_school(clients))) == {}


def clients_school(clients: dict[str, Client]) -> Organisation:
    return Organisation.objects.get(name="Tomskolen")


def test_an_address_works_until_it_is_revoked_or_another_is_made(
    plan: Plan, clients: dict[str, Client]
) -> None:
    lead, school = clients["quality_lead"], plan.organisation
    first = address_of(lead, school)
    second = address_of(lead, school)
    assert (fetch(first).status_code, fetch(second).status_code) == (404, 200)
    kept = CalendarAddress.objects.get(revoked_at__isnull=True)
    secret = second.removeprefix("/calendar/").removesuffix(".ics")
    assert secret not in (kept.digest, kept.start)
    assert len(kept.start) == 4
    assert kept.last_used_at is not None
    page = lead.get(reverse("calendar_address", args=[school.uuid])).content.decode()
    assert secret not in page
    lead.post(reverse("calendar_address_revoke", args=[school.uuid]))
    assert fetch(second).status_code == 404
    assert fetch("/calendar/nonsense.ics").status_code == 404


def test_an_address_dies_with_its_owners_access(plan: Plan, clients: dict[str, Client]) -> None:
    where = address_of(clients["board"], plan.organisation)
    assert fetch(where).status_code == 200
    holder = CalendarAddress.objects.get().user
    Membership.objects.filter(user=holder).update(valid_to=date(2026, 3, 9))
    assert fetch(where).status_code == 404


def test_whoever_is_forgotten_leaves_no_calendar(plan: Plan, clients: dict[str, Client]) -> None:
    where = address_of(clients["luu"], plan.organisation)
    forget(CalendarAddress.objects.get().user, plan.organisation)
    assert fetch(where).status_code == 404


def test_as_many_queries_for_many_dates_as_for_few(
    plan: Plan, clients: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    where = address_of(clients["quality_lead"], plan.organisation)
    fetch(where)
    with django_assert_max_num_queries(20) as few:
        fetch(where)
    for n in range(40):
        stone(plan.organisation, f"Dag {n}", "1. maj", date(2026, 5, 1), date(2026, 5, 1), plan=plan)
    with django_assert_max_num_queries(20) as many:
        fetch(where)
    assert len(many) == len(few) <= 14
