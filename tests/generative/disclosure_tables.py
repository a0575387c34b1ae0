"""Invented publications: sets of linked tables that share cells and totals, in one or more versions."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from pejling.analysis.disclosure.tables import CountTable, Key, Settings

#: columns a case is cut by; each region's municipalities are its own
NESTED = {"municipality": "region"}
VALUES = {
    "region": ("north", "south"),
    "municipality": ("n1", "n2", "s1", "s2", "s3"),
    "sex": ("f", "m"),
    "age": ("young", "mid", "old"),
    "year": ("2024", "2025", "2026"),
}
REGION_OF = {"n1": "north", "n2": "north", "s1": "south", "s2": "south", "s3": "south"}

#: everything a case may be; a test asks that each occurs
ALL_FEATURES = frozenset(
    {
        "one way", "two ways", "three ways", "four ways", "nested", "linked tables", "fewer columns", "totals given",
        "some totals given", "not all combinations", "zeros hidden", "zeros shown", "other threshold",
        "small total", "several versions", "other cut later", "weights",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """`versions`: what is published, one after another, each a set of tables of the same persons."""

    versions: tuple[tuple[CountTable, ...], ...]
    settings: Settings
    features: frozenset[str] = field(default_factory=frozenset)


Persons = dict[tuple[str, ...], int]


@st.composite
def cases(draw: st.DrawFn, *, seconds: float = 300.0) -> Case:
    ways = draw(st.integers(1, 4))
    columns = draw(st.permutations(list(VALUES)).map(lambda some: some[:ways]))
    if draw(st.booleans()) and "municipality" in columns and "region" not in columns and ways < 4:
        columns = ["region", *columns]
    columns = tuple(columns)
    counts = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 7, 9, 15, 60])
    persons: Persons = {}
    keep_zeros = draw(st.booleans())
    for values in itertools.product(*(VALUES[column] for column in columns)):
        place = dict(zip(columns, values, strict=True))
        if (
            "region" in place
            and "municipality" in place
            and REGION_OF[place["municipality"]] != place["region"]
        ):
            continue
        count = draw(counts)
        if count or keep_zeros:
            persons[values] = count
    if not persons:
        persons[tuple(VALUES[column][0] for column in columns)] = 7
    settings = Settings(
        threshold=draw(st.sampled_from([5, 5, 5, 3, 10])),
        zeros=draw(st.sampled_from(["show", "hide"])),
        seconds=seconds,
        weights=draw(st.sampled_from([{}, {(None,) * ways: 4.0}])) if len(columns) == ways else {},
    )
    cuts = [columns]
    if len(columns) > 1 and draw(st.booleans()):
        cuts = draw(
            st.lists(
                st.lists(st.sampled_from(columns), min_size=1, max_size=2, unique=True).map(tuple),
                min_size=2, max_size=3, unique_by=frozenset,
            )
        )  # fmt: skip
    totals = draw(st.sampled_from(["none", "all", "some"]))
    tables = [_cut(f"t{number}", persons, columns, cut, totals) for number, cut in enumerate(cuts)]
    versions = [tuple(tables)]
    if draw(st.booleans()):
        again = draw(st.sampled_from(["same", "part", "other"]))
        if again == "part" and len(tables) > 1:
            versions = [tuple(tables[:1]), tuple(tables[1:])]
        elif again == "other" and len(columns) > 1:
            later = draw(st.sampled_from(columns))
            versions.append((_cut("later", persons, columns, (later,), totals),))
        else:
            versions.append(tuple(tables))
    case = Case(tuple(versions), settings)
    return Case(case.versions, case.settings, frozenset(_features(case, columns, cuts, persons, totals)))


def _cut(name: str, persons: Persons, columns: Sequence[str], cut: Sequence[str], totals: str) -> CountTable:
    """Persons counted by some columns; with totals over all of them, or over the last one only."""
    places = [columns.index(column) for column in cut]
    counts: dict[Key, int | None] = {}
    for values, count in persons.items():
        own = tuple(values[place] for place in places)
        keys: list[Key] = [own]
        if totals == "all":
            keys = [
                tuple(None if left_out else value for value, left_out in zip(own, mask, strict=True))
                for mask in itertools.product((False, True), repeat=len(own))
            ]
        elif totals == "some":
            keys.append((*own[:-1], None))
        for key in keys:
            if _is_told(cut, key):
                counts[key] = (counts.get(key) or 0) + count
    return CountTable(name, tuple(cut), counts)


def _is_told(cut: Sequence[str], key: Key) -> bool:
    """Nobody prints a municipality's total over regions."""
    own = dict(zip(cut, key, strict=True))
    return not (own.get("municipality") and "region" in own and own["region"] is None)


def _features(
    case: Case, columns: Sequence[str], cuts: Sequence[Sequence[str]], persons: Persons, totals: str
) -> set[str]:
    found = {{1: "one way", 2: "two ways", 3: "three ways", 4: "four ways"}[min(4, max(map(len, cuts)))]}
    found.add("zeros shown" if case.settings.zeros == "show" else "zeros hidden")
    whole = 1
    for column in columns:
        whole *= len(VALUES[column])
    checks = {
        "nested": any({"region", "municipality"} <= set(cut) for cut in cuts),
        "linked tables": len(case.versions[0]) > 1,
        "fewer columns": any(len(cut) < len(columns) for cut in cuts),
        "totals given": totals == "all",
        "some totals given": totals == "some",
        "not all combinations": len(persons) < whole,
        "other threshold": case.settings.threshold != 5,
        "small total": any(
            case.settings.small(count or 0) and None in key for table in case.versions[0]
            for key, count in table.counts.items()
        ),
        "several versions": len(case.versions) > 1,
        "other cut later": len(case.versions) > 1 and case.versions[0] != case.versions[1],
        "weights": bool(case.settings.weights),
    }  # fmt: skip
    return found | {name for name, holds in checks.items() if holds}
