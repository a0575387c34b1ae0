"""The slow, obvious engine: every rule of every indicator written out over plain rows, one row at a time.

It shares the definition, ``Value`` and ``Where`` with the real engine, and no code that computes. Generated snapshots
hold the two equal; where they differ, this file is the one to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import Value, Where
from pejling.analysis.engine.reference_followup import Person, share_at
from pejling.analysis.engine.reference_ratios import absence, agreement_target
from pejling.analysis.engine.reference_rows import (
    Case,
    Key,
    Row,
    Tables,
    dimension,
    months_after,
    passes,
    value,
)
from pejling.analysis.intakes import Intakes


def reference(
    definition: IndicatorDefinition,
    tables: Tables,
    table_as_of: Mapping[str, date | None],
    *,
    by: Sequence[str] = (),
    where: Where | None = None,
    window: int | None = None,
    intakes: Intakes = (),
    snapshot: str = "",
) -> list[Value]:
    """The values of an indicator; the meaning of the arguments is that of ``engine.run.run``."""
    used = [table_as_of[name] for name in definition.all_tables]
    as_of = min((day for day in used if day is not None), default=date.max)
    found: list[Value] = []
    for variant in definition.variants or (None,):
        for length in definition.window.shown if window is None else (window,):
            case = Case(
                definition, tables, tuple(by), where or Where(), length, variant, as_of, intakes, snapshot
            )
            if any(table_as_of[name] is None for name in definition.tables):
                known = min((day for day in used if day is not None), default=None)
                found += [] if by else [value(case, (), 0, None, as_of=known, reason="not_delivered")]
            else:
                found += sorted(_answer(case), key=_order)
    return found


def _answer(case: Case) -> list[Value]:
    if case.definition.measure == "agreements_per_quota":
        return agreement_target(case)
    if case.definition.measure == "absence_hours":
        return absence(case)
    return _count(case) if case.definition.kind == "count" else _incidence(case)


def _order(value: Value) -> list[tuple[bool, bool, Any]]:
    return [(v is None, isinstance(v, str), v if v is not None else 0) for v in value.by.values()]


# Population


def excluded_because(case: Case, spell: Row) -> str | None:
    """Why a spell isn't counted."""
    definition, outcome, end = case.definition, spell["outcome"], spell["ends_on"]
    if outcome in definition.excluded_outcomes:
        return outcome
    if spell["starts_on"] > case.as_of:
        return "starts_later"
    if definition.kind == "incidence":
        if outcome == "interrupted" and end is None:
            return "undated_leave"
        if outcome in ("completed", "ended") and end is None:
            return "undated_end"
    if definition.clock_start == "ends_on" and end > case.as_of:
        return "ends_later"
    return None


def _groups(case: Case) -> tuple[dict[Key, list[Row]], dict[Key, dict[str, int]]]:
    """The spells counted, and the number left out by reason, in each group."""
    counted: dict[Key, list[Row]] = {}
    excluded: dict[Key, dict[str, int]] = {}
    for spell in case.tables["spells"]:
        if case.definition.parts and spell["part"] not in case.definition.parts:
            continue
        if case.definition.outcomes and spell["outcome"] not in case.definition.outcomes:
            continue
        if not passes(case.where, lambda name, row=spell: dimension(case, row, name)):
            continue
        key = tuple(dimension(case, spell, name) for name in case.by)
        reason = excluded_because(case, spell)
        if reason is None:
            counted.setdefault(key, []).append(spell)
        else:
            reasons = excluded.setdefault(key, {})
            reasons[reason] = reasons.get(reason, 0) + 1
    return counted, excluded


# Counts


def _count(case: Case) -> list[Value]:
    counted, excluded = _groups(case)
    numbers = {key: sum(_is_counted(case, spell) for spell in spells) for key, spells in counted.items()}
    if not case.by:
        numbers.setdefault((), 0)
    return [
        value(case, key, n, float(n), complete=True, excluded=excluded.get(key, {}))
        for key, n in numbers.items()
        if n or not case.by
    ]


def _is_counted(case: Case, spell: Row) -> bool:
    if case.definition.measure == "entrants":
        return case.window is None or spell["starts_on"] > months_after(case.as_of, -case.window)
    end = spell["ends_on"]
    if spell["outcome"] != "active" and (end is None or end <= case.as_of):
        return False
    since, until = spell["leave_from"], spell["leave_to"]
    away = since is not None and since <= case.as_of and (until is None or until >= case.as_of)
    return away if case.variant and case.variant.leave_of_absence else not away


# Incidence


def step_after(case: Case, origin: date, step: int) -> date:
    """The date so many steps (months or days) after the clock started."""
    if case.definition.window.unit == "day":
        return origin + timedelta(days=step)
    return months_after(origin, step)


def _incidence(case: Case) -> list[Value]:
    counted, excluded = _groups(case)
    if not case.by:
        counted.setdefault((), [])
    return [_incidence_value(case, key, spells, excluded.get(key, {})) for key, spells in counted.items()]


def _incidence_value(case: Case, key: Key, spells: Sequence[Row], excluded: dict[str, int]) -> Value:
    window = case.window or 0
    people = [_person(case, spell) for spell in spells]
    event = "event" if case.definition.event.outcomes == () else case.definition.event.outcomes[0]
    found = share_at(people, window, event)
    if found and case.definition.report == "complement":
        found = (1 - found[0], 1 - found[2], 1 - found[1])
    over = all(step_after(case, spell[case.definition.clock_start], window) <= case.as_of for spell in spells)
    settled = not any(_may_return(case, spell, person) for spell, person in zip(spells, people, strict=True))
    return value(
        case,
        key,
        len(people),
        found[0] if found else None,
        lower=found[1] if found else None,
        upper=found[2] if found else None,
        events=sum(way == event and last <= window for last, way in people),
        complete=bool(people) and over and settled,
        excluded=excluded,
        reason=None if found else ("too_early" if people else "nobody"),
    )


def _person(case: Case, spell: Row) -> Person:
    """The last step a spell was seen at, and its way out there. Looked for step by step, as a clerk would."""
    origin = spell[case.definition.clock_start]
    when, way = _way_out(case, spell)
    step = 0
    while True:
        if when is not None and when <= step_after(case, origin, step) <= case.as_of:
            return step, way
        if step_after(case, origin, step + 1) > case.as_of:
            return step, None
        step += 1


def _way_out(case: Case, spell: Row) -> tuple[date | None, str | None]:
    """The day a spell has its event or a competing one, and which; None where it hasn't by the day of the figure."""
    definition = case.definition
    if not definition.event.outcomes:
        day = _goes_on(case, spell)
        return (day, "event") if day is not None else (None, None)
    outcome, end = spell["outcome"], spell["ends_on"]
    if outcome not in (*definition.event.outcomes, *definition.competing) or end is None or end > case.as_of:
        return None, None
    return end, "returned" if _returns(case, spell) else outcome


def _goes_on(case: Case, spell: Row) -> date | None:
    """The first day on or after the completion on which the student is in the main programme or has an agreement."""
    completed, days = spell["ends_on"], []
    for other in case.tables["spells"]:
        if (
            other["pseudonym"] == spell["pseudonym"]
            and other["part"] in case.definition.event.started_parts
            and other["outcome"] not in case.definition.excluded_outcomes
            and other["starts_on"] <= case.as_of
        ):
            over = (
                other["outcome"] != "active" and other["ends_on"] is not None and other["ends_on"] < completed
            )
            if not over:
                days.append(other["starts_on"])
    for agreement in case.tables["agreements"] if case.definition.event.agreement else ():
        since = min(day for day in (agreement["signed_on"], agreement["starts_on"]) if day is not None)
        until = agreement["ends_on"]
        mine = agreement["pseudonym"] == spell["pseudonym"]
        if mine and since <= case.as_of and (until is None or until >= completed):
            days.append(since)
    return max(min(days), completed) if days else None


def _deadline(case: Case, left: date) -> date:
    restart = case.variant.restart if case.variant else None
    within = restart.within if restart and restart.within is not None else case.window
    return months_after(left, within or 0)


def _returns(case: Case, spell: Row) -> bool:
    """Whether a leave is undone by a new start."""
    restart = case.variant.restart if case.variant else None
    if restart is None or spell["outcome"] != "interrupted":
        return False
    for other in case.tables["spells"]:
        if other["pseudonym"] != spell["pseudonym"] or other["spell"] == spell["spell"]:
            continue
        if other["outcome"] in case.definition.excluded_outcomes or other["starts_on"] > case.as_of:
            continue
        if restart.parts and other["part"] not in restart.parts:
            continue
        same = other["programme"] == spell["programme"]
        wanted = same if restart.education == "same" else not (same and other["part"] == spell["part"])
        if wanted and spell["ends_on"] <= other["starts_on"] <= _deadline(case, spell["ends_on"]):
            return True
    return False


def _may_return(case: Case, spell: Row, person: Person) -> bool:
    """Whether a counted leave may still be undone."""
    if not (case.variant and case.variant.restart) or person[1] != case.definition.event.outcomes[0]:
        return False
    return person[0] <= (case.window or 0) and _deadline(case, spell["ends_on"]) > case.as_of
