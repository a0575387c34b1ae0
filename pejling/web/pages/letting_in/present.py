"""The two lists of the page: invitations, and readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from pejling.base.accounts.models import Membership, User
from pejling.base.accounts.roles import CHOICES, ROLES
from pejling.base.login import queries
from pejling.base.login.factors.queries import with_factor
from pejling.base.login.models import Invitation
from pejling.web.components.listing import Choice, Column, Empty, Text, listing


def invitations(request: HttpRequest) -> Any:
    """Invitations, those still open first."""
    return listing(
        request,
        queries.invitations_of(request.school),
        [
            Column("made", _("Sent"), lambda row: row.made_at, sort="made_at", keep=True),
            Column("email", _("E-mail"), lambda row: row.email, sort="email"),
            Column("name", _("Name"), lambda row: row.name, sort="name", optional=True),
            Column("role", _("Role"), lambda row: str(ROLES[row.role].title), sort="role"),
            Column("state", _("State"), state),
            Column("until", _("Open until"), lambda row: row.expires_at, sort="expires_at", keep=True),
            Column("do", _("Do"), template="letting_in/invitation_buttons.html"),
        ],
        [
            Text("email", _("E-mail holds"), ["email"]),
            Choice("state", _("State"), list(states().items()), in_state),
            Choice("role", _("Role"), CHOICES),
        ],
        name="letting_in",
        title=_("Invitations"),
        order="-made",
        empty=Empty(
            _("Nobody has been invited yet"), _("People are invited on the page of the school's people.")
        ),
        file_name=_("invitations"),
    )


def states() -> dict[str, str]:
    """What an invitation may be."""
    return {
        "open": _("Open"),
        "accepted": _("Accepted"),
        "expired": _("Too old"),
        "withdrawn": _("Withdrawn"),
    }


def state(invitation: Invitation) -> str:
    """What it is now, in words."""
    return states()[invitation.why_closed or "open"]


def in_state(rows: QuerySet[Invitation], wanted: str) -> QuerySet[Invitation]:
    """Those of one state."""
    waiting, now = Q(accepted_at=None, withdrawn_at=None), timezone.now()
    chosen = {
        "open": waiting & Q(expires_at__gt=now),
        "expired": waiting & Q(expires_at__lte=now),
        "accepted": Q(accepted_at__isnull=False),
        "withdrawn": Q(withdrawn_at__isnull=False),
    }
    return rows.filter(chosen[wanted])


@dataclass(frozen=True, slots=True)
class Reader:
    """One of the school's readers, as the list shows him."""

    uuid: UUID
    name: str
    email: str
    last_login: datetime | None
    factor: bool
    locked_until: datetime | None
    is_demo: bool


def people(request: HttpRequest) -> Any:
    """Everybody with access to the school today: last log-in, second factor, lock-out."""
    found = Membership.objects.in_force().filter(organisation=request.school, user__is_active=True)
    users = list(User.objects.filter(pk__in=found.values("user")))
    factors, locked = with_factor(users), queries.locked_out(users)
    readers = [
        Reader(
            user.uuid,
            str(user),
            user.email,
            user.last_login,
            user.pk in factors,
            locked.get(user.pk),
            user.is_demo,
        )
        for user in users
    ]
    return listing(
        request,
        readers,
        [
            Column("name", _("Name"), lambda row: row.name, sort=lambda row: row.name),
            Column("email", _("E-mail"), lambda row: row.email, sort=lambda row: row.email),
            Column(
                "last",
                _("Last log-in"),
                lambda row: row.last_login,
                sort=lambda row: row.last_login,
                keep=True,
            ),
            Column("factor", _("Second factor"), lambda row: row.factor, sort=lambda row: row.factor),
            Column(
                "locked", _("Locked until"), lambda row: row.locked_until, sort=lambda row: row.locked_until
            ),
            Column("do", _("Do"), template="letting_in/person_buttons.html"),
        ],
        [
            Choice(
                "is",
                _("Show"),
                [("locked", _("locked out")), ("without", _("without a second factor"))],
                lambda rows, wanted: [
                    row for row in rows if (row.locked_until if wanted == "locked" else not row.factor)
                ],
            )
        ],
        name="letting_in_people",
        title=_("Readers and their log-in"),
        order="name",
        prefix="p-",
        empty=Empty(_("Nobody has access yet"), _("People are invited on the page of the school's people.")),
        file_name=_("readers"),
    )
