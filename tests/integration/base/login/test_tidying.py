"""What is thrown away every night, and what isn't."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from pejling.base.jobs.actions import enqueue
from pejling.base.jobs.doing import run_waiting
from pejling.base.login.lock_out import try_once
from pejling.base.login.models import Attempts


def test_only_what_is_over_is_thrown_away(transactional_db) -> None:
    now = timezone.now()
    for key, hours in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))
    for email, hours in (("old@skole.example", 25), ("new@skole.example", 23)):
        try_once("account", email)
        newest = Attempts.objects.latest("id")
        Attempts.objects.filter(pk=newest.pk).update(last_at=now - timedelta(hours=hours))
    enqueue(by=None, organisation=None, kind="login.tidy")
    run_waiting()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
    assert Attempts.objects.count() == 1
