"""The cohort grid, the curve, the change and who is newly known to have left, on tables counted by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bench.snapshot_fixture import write_snapshot
from pejling.analysis.change import change, last_year
from pejling.analysis.cohort_curve import curve
from pejling.analysis.cohorts import grid
from pejling.analysis.engine.run import IndicatorError, Where
from pejling.analysis.newly_left import newly_left
from pejling.analysis.rows_counted import rows_counted
from tests.spec.ascii_tables import rows_of
from tests.spec.test_indicators_by_hand import DEFINITIONS

RETENTION = DEFINITIONS["retention"]
#: On 19 December those of August have been followed for 4 months, of November two for 1 month and one for none.
COHORTS = """
    first_class | starts_on  | ends_on    | outcome     | leave_from | leave_to
    a           | 2025-08-10 | 2025-09-10 | interrupted | -          | -
    a           | 2025-08-10 | 2025-10-01 | completed   | -          | -
    a           | 2025-08-10 | -          | active      | 2025-11-01 | -
    b           | 2025-08-10 | -          | active      | 2025-09-01 | 2025-10-31
    b           | 2025-11-10 | 2025-12-10 | interrupted | -          | -
    b           | 2025-11-10 | -          | active      | -          | -
    -           | 2025-11-20 | -          | active      | -          | -
    -           | 2025-11-20 | 2025-11-20 | never_started | -        | -
    """
AS_OF = date(2025, 12, 19)


def frozen(folder: Path, table: str, as_of: date = AS_OF) -> Path:
    rows = rows_of(table)
    for number, row in enumerate(rows):
        row.setdefault("pseudonym", f"p{number}")
        row.setdefault("spell", f"s{number}")
        row.setdefault("programme", "SSA")
    return write_snapshot(folder, {"spells": rows}, as_of=as_of)


def test_the_grid(tmp_path: Path) -> None:
    made = grid(RETENTION, frozen(tmp_path, COHORTS), "intake", months=5)
    august, november = made.rows
    assert (august.label, august.n, august.on_leave) == ("2025-08", 4, 1)
    assert [(cell.share, cell.retained, cell.state) for cell in august.cells] == [
        (0.75, 3, "observed"),
        (0.75, 3, "observed"),
        (0.75, 3, "observed"),
        (0.75, 3, "observed"),
        (None, None, "blank"),
    ]
    assert (november.label, november.n, november.excluded) == ("2025-11", 3, {"never_started": 1})
    first, second = november.cells[:2]
    # One of the two who have been followed for a month has left; the third isn't known yet.
    assert (first.share, first.retained, first.state, first.at_risk) == (0.5, None, "provisional", 2)
    assert (second.share, second.state) == (None, "blank")
    assert (made.total.n, made.total.on_leave, made.total.excluded) == (7, 1, {"never_started": 1})
    # Month 1: 2 of the 6 followed so long. Later months rest on August alone: nobody leaves.
    assert [cell.share for cell in made.total.cells[:4]] == pytest.approx([4 / 6] * 4)


def test_classes_are_those_the_students_started_in(tmp_path: Path) -> None:
    made = grid(RETENTION, frozen(tmp_path, COHORTS), "class", Where(intake="2025-08"), months=1)
    assert [(row.label, row.n, row.cells[0].share) for row in made.rows] == [
        ("a", 3, pytest.approx(2 / 3)),
        ("b", 1, 1),
    ]


def test_what_became_of_everybody_sums_to_one(tmp_path: Path) -> None:
    made = curve(RETENTION, frozen(tmp_path, COHORTS), Where(intake="2025-08"), months=5)
    assert made.points[0].cell.share == 1.0
    assert made.points[1].fates == {
        "interrupted": 0.25,
        "completed": 0.0,
        "ended": 0.0,
        "on_leave": 0.25,  # 10 September, in class b
        "still_in": 0.5,
    }
    assert made.points[3].fates == {
        "interrupted": 0.25,
        "completed": 0.25,
        "ended": 0.0,
        "on_leave": 0.25,  # 10 November, in class a
        "still_in": 0.25,
    }
    assert made.points[5].fates == {}


def test_the_rows_behind_a_value(tmp_path: Path) -> None:
    found = rows_counted(RETENTION, frozen(tmp_path, COHORTS), Where(intake="2025-11"))
    assert (found.counted, found.events, found.excluded) == (
        ("s4", "s5", "s6"),
        ("s4",),
        {"never_started": ("s7",)},
    )


def test_the_change_against_last_year_with_newcombes_interval(tmp_path: Path) -> None:
    """56/70 against 48/80: Newcombe 1998, Statistics in Medicine 17:873, table II, example (a), method 10."""
    rows = ["starts_on | ends_on | outcome"]
    rows += ["2025-01-10 | - | active"] * 56 + ["2025-01-10 | 2025-02-10 | interrupted"] * 14
    rows += ["2024-01-10 | - | active"] * 48 + ["2024-01-10 | 2024-02-10 | interrupted"] * 32
    found = change(RETENTION, frozen(tmp_path, "\n".join(rows)), Where(intake="2025-01"), 6)
    assert found.method == "newcombe"
    assert found.difference == pytest.approx(20.0)
    assert (round(found.lower, 2), round(found.upper, 2)) == (5.24, 33.39)


def test_the_change_of_a_cohort_still_under_way_comes_from_the_life_tables_limits(tmp_path: Path) -> None:
    rows = ["starts_on | ends_on | outcome"]
    rows += ["2025-11-10 | - | active"] * 9 + ["2025-11-10 | 2025-12-10 | interrupted"]
    rows += ["2025-11-20 | - | active"] * 5
    rows += ["2024-11-10 | - | active"] * 8 + ["2024-11-10 | 2024-12-01 | interrupted"] * 2
    found = change(RETENTION, frozen(tmp_path, "\n".join(rows)), Where(intake="2025-11"), 1)
    assert (found.method, found.now.state, found.before.state) == ("mover", "provisional", "observed")
    assert found.difference == pytest.approx(10.0)
    down = ((found.now.share - found.now.lower) ** 2 + (found.before.upper - found.before.share) ** 2) ** 0.5
    assert found.lower == pytest.approx(10 - 100 * down)


def test_last_year_needs_an_intake() -> None:
    assert last_year(Where(intake=("2025-08", "2025-12"), part="HF")) == Where(
        intake=("2024-08", "2024-12"), part="HF"
    )
    with pytest.raises(IndicatorError) as caught:
        last_year(Where(part="HF"))
    assert caught.value.code == "no_intake"


def test_newly_known_to_have_left_whatever_the_leave_date(tmp_path: Path) -> None:
    """Only what the two snapshots knew counts: old leave dates, no dates, and spells the older hadn't heard of."""
    older = frozen(
        tmp_path / "older",
        """
        spell | pseudonym | programme | starts_on  | ends_on    | outcome
        known | a         | SSA       | 2025-01-01 | 2025-03-01 | interrupted
        late  | b         | SSA       | 2025-01-01 | -          | active
        when  | c         | SSH       | 2025-01-01 | -          | active
        undo  | d         | SSA       | 2025-01-01 | 2025-03-01 | interrupted
        gone  | e         | SSA       | 2025-01-01 | 2025-03-01 | interrupted
        stay  | f         | SSA       | 2025-01-01 | -          | active
        """,
        date(2025, 11, 1),
    )
    newer = frozen(
        tmp_path / "newer",
        """
        spell | pseudonym | programme | starts_on  | ends_on    | outcome
        known | a         | SSA       | 2025-01-01 | 2025-03-02 | interrupted
        late  | b         | SSA       | 2025-01-01 | 2025-02-01 | interrupted
        when  | c         | SSH       | 2025-01-01 | -          | interrupted
        undo  | d         | SSA       | 2025-01-01 | -          | active
        new   | g         | SSA       | 2025-06-01 | 2025-07-01 | interrupted
        stay  | f         | SSA       | 2025-01-01 | -          | active
        """,
        date(2025, 12, 1),
    )
    found = newly_left(newer, older)
    assert [(leaver.spell, leaver.before, leaver.now) for leaver in found.left] == [
        ("new", None, "interrupted"),
        ("late", "active", "interrupted"),
        ("when", "active", "interrupted"),
    ]
    assert [(leaver.spell, leaver.before, leaver.now) for leaver in found.withdrawn] == [
        ("gone", "interrupted", None),
        ("undo", "interrupted", "active"),
    ]
    assert [leaver.spell for leaver in newly_left(newer, older, Where(programme="SSH")).left] == ["when"]
