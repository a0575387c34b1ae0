"""What becomes of a leaver's work on plans (``settings.HANDOVER``): unfinished actions, and parts that name them.

What is done or stopped goes on telling who did it.
"""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from pejling.base.accounts.handover import Tasks
from pejling.base.accounts.models import User
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.changeable import field_of, value_of
from pejling.quality.plans.due import OPEN
from pejling.quality.plans.editing import keep_old
from pejling.quality.plans.models import Action, SubAction
from pejling.quality.plans.owners import words_after


def actions_of(organisation: Organisation, user: User) -> Tasks | None:
    """The unfinished actions that the user is responsible for."""
    n = _actions(organisation, user).count()

    def give(*, by: Any, to: User) -> None:
        hand_over_actions(by=by, organisation=organisation, user=user, to=to)

    return Tasks(_("Actions in plans"), n, give) if n else None


def parts_of(organisation: Organisation, user: User) -> Tasks | None:
    """The unfinished parts of actions that name the user as responsible."""
    n = _parts(organisation, user).count()

    def give(*, by: Any, to: User) -> None:
        hand_over_parts(by=by, organisation=organisation, user=user, to=to)

    return Tasks(_("Parts of actions in plans"), n, give) if n else None


@transaction.atomic
def hand_over_actions(*, by: Any, organisation: Organisation, user: User, to: User) -> int:
    """Give them to another; how they are written follows where it only named the leaver. How many."""
    rows = _actions(organisation, user).select_related("owner_user").select_for_update(of=("self",))
    found = list(rows)
    for action in found:
        person, words = field_of("action", "owner_user"), field_of("action", "owner")
        keep_old(by, organisation, action, person, value_of(action, person))
        said = words_after(action, to)[:300]
        if said != action.owner:
            keep_old(by, organisation, action, words, action.owner)
        action.owner, action.owner_user = said, to
        action.revision += 1
        action.save(update_fields=["owner", "owner_user", "revision"])
        fields = ["owner_user", "owner"]
        record(by=by, organisation=organisation, verb="hand_over_action", subject=action, fields=fields)
    return len(found)


@transaction.atomic
def hand_over_parts(*, by: Any, organisation: Organisation, user: User, to: User) -> int:
    """Let the parts that named the leaver name another. How many."""
    found = list(_parts(organisation, user).select_related("action").select_for_update(of=("self",)))
    field = field_of("action", "sub_actions")
    actions = {part.action_id: part.action for part in found}
    for action in actions.values():
        keep_old(by, organisation, action, field, value_of(action, field))
        record(
            by=by, organisation=organisation, verb="hand_over_action", subject=action, fields=["sub_actions"]
        )
    for part in found:
        part.owner = str(to)[:300]
        part.save(update_fields=["owner"])
    Action.objects.filter(pk__in=actions).update(revision=F("revision") + 1)
    return len(found)


def _actions(organisation: Organisation, user: User) -> models.QuerySet[Action]:
    return Action.objects.filter(organisation=organisation, owner_user=user, state__in=OPEN).order_by("pk")


def _parts(organisation: Organisation, user: User) -> models.QuerySet[SubAction]:
    """A part has words only: it is the user's when they are the user's name, and nobody else's here."""
    if not user.name:
        return SubAction.objects.none()
    return SubAction.objects.filter(
        organisation=organisation, owner__iexact=user.name, state__in=OPEN
    ).order_by("pk")
