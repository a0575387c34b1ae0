"""Kept figures for those who name their question in advance (a plan's measures): all of them in two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pejling.analysis.engine.question import IndicatorError, Value, Where
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators import catalogue
from pejling.quality.indicators.actions import compute
from pejling.quality.indicators.models import Run
from pejling.quality.indicators.queries import values_of
from pejling.quality.indicators.question_text import as_question, hash_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A question by name: the definition's key, the window (None: those the definition shows) and the filter."""

    key: str
    window: int | None = None
    where: tuple[tuple[str, str], ...] = ()

    def filter(self) -> Where:
        """The filter as the engine takes it."""
        return Where(**{f"{name}_": (value,) for name, value in self.where})


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer kept from one snapshot. ``gone``: the snapshot's files have expired, so nothing new can be asked."""

    snapshot: str
    as_of: date
    version: str
    gone: bool
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Where an answer is kept, without the answer itself."""

    run: int
    snapshot: int
    as_of: date
    version: str


Choose = Callable[[Sequence[Found]], Found | None]


def answers(organisation: Organisation, asked: Iterable[Asked], choose: Choose) -> dict[Asked, Kept]:
    """The kept answer to each question that has one; ``choose`` picks among the snapshots, newest first."""

    def one(places: Sequence[Found]) -> list[Found]:
        found = choose(places)
        return [found] if found else []

    return {question: kept[0] for question, kept in several(organisation, asked, one).items()}


def by_year(
    organisation: Organisation, asked: Iterable[Asked], among: Collection[int] | None = None
) -> dict[Asked, list[Kept]]:
    """The last answer of each year to each question that has any, newest first; ``among``: these snapshots only."""

    def last_of_each(places: Sequence[Found]) -> list[Found]:
        found: dict[int, Found] = {}
        open_ = places if among is None else [one for one in places if one.snapshot in among]
        for one in sorted(open_, key=lambda one: (one.as_of, one.snapshot), reverse=True):
            found.setdefault(one.as_of.year, one)
        return list(found.values())

    return several(organisation, asked, last_of_each)


def several(
    organisation: Organisation, asked: Iterable[Asked], choose: Callable[[Sequence[Found]], list[Found]]
) -> dict[Asked, list[Kept]]:
    """The kept answers that ``choose`` picks for each question, in its order."""
    wanted = {(one.key, _hash(one)): one for one in asked if one.key in catalogue.definitions()}
    if not wanted:
        return {}
    names = (
        "pk",
        "definition__key",
        "question_hash",
        "snapshot_id",
        "snapshot__as_of",
        "definition__version",
    )
    runs = Run.objects.filter(
        organisation=organisation, question_hash__in={digest for _key, digest in wanted}
    ).order_by("-snapshot_id", "-definition_id")
    places: dict[Asked, list[Found]] = defaultdict(list)
    for pk, key, digest, snapshot, as_of, version in runs.values_list(*names):
        if (key, digest) in wanted:
            places[wanted[key, digest]].append(Found(pk, snapshot, as_of, version))
    chosen = {one: found for one, there in places.items() if (found := choose(there))}
    return _read(chosen)


def _read(chosen: Mapping[Asked, list[Found]]) -> dict[Asked, list[Kept]]:
    wanted = {found.run for several in chosen.values() for found in several}
    rows = Run.objects.filter(pk__in=wanted).select_related("snapshot")
    kept: dict[int, Any] = {run.pk: run for run in rows.defer("snapshot__manifest")}
    return {one: [_kept(kept[found.run], found) for found in several] for one, several in chosen.items()}


def _kept(run: Any, found: Found) -> Kept:
    gone = run.snapshot.expired_at is not None
    return Kept(str(run.snapshot.uuid), found.as_of, found.version, gone, tuple(values_of(run)))


def make_ready(
    *, by: Any, organisation: Organisation, snapshot: Snapshot, asked: Iterable[Asked]
) -> dict[Asked, str]:
    """Have the answers kept; the code of what is wrong with each question that has none."""
    wrong: dict[Asked, str] = {}
    for one in dict.fromkeys(asked):
        try:
            compute(
                by=by,
                organisation=organisation,
                snapshot=snapshot,
                key=one.key,
                where=one.filter(),
                window=one.window,
            )
        except IndicatorError as error:
            wrong[one] = error.code
    return wrong


def _hash(one: Asked) -> str:
    return hash_of(as_question((), one.filter(), one.window, catalogue.intakes()))
