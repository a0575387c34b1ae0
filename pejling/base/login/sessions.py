"""From a right password to a session: the second factor in between, and the end when nobody is there any more."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest

from pejling.base.accounts import second_factor
from pejling.base.accounts.models import User
from pejling.base.login.factors.queries import has_factor
from pejling.base.login.passwords.actions import note_log_in, note_log_out

BACKEND = "django.contrib.auth.backends.ModelBackend"
_WAITING, _SEEN, _ENTERED = "login_waiting", "seen_at", "entered_at"
#: seconds to find one's telephone
PATIENCE = 10 * 60
#: seconds after a log-in in which second factors may be added
FRESH = 15 * 60
#: how exact a sign of life is kept: one write a minute at most
EXACT = 60


def begin(request: HttpRequest, user: User, how: str, *, go_on: str = "", factor: str = "") -> bool:
    """Log the user in, or (False) remember that the second factor is still to come.

    ``how``: password or the key of another system. ``factor``: a second factor that is proved already. ``go_on``:
    the path asked for.
    """
    if not factor and has_factor(user):
        request.session.cycle_key()
        request.session[_WAITING] = {
            "user": str(user.uuid), "how": how, "go_on": go_on, "at": int(time.time()), "hash": _stamp(user)
        }  # fmt: skip
        return False
    enter(request, user, [how], factor)
    return True


def waiting(request: HttpRequest) -> tuple[User, str, str] | None:
    """Who has given a password and not yet the second factor, how, and the path asked for."""
    kept = request.session.get(_WAITING)
    if not isinstance(kept, dict) or time.time() - kept["at"] > PATIENCE:
        return None
    user = User.objects.filter(uuid=UUID(kept["user"]), is_active=True).first()
    if user is None or kept["hash"] != _stamp(user):
        return None  # the password was changed meanwhile
    return user, kept["how"], kept["go_on"]


def _stamp(user: User) -> str:
    return user.get_session_auth_hash()


def enter(request: HttpRequest, user: User, how: list[str], factor: str = "") -> None:
    """Make the session the user's, and leave a trace."""
    login(request, user, backend=BACKEND)
    request.session.pop(_WAITING, None)
    if factor:
        second_factor.note(request.session, factor)
    seen(request.session)
    request.session[_ENTERED] = int(time.time())
    note_log_in(by=user, how=[*how, *([factor] if factor else [])])


def leave(request: HttpRequest, *, idle: bool = False) -> None:
    """End the session."""
    if request.user.is_authenticated:
        note_log_out(by=request.user, idle=idle)
    logout(request)


def is_fresh(session: Any) -> bool:
    """Whether the reader logged in so lately that it is surely still the same person."""
    return time.time() - session.get(_ENTERED, 0) < FRESH


def seen(session: Any) -> None:
    """Keep that the reader gave a sign of life."""
    session[_SEEN] = int(time.time())


def is_idle(session: Any) -> bool:
    """Whether the reader has been gone for too long."""
    return time.time() - session.get(_SEEN, 0) >= settings.IDLE_MINUTES * 60 if _SEEN in session else False


def wants_sign(session: Any) -> bool:
    """Whether the sign of life kept is old enough to be written anew."""
    return time.time() - session.get(_SEEN, 0) >= EXACT


def seconds_left(session: Any) -> int:
    """Until the reader is logged out, if nothing more is heard."""
    return max(0, int(session.get(_SEEN, 0) + settings.IDLE_MINUTES * 60 - time.time()))
