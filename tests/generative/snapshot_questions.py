"""Small snapshots in which everything can happen, and questions to ask of them.

Hypothesis draws one number, from which a plain generator makes the rest: a snapshot drawn cell by cell takes fifty
times longer, and a comparison is worth what it sees. A failing number makes the same snapshot again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from pejling.analysis.definition import load_catalogue
from pejling.analysis.definition_model import SPELL_DIMENSIONS, IndicatorDefinition
from pejling.analysis.engine.question import Where
from pejling.analysis.intakes import Intakes, parse_sets
from pejling.analysis.tables import OUTCOMES

CATALOGUE = Path(__file__).resolve().parents[2] / "pejling" / "catalogue"
DEFINITIONS = load_catalogue(CATALOGUE / "indicators")
INTAKE_SETS = parse_sets((CATALOGUE / "intakes.yaml").read_text(encoding="utf-8"))[0]

FIRST, LAST = date(2023, 11, 1), date(2025, 6, 30)
PEOPLE = ("anna", "bo", "carl", "dina", "else")
PROGRAMMES, PARTS = ("SSA", "SSH", "PAU"), ("GF2", "HF", "GF2", "HF", None)
PLACES = ("Alrum", "Birkely", None)
#: Dates that stumble: ends of months, a leap day, New Year.
ODD_DAYS = (date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 11, 30))


@dataclass(frozen=True)
class Asked:
    """A snapshot and a question."""

    definition: IndicatorDefinition
    tables: dict[str, list[dict[str, Any]]]
    table_as_of: dict[str, date | None]
    by: tuple[str, ...]
    where: Where
    window: int | None
    intakes: Intakes


def a_day(pick: random.Random) -> date:
    """Any day, the odd ones often."""
    return (
        pick.choice(ODD_DAYS)
        if pick.random() < 0.4
        else FIRST + timedelta(pick.randrange((LAST - FIRST).days))
    )


def an_end(pick: random.Random, start: date) -> date | None:
    """No end, a whole number of months later give or take a day, or any number of days later."""
    if pick.random() < 0.15:
        return None
    if pick.random() < 0.5:
        return start + timedelta(pick.randint(-3, 420))
    month = start.month - 1 + pick.choice((1, 2, 3, 6, 12))
    first = date(start.year + month // 12, month % 12 + 1, 1)
    return first + timedelta(start.day - 1 + pick.randint(-1, 1))


def a_spell(pick: random.Random, number: int) -> dict[str, Any]:
    """One spell."""
    start = a_day(pick)
    away = start + timedelta(pick.randrange(300)) if pick.random() < 0.5 else None
    return {
        "pseudonym": pick.choice(PEOPLE),
        "spell": f"s{number}",
        "programme": pick.choice(PROGRAMMES),
        "part": pick.choice(PARTS),
        "department": pick.choice(("Nord", "Syd", None)),
        "school": pick.choice(("280001", "280002")),
        "first_class": pick.choice(("a", "b", None)),
        "student_type": pick.choice((None, "EUD", "EUV1", "EUD 25+", "EUD under 25", "100%_é")),
        "age_at_first": pick.choice((None, 17, 24, 25, 40)),
        "municipality_at_start": pick.choice(PLACES),
        "starts_on": start,
        "ends_on": an_end(pick, start),
        "outcome": pick.choice((*OUTCOMES, "interrupted", "interrupted", "completed", "active", "completed")),
        "leave_from": away,
        "leave_to": away + timedelta(pick.randrange(200)) if away and pick.random() < 0.7 else None,
    }


def an_agreement(pick: random.Random, of: list[dict[str, Any]]) -> dict[str, Any]:
    """One training agreement, mostly from around the day a basic programme was completed."""
    completed = [spell for spell in of if spell["part"] == "GF2" and spell["outcome"] == "completed"]
    near = pick.choice([{}, *completed, *completed])
    start = near["ends_on"] + timedelta(pick.randint(-30, 130)) if near.get("ends_on") else a_day(pick)
    return {
        "pseudonym": near.get("pseudonym") or pick.choice(PEOPLE),
        "municipality": pick.choice(PLACES),
        "programme": pick.choice((*PROGRAMMES, None)),
        "signed_on": start + timedelta(pick.randint(-90, 30)) if pick.random() < 0.8 else None,
        "starts_on": start,
        "ends_on": an_end(pick, start),
    }


def an_absence(pick: random.Random, of: list[dict[str, Any]]) -> dict[str, Any]:
    """Absence of one student in one period, of one of the spells or of none."""
    spell = pick.choice([*of, {}])
    start = a_day(pick)
    # Hundredths of an hour: both engines can be exact to many digits.
    scheduled = pick.choice((0, 1250, 3700, 12000, 12025))
    return {
        "pseudonym": spell.get("pseudonym", "else"),
        "spell": spell.get("spell"),
        "programme": pick.choice((None, spell.get("programme"), "SSA")),
        "part": pick.choice((None, spell.get("part"))),
        "from_on": start,
        "to_on": start + timedelta(pick.randrange(32)),
        "hours_absent": pick.randint(0, scheduled) / 100,
        "hours_scheduled": scheduled / 100,
    }


def some_quotas(pick: random.Random) -> list[dict[str, Any]]:
    """Agreed numbers; the key is the table's own."""
    keys = [
        (programme, place, year)
        for programme in PROGRAMMES
        for place in PLACES[:2]
        for year in range(2023, 2027)
    ]
    names = ("programme", "municipality", "year")
    chosen = pick.sample(keys, pick.randrange(9))
    return [{**dict(zip(names, key, strict=True)), "agreed": pick.randrange(5)} for key in chosen]


VALUES: dict[str, tuple[Any, ...]] = {
    "department": ("Nord", "Syd", None),
    "programme": PROGRAMMES,
    "part": ("GF2", "HF", None),
    "intake": ("2023-12", "2024-01", "2024-04", "2024-08", "2024-12"),
    "start_month": ("2023-12", "2024-01", "2024-02", "2024-03", "2024-11"),
    "class": ("a", "b", None),
    "municipality": ("Alrum", "Birkely", "none"),
    "student_type": ("EUD", "EUV1", "100%_é", None),
    "age25": ("25+", "under 25", "unknown"),
    "school": ("280001", "280002"),
    "year": (2023, 2024, 2025),
}


def a_question(pick: random.Random, key: str | None = None) -> Asked:
    """A snapshot and a question that can be asked of it; with ``key``, the plain question of that indicator."""
    definition = DEFINITIONS[key or pick.choice(list(DEFINITIONS))]
    rows = [a_spell(pick, number) for number in range(pick.randrange(20))]
    tables: dict[str, list[dict[str, Any]]] = {
        "spells": rows,
        "agreements": [an_agreement(pick, rows) for _ in range(pick.randrange(8))],
        "quotas": some_quotas(pick),
        "absence": [an_absence(pick, rows) for _ in range(pick.randrange(12))],
    }
    if key:
        return Asked(definition, tables, dict.fromkeys(tables, LAST), (), Where(), None, ())
    table_as_of = _as_of(pick, tables)
    by = pick.sample(definition.dimensions, pick.choice((0, 1, 1, 2)))
    cuts = pick.sample(definition.dimensions, pick.choice((0, 0, 1, 2)))
    where = Where(**{f"{name}_": pick.choices(VALUES[name], k=pick.randint(1, 3)) for name in cuts})
    if pick.random() < 0.3:
        where = where.held_within([_a_box(pick, definition) for _ in range(pick.randrange(3))])
    return Asked(
        definition=definition,
        tables=tables,
        table_as_of=table_as_of,
        by=tuple(by),
        where=where,
        window=pick.choice((None, *definition.window.allowed[:14])),
        intakes=pick.choice(((), *INTAKE_SETS.values())),
    )


def _a_box(pick: random.Random, definition: IndicatorDefinition) -> Where:
    """What one membership of a reader is held to: dimensions of the figure, or single students."""
    if definition.key != "agreement_target" and pick.random() < 0.4:
        return Where(student=pick.sample(PEOPLE, pick.randrange(3)))
    names = pick.sample(definition.dimensions, pick.choice((0, 1, 1, 2)))
    return Where(**{f"{name}_": pick.choices(VALUES[name], k=pick.randrange(3)) for name in names})


def _as_of(pick: random.Random, tables: dict[str, list[dict[str, Any]]]) -> dict[str, date | None]:
    """Mostly one day for all tables; sometimes each its own, sometimes one never delivered (and so empty)."""
    found: dict[str, date | None] = {name: a_day(pick) for name in tables}
    if pick.random() < 0.7:
        return dict.fromkeys(tables, pick.choice((LAST, date(2025, 3, 31), date(2024, 12, 31))))
    if pick.random() < 0.3:
        missing = pick.choice(("agreements", "quotas", "absence"))
        found[missing], tables[missing] = None, []
    return found


def questions(key: str | None = None) -> st.SearchStrategy[Asked]:
    """The strategy."""
    return st.integers(0, 2**32).map(lambda seed: a_question(random.Random(seed), key))


#: What the generator must reach, or the comparison says nothing about it.
EVERY_DIMENSION = {*SPELL_DIMENSIONS, "year"}
