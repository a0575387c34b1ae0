"""Too many wrong passwords: locked per account and per address, told alike whether there is an account or not."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pejling.base.audit.models import Entry
from pejling.base.mail.models import MailLog
from pejling.base.organisations.models import Organisation
from tests.integration.web.conftest import danish
from tests.integration.web.log_in.readers import EMAIL, NEW, PASSWORD, address_in, log_in, reader

START = "2026-11-02T12:00:20+01:00"


def try_in_vain(times: int, email: str = EMAIL, **more: str) -> list[int]:
    return [log_in(danish(), email, "forkert", **more).status_code for _ in range(times)]


@pytest.mark.parametrize("email", [EMAIL, "ingen@skole.example"])
def test_the_account_is_locked_and_the_page_says_until_when(email: str, school: Organisation) -> None:
    reader(school)
    with time_machine.travel(START, tick=False):
        assert try_in_vain(12, email) == [400] * 10 + [429] * 2
        answer = log_in(danish(), email.upper(), PASSWORD)
        assert answer.status_code == 429
        assert "Prøv igen kl. 12.16" in answer.content.decode()
    with time_machine.travel("2026-11-02T12:16:00+01:00", tick=False):
        assert log_in(danish(), email, PASSWORD).status_code == (302 if email == EMAIL else 400)


def test_the_page_is_the_same_for_who_has_an_account_and_who_has_none(school: Organisation) -> None:
    reader(school)

    def words(email: str) -> list[str]:
        pages = []
        for _ in range(11):
            page = log_in(danish(), email, "forkert").content.decode()
            pages.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|' + re.escape(email), "", page))
        return pages

    with time_machine.travel(START, tick=False):
        assert words(EMAIL) == words("ingen@skole.example")


def test_one_address_cannot_try_many_accounts(school: Organisation) -> None:
    reader(school)
    with time_machine.travel(START, tick=False):
        for number in range(100):
            log_in(danish(), f"a{number}@skole.example", "forkert", REMOTE_ADDR="203.0.113.9")
        assert log_in(danish(), REMOTE_ADDR="203.0.113.9").status_code == 429
        assert log_in(danish(), REMOTE_ADDR="203.0.113.10").status_code == 302


def test_a_right_password_forgets_the_wrong_ones(school: Organisation) -> None:
    reader(school)
    for _time in range(3):
        assert try_in_vain(9) == [400] * 9
        assert log_in(danish()).status_code == 302


def test_the_owner_is_told_and_the_log_too(school: Organisation) -> None:
    user = reader(school)
    try_in_vain(12)
    assert MailLog.objects.filter(template="login.locked_out", to=EMAIL).count() == 1
    rows = Entry.objects.filter(organisation=school.uuid, subject=str(user.uuid))
    assert rows.filter(verb="lock_out").count() == 1
    assert rows.filter(verb="log_in_refused").count() == 10


def test_an_administrator_unlocks(school: Organisation, clients: dict[str, Client]) -> None:
    user = reader(school)
    try_in_vain(11)
    page = clients["administrator"].get(reverse("letting_in", args=[school.uuid]), {"p-is": "locked"})
    assert user.name in page.content.decode() and "Lås op" in page.content.decode()
    unlock = reverse("letting_in_unlock", args=[school.uuid, user.uuid])
    for name in ("quality_lead", "board"):
        assert clients[name].post(unlock).status_code == 403
    outsider = reverse("letting_in_unlock", args=[school.uuid, user.uuid])
    assert clients["empty administrator"].post(outsider).status_code == 404
    assert log_in(danish()).status_code == 429
    assert clients["administrator"].post(unlock).status_code == 302
    assert log_in(danish()).status_code == 302
    assert Entry.objects.filter(verb="unlock", subject=str(user.uuid)).count() == 1


def test_another_schools_reader_cannot_be_unlocked_from_here(
    school: Organisation, empty_school: Organisation, clients: dict[str, Client]
) -> None:
    user = reader(school)
    there = reverse("letting_in_unlock", args=[empty_school.uuid, user.uuid])
    assert clients["empty administrator"].post(there).status_code == 404


def test_a_new_password_unlocks_too(school: Organisation) -> None:
    reader(school)
    try_in_vain(11)
    danish().post(reverse("forgotten"), {"email": EMAIL})
    danish().post(address_in("login.reset"), {"new": NEW, "again": NEW})
    assert log_in(danish(), password=NEW).status_code == 302


def test_changing_the_password_is_no_way_around(school: Organisation) -> None:
    reader(school)
    client = danish()
    log_in(client)
    sent = {"new": NEW, "again": NEW}
    answers = [client.post(reverse("password"), {"old": f"gæt {n}", **sent}) for n in range(11)]
    assert "mislykkede forsøg" in answers[-1].content.decode()
    client.post(reverse("password"), {"old": PASSWORD, **sent})
    assert log_in(danish(), password=NEW).status_code == 429
