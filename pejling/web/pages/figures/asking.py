"""From a question and an access to the values that a figure's page shows, masked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.meant import is_meant
from pejling.analysis.engine.question import Value, Where
from pejling.analysis.rows_counted import RowsCounted
from pejling.base.accounts.access import Access
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators.catalogue import definitions
from pejling.quality.indicators.queries import history as kept_history
from pejling.web.components import reading
from pejling.web.components.sight import EVERYTHING, Seen, Sight
from pejling.web.components.snapshot_choice import SnapshotChoice
from pejling.web.pages.figures.question import Question

#: Snapshots computed for the history of somebody held to departments (others read what was kept).
COMPUTED = 8
#: Points in a history: one per date, the newest.
DRAWN = 24


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the overview; ``seen`` is None where the reader's departments can't be cut out of it."""

    definition: IndicatorDefinition
    seen: Seen | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure's page: the value chosen, all of them side by side, the groups, and the history (oldest first)."""

    definition: IndicatorDefinition
    question: Question
    snapshots: SnapshotChoice
    chosen: Seen
    beside: list[Seen]
    groups: list[Seen]
    history: list[tuple[date, Seen]]


def overview(access: Access, snapshot: Snapshot, sight: Sight) -> list[Line]:
    """Every indicator with the windows and variants it shows by itself."""
    lines, where = [], reading.held_to(access, {})
    for key, definition in definitions().items():
        if not reading.can_hold(definition, access):
            lines.append(Line(definition, None))
            continue
        values = reading.values(snapshot, key, where=where)
        lines.extend(Line(definition, seen) for seen in sight.see_all(values))
    return lines


def answer(
    definition: IndicatorDefinition,
    question: Question,
    school: Organisation,
    access: Access,
    snapshots: SnapshotChoice,
    sight_at: Callable[[Snapshot], Sight],
) -> Answer:
    """The figure, its neighbours, its groups and its history. The caller has asked ``reading.can_hold``.

    ``sight_at``: what the reader sees of a snapshot.
    """
    where, sight = reading.held_to(access, {}), sight_at(snapshots.chosen)
    beside = sight.see_all(_values(definition, question, where, snapshots.chosen))
    chosen = next(seen for seen in beside if _is_chosen(seen.value, question, definition))
    groups = []
    if question.by:
        values = _values(definition, question, where, snapshots.chosen, by=(question.by,))
        groups = sight.see_all(value for value in values if _is_chosen(value, question, definition))
    return Answer(
        definition=definition,
        question=question,
        snapshots=snapshots,
        chosen=chosen,
        beside=beside,
        groups=groups,
        history=_history(definition, question, school, access, snapshots, sight_at),
    )


def _values(
    definition: IndicatorDefinition,
    question: Question,
    where: Where,
    snapshot: Snapshot,
    by: tuple[str, ...] = (),
) -> list[Value]:
    """The values for the windows that are shown and the one that was asked for, in the same order on every page."""
    shown = reading.values(snapshot, definition.key, where=where, by=by)
    if question.length is None or question.length in {value.months for value in shown}:
        return shown
    return [*reading.values(snapshot, definition.key, where=where, by=by, window=question.length), *shown]


def rows_behind(found: Answer, access: Access) -> RowsCounted | None:
    """The spells behind the chosen value that the reader may see persons of; None where it isn't made of spells."""
    if found.definition.kind == "ratio":
        return None
    return reading.rows_counted(
        found.snapshots.chosen,
        found.definition.key,
        where=reading.held_to(access, {}, "see_persons"),
        window=found.chosen.value.months if found.definition.kind == "incidence" else found.question.length,
        variant=found.chosen.value.variant,
    )


def _is_chosen(value: Value, question: Question, definition: IndicatorDefinition) -> bool:
    return is_meant(value, definition, question.variant, question.length)


def _history(
    definition: IndicatorDefinition,
    question: Question,
    school: Organisation,
    access: Access,
    snapshots: SnapshotChoice,
    sight_at: Callable[[Snapshot], Sight],
) -> list[tuple[date, Seen]]:
    """The value over snapshots: what was kept of it, or computed now for the newest few.

    Whoever may not see small counts is told of the released snapshots only, of each as its own page tells.
    """
    found: dict[date, Sequence[Value]] = {}
    sights: dict[date, Sight] = {}
    if access.smallest:
        sights = {snapshot.as_of: sight_at(snapshot) for snapshot in reversed(snapshots.listed[:COMPUTED])}
    elif access.is_whole and question.length is None:
        past = kept_history(school, definition.key)
        found = {p.as_of: p.values for p in past if p.version == definition.version}
    if not found:
        where = reading.held_to(access, {})
        for snapshot in reversed(snapshots.listed[:COMPUTED]):
            found[snapshot.as_of] = _values(definition, question, where, snapshot)
    return [
        (
            day,
            sights.get(day, EVERYTHING).see(
                next(value for value in found[day] if _is_chosen(value, question, definition))
            ),
        )
        for day in sorted(found)[-DRAWN:]
    ]
