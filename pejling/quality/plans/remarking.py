"""Remarks on a plan and its parts, for those at the school only: comments, and the notes everybody works on.

A comment is its writer's. A note is the school's: whoever changes plans writes on, and what it said is kept. Neither
is ever part of a plan's file, its versions or what is published. "@Name" of a colleague is kept as that person's
UUID, so that a name that is erased is gone from what others wrote, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from pejling.analysis.strict_fields import FieldError
from pejling.base.accounts.models import User
from pejling.base.audit.actions import record
from pejling.base.mail.actions import send
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, Goal, Measure, Plan
from pejling.quality.plans.owners import colleagues_of
from pejling.quality.plans.record_models import OldText, Remark
from pejling.quality.plans.remark_models import Mention

LONGEST = 5000
#: what was taken away can be put back so long; then it is gone
KEPT = timedelta(days=30)
_TOKEN = re.compile(r"@\{([0-9a-f-]{36})\}")


class NotYours(Exception):
    """A comment is changed and removed by its writer only."""


class ChangedMeanwhile(Exception):
    """Somebody else has changed the note since it was opened; ``text``: what it says now."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


def place_of(part: models.Model) -> dict[str, models.Model]:
    """The field of a remark that says what it is on."""
    names: dict[type, str] = {Plan: "plan", Goal: "goal", Measure: "measure", Action: "action"}
    return {names[type(part)]: part}


@transaction.atomic
def write_remark(
    *, by: User, organisation: Organisation, part: models.Model, kind: str, text: str, also: Iterable[User],
    address: str,
) -> Remark:  # fmt: skip
    """A comment or a note on the part. ``also``: mentioned besides those named in the text; ``address``: of the
    page that a mail about it leads to. FieldError where the text can't be kept."""
    said, named = _kept(organisation, _clean(text))
    made = Remark.objects.create(
        organisation=organisation, kind=kind, text=said, by=by.uuid, **place_of(part)
    )
    _mention(by, organisation, made, {*named, *also}, address)
    record(by=by, organisation=organisation, verb="write_remark", subject=made, fields=["text"])
    return made


@transaction.atomic
def change_remark(
    *, by: User, organisation: Organisation, remark: Remark, text: str, was: int, address: str
) -> Remark:
    """Other words. ``was``: the revision the writer began with. Raises NotYours, ChangedMeanwhile, FieldError."""
    locked = _locked(organisation, remark)
    if locked.kind == Remark.Kind.COMMENT and locked.by != by.uuid:
        raise NotYours
    said, named = _kept(organisation, _clean(text))
    if said == locked.text:
        return locked
    if locked.revision != was:
        raise ChangedMeanwhile(shown(organisation, [locked])[locked.pk])
    if locked.kind == Remark.Kind.NOTE:
        OldText.objects.create(
            organisation=organisation,
            kind="Remark",
            subject=locked.uuid,
            field="text",
            text=locked.text,
            by=by.uuid,
        )
    locked.text, locked.changed_at, locked.revision = said, timezone.now(), locked.revision + 1
    locked.save()
    _mention(by, organisation, locked, named, address)
    record(by=by, organisation=organisation, verb="change_remark", subject=locked, fields=["text"])
    return locked


@transaction.atomic
def remove_remark(*, by: User, organisation: Organisation, remark: Remark) -> Remark:
    """Take it away; it can be put back for a while. Raises NotYours."""
    locked = _locked(organisation, remark)
    if locked.kind == Remark.Kind.COMMENT and locked.by != by.uuid:
        raise NotYours
    locked.removed_at = timezone.now()
    locked.save(update_fields=["removed_at"])
    Remark.objects.filter(organisation=organisation, removed_at__lt=timezone.now() - KEPT).delete()
    record(by=by, organisation=organisation, verb="remove_remark", subject=locked, fields=["removed_at"])
    return locked


@transaction.atomic
def put_back_remark(*, by: User, organisation: Organisation, remark: Remark) -> Remark:
    """Undo its removal. Raises NotYours."""
    locked = _locked(organisation, remark)
    if locked.kind == Remark.Kind.COMMENT and locked.by != by.uuid:
        raise NotYours
    locked.removed_at = None
    locked.save(update_fields=["removed_at"])
    record(by=by, organisation=organisation, verb="put_back_remark", subject=locked, fields=["removed_at"])
    return locked


@transaction.atomic
def see_mentions(*, by: User, organisation: Organisation) -> int:
    """Every mention of the reader is seen; how many were new."""
    new = Mention.objects.filter(organisation=organisation, user=by, seen_at__isnull=True)
    n = new.update(seen_at=timezone.now())
    if n:
        record(by=by, organisation=organisation, verb="see_mentions", subject=None, fields=["seen_at"])
    return n


def mentions_of(organisation: Organisation, user: User) -> models.QuerySet[Mention]:
    """Where the user is mentioned, newest first, as far as it is still there."""
    rows = Mention.objects.filter(organisation=organisation, user=user, remark__removed_at__isnull=True)
    parts = [f"remark__{name}" for name in ("plan", "goal__plan", "measure__goal__plan", "action")]
    return rows.select_related("remark", *parts)


def remarks_on(part: models.Model) -> models.QuerySet[Remark]:
    """What stands on the part, oldest first."""
    return Remark.objects.filter(removed_at__isnull=True, **place_of(part)).order_by("at", "pk")


def shown(organisation: Organisation, remarks: Iterable[Remark]) -> dict[int, str]:
    """Remark's key -> its text with names for those mentioned; "@–" where the name is gone."""
    found = list(remarks)
    texts = named_texts([one.text for one in found])
    return {one.pk: text for one, text in zip(found, texts, strict=True)}


def named_texts(texts: list[str]) -> list[str]:
    """The texts with names for those mentioned, in one query."""
    wanted = {UUID(key) for text in texts for key in _TOKEN.findall(text)}
    names = dict(User.objects.filter(uuid__in=wanted).values_list("uuid", "name")) if wanted else {}
    return [_TOKEN.sub(lambda match: f"@{names.get(UUID(match[1])) or '–'}", text) for text in texts]


def _locked(organisation: Organisation, remark: Remark) -> Remark:
    return Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk, organisation=organisation)


def _clean(text: str) -> str:
    said = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not said:
        raise FieldError("text", "empty")
    if len(said) > LONGEST:
        raise FieldError("text", "too_long", found=len(said), most=LONGEST)
    return said


def _kept(organisation: Organisation, text: str) -> tuple[str, set[User]]:
    """The text with UUIDs for the names after "@", and who they are; the longest name that fits is meant."""
    if "@" not in text:
        return text, set()
    people = sorted((one for one in colleagues_of(organisation) if one.name), key=lambda one: -len(one.name))
    named: set[User] = set()
    for person in people:
        pattern = re.compile(rf"@{re.escape(person.name)}(?!\w)", re.IGNORECASE)
        text, n = pattern.subn(f"@{{{person.uuid}}}", text)
        if n:
            named.add(person)
    return text, named


def _mention(by: User, organisation: Organisation, remark: Remark, people: set[User], address: str) -> None:
    """Each once, and a mail to each but oneself: that there is something, never what."""
    before = set(remark.mentions.values_list("user_id", flat=True))
    for person in sorted(people, key=lambda one: one.pk):
        if person.pk in before:
            continue
        Mention.objects.create(organisation=organisation, remark=remark, user=person)
        if person.pk != by.pk:
            context = {"school": organisation.name, "address": address}
            send(by=by, organisation=organisation, to=person.email, template="plans.mention", context=context)
