"""The audit log's rows in words: who, what, to what. Names are looked up for a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from pejling.base.accounts.models import Membership, User
from pejling.base.audit.models import Entry
from pejling.base.audit.wording import kind_in_words, nobody, verb_in_words
from pejling.base.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Act:
    """One row. ``address``: where the object can be seen, "" where it has no page."""

    at: datetime
    who: str
    what: str
    kind: str
    name: str
    address: str
    fields: str
    subject: str


def acts(entries: Sequence[Entry], school: Organisation) -> list[Act]:
    """The rows with their names: two queries, however many rows."""
    named = _names(entries, school)
    return [_act(entry, named, school) for entry in entries]


def people_of(school: Organisation) -> dict[UUID, str]:
    """Everybody who has or had a role at the school, by name."""
    found = User.objects.filter(memberships__organisation=school).distinct().order_by("name", "email")
    return {user.uuid: str(user) for user in found}


def _act(entry: Entry, named: dict[str, str], school: Organisation) -> Act:
    who = nobody() if entry.by is None else named.get(str(entry.by), _("no longer known"))
    return Act(
        at=entry.at,
        who=who,
        what=verb_in_words(entry.verb),
        kind=kind_in_words(entry.kind),
        name=named.get(entry.subject, entry.subject[:8]),
        address=_address(entry, school),
        fields=", ".join(entry.fields),
        subject=entry.subject,
    )


def _names(entries: Sequence[Entry], school: Organisation) -> dict[str, str]:
    """id -> name of the users and the holders of roles that the rows speak of; only the school's own."""
    wanted = {str(entry.by) for entry in entries if entry.by}
    wanted |= {entry.subject for entry in entries if entry.kind == "User"}
    users = User.objects.filter(uuid__in=_uuids(wanted), memberships__organisation=school)
    roles = {entry.subject for entry in entries if entry.kind == "Membership"}
    held = Membership.objects.filter(organisation=school, uuid__in=_uuids(roles)).select_related("user")
    return {str(user.uuid): str(user) for user in users} | {
        str(found.uuid): str(found.user) for found in held
    }


def _uuids(texts: set[str]) -> list[UUID]:
    """Those that are ids: rows of older versions name some objects by their number."""
    return [UUID(text) for text in texts if len(text) == 36]


def _address(entry: Entry, school: Organisation) -> str:
    if entry.kind == "Delivery":
        return reverse("deliveries_one", args=[school.uuid, entry.subject])
    if entry.kind == "Snapshot":
        return f"{reverse('retention', args=[school.uuid])}?snapshot={entry.subject}"
    return ""
