"""Writes on organisations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from pejling.base.audit.actions import record
from pejling.base.organisations.models import FormerName, Organisation, Relation
from pejling.base.organisations.official import municipality_named, region_named


class Refused(Exception):
    """The change can't be made. ``code`` and ``params`` say why; the words are in the room's wording."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@transaction.atomic
def found(*, by: Any, name: str, is_demo: bool = False) -> Organisation:
    """Make a school; IntegrityError where one of that name exists."""
    school = Organisation.objects.create(kind=Organisation.Kind.SCHOOL, name=name, is_demo=is_demo)
    record(by=by, organisation=school, verb="found", subject=school, fields=["name", "is_demo"])
    return school


@transaction.atomic
def add_parts(*, by: Any, school: Organisation, kind: str, names: Iterable[str]) -> list[Organisation]:
    """Add the parts of that kind which ``school`` hasn't got yet; returns the new ones, sorted by name.

    A name that a part had before is known: a file that still says it makes no second part. An employer that a file
    calls a municipality may be a region; a municipality of the official list gets its code.
    """
    kinds = [kind, Organisation.Kind.REGION] if kind == Organisation.Kind.MUNICIPALITY else [kind]
    have = set(school.parts.filter(kind__in=kinds).values_list("name", flat=True))
    have |= set(
        FormerName.objects.filter(part__parent=school, part__kind__in=kinds).values_list("name", flat=True)
    )
    new = [_new_part(school, kind, name) for name in sorted({n for n in names if n} - have)]
    Organisation.objects.bulk_create(new)
    if new:
        record(by=by, organisation=school, verb=f"add_{kind}s", subject=school, fields=["parts"])
    return new


@transaction.atomic
def add_part(
    *, by: Any, school: Organisation, kind: str, name: str, valid_from: date | None = None
) -> Organisation:
    """Add one part by hand, as a committee, a board or a department to come; Refused for a name that is taken."""
    if kind not in Organisation.Kind.values or kind == Organisation.Kind.SCHOOL:
        raise KeyError(kind)
    name = _free_name(school, kind, name)
    part = Organisation.objects.create(kind=kind, parent=school, name=name, valid_from=valid_from)
    record(by=by, organisation=school, verb="add_part", subject=part, fields=["kind", "name", "valid_from"])
    return part


@transaction.atomic
def rename(*, by: Any, part: Organisation, name: str, on: date) -> Organisation:
    """Give a school or a part another name from the day ``on``; the old one is kept, and known in old files.

    Refused for a name that is taken or for a day before an earlier renaming.
    """
    part = Organisation.objects.select_for_update().get(pk=part.pk)
    name = _free_name(part.parent, part.kind, name, but=part)
    if name == part.name:
        raise Refused("same_name")
    last = part.former_names.last()
    until = on - timedelta(days=1)
    if last is not None and until <= last.until:
        raise Refused("renamed_later", day=last.until + timedelta(days=1))
    school = _school(part)
    FormerName.objects.create(organisation=school, part=part, name=part.name, until=until)
    part.name = name
    part.save(update_fields=["name"])
    record(by=by, organisation=school, verb="rename_part", subject=part, fields=["name"])
    return part


@transaction.atomic
def set_dates(*, by: Any, part: Organisation, valid_from: date | None, valid_to: date | None) -> Organisation:
    """Say from when to when (both included) a part exists; None: always was, still does."""
    if valid_from and valid_to and valid_to < valid_from:
        raise Refused("days_reversed")
    if part.parent_id is None:
        raise Refused("is_school")
    part.valid_from, part.valid_to = valid_from, valid_to
    part.save(update_fields=["valid_from", "valid_to"])
    record(
        by=by, organisation=_school(part), verb="date_part", subject=part, fields=["valid_from", "valid_to"]
    )
    return part


@transaction.atomic
def merge(*, by: Any, parts: Iterable[Organisation], target: Organisation, on: date) -> Organisation:
    """Let ``parts`` become part of ``target`` on the day ``on``: they end the day before, and who has it has them.

    Nothing that is known about them is rewritten: old snapshots keep the names of their time. Refused unless all are
    of one kind and one school, still exist on that day, and the target isn't among them or made of it.
    """
    sources = list(parts)
    if not sources:
        raise Refused("nothing_to_merge")
    school = _school(target)
    for part in sources:
        _check_merge(part, target, on)
    for part in sources:
        Relation.objects.create(
            organisation=school, kind=Relation.Kind.MERGED_INTO, part=part, target=target, valid_from=on
        )
        part.valid_to = on - timedelta(days=1)
        part.save(update_fields=["valid_to"])
        record(by=by, organisation=school, verb="merge_part", subject=part, fields=["relations", "valid_to"])
    if target.valid_to is not None and target.valid_to < on:
        target.valid_to = None
        target.save(update_fields=["valid_to"])
    return target


@transaction.atomic
def undo_merge(*, by: Any, relation: Relation) -> None:
    """Take a merger back that was entered by mistake: the part exists on, and is nobody else's."""
    part = relation.part
    relation.delete()
    part.valid_to = None
    part.save(update_fields=["valid_to"])
    record(
        by=by, organisation=_school(part), verb="undo_merge", subject=part, fields=["relations", "valid_to"]
    )


@transaction.atomic
def place_in_region(*, by: Any, municipality: Organisation, region: Organisation) -> None:
    """Say which region a municipality that isn't on the official list lies in; an earlier answer is replaced."""
    school = _school(municipality)
    if region.parent_id != school.pk or region.kind != Organisation.Kind.REGION:
        raise Refused("not_of_school", name=region.name)
    Relation.objects.filter(part=municipality, kind=Relation.Kind.IN_REGION).delete()
    Relation.objects.create(
        organisation=school, kind=Relation.Kind.IN_REGION, part=municipality, target=region
    )
    record(by=by, organisation=school, verb="place_in_region", subject=municipality, fields=["relations"])


@transaction.atomic
def call_region(*, by: Any, part: Organisation) -> None:
    """What the files call a municipality is a region. Refused for anything else, or where one has that name."""
    if part.kind != Organisation.Kind.MUNICIPALITY:
        raise Refused("not_a_municipality", name=part.name)
    school = _school(part)
    _free_name(school, Organisation.Kind.REGION, part.name)
    known = region_named(part.name)
    part.kind, part.code = Organisation.Kind.REGION, known.code if known else ""
    part.save(update_fields=["kind", "code"])
    part.relations.filter(kind=Relation.Kind.IN_REGION).delete()
    record(by=by, organisation=school, verb="call_region", subject=part, fields=["kind", "code"])


def _new_part(school: Organisation, kind: str, name: str) -> Organisation:
    if kind != Organisation.Kind.MUNICIPALITY:
        return Organisation(kind=kind, parent=school, name=name)
    if region := region_named(name):
        return Organisation(kind=Organisation.Kind.REGION, parent=school, name=name, code=region.code)
    known = municipality_named(name)
    return Organisation(kind=kind, parent=school, name=name, code=known.code if known else "")


def _check_merge(part: Organisation, target: Organisation, on: date) -> None:
    if part.parent_id is None or part.parent_id != target.parent_id or part.kind != target.kind:
        raise Refused("not_of_one_kind", name=part.name)
    if part.pk == target.pk:
        raise Refused("into_itself", name=part.name)
    if part.relations.filter(kind=Relation.Kind.MERGED_INTO).exists():
        raise Refused("already_merged", name=part.name)
    if part.valid_from is not None and part.valid_from >= on:
        raise Refused("begins_later", name=part.name)
    seen, waiting = set(), [target.pk]
    while waiting:
        found = Relation.objects.filter(kind=Relation.Kind.MERGED_INTO, part__in=waiting)
        waiting = [key for key in found.values_list("target", flat=True) if key not in seen]
        seen |= set(waiting)
    if part.pk in seen:
        raise Refused("round", name=part.name)


def _free_name(school: Organisation | None, kind: str, name: str, but: Organisation | None = None) -> str:
    """The name, trimmed; Refused where it is empty, too long or taken."""
    name = " ".join(name.split())
    if not name:
        raise Refused("no_name")
    if len(name) > 200:
        raise Refused("long_name", most=200)
    mine = but.pk if but else None
    taken = Organisation.objects.filter(parent=school, kind=kind).exclude(pk=mine)
    if taken.filter(Q(name=name) | Q(former_names__name=name)).exists():
        raise Refused("name_taken", name=name)
    return name


def _school(part: Organisation) -> Organisation:
    return part.parent or part
