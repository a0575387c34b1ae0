"""The engine against the slow, obvious one, on generated snapshots; and proof that the comparison can fail."""

from __future__ import annotations

import math
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from bench.snapshot_fixture import write_snapshot
from pejling.analysis.engine import absence, counts, incidence
from pejling.analysis.engine.compile_incidence import Query
from pejling.analysis.engine.question import Value
from pejling.analysis.engine.reference_indicators import reference
from pejling.analysis.engine.run import run
from tests.generative.snapshot_questions import DEFINITIONS, EVERY_DIMENSION, LAST, Asked, questions

SNAPSHOT = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


def fast(asked: Asked) -> list[Value]:
    """What the engine says."""
    with tempfile.TemporaryDirectory() as place:
        folder = write_snapshot(
            Path(place), asked.tables, as_of=LAST, table_as_of=asked.table_as_of, snapshot=SNAPSHOT
        )
        return run(
            asked.definition,
            folder,
            by=asked.by,
            where=asked.where,
            window=asked.window,
            intakes=asked.intakes,
        )


def slow(asked: Asked) -> list[Value]:
    """What the reference says."""
    return reference(
        asked.definition,
        asked.tables,
        asked.table_as_of,
        by=asked.by,
        where=asked.where,
        window=asked.window,
        intakes=asked.intakes,
        snapshot=SNAPSHOT,
    )


def assert_equal(found: list[Value], expected: list[Value]) -> None:
    """Equal in everything; shares and limits to nine digits."""
    assert [_exact(value) for value in found] == [_exact(value) for value in expected]
    for mine, theirs in zip(found, expected, strict=True):
        for name in ("estimate", "lower", "upper"):
            a, b = getattr(mine, name), getattr(theirs, name)
            assert (a is None) == (b is None), (name, mine, theirs)
            assert a is None or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9), (name, mine, theirs)


def _exact(value: Value) -> Value:
    by = tuple(value.by.items())
    return replace(value, estimate=None, lower=None, upper=None, by=by, excluded=dict(value.excluded))


@settings(max_examples=300)
@given(questions())
def test_the_engine_says_what_the_reference_says(asked: Asked) -> None:
    assert_equal(fast(asked), slow(asked))


def test_the_generator_reaches_every_indicator_variant_dimension_and_kind_of_answer() -> None:
    reached: Counter[object] = Counter()

    @settings(max_examples=2500, phases=[Phase.generate])
    @given(questions())
    def look(asked: Asked) -> None:
        reached.update(("by", name) for name in asked.by)
        reached.update(("where", name) for name in asked.where.names)
        reached.update(("within", name) for name in asked.where.held_by)
        gross: dict[object, int] = {}
        for value in slow(asked):
            key = (value.indicator, value.variant)
            reached[key] += 1
            reached.update(("excluded", reason) for reason in value.excluded)
            reached[("reason", value.reason)] += 1
            reached[(value.indicator, "complete", value.complete)] += 1
            if value.events and value.estimate is not None and 0 < value.estimate < 1:
                reached[(*key, "some, not all")] += 1
            place = (value.months, tuple(value.by.items()))
            if value.variant == "gross":
                gross[place] = value.events or 0
            elif value.indicator == "dropout" and (value.events or 0) < gross[place]:
                reached[(*key, "a leave undone")] += 1

    look()
    wanted: set[object] = {("by", name) for name in EVERY_DIMENSION} | {
        ("where", name) for name in EVERY_DIMENSION
    }
    wanted |= {("within", name) for name in {*EVERY_DIMENSION, "student"}}
    for definition in DEFINITIONS.values():
        for variant in definition.variants or (None,):
            key = (definition.key, variant.key if variant else None)
            wanted.add(key)
            if definition.kind == "incidence":
                wanted.add((*key, "some, not all"))
                wanted |= {(definition.key, "complete", over) for over in (True, False)}
    wanted |= {("dropout", net, "a leave undone") for net in ("net_of_change", "net_of_reentry")}
    wanted |= {("reason", why) for why in (None, "not_delivered", "too_early", "nobody", "no_quota")}
    wanted |= {
        ("excluded", why)
        for why in (
            "never_started",
            "left_out",
            "starts_later",
            "ends_later",
            "undated_leave",
            "undated_end",
            "no_quota",
            "no_signing_date",
        )
    }
    assert not {what for what in wanted if reached[what] < 3}


MUTATIONS = [
    ("interruption", incidence, "incidence", "ended <= followed THEN way", "ended < followed THEN way"),
    ("interruption", incidence, "incidence", ">= day(ends_on) THEN 0", "> day(ends_on) THEN 0"),
    ("interruption", incidence, "incidence", "s.outcome = 'interrupted' AND s.ends_on IS NULL", "false"),
    ("dropout", incidence, "incidence", "n.starts_on >= l.ends_on", "true"),
    ("dropout", incidence, "incidence", "OR n.part IS DISTINCT FROM l.part", ""),
    ("dropout", incidence, "incidence", "n.programme = l.programme", "true"),
    ("transition", incidence, "incidence", "g.until >= s.origin", "true"),
    ("transition", incidence, "incidence", "least(signed_on, starts_on)", "starts_on"),
    ("active", counts, "count_query", "leave_to IS NULL OR", ""),
    ("absence", absence, "absence_query", "LEFT JOIN", "JOIN"),
]


@pytest.mark.parametrize(("key", "module", "name", "right", "wrong"), MUTATIONS, ids=lambda x: str(x)[:30])
def test_a_mutated_engine_is_caught(
    key: str, module: object, name: str, right: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = getattr(module, name)
    mutated_at_all = []

    def mutated(asked: object, files: dict[str, Path]) -> Query:
        query = compiled(asked, files)
        mutated_at_all.append(right in query.sql)
        return replace(query, sql=query.sql.replace(right, wrong))

    monkeypatch.setattr(module, name, mutated)

    @settings(max_examples=150, phases=[Phase.generate])
    @given(questions(key))
    def compare(asked: Asked) -> None:
        assert_equal(fast(asked), slow(asked))

    with pytest.raises(AssertionError):
        compare()
    assert any(mutated_at_all)
