"""The list of people: who has which role, held to what, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pejling.base.accounts.models import Membership, User
from pejling.base.accounts.roles import CHOICES, ROLES
from pejling.base.accounts.wording import scopes_in_words
from pejling.base.login.factors.queries import with_factor
from pejling.web.components.listing import Choice, Column, Empty, YesNo, answer, listing
from pejling.web.gate import of_school
from pejling.web.pages.people.found import crumbs

STATES = (
    ("now", gettext_lazy("in force")),
    ("later", gettext_lazy("begins later")),
    ("over", gettext_lazy("over")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One membership as the list shows it."""

    membership: Membership
    address: str
    held: str
    state: str
    factor: bool

    @property
    def user(self) -> User:
        return self.membership.user

    @property
    def role(self) -> str:
        return str(ROLES[self.membership.role].title)

    @property
    def last_day(self) -> date | None:
        ended = self.membership.ended_at
        return localdate(ended) if ended else self.membership.valid_to

    @property
    def last_login(self) -> datetime | None:
        return self.user.last_login


@of_school("manage_people")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everybody with a role at the school."""
    school = request.school
    rows = Membership.objects.filter(organisation=school).select_related("user")
    found = listing(
        request,
        rows.prefetch_related("scopes__part").order_by("user__name", "user__email", "id"),
        columns(),
        filters(school),
        name="people",
        title=_("People"),
        order="name",
        caption=_("One line per role: somebody with two roles stands here twice"),
        empty=Empty(
            _("Nobody has a role yet"),
            _("Invite the first by e-mail."),
            reverse("people_invite", args=[school.uuid]),
            _("Invite somebody"),
        ),
        present=lambda shown: lines(shown, school),
        file_name=_("people"),
    )
    context = {"crumbs": crumbs(request), "list": found}
    return answer(request, "people/page.html", context)


def columns() -> list[Column]:
    """Who, which role, held to what, when, and how they log in."""
    return [
        Column(
            "name", _("Name"), lambda line: str(line.user), sort=("user__name", "user__email"),
            link=lambda line: line.address,
        ),
        Column("email", _("E-mail"), lambda line: line.user.email, sort="user__email", optional=True),
        Column("role", _("Role"), lambda line: line.role, sort="role"),
        Column("held", _("Held to"), lambda line: line.held, words=True),
        Column("state", _("State"), lambda line: line.state),
        Column("from", _("From"), lambda line: line.membership.valid_from, sort="valid_from", keep=True),
        Column("to", _("To"), lambda line: line.last_day, sort="valid_to", keep=True),
        Column("factor", _("Second factor"), lambda line: line.factor),
        Column("seen", _("Last log-in"), lambda line: line.last_login, sort="user__last_login", keep=True),
        Column(
            "origin", _("How it was given"), lambda line: line.membership.get_origin_display(), optional=True
        ),
    ]  # fmt: skip


def filters(school: Any) -> list[Any]:
    """Who, role, whether it is in force, and the part of the school it is held to."""
    return [
        Choice("who", _("Who"), lambda: _people(school), "user__uuid"),
        Choice("role", _("Role"), CHOICES),
        Choice("state", _("State"), STATES, _in_state),
        Choice("part", _("Held to"), lambda: _parts(school), "scopes__part__uuid"),
        YesNo("never", _("Never logged in"), lambda rows, yes: rows.filter(user__last_login__isnull=yes)),
    ]


def lines(memberships: Sequence[Membership], school: Any) -> list[Line]:
    """The lines of one page: one query more, however many."""
    have = with_factor([membership.user for membership in memberships])
    return [
        Line(
            membership,
            reverse("people_one", args=[school.uuid, membership.user.uuid]),
            scopes_in_words(list(membership.scopes.all())),
            state_in_words(membership),
            membership.user_id in have,
        )
        for membership in memberships
    ]


def state_in_words(membership: Membership) -> str:
    """In force, begins later, or over."""
    today = localdate()
    if membership.ended_at or (membership.valid_to and membership.valid_to < today):
        return str(dict(STATES)["over"])
    later = membership.valid_from and membership.valid_from > today
    return str(dict(STATES)["later" if later else "now"])


def _people(school: Any) -> list[tuple[str, str]]:
    found = User.objects.filter(memberships__organisation=school).distinct().order_by("name", "email")
    return [(str(user.uuid), str(user)) for user in found]


def _parts(school: Any) -> list[tuple[str, str]]:
    return [(str(part.uuid), part.name) for part in school.parts.order_by("kind", "name")]


def _in_state(rows: QuerySet[Membership], state: str) -> QuerySet[Membership]:
    today = localdate()
    if state == "now":
        return rows.in_force(today)
    if state == "later":
        return rows.to_come(today)
    return rows.filter(Q(ended_at__isnull=False) | Q(valid_to__lt=today))
