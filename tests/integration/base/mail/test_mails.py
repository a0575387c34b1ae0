"""A mail: written at once, sealed until it is sent by a job, kept in the log without its secrets."""

from __future__ import annotations

import smtplib

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from pejling.base.audit.models import Entry
from pejling.base.jobs.doing import run_waiting
from pejling.base.jobs.models import Job
from pejling.base.mail.actions import forget_mails, give_up, send
from pejling.base.mail.models import MailLog
from pejling.base.mail.writing import Secret
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation

ADDRESS = "https://pejling.example.dk/password/new/hemmeligt/"


class Broken(EmailBackend):
    """A mail server that answers with ``error``."""

    error: Exception = OSError()

    def send_messages(self, messages: list) -> int:
        raise type(self).error


@pytest.fixture
def school(transactional_db) -> Organisation:
    return organisations.found(by=None, name="Skolen")


def ask(school: Organisation | None) -> MailLog:
    context = {"name": "Karen & <Søn>", "address": Secret(ADDRESS), "hours": 2}
    return send(
        by=None, organisation=school, to="karen@skole.example", template="login.reset", context=context
    )


def test_a_mail_is_sent_by_a_job_and_its_secret_forgotten(school: Organisation) -> None:
    made = ask(school)
    assert made.state == "waiting" and not outbox.outbox
    assert "hemmeligt" not in made.body + made.sealed + str(Job.objects.values())
    assert "karen" not in str(Job.objects.values()) + str(list(Entry.objects.values()))
    run_waiting()
    (sent,) = outbox.outbox
    assert sent.to == ["karen@skole.example"]
    assert ADDRESS in sent.body and "Kære Karen & <Søn>" in sent.body
    assert sent.subject == "Pejling: Vælg en ny adgangskode"
    made.refresh_from_db()
    assert (made.state, made.sealed, made.tries) == ("sent", "", 1)
    assert "…" in made.body and "hemmeligt" not in made.body
    run_waiting()
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (smtplib.SMTPRecipientsRefused({"karen@skole.example": (550, b"no such user")}), "refused_address"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "log_in"),
    ],
)
def test_what_trying_again_does_not_mend_fails_at_once(
    school: Organisation, settings, error: Exception, problem: str
) -> None:
    settings.EMAIL_BACKEND, Broken.error = f"{__name__}.Broken", error
    made = ask(school)
    run_waiting()
    made.refresh_from_db()
    assert (made.state, made.problem, made.sealed, made.tries) == ("failed", problem, "", 1)


def test_a_server_that_is_away_for_a_while_is_tried_again(school: Organisation, settings) -> None:
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, Broken.error = f"{__name__}.Broken", ConnectionRefusedError()
    made = ask(school)
    run_waiting()
    made.refresh_from_db()
    assert (made.state, made.tries) == ("waiting", 1)
    settings.EMAIL_BACKEND = usual
    Job.objects.update(not_before=timezone.now())
    run_waiting()
    made.refresh_from_db()
    assert made.state == "sent" and len(outbox.outbox) == 1


def test_a_server_that_stays_away_is_given_up(school: Organisation, settings) -> None:
    settings.EMAIL_BACKEND, Broken.error = f"{__name__}.Broken", ConnectionRefusedError()
    made = ask(school)
    for _time in range(6):
        Job.objects.filter(state="waiting").update(not_before=timezone.now())
        run_waiting()
    made.refresh_from_db()
    assert (made.state, made.problem, made.tries, made.sealed) == ("failed", "unreachable", 5, "")
    assert Job.objects.get().state == "failed"


def test_a_mail_that_no_longer_holds_is_not_sent(school: Organisation) -> None:
    made = ask(school)
    give_up(by=None, mail=made)
    run_waiting()
    made.refresh_from_db()
    assert (made.state, made.problem, outbox.outbox) == ("failed", "withdrawn", [])


def test_another_key_than_the_one_it_was_written_under(school: Organisation, settings) -> None:
    made = ask(school)
    settings.SECRET_KEY = "en anden"
    run_waiting()
    made.refresh_from_db()
    assert (made.state, made.problem) == ("failed", "other_key")


def test_a_subject_stays_one_line(school: Organisation) -> None:
    wicked = organisations.found(by=None, name="Skolen\nBcc: andre@example.org")
    made = send(
        by=None, organisation=wicked, to="a@b.dk", template="login.invitation",
        context={"school": wicked.name, "role": "x", "sees": "y", "until": timezone.now(), "address": "z"},
    )  # fmt: skip
    assert "\n" not in made.subject


def test_old_mails_are_forgotten(school: Organisation) -> None:
    made = ask(school)
    now = timezone.now()
    assert forget_mails(by=None, organisation=school, before=now) == 0, "a mail that waits is kept"
    run_waiting()
    assert forget_mails(by=None, organisation=school, before=timezone.now()) == 1
    assert not MailLog.objects.filter(pk=made.pk).exists()
