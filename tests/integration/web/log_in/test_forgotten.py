"""A forgotten password: chosen anew through a mail, without telling who has an account."""

from __future__ import annotations

import re

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import User
from pejling.base.mail.models import MailLog
from pejling.base.organisations.models import Organisation
from tests.integration.web.conftest import danish
from tests.integration.web.log_in.readers import EMAIL, NEW, PASSWORD, address_in, log_in, reader


def ask(email: str = EMAIL):
    return danish().post(reverse("forgotten"), {"email": email})


def choose(address: str, password: str = NEW):
    return danish().post(address, {"new": password, "again": password})


def test_the_mail_leads_to_a_new_password_and_other_sessions_end(school: Organisation) -> None:
    reader(school)
    before = danish()
    log_in(before)
    assert "Se i din mail" in ask("Karen@Skole.example").content.decode()
    address = address_in("login.reset")
    assert "example" not in address, "no e-mail in addresses"
    assert danish().get(address).status_code == 200
    assert choose(address)["Location"] == reverse("login")
    assert log_in(danish(), password=PASSWORD).status_code == 400
    assert log_in(danish(), password=NEW).status_code == 302
    assert before.get(reverse("account"))["Location"].startswith(reverse("login"))
    assert MailLog.objects.filter(template="login.password_changed", to=EMAIL).count() == 1


def test_the_address_works_once(school: Organisation) -> None:
    reader(school)
    ask()
    address = address_in("login.reset")
    choose(address)
    assert danish().get(address).status_code == 404
    assert choose(address, "helt andre nye ord").status_code == 404
    assert log_in(danish(), password=NEW).status_code == 302


def test_the_address_is_good_for_two_hours(school: Organisation) -> None:
    with time_machine.travel("2026-11-02T12:00:00+01:00", tick=False):
        reader(school)
        ask()
    address = address_in("login.reset")
    with time_machine.travel("2026-11-02T13:59:00+01:00", tick=False):
        assert danish().get(address).status_code == 200
    with time_machine.travel("2026-11-02T14:01:00+01:00", tick=False):
        assert danish().get(address).status_code == 404
        assert choose(address).status_code == 404


def test_a_weak_password_is_refused_and_the_address_still_works(school: Organisation) -> None:
    reader(school)
    ask()
    address = address_in("login.reset")
    assert choose(address, "kort").status_code == 400
    assert choose(address, "karen@skole.example").status_code == 400
    assert choose(address).status_code == 302


def test_the_answer_tells_nobody_who_has_an_account(school: Organisation) -> None:
    reader(school)

    def words(email: str) -> str:
        page = ask(email).content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|' + re.escape(email), "", page)

    assert words(EMAIL) == words("ingen@skole.example")
    assert not MailLog.objects.filter(to="ingen@skole.example").exists()


@pytest.mark.parametrize("kind", ["inactive", "demo", "elsewhere"])
def test_some_accounts_get_no_mail(kind: str, school: Organisation) -> None:
    user = reader(school)
    if kind == "elsewhere":
        user.set_unusable_password()
        user.save()
        SocialAccount.objects.create(user=user, provider="skole", uid="1")
    else:
        User.objects.filter(pk=user.pk).update(
            **{"is_active": False} if kind == "inactive" else {"is_demo": True}
        )
    assert ask().status_code == 200
    assert not MailLog.objects.filter(template="login.reset").exists()


def test_an_account_made_without_a_password_gets_one_this_way(db) -> None:
    accounts.add_user(by=None, email=EMAIL)
    ask()
    assert choose(address_in("login.reset")).status_code == 302
    assert log_in(danish(), password=NEW).status_code == 302


def test_a_mailbox_cannot_be_flooded(school: Organisation) -> None:
    reader(school)
    assert [ask().status_code for _ in range(7)] == [200] * 5 + [429] * 2
    assert MailLog.objects.filter(template="login.reset").count() == 5


@pytest.mark.parametrize("token", ["x", "abc-def", "æøå", "c5f-" + "0" * 32])
def test_a_made_up_address_is_explained(token: str, school: Organisation) -> None:
    user = reader(school)
    answer = danish().get(reverse("new_password", args=[user.uuid, token]))
    assert answer.status_code == 404
    assert "virker ikke længere" in answer.content.decode()
