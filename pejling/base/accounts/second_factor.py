"""Who sees persons has proved with a second factor that they are who they are, in this very session.

Without it the verbs below are held back from the session's ``Access``; the roles still give them, so that a page can
say what is missing (``Access.withheld``) and how to mend it.
"""

from __future__ import annotations

from typing import Any

from pejling.base.accounts.access import Access

#: what shows single students, or gives others (or oneself) the right to see them
PERSON_VERBS = frozenset(
    {"see_persons", "see_quarantine", "deliver", "manage_people", "manage_personal_data"}
)
#: totp, recovery, key (a security key or passkey), provider (another log-in system vouches for it), demo
KINDS = frozenset({"totp", "recovery", "key", "provider", "demo"})
_KEY = "second_factor"


def note(session: Any, kind: str) -> None:
    """Keep in the session that a second factor has been proved."""
    if kind not in KINDS:
        raise KeyError(kind)
    session[_KEY] = kind


def proved(session: Any) -> str:
    """The kind of second factor proved in this session, or ""."""
    kind = session.get(_KEY, "")
    return kind if kind in KINDS else ""


def limited(access: Access, request: Any) -> Access:
    """The access as far as the request's session may use it (one of settings.ACCESS_LIMITS)."""
    return access if proved(request.session) else access.without(PERSON_VERBS)
