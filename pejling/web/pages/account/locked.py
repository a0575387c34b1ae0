"""Tell somebody who is locked out when to try again."""

from __future__ import annotations

from datetime import timedelta

from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from pejling.base.login.lock_out import Locked


def say_locked(refusal: Locked) -> str:
    """When to try again, in Danish clock time; the same whether there is such an account or not."""
    # The whole minute after, so that nobody comes some seconds too early.
    until = time_format(localtime(refusal.until) + timedelta(minutes=1), "H.i")
    return _(
        "There have been too many attempts that failed. Try again at %(until)s, choose a new password, or ask the "
        "school's administrator to unlock."
    ) % {"until": until}
