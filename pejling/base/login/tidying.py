"""Throw away, every night, what nobody needs any more: sessions that have ended, and old counts of failed tries."""

from __future__ import annotations

from datetime import time, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pejling.base.jobs.kinds import Plan, kind
from pejling.base.jobs.running import Running
from pejling.base.login.models import Attempts


@kind("login.tidy", title=_("Throw away ended sessions"), planned=Plan("daily", time(3, 40)), for_all=True)
def tidy(run: Running) -> dict[str, int]:
    """How many of each were thrown away."""
    now = timezone.now()
    sessions, _models = Session.objects.filter(expire_date__lt=now).delete()
    attempts, _models = Attempts.objects.filter(last_at__lt=now - timedelta(days=1)).delete()
    return {"sessions": sessions, "attempts": attempts}
