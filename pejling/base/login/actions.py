"""Writes on invitations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pejling.base.accounts.actions import add_user, grant
from pejling.base.accounts.holding import found_scopes
from pejling.base.accounts.models import User
from pejling.base.accounts.roles import ROLES
from pejling.base.audit.actions import record
from pejling.base.login.models import Invitation
from pejling.base.login.tokens import hashed, new_token
from pejling.base.mail.actions import give_up, send
from pejling.base.mail.addresses import absolute
from pejling.base.mail.models import MailLog
from pejling.base.mail.writing import Secret
from pejling.base.organisations.models import Organisation

Scopes = Mapping[str, Iterable[Organisation | str]]


class NotOpen(Exception):
    """The invitation has been accepted or withdrawn, has expired, or never was; ``why`` is one of those words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def invite(
    *,
    by: Any,
    organisation: Organisation,
    email: str,
    name: str,
    role: str,
    scopes: Scopes,
    valid_from: date | None,
    valid_to: date | None,
    base: str = "",
) -> Invitation:
    """Invite ``email`` to a role and mail the invitation; it replaces one that is open to the same address.

    ``scopes``: dimension -> values, as ``accounts.actions.grant`` takes them. ``base``: where the asking page was
    read (``request.build_absolute_uri("/")``), for installations without PEJLING_ADDRESS. ValidationError for an
    impossible address; KeyError for an unknown role; accounts' Refused for a scope that can't be given.
    """
    email = email.strip().lower()
    validate_email(email)
    kept = {name: _as_text(values) for name, values in scopes.items()}
    found_scopes(organisation, ROLES[role], kept)
    for earlier in Invitation.objects.filter(
        organisation=organisation, email=email, accepted_at=None, withdrawn_at=None
    ):
        withdraw(by=by, invitation=earlier)
    token, token_hash = new_token()
    made = Invitation.objects.create(
        organisation=organisation,
        email=email,
        name=name.strip(),
        role=role,
        scopes=kept,
        valid_from=valid_from,
        valid_to=valid_to,
        token_hash=token_hash,
        by=getattr(by, "uuid", None),
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    _mail(by, made, token, base)
    record(
        by=by,
        organisation=organisation,
        verb="invite",
        subject=made,
        fields=["email", "role", "scopes", "valid_from", "valid_to"],
    )
    return made


@transaction.atomic
def invite_again(*, by: Any, invitation: Invitation, base: str = "") -> Invitation:
    """A new mail with a new token and a new time limit for an invitation nobody has accepted."""
    if invitation.accepted_at:
        raise NotOpen("accepted")
    return invite(
        by=by,
        organisation=invitation.organisation,
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        scopes=invitation.scopes,
        valid_from=invitation.valid_from,
        valid_to=invitation.valid_to,
        base=base,
    )


@transaction.atomic
def withdraw(*, by: Any, invitation: Invitation) -> None:
    """Take an invitation back; its address says so from now on. Harmless where it has been already."""
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    if not changed:
        return
    mail = MailLog.objects.filter(uuid=invitation.mail).first() if invitation.mail else None
    if mail:
        give_up(by=by, mail=mail)
    record(by=by, organisation=invitation.organisation, verb="withdraw_invitation", subject=invitation)


@transaction.atomic
def accept_as_new(*, by: None = None, token: str, name: str, password: str) -> User:
    """Make the invited user and give the role. NotOpen; ValidationError for a weak password.

    IntegrityError can't come of two who accept at once: the row is locked, and the second finds it accepted.
    """
    invitation = _open(token)
    if User.objects.filter(email=invitation.email).exists():
        raise NotOpen("has_account")
    user = add_user(by=by, email=invitation.email, name=name.strip(), password=password)
    _accepted(invitation, user)
    return user


@transaction.atomic
def accept(*, by: User, token: str) -> Invitation:
    """Give the role to the user who has logged in; NotOpen, also where the invitation is another person's."""
    invitation = _open(token)
    if invitation.email != by.email:
        raise NotOpen("another")
    _accepted(invitation, by)
    return invitation


def _open(token: str) -> Invitation:
    found = Invitation.objects.select_for_update().filter(token_hash=hashed(token)).first()
    if found is None:
        raise NotOpen("unknown")
    if found.why_closed:
        raise NotOpen(found.why_closed)
    return found


def _as_text(values: Iterable[Organisation | str]) -> list[str]:
    """Scopes as they are kept: parts of the school by their ids, which outlive a new name."""
    return [str(value.uuid) if isinstance(value, Organisation) else value for value in values]


def _accepted(invitation: Invitation, user: User) -> None:
    grant(
        by=user,
        user=user,
        organisation=invitation.organisation,
        role=invitation.role,
        scopes=invitation.scopes,
        valid_from=invitation.valid_from,
        valid_to=invitation.valid_to,
    )
    invitation.accepted_at, invitation.user = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "user"])
    record(by=user, organisation=invitation.organisation, verb="accept_invitation", subject=invitation)


def _mail(by: Any, invitation: Invitation, token: str, base: str) -> None:
    address = absolute(reverse("invitation", args=[token]), base)
    mail = send(
        by=by,
        organisation=invitation.organisation,
        to=invitation.email,
        template="login.invitation",
        context={
            "name": invitation.name,
            "school": invitation.organisation.name,
            "role": ROLES[invitation.role].title,
            "sees": ROLES[invitation.role].description,
            "days": settings.INVITATION_DAYS,
            "until": invitation.expires_at,
            "by": getattr(by, "name", ""),
            "address": Secret(address),
        },
    )
    invitation.mail = mail.uuid
    invitation.save(update_fields=["mail"])
