"""A user is forgotten: nothing says who it was, and what was done still stands."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import Membership, User
from pejling.base.audit.models import Entry
from pejling.base.jobs import actions as jobs
from pejling.base.jobs.doing import run_waiting
from pejling.base.login.models import Invitation
from pejling.base.login.passwords.actions import ask_for_password
from pejling.base.mail.actions import send
from pejling.base.mail.models import MailLog
from pejling.base.organisations import actions as organisations
from pejling.facts.persons import actions
from pejling.flows import erasure
from pejling.flows.personal import exporting, forgetting, holdings
from pejling.flows.personal.erasing import ERASED

pytestmark = pytest.mark.django_db
EMAIL = "ove.olsen@skolen.example"


@pytest.fixture
def empty():
    return organisations.found(by=None, name="Skolen")


@pytest.fixture
def ove(empty) -> User:
    """A contact teacher who has done something, been written to and been invited."""
    user = accounts.add_user(by=None, email=EMAIL, name="Ove Olsen", password="et langt kodeord 7")
    accounts.grant(
        by=user, user=user, organisation=empty, role="contact_teacher", scopes={"contact_teacher": ["OO"]}
    )
    now = timezone.now()
    MailLog.objects.create(
        organisation=empty, to=EMAIL, template="x", subject="Hej", body="Kære Ove", state="sent", ended_at=now
    )
    Invitation.objects.create(
        organisation=empty, email=EMAIL, name="Ove Olsen", role="contact_teacher", token_hash="x",
        expires_at=now, accepted_at=now, user=user,
    )  # fmt: skip
    return user


def erase(school, user: User):
    request = actions.ask(by=None, organisation=school, kind="erase", about="user", subject=str(user.uuid))
    params = {"request": str(request.uuid)}
    jobs.enqueue(by=None, organisation=school, kind="persons.look", params=params)
    run_waiting()
    request.refresh_from_db()
    job = jobs.enqueue(by=None, organisation=school, kind="persons.erase", params=params)
    actions.begin(by=None, request=request, job=job.uuid)
    run_waiting()
    request.refresh_from_db()
    return request


def everything() -> str:
    """What stands in the rows that speak of users."""
    models = [User, *(model for model, _fields in holdings.of_users())]
    return "\n".join(str(list(model.objects.values())) for model in models)


def test_nothing_says_who_it_was_and_what_was_done_stands(empty, ove) -> None:
    request = erase(empty, ove)
    assert (request.state, request.subject) == ("done", "")
    assert request.did == {"accounts.Scope": 1, "accounts.User": 1, "login.Invitation": 1, "mail.MailLog": 1}
    for said in ("Ove", "Olsen", EMAIL):
        assert said not in everything()
    ove.refresh_from_db()
    assert not ove.is_active and not ove.has_usable_password()
    membership = Membership.objects.get(user=ove)
    assert membership.ended_at is not None
    assert [scope.value for scope in membership.scopes.all()] == [ERASED]
    assert Entry.objects.filter(by=ove.uuid, verb="grant").exists()


def test_a_user_of_another_school_too_keeps_the_log_in(empty, ove) -> None:
    other = organisations.found(by=None, name="Naboskolen")
    accounts.grant(by=None, user=ove, organisation=other, role="quality_lead")
    assert "accounts.User" not in erase(empty, ove).did
    ove.refresh_from_db()
    assert (ove.email, ove.is_active, ove.has_usable_password()) == (EMAIL, True, True)
    assert not MailLog.objects.filter(to=EMAIL).exists()


def test_who_was_forgotten_is_forgotten_again_after_a_restore(empty, ove, settings) -> None:
    erase(empty, ove)
    User.objects.filter(pk=ove.pk).update(email=EMAIL, name="Ove Olsen", is_active=True)
    assert erasure.reapply()["accounts.User"] == 1
    ove.refresh_from_db()
    assert (ove.name, ove.is_active) == ("", False)
    assert erasure.reapply() == {}


def test_mails_of_no_school_are_forgotten_with_the_last_school_and_none_is_sent_any_more(empty, ove) -> None:
    """A new password, a lock-out: mails that are the person's own affair, and one that waits for its job."""
    ask_for_password(by=None, email=EMAIL)
    run_waiting()
    send(by=None, organisation=empty, to=EMAIL, template="login.locked_out", context={"name": "Ove Olsen"})
    said = set(MailLog.objects.filter(to=EMAIL).values_list("organisation", "state"))
    assert said == {(empty.pk, "sent"), (empty.pk, "waiting"), (None, "sent")}
    forgetting.forget(ove, empty)
    assert "Ove" not in str(list(MailLog.objects.values())) and EMAIL not in everything()
    assert not MailLog.objects.filter(state="waiting").exists()
    mail.outbox.clear()
    run_waiting()
    assert mail.outbox == []


def test_the_school_that_only_shares_a_user_leaves_the_users_own_mails(empty, ove) -> None:
    other = organisations.found(by=None, name="Naboskolen")
    accounts.grant(by=None, user=ove, organisation=other, role="quality_lead")
    ask_for_password(by=None, email=EMAIL)
    forgetting.forget(ove, empty)
    assert [row.organisation for row in MailLog.objects.filter(to=EMAIL)] == [None]


def test_a_file_made_to_be_handed_over_goes_with_the_user(empty, ove) -> None:
    request = actions.ask(by=None, organisation=empty, kind="export", about="user", subject=str(ove.uuid))
    jobs.enqueue(by=None, organisation=empty, kind="persons.look", params={"request": str(request.uuid)})
    run_waiting()
    assert exporting.file_of(request).is_file()
    assert erase(empty, ove).did["exports"] == 1
    assert not exporting.file_of(request).exists()
