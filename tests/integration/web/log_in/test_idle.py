"""A session without a sign of life ends; asking how long it lasts is no sign of life."""

from __future__ import annotations

import time_machine
from django.test import Client
from django.urls import reverse

from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from tests.integration.web.conftest import danish
from tests.integration.web.log_in.readers import log_in, reader

NOON = 1_793_617_200


def at(minutes: float):
    return time_machine.travel(NOON + 60 * minutes, tick=False)


def begun(school: Organisation) -> Client:
    reader(school)
    client = danish()
    with at(0):
        log_in(client)
    return client


def test_half_an_hour_of_silence_ends_it(school: Organisation) -> None:
    client, where = begun(school), reverse("figures", args=[school.uuid])
    with at(29):
        assert client.get(where).status_code == 200
    with at(58):
        assert client.get(where).status_code == 200
    with at(88):
        answer = client.get(where, {"by": "department"})
        assert answer.status_code == 302
        assert answer["Location"] == f"/log-in/?idle=1&next={where.replace('/', '%2F')}%3Fby%3Ddepartment"
        assert "ikke skete noget i 30 minutter" in client.get(answer["Location"]).content.decode()
        assert log_in(client, next=f"{where}?by=department")["Location"] == f"{where}?by=department"
    assert Entry.objects.filter(verb="log_out", fields=["idle"], organisation=school.uuid).count() == 1


def test_the_time_is_a_setting(school: Organisation, settings) -> None:
    settings.IDLE_MINUTES = 5
    client, where = begun(school), reverse("figures", args=[school.uuid])
    with at(5):
        assert client.get(where).status_code == 302


def test_a_fragment_is_told_to_load_the_log_in(school: Organisation) -> None:
    client = begun(school)
    with at(31):
        answer = client.get(reverse("figures", args=[school.uuid]), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/log-in/?idle=1")


def test_asking_is_no_sign_of_life_but_saying_so_is(school: Organisation) -> None:
    client, where = begun(school), reverse("session")
    with at(20):
        said = client.get(where).json()
        assert said["left"] == 10 * 60
    with at(25):
        assert client.get(where).json()["left"] == 5 * 60
        assert client.post(where).json()["left"] == 30 * 60
    with at(54):
        assert client.get(where).json()["left"] == 60
    with at(55):
        ended = client.get(where)
        assert ended.status_code == 302 and ended["Location"].startswith(reverse("login"))


def test_what_was_sent_too_late_is_not_done(school: Organisation) -> None:
    client = begun(school)
    with at(31):
        answer = client.post(reverse("password"), {"old": "a", "new": "b", "again": "b"})
    assert answer["Location"] == "/log-in/?idle=1"


def test_the_page_says_how_long_it_has(school: Organisation) -> None:
    client = begun(school)
    with at(10):
        page = client.get(reverse("figures", args=[school.uuid])).content.decode()
    assert 'data-left="1800"' in page
    assert "idle.js" not in danish().get(reverse("login")).content.decode()


def test_a_page_that_follows_a_job_keeps_nobody_logged_in(school: Organisation) -> None:
    """The bar asks every second, whether anybody looks at it or not."""
    client, where = begun(school), reverse("figures", args=[school.uuid])
    with at(20):
        assert client.get(where, headers={"X-Asks-By-Itself": "1"}).status_code == 200
    with at(31):
        assert client.get(where).status_code == 302
