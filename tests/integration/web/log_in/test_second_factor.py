"""No students without a second factor: set up, asked for at log-in, and held back where it hasn't been given."""

from __future__ import annotations

import base64
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pejling.base.accounts.models import User
from pejling.base.audit.models import Entry
from pejling.base.login.factors.actions import set_up_app
from pejling.base.login.factors.queries import has_factor
from pejling.base.organisations.models import Organisation
from tests.integration.base.login.test_codes import AT, SECRET, current
from tests.integration.web.conftest import danish
from tests.integration.web.log_in.readers import NEW, PASSWORD, log_in, reader

ASK = "/log-in/second-factor/"
UNPROVED = "Du er logget ind uden totrinslogin"


@pytest.fixture
def user(school: Organisation) -> User:
    return reader(school)


@pytest.fixture
def codes(user: User) -> list[str]:
    """The user's recovery codes; the app was set up some minutes before AT."""
    with time_machine.travel(AT - 600, tick=False):
        return set_up_app(by=user, secret=SECRET, code=current())


def sees_students(client: Client, school: Organisation) -> bool:
    """Whether names come with the rows that were counted, and the deliveries are shown."""
    counted = client.get(
        reverse("figures_one", args=[school.uuid, "dropout"]), {"rows": "events", "window": "12"}
    )
    data = client.get(reverse("deliveries", args=[school.uuid]))
    names = "Anna N24-0" in counted.content.decode()
    assert (data.status_code == 200) == names
    return names


def test_a_password_alone_shows_figures_but_no_students(user: User, school: Organisation) -> None:
    client = danish()
    assert log_in(client).status_code == 302
    page = client.get(reverse("retention", args=[school.uuid]))
    assert page.status_code == 200
    assert UNPROVED in page.content.decode()
    assert not sees_students(client, school)
    refused = client.get(reverse("deliveries", args=[school.uuid]))
    assert refused.status_code == 403
    assert "totrinslogin" in refused.content.decode() and reverse("account") in refused.content.decode()
    assert "Du ser ikke alt endnu" in client.get(reverse("account")).content.decode()


def test_setting_it_up_shows_them_at_once(user: User, school: Organisation) -> None:
    client = danish()
    with time_machine.travel(AT, tick=False):
        set_up_in_the_browser(client)
        assert has_factor(user)
        assert sees_students(client, school)
        assert UNPROVED not in client.get(reverse("retention", args=[school.uuid])).content.decode()
        other = danish()
        assert log_in(other)["Location"] == ASK


def set_up_in_the_browser(client: Client) -> None:
    """Log in, read the secret off the page, and give its code after a wrong one."""
    log_in(client)
    page = client.get(reverse("factor_app")).content.decode()
    secret = re.search(r'pj-secret"[^>]*>([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    wrong = client.post(reverse("factor_app"), {"code": "000000"})
    assert wrong.status_code == 400 and secret[:4] in wrong.content.decode()
    done = client.post(reverse("factor_app"), {"code": current(base64.b32decode(secret))})
    assert done.status_code == 200
    assert len(re.findall(r"<code>\d{8}</code>", done.content.decode())) == 10


def test_log_in_asks_for_the_code_before_anything_is_shown(
    user: User, codes: list[str], school: Organisation
) -> None:
    client, where = danish(), reverse("figures", args=[school.uuid])
    with time_machine.travel(AT, tick=False):
        assert log_in(client, next=where)["Location"] == ASK
        for name in ("retention", "figures"):
            page = client.get(reverse(name, args=[school.uuid]))
            assert page.status_code == 302 and page["Location"].startswith(reverse("login"))
        assert client.get(reverse("account")).status_code == 302
        wrong = client.post(ASK, {"code": "123456"})
        assert wrong.status_code == 400 and "Koden er ikke rigtig" in wrong.content.decode()
        assert client.get(where).status_code == 302
        assert client.post(ASK, {"code": "050471"})["Location"] == where
        assert sees_students(client, school)
        assert log_in(danish(), next="https://example.org/")["Location"] == ASK


def test_going_on_after_the_code_leads_nowhere_else(user: User, codes: list[str]) -> None:
    client = danish()
    log_in(client, next="//example.org")
    assert client.post(ASK, {"code": codes[0]})["Location"] == reverse("home")


def test_a_recovery_code_lets_in_once_and_is_told_of(user: User, codes: list[str]) -> None:
    client = danish()
    log_in(client)
    answer = client.post(ASK, {"code": codes[0]}, follow=True)
    assert "der er 9 tilbage" in answer.content.decode()
    assert Entry.objects.filter(verb="use_recovery_code", by=user.uuid).count() == 1
    again = danish()
    log_in(again)
    assert again.post(ASK, {"code": codes[0]}).status_code == 400


def test_the_code_must_come_soon_and_after_the_password(user: User, codes: list[str]) -> None:
    assert danish().get(ASK)["Location"] == reverse("login")
    assert danish().post(ASK, {"code": codes[0]})["Location"] == reverse("login")
    client = danish()
    with time_machine.travel(AT, tick=False):
        log_in(client)
    with time_machine.travel(AT + 601, tick=False):
        assert client.post(ASK, {"code": codes[0]})["Location"] == reverse("login")


def test_a_password_changed_meanwhile_ends_the_waiting(user: User, codes: list[str]) -> None:
    client = danish()
    log_in(client)
    user.set_password(NEW)
    user.save()
    assert client.post(ASK, {"code": codes[0]})["Location"] == reverse("login")


def test_codes_cannot_be_guessed_at(user: User, codes: list[str]) -> None:
    client = danish()
    log_in(client)
    statuses = [client.post(ASK, {"code": f"{n:06}"}).status_code for n in range(7)]
    assert statuses == [400] * 5 + [429] * 2
    # Neither by logging in anew.
    other = danish()
    log_in(other)
    assert other.post(ASK, {"code": codes[0]}).status_code == 429


@pytest.mark.parametrize("page", ["factor_app_remove", "factor_recovery"])
def test_changing_it_takes_a_code(page: str, user: User, codes: list[str]) -> None:
    client = danish()
    log_in(client)
    client.post(ASK, {"code": codes[0]})
    assert client.get(reverse(page)).status_code == 200
    assert client.post(reverse(page), {"code": "000000"}).status_code == 400
    assert has_factor(user)
    answer = client.post(reverse(page), {"code": codes[1]}, follow=True)
    assert answer.status_code == 200
    assert has_factor(user) == (page == "factor_recovery")
    if page == "factor_recovery":
        assert not set(re.findall(r"<code>(\d{8})</code>", answer.content.decode())) & set(codes)


def test_the_log_says_how_somebody_logged_in(user: User, codes: list[str], school: Organisation) -> None:
    client = danish()
    log_in(client)
    client.post(ASK, {"code": codes[0]})
    client.post(reverse("logout"))
    rows = Entry.objects.filter(by=user.uuid, organisation=school.uuid).order_by("id")
    assert [(row.verb, row.fields) for row in rows if row.verb.startswith("log_")] == [
        ("log_in", ["password", "recovery"]),
        ("log_out", []),
    ]


def test_a_demo_user_needs_none_and_may_set_up_none(school: Organisation, clients, made, settings) -> None:
    settings.DEMO = True
    user = made.readers["quality_lead"]
    User.objects.filter(pk=user.pk).update(is_demo=True)
    client = danish()
    assert client.post(reverse("login_demo"), {"user": str(user.uuid)}).status_code == 302
    assert sees_students(client, school)
    assert "demobruger" in client.get(reverse("factor_app")).content.decode()
    assert not has_factor(user)


def test_the_password_itself_is_not_enough_to_invite(school: Organisation) -> None:
    """Whoever may let others in could let himself in as somebody who sees students."""
    reader(school, "administrator")
    client = danish()
    log_in(client, password=PASSWORD)
    assert client.get(reverse("letting_in", args=[school.uuid])).status_code == 403
