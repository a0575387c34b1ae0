"""Forget a user: name, address and ways to log in go; that somebody had that role and did that then, stays.

The audit log and the memberships go on telling *what* was done and could be seen, by an id that leads to nobody.
"""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pejling.base.accounts.models import Membership, Scope, User
from pejling.base.accounts.roles import ADMINISTRATOR
from pejling.base.login.models import Invitation
from pejling.base.mail.models import MailLog, Reminders
from pejling.base.organisations.models import Organisation
from pejling.base.tokens.models import ApiToken, CalendarAddress
from pejling.facts.persons.models import PersonRequest
from pejling.flows.personal import handed_over, holdings
from pejling.flows.personal.erasing import ERASED
from pejling.quality.plans.models import Action
from pejling.quality.plans.record_models import Remark
from pejling.quality.plans.remark_models import Mention

_NOWHERE = "erased.invalid"


def count(user: User, organisation: Organisation) -> dict[str, int]:
    """What is held about a user by one school: {model: rows}; the user's own row counts as one."""
    found = {
        model._meta.label: holdings.rows_of_user(model, fields, user, organisation).count()
        for model, fields in holdings.of_users()
    }
    return {"accounts.User": 1} | {label: n for label, n in found.items() if n}


@transaction.atomic
def forget(user: User, organisation: Organisation) -> dict[str, int]:
    """Forget the user at this school, and altogether where no other school has them. {what: how many rows}."""
    did = {}
    mine = Membership.objects.filter(user=user, organisation=organisation)
    mine.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    did["accounts.Scope"] = _forget_initials(mine)
    is_whole = is_only_here(user, organisation)
    did["mail.MailLog"] = _forget_mails(organisation, user.email, is_whole)
    exports = handed_over.ready_about(organisation, PersonRequest.About.USER, [str(user.uuid)])
    did["exports"] = handed_over.take_back(exports)
    did["login.Invitation"] = _forget_invitations(organisation, user)
    did["plans.Remark"] = _forget_remarks(organisation, user)
    keys = ApiToken.objects.filter(organisation=organisation, user=user).exclude(name=ERASED)
    did["tokens.ApiToken"] = keys.update(name=ERASED, last_used_at=None, revoked_at=timezone.now())
    addresses = CalendarAddress.objects.filter(organisation=organisation, user=user, revoked_at__isnull=True)
    did["tokens.CalendarAddress"] = addresses.update(last_used_at=None, revoked_at=timezone.now())
    did["mail.Reminders"] = Reminders.objects.filter(organisation=organisation, user=user).delete()[0]
    if is_whole:
        did["accounts.User"] = 1
        _forget_altogether(user)
    return {what: n for what, n in did.items() if n}


def forget_matching(organisation: Organisation, is_theirs: Callable[[str], bool]) -> dict[str, int]:
    """Forget again every user of the school whose id a record names."""
    did: dict[str, int] = {}
    users = User.objects.filter(memberships__organisation=organisation).exclude(
        email__endswith=f"@{_NOWHERE}"
    )
    for user in users.distinct():
        if is_theirs(str(user.uuid)):
            for what, n in forget(user, organisation).items():
                did[what] = did.get(what, 0) + n
    return did


def is_only_here(user: User, organisation: Organisation) -> bool:
    """Whether no other school has given the user a role that stands."""
    standing = Membership.objects.filter(user=user, ended_at__isnull=True)
    return not standing.exclude(organisation=organisation).exists()


def is_last_administrator(user: User, organisation: Organisation) -> bool:
    """Whether nobody would be left to let others in, were the user forgotten."""
    lasting = Membership.objects.in_force().filter(
        organisation=organisation, role=ADMINISTRATOR.key, valid_to__isnull=True, user__is_active=True
    )
    return lasting.filter(user=user).exists() and not lasting.exclude(user=user).exists()


def is_forgotten(user: User) -> bool:
    """Whether the row says nothing about anybody any more."""
    return user.email.endswith(f"@{_NOWHERE}")


def _forget_mails(organisation: Organisation, email: str, is_whole: bool) -> int:
    """The school's mails to the user; and where no other school has them, those of no school (a new password ...).

    One that still waits isn't sent any more.
    """
    own = Q(organisation=organisation) | Q(organisation=None) if is_whole else Q(organisation=organisation)
    mails = MailLog.objects.filter(own, to__iexact=email)
    mails.filter(state=MailLog.State.WAITING).update(
        state=MailLog.State.FAILED, problem="withdrawn", ended_at=timezone.now(), sealed=""
    )
    return mails.update(to=f"mail@{_NOWHERE}", body="")


def _forget_initials(memberships) -> int:
    forgotten = 0
    for scope in Scope.objects.filter(membership__in=memberships, part__isnull=True).exclude(value=ERASED):
        others = Scope.objects.filter(membership=scope.membership, dimension=scope.dimension, value=ERASED)
        if others.exists():
            scope.delete()
        else:
            scope.value = ERASED
            scope.save(update_fields=["value"])
        forgotten += 1
    return forgotten


def _forget_remarks(organisation: Organisation, user: User) -> int:
    """What the user wrote to others, and that they are mentioned. Notes are the school's: they go on by nobody."""
    Mention.objects.filter(organisation=organisation, user=user).delete()
    Action.objects.filter(organisation=organisation, owner_user=user).update(owner_user=None)
    comments = Remark.objects.filter(organisation=organisation, by=user.uuid, kind=Remark.Kind.COMMENT)
    n = comments.count()
    comments.delete()
    return n


def _forget_invitations(organisation: Organisation, user: User) -> int:
    rows = Invitation.objects.filter(organisation=organisation, email__iexact=user.email)
    for row in rows:
        row.email, row.name, row.scopes, row.user = f"{row.uuid}@{_NOWHERE}", "", {}, None
        if row.accepted_at is None and row.withdrawn_at is None:
            row.withdrawn_at = timezone.now()
        row.save(update_fields=["email", "name", "scopes", "user", "withdrawn_at"])
    return len(rows)


def _forget_altogether(user: User) -> None:
    for model in apps.get_models():
        if model.__module__.startswith("pejling."):
            continue
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model is User:
                model.objects.filter(**{field.name: user}).delete()
    user.email, user.name = f"{user.uuid}@{_NOWHERE}", ""
    user.password, user.is_active, user.last_login = make_password(None), False, None
    user.save(update_fields=["email", "name", "password", "is_active", "last_login"])
