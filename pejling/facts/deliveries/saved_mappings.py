"""Mappings a school made itself, beside those of the catalogue: read, kept, renamed, retired.

``actions`` hands out what writes; every write leaves an audit row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

import yaml
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.text import slugify

from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.mapping.among import Known, Shape
from pejling.facts.deliveries.mapping.find import find_mapping, text_of
from pejling.facts.deliveries.mapping.lines import slice_of
from pejling.facts.deliveries.mapping.load import available, load_mapping
from pejling.facts.deliveries.mapping.model import Mapping
from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.models import SavedMapping
from pejling.facts.deliveries.problems import MappingError

_LONGEST_NAME = 80
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Listed:
    """A school's own mapping, loaded; ``problem`` (code, params) where it can't be used as it stands."""

    saved: SavedMapping
    mapping: Mapping | None
    problem: tuple[str, dict] | None = None


def saved_mappings_of(organisation: Organisation) -> QuerySet[SavedMapping]:
    """The school's own mappings by title, retired ones too, with how many uploads were taken in by each."""
    return (
        SavedMapping.objects.filter(organisation=organisation)
        .annotate(used=Count("uploads", filter=Q(uploads__state="accepted")))
        .order_by("is_retired", "title", "id")
    )


def saved_mapping(organisation: Organisation, uuid: UUID | str) -> SavedMapping:
    """One of them; SavedMapping.DoesNotExist for any other school's."""
    return saved_mappings_of(organisation).get(uuid=uuid)


def load_saved(saved: SavedMapping) -> Mapping:
    """The mapping as it works: under the name and title it is kept by. Raises `MappingError`."""
    return replace(parse(saved.text), name=saved.name, title=saved.title)


def listed(saved: Sequence[SavedMapping]) -> list[Listed]:
    """Each loaded, or with what is wrong with it: a code list it names may have gone."""
    made = []
    for one in saved:
        try:
            made.append(Listed(one, load_saved(one)))
        except MappingError as error:
            made.append(Listed(one, None, (error.code, error.params)))
    return made


def mappings_for(organisation: Organisation) -> list[Known]:
    """Every mapping the school can deliver by: its own that aren't retired, then the catalogue's."""
    own = listed(saved_mappings_of(organisation).filter(is_retired=False))
    known = [Known(one.mapping, str(one.saved.uuid), one.saved.shape) for one in own if one.mapping]
    return known + [Known(_of_catalogue(name)) for name in available()]


@cache
def _of_catalogue(name: str) -> Mapping:
    """A mapping that is shipped: it is read once, since it changes with the product only."""
    return load_mapping(name)


def mapping_by_name(organisation: Organisation, name: str) -> Mapping:
    """The school's own mapping of that name, else the one `load_mapping` finds. Raises `MappingError`."""
    own = SavedMapping.objects.filter(organisation=organisation, name=name, is_retired=False).first()
    return load_saved(own) if own else load_mapping(name)


def catalogue_text(name: str) -> str:
    """The YAML of a mapping of the catalogue. Raises `MappingError`."""
    if name not in available():
        raise MappingError("no_such_mapping", "", {"name": name, "known": available()})
    return text_of(find_mapping(name, ()))


@transaction.atomic
def save_mapping(
    *,
    by: Any,
    organisation: Organisation,
    title: str,
    text: str,
    shape: Shape | None = None,
    replaces: SavedMapping | None = None,
) -> SavedMapping:
    """Keep a mapping under a title; a new version of ``replaces`` where that is given, else under a name of its own.

    ``text``: YAML; its name and title are written anew. ``shape``: of the files it was made with; what was remembered
    before stays. Raises `MappingError` where it can't be used.
    """
    title = " ".join(title.split())[:_LONGEST_TITLE]
    if not title:
        raise MappingError("no_title")
    kept = replaces or SavedMapping(
        organisation=organisation, name=_free_name(organisation, title), by=_uuid(by)
    )
    if kept.organisation_id != organisation.pk:
        raise SavedMapping.DoesNotExist
    parse(text)
    kept.title, kept.text = title, named(text, kept.name, title)
    kept.version = parse(kept.text).version
    kept.shape = _both(kept.shape, shape or {})
    kept.is_retired = False
    kept.save()
    record(
        by=by,
        organisation=organisation,
        verb="save_mapping",
        subject=kept,
        fields=["title", "text", "shape"],
    )
    return kept


@transaction.atomic
def rename_mapping(*, by: Any, organisation: Organisation, saved: SavedMapping, title: str) -> SavedMapping:
    """Call it something else; its name, by which deliveries know their source, stays."""
    title = " ".join(title.split())[:_LONGEST_TITLE]
    if not title:
        raise MappingError("no_title")
    saved.title = title
    saved.text = named(saved.text, saved.name, title)
    saved.version = parse(saved.text).version
    saved.save(update_fields=["title", "text", "version", "changed_at"])
    record(by=by, organisation=organisation, verb="rename_mapping", subject=saved, fields=["title"])
    return saved


@transaction.atomic
def retire_mapping(
    *, by: Any, organisation: Organisation, saved: SavedMapping, retired: bool = True
) -> SavedMapping:
    """Offer it no more, or again. What came in by it stays as it is."""
    saved.is_retired = retired
    saved.save(update_fields=["is_retired", "changed_at"])
    verb = "retire_mapping" if retired else "restore_mapping"
    record(by=by, organisation=organisation, verb=verb, subject=saved, fields=["is_retired"])
    return saved


def named(text: str, name: str, title: str) -> str:
    """The YAML under another name and title; comments and all else stay as they stand."""
    for key, value in (("title", title), ("name", name)):
        written = yaml.safe_dump(value, allow_unicode=True, width=10_000, default_style='"').strip()
        found = slice_of(text, key)
        if found is None:
            text = f"{key}: {written}\n{text}"
        else:
            text = (
                text[: found[0]]
                + written
                + ("\n" if text[found[1] - 1 : found[1]] == "\n" else "")
                + text[found[1] :]
            )
    return text


def _free_name(organisation: Organisation, title: str) -> str:
    """A name made of the title that neither the school nor the catalogue has."""
    letters = title.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    stem = slugify(letters)[: _LONGEST_NAME - 6].strip("-") or "mapping"
    taken = {
        *available(),
        *SavedMapping.objects.filter(organisation=organisation).values_list("name", flat=True),
    }
    return next(
        name for name in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if name not in taken
    )


def _both(before: Shape, now: Shape) -> dict[str, list[list[str]]]:
    """Remembered shapes, the new ones first, each once; ten per role are enough to know a file again."""
    made: dict[str, list[list[str]]] = {}
    for role in {**before, **now}:
        shapes = [list(one) for one in (*now.get(role, ()), *before.get(role, ()))]
        made[role] = [one for place, one in enumerate(shapes) if one not in shapes[:place]][:10]
    return made


def _uuid(thing: Any) -> UUID | None:
    return getattr(thing, "uuid", None)
