"""Reads on organisations that other rooms may call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from pejling.base.organisations.models import FormerName, Organisation, Relation


def schools() -> QuerySet[Organisation]:
    """All schools, by name."""
    return Organisation.objects.filter(kind=Organisation.Kind.SCHOOL).order_by("name")


def school_named(name: str | None) -> Organisation:
    """The school of that name, or the only one when ``name`` is None.

    Organisation.DoesNotExist / MultipleObjectsReturned where there is none or a choice must be made.
    """
    return schools().get(name=name) if name else schools().get()


def parts_of(school: Organisation, kind: str, *, on: date | None = None) -> QuerySet[Organisation]:
    """The school's parts of one kind, by name; ``on``: only those that exist on that day."""
    parts = school.parts.filter(kind=kind).order_by("name")
    if on is None:
        return parts
    return parts.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )


def name_on(part: Organisation, day: date) -> str:
    """What the school or part was called on that day."""
    earlier = part.former_names.filter(until__gte=day).order_by("until").first()
    return earlier.name if earlier else part.name


def names_of(parts: Iterable[int]) -> dict[int, frozenset[str]]:
    """For each part's key: every name its files may carry: its own, its former ones and those it took over.

    Who is responsible for a department sees the students of the departments that were merged into it.
    """
    wanted = set(parts)
    if not wanted:
        return {}
    behind = _merged(wanted)
    every = set().union(*behind.values())
    names: dict[int, set[str]] = defaultdict(set)
    for key, name in Organisation.objects.filter(pk__in=every).values_list("pk", "name"):
        names[key].add(name)
    for key, name in FormerName.objects.filter(part__in=every).values_list("part", "name"):
        names[key].add(name)
    return {part: frozenset().union(*(names[one] for one in behind[part])) for part in wanted}


def _merged(wanted: set[int]) -> dict[int, set[int]]:
    """Each part with all that were merged into it, directly or by way of another."""
    schools = Organisation.objects.filter(pk__in=wanted).values("parent")
    merged = Relation.objects.filter(kind=Relation.Kind.MERGED_INTO, organisation__in=schools)
    sources: dict[int, set[int]] = defaultdict(set)
    for part, target in merged.values_list("part", "target"):
        sources[target].add(part)
    found = {}
    for part in wanted:
        seen, waiting = {part}, [part]
        while waiting:
            new = sources[waiting.pop()] - seen
            seen |= new
            waiting += new
        found[part] = seen
    return found
