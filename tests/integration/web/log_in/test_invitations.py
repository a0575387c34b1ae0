"""Invitations: one mail, one use, and the role they name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from pejling.base.accounts.holding import Refused
from pejling.base.accounts.models import Membership, User
from pejling.base.audit.models import Entry
from pejling.base.login.actions import invite, invite_again, withdraw
from pejling.base.login.models import Invitation
from pejling.base.mail.models import MailLog
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from tests.integration.web.conftest import danish, logged_in
from tests.integration.web.log_in.readers import NEW, address_in, log_in, reader

TO = "nynne@skole.example"
JOIN = {"name": "Nynne Ny", "new": NEW, "again": NEW}


def asked(school: Organisation, **changes) -> Invitation:
    given = {"role": "board", "scopes": {}, "valid_from": None, "valid_to": None, "name": "Nynne"}
    return invite(by=None, organisation=school, email="Nynne@Skole.example ", **{**given, **changes})


def address() -> str:
    return address_in("login.invitation", TO)


def test_an_invitation_shows_school_and_role_and_makes_the_account(school: Organisation) -> None:
    nord = school.parts.get(kind="department", name="Nord")
    asked(school, role="counsellor", scopes={"department": [nord]}, valid_to=date(2027, 7, 31))
    page = danish().get(address()).content.decode()
    assert "Småskolen" in page and "Elevvejleder" in page and "Nord" in page and "31. juli 2027" in page
    client = danish()
    answer = client.post(address(), JOIN)
    # The role shows students: the next step is the second factor.
    assert answer["Location"] == reverse("factor_app")
    user = User.objects.get(email=TO)
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.organisation, membership.valid_to) == (
        "counsellor",
        school,
        date(2027, 7, 31),
    )
    assert membership.scopes.get().part == nord
    assert client.get(reverse("retention", args=[school.uuid])).status_code == 200
    assert log_in(danish(), TO, NEW).status_code == 302


def test_reading_it_uses_nothing_up_and_accepting_does(school: Organisation) -> None:
    asked(school)
    where = address()
    for _time in range(3):
        assert danish().get(where).status_code == 200
    assert danish().post(where, JOIN)["Location"] == reverse("retention", args=[school.uuid])
    for answer in (danish().get(where), danish().post(where, JOIN)):
        assert answer.status_code == 410
        assert "allerede taget imod" in answer.content.decode()
    assert Membership.objects.filter(user__email=TO).count() == 1


def test_it_expires(school: Organisation) -> None:
    with time_machine.travel("2026-11-02T12:00:00+01:00", tick=False):
        asked(school)
    where = address()
    with time_machine.travel("2026-11-09T11:59:00+01:00", tick=False):
        assert danish().get(where).status_code == 200
    with time_machine.travel("2026-11-09T12:00:00+01:00", tick=False):
        assert danish().post(where, JOIN).status_code == 410
    assert not User.objects.filter(email=TO).exists()


def test_a_new_one_and_a_withdrawal_close_the_old_address(school: Organisation) -> None:
    first = asked(school)
    old = address()
    second = invite_again(by=None, invitation=first)
    assert danish().get(old).status_code == 410
    new = address()
    assert danish().get(new).status_code == 200
    withdraw(by=None, invitation=second)
    assert "trukket tilbage" in danish().get(new).content.decode()
    assert danish().post(new, JOIN).status_code == 410
    assert set(MailLog.objects.filter(to=TO).values_list("state", "sealed")) == {("failed", "")}


def test_who_has_an_account_accepts_as_that_account_only(
    school: Organisation, empty_school: Organisation
) -> None:
    user = reader(empty_school, "board", TO)
    asked(school, role="luu")
    where = address()
    page = danish().get(where).content.decode()
    assert "har allerede en konto" in page and 'name="new"' not in page
    danish().post(where, JOIN)
    assert not Membership.objects.filter(user=user, organisation=school).exists()
    somebody = logged_in(reader(empty_school, "board", "anden@skole.example"))
    assert somebody.post(where).status_code == 403
    assert "til en anden" in somebody.get(where).content.decode()
    own = logged_in(user)
    assert own.get(where).status_code == 200
    assert own.post(where)["Location"] == reverse("retention", args=[school.uuid])
    assert Membership.objects.get(user=user, organisation=school).role == "luu"


def test_a_weak_password_changes_nothing(school: Organisation) -> None:
    asked(school)
    where = address()
    assert danish().post(where, {**JOIN, "new": "kort", "again": "kort"}).status_code == 400
    assert danish().post(where, {**JOIN, "again": "noget andet her"}).status_code == 400
    assert danish().post(where, {**JOIN, "name": ""}).status_code == 400
    assert not User.objects.filter(email=TO).exists()
    assert danish().post(where, JOIN).status_code == 302


def test_what_cannot_be_given_is_refused_before_a_mail_is_written(school: Organisation, empty_school) -> None:
    theirs = organisations.add_parts(by=None, school=empty_school, kind="department", names=["Vest"])
    mails = MailLog.objects.count()
    with pytest.raises(Refused):
        asked(school, role="counsellor", scopes={"department": theirs})
    with pytest.raises(KeyError):
        asked(school, role="konge")
    with pytest.raises(ValidationError):
        invite(by=None, organisation=school, email="ikke en adresse", name="", role="board", scopes={},
               valid_from=None, valid_to=None)  # fmt: skip
    assert MailLog.objects.count() == mails


def test_nonsense_is_explained(db) -> None:
    answer = danish().get(reverse("invitation", args=["x" * 43]))
    assert answer.status_code == 404
    assert "findes ikke" in answer.content.decode()


def test_the_token_is_kept_nowhere(school: Organisation) -> None:
    made = asked(school)
    token = address().rstrip("/").split("/")[-1]
    kept = (
        str(list(Invitation.objects.values()))
        + str(list(MailLog.objects.values()))
        + str(list(Entry.objects.values()))
    )
    assert token not in kept
    assert made.token_hash != token


def test_the_administrator_sends_again_and_withdraws(
    school: Organisation, clients: dict[str, Client]
) -> None:
    made = asked(school)
    page = clients["administrator"].get(reverse("letting_in", args=[school.uuid]))
    assert TO in page.content.decode()
    for name, status in (("quality_lead", 403), ("empty administrator", 404)):
        for verb in ("again", "withdraw"):
            where = reverse(f"letting_in_{verb}", args=[school.uuid, made.uuid])
            assert clients[name].post(where).status_code == status
    clients["administrator"].post(reverse("letting_in_again", args=[school.uuid, made.uuid]))
    newest = Invitation.objects.filter(email=TO).latest("id")
    assert newest.pk != made.pk and newest.expires_at - newest.made_at > timedelta(days=6)
    clients["administrator"].post(reverse("letting_in_withdraw", args=[school.uuid, newest.uuid]))
    newest.refresh_from_db()
    assert newest.withdrawn_at is not None


def test_another_schools_invitation_is_not_here(
    school: Organisation, empty_school: Organisation, clients: dict[str, Client]
) -> None:
    made = asked(school)
    for verb in ("again", "withdraw"):
        where = reverse(f"letting_in_{verb}", args=[empty_school.uuid, made.uuid])
        assert clients["empty administrator"].post(where).status_code == 404
    made.refresh_from_db()
    assert made.withdrawn_at is None


def test_the_lists_take_the_same_number_of_queries_whatever_their_length(
    school: Organisation, clients: dict[str, Client], django_assert_max_num_queries
) -> None:
    where = reverse("letting_in", args=[school.uuid])
    clients["administrator"].get(where)
    for number in range(12):
        asked(school, name=str(number), role="board")
    with django_assert_max_num_queries(24):
        clients["administrator"].get(where)
