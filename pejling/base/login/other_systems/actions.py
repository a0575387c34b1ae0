"""Writes when somebody comes from another log-in system: the account, and memberships that follow the claim."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from pejling.base.accounts.actions import add_user, end, grant
from pejling.base.accounts.holding import Refused
from pejling.base.accounts.models import Membership, User
from pejling.base.audit.actions import record
from pejling.base.login.other_systems.claims import matching, verified_email
from pejling.base.login.other_systems.file import Rule, System
from pejling.base.login.other_systems.systems import systems
from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import schools

log = logging.getLogger(__name__)


class NotLetIn(Exception):
    """``why``: no_role, no_email, has_account or closed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def admit(*, by: None, system: System, subject: str, claims: Mapping[str, Any]) -> User:
    """Whom the claims speak of, with exactly the memberships they give now.

    A new reader gets an account where a rule applies. An account with the same e-mail address is linked only where
    the file says so (``link_by_email``) and the system has made sure of the address. NotLetIn, after memberships
    whose claim is gone have been ended.
    """
    rules = matching(system, claims)
    user = _known(system, subject)
    if user is None:
        if not rules:
            record(
                by=by, organisation=None, verb="log_in_elsewhere_refused", subject=None, fields=["no_role"]
            )
            raise NotLetIn("no_role")
        user = _new(system, subject, claims)
    if not user.is_active:
        raise NotLetIn("closed")
    follow(by=user, user=user, system=system, rules=rules)
    if not Membership.objects.in_force().filter(user=user).exists():
        record(by=by, organisation=None, verb="log_in_elsewhere_refused", subject=user, fields=["no_role"])
        raise NotLetIn("no_role")
    return user


def _known(system: System, subject: str) -> User | None:
    account = SocialAccount.objects.select_related("user").filter(provider=system.key, uid=subject).first()
    return account.user if account else None


@transaction.atomic
def _new(system: System, subject: str, claims: Mapping[str, Any]) -> User:
    email = str(claims.get("email") or "").strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise NotLetIn("no_email") from None
    user = User.objects.filter(email=email).first()
    if user is None:
        user = add_user(by=None, email=email, name=str(claims.get("name") or "")[:200])
    elif user.is_demo or not (system.link_by_email and verified_email(claims) == email):
        raise NotLetIn("has_account")
    SocialAccount.objects.create(user=user, provider=system.key, uid=subject, extra_data={})
    record(by=user, organisation=None, verb="link_account", subject=user, fields=["other_system"])
    return user


@transaction.atomic
def follow(*, by: Any, user: User, system: System, rules: list[Rule]) -> None:
    """Give what the rules say, and end what they no longer say.

    Memberships given by hand stay as they are, and so do those at schools that only another system speaks of through
    which the user comes too. A school that no rule speaks of any more (its name was changed, or it was taken out of
    the file) is no place for a claim.
    """
    known = {school.name: school for school in schools()}
    given = {membership.pk for rule in rules if (membership := _given(by, user, system, rule, known))}
    claimed = (
        Membership.objects.filter(user=user, origin=Membership.Origin.CLAIM, ended_at=None)
        .exclude(pk__in=given)
        .exclude(organisation__name__in=_of_others(user, system))
    )
    for membership in claimed:
        try:
            with transaction.atomic():
                end(by=by, membership=membership)
        except Refused as refused:
            log.error("A membership whose claim is gone couldn't be ended: %s", refused.code)
    record(by=by, organisation=None, verb="follow_claims", subject=user, fields=["memberships"])


def _of_others(user: User, system: System) -> set[str]:
    """The schools that only other systems speak of through which the user has come."""
    through = set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True)) - {system.key}
    told = {rule.school for one in systems() if one.key in through for rule in one.rules}
    return told - {rule.school for rule in system.rules}


def _given(
    by: Any, user: User, system: System, rule: Rule, known: dict[str, Organisation]
) -> Membership | None:
    if rule.school not in known:
        log.error("login.yaml, %s: there is no school called %r", system.key, rule.school)
        return None
    try:
        with transaction.atomic():
            return grant(
                by=by, user=user, organisation=known[rule.school], role=rule.role, scopes=rule.held_to,
                origin=Membership.Origin.CLAIM,
            )  # fmt: skip
    except Refused as refused:
        log.error("login.yaml, %s, %r: %s %s", system.key, rule.value, refused.code, refused.params)
        return None
