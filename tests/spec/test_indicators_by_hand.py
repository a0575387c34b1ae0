"""The indicators, one rule at a time, on tables small enough to count by hand. This is their documentation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench.snapshot_fixture import write_snapshot
from pejling.analysis.definition import load_catalogue
from pejling.analysis.engine.run import Value, Where, run
from pejling.analysis.intakes import parse_sets
from tests.spec.ascii_tables import rows_of

CATALOGUE = Path(__file__).resolve().parents[2] / "pejling" / "catalogue"
DEFINITIONS = load_catalogue(CATALOGUE / "indicators")
AS_OF = date(2026, 1, 1)


def figures(
    folder: Path, key: str, as_of: date = AS_OF, *, ask: dict[str, Any] | None = None, **tables: str
) -> list[Value]:
    """The values of an indicator of the tables; every row gets a student and a spell of its own unless it says."""
    rows = {name: rows_of(table) for name, table in tables.items()}
    for number, row in enumerate(rows.get("spells", [])):
        row.setdefault("pseudonym", f"p{number}")
        row.setdefault("spell", f"s{number}")
        row.setdefault("programme", "SSA")
    write_snapshot(folder, rows, as_of=as_of)
    return run(DEFINITIONS[key], folder, **(ask or {}))


def test_a_leave_counts_when_it_is_no_later_than_n_months_after_the_start(tmp_path: Path) -> None:
    """31 August + 6 months is 28 February (the month's last day); 1 March is after it."""
    [value] = figures(
        tmp_path,
        "interruption",
        ask={"window": 6},
        spells="""
        starts_on  | ends_on    | outcome
        2024-08-31 | 2025-02-28 | interrupted
        2024-08-31 | 2025-03-01 | interrupted
        2024-08-31 | 2025-08-31 | completed
        2024-08-31 | -          | active
        """,
    )
    assert (value.events, value.n, value.estimate, value.complete) == (1, 4, 0.25, True)


def test_who_completes_can_no_longer_leave_and_counts_as_retained(tmp_path: Path) -> None:
    spells = """
        starts_on  | ends_on    | outcome
        2024-08-01 | 2024-12-01 | completed
        2024-08-01 | 2024-12-01 | completed
        2024-08-01 | 2025-02-01 | interrupted
        2024-08-01 | -          | active
        """
    [left] = figures(tmp_path / "a", "interruption", spells=spells)
    [kept] = figures(tmp_path / "b", "retention", spells=spells)
    assert left.estimate == 0.25
    assert kept.estimate == pytest.approx(1 - left.estimate)


def test_those_not_yet_followed_count_as_long_as_they_have_been(tmp_path: Path) -> None:
    """Four start; one leaves in month 1; two have only been followed for 2 months; then one of one leaves.

    Share kept: 3/4, then 0/1: everybody known at month 5 has left, though two of four were not followed so long.
    """
    spells = """
        starts_on  | ends_on    | outcome
        2025-01-01 | 2025-02-01 | interrupted
        2025-01-01 | 2025-06-01 | interrupted
        2025-10-15 | -          | active
        2025-10-15 | -          | active
        """
    [value] = figures(tmp_path / "a", "interruption", ask={"window": 3}, spells=spells)
    assert (value.estimate, value.complete) == (0.25, False)
    [value] = figures(tmp_path / "b", "interruption", ask={"window": 6}, spells=spells)
    assert (value.estimate, value.events) == (1.0, 2)


def test_a_window_nobody_has_been_followed_through_has_no_estimate(tmp_path: Path) -> None:
    [value] = figures(
        tmp_path,
        "interruption",
        spells="""
        starts_on  | ends_on | outcome
        2025-10-01 | -       | active
        """,
    )
    assert (value.estimate, value.lower, value.n, value.reason, value.complete) == (
        None,
        None,
        1,
        "too_early",
        False,
    )


def test_who_is_left_out_is_told_by_reason(tmp_path: Path) -> None:
    [value] = figures(
        tmp_path,
        "interruption",
        spells="""
        starts_on  | ends_on    | outcome
        2024-08-01 | 2024-08-01 | never_started
        2024-08-01 | 2024-10-01 | left_out
        2024-08-01 | -          | interrupted
        2026-02-01 | -          | active
        2024-08-01 | -          | active
        """,
    )
    assert value.n == 1
    assert value.excluded == {"left_out": 1, "never_started": 1, "starts_later": 1, "undated_leave": 1}


def test_wilson_where_nobody_has_left(tmp_path: Path) -> None:
    """0 of 10: 0 to 0.2775 (Newcombe 1998, method 3: Wilson's upper limit is z2/(n + z2))."""
    table = "starts_on | outcome\n" + "2024-08-01 | active\n" * 10
    [value] = figures(tmp_path, "interruption", spells=table)
    assert (value.estimate, value.lower) == (0.0, 0.0)
    assert value.upper == pytest.approx(3.841458820694124 / 13.841458820694124)


DROPOUT = """
    pseudonym | spell | programme | part | starts_on  | ends_on    | outcome
    anna      | a1    | SSA       | HF   | 2024-08-01 | 2024-09-01 | interrupted
    anna      | a2    | PAU       | HF   | 2024-12-01 | -          | active
    bo        | b1    | SSA       | HF   | 2024-08-01 | 2024-09-01 | interrupted
    bo        | b2    | SSA       | HF   | 2025-12-01 | -          | active
    carl      | c1    | SSA       | HF   | 2024-08-01 | 2024-09-01 | interrupted
    carl      | c2    | PAU       | HF   | 2024-12-02 | -          | active
    dina      | d1    | SSA       | HF   | 2024-08-01 | 2024-09-01 | interrupted
    else      | e1    | SSA       | HF   | 2024-08-01 | 2025-08-01 | completed
    """


def test_the_three_definitions_of_dropout_side_by_side(tmp_path: Path) -> None:
    """Of five who started SSA in August 2024, four left after a month.

    Anna began another programme 3 months later to the day: a programme change. Carl one day after that: dropout at
    3 months, a programme change at 6. Bo came back to SSA 15 months later to the day: a re-entry. Dina is gone.
    """
    values = figures(tmp_path, "dropout", ask={"where": Where(start_month="2024-08")}, spells=DROPOUT)
    found = {(value.variant, value.months): value.events for value in values}
    assert found == {
        ("gross", 3): 4,
        ("gross", 6): 4,
        ("gross", 12): 4,
        ("net_of_change", 3): 3,
        ("net_of_change", 6): 2,
        ("net_of_change", 12): 2,
        ("net_of_reentry", 3): 3,
        ("net_of_reentry", 6): 3,
        ("net_of_reentry", 12): 3,
    }
    assert {value.estimate for value in values if value.variant == "gross"} == {0.8}


def test_a_net_figure_is_finished_only_when_the_time_for_a_new_start_is_over(tmp_path: Path) -> None:
    spells = """
        starts_on  | ends_on    | outcome
        2024-08-01 | 2024-09-01 | interrupted
        2024-08-01 | -          | active
        """
    day_before, day = date(2025, 11, 30), date(2025, 12, 1)
    for as_of, over in ((day_before, False), (day, True)):
        values = figures(tmp_path / as_of.isoformat(), "dropout", as_of, ask={"window": 3}, spells=spells)
        assert {value.variant: value.complete for value in values} == {
            "gross": True,
            "net_of_change": True,
            "net_of_reentry": over,
        }


def test_leave_of_absence_is_neither_active_nor_interrupted(tmp_path: Path) -> None:
    values = figures(
        tmp_path,
        "active",
        spells="""
        starts_on  | ends_on    | outcome     | leave_from | leave_to
        2025-08-01 | -          | active      | -          | -
        2025-08-01 | -          | active      | 2025-10-01 | -
        2025-08-01 | -          | active      | 2025-10-01 | 2026-01-01
        2025-08-01 | -          | active      | 2025-10-01 | 2025-12-31
        2025-08-01 | 2025-12-01 | interrupted | -          | -
        2025-08-01 | 2026-01-01 | interrupted | -          | -
        2025-08-01 | 2026-01-02 | completed   | -          | -
        """,
    )
    assert {value.variant: value.estimate for value in values} == {"in_progress": 3.0, "on_leave": 2.0}


def test_transition_is_no_later_than_91_days_after_completing_gf2(tmp_path: Path) -> None:
    """GF2 completed on 1 March 2025: day 91 is 31 May.

    Anna starts HF on day 91, Bo on day 92 (too late). Carl has an agreement signed on day 90 that starts later.
    Dina's agreement ended before the completion; Else's, from before it, is still in force.
    """
    [value] = figures(
        tmp_path,
        "transition",
        spells="""
        pseudonym | spell | part | starts_on  | ends_on    | outcome
        anna      | a1    | GF2  | 2024-10-01 | 2025-03-01 | completed
        anna      | a2    | HF   | 2025-05-31 | -          | active
        bo        | b1    | GF2  | 2024-10-01 | 2025-03-01 | completed
        bo        | b2    | HF   | 2025-06-01 | -          | active
        carl      | c1    | GF2  | 2024-10-01 | 2025-03-01 | completed
        dina      | d1    | GF2  | 2024-10-01 | 2025-03-01 | completed
        else      | e1    | GF2  | 2024-10-01 | 2025-03-01 | completed
        finn      | f1    | GF2  | 2024-10-01 | 2025-03-01 | interrupted
        """,
        agreements="""
        pseudonym | signed_on  | starts_on  | ends_on
        carl      | 2025-05-30 | 2025-08-01 | -
        dina      | 2024-11-01 | 2024-11-01 | 2025-02-28
        else      | 2024-11-01 | 2024-11-01 | -
        """,
    )
    assert (value.n, value.events, value.estimate, value.complete) == (5, 3, pytest.approx(0.6), True)


def test_25_or_over_is_said_by_the_student_type_else_by_the_age(tmp_path: Path) -> None:
    values = figures(
        tmp_path,
        "entrants",
        ask={"by": ("age25",)},
        spells="""
        starts_on  | outcome | student_type | age_at_first
        2025-08-01 | active  | EUV1         | 19
        2025-08-01 | active  | EUD 25+      | -
        2025-08-01 | active  | EUD          | 25
        2025-08-01 | active  | EUD          | 24
        2025-08-01 | active  | -            | -
        """,
    )
    assert [(value.by["age25"], value.n) for value in values] == [("25+", 3), ("under 25", 1), ("unknown", 1)]


def test_the_target_counts_agreements_signed_in_the_year_where_there_is_a_quota(tmp_path: Path) -> None:
    tables = {
        "quotas": """
        programme | municipality | year | agreed
        SSA       | Alrum        | 2025 | 4
        SSA       | Birkely      | 2025 | 2
        SSA       | Alrum        | 2024 | 5
        SSA       | Alrum        | 2026 | 9
        """,
        "agreements": """
        pseudonym | programme | municipality | signed_on  | starts_on
        a         | SSA       | Alrum        | 2025-01-01 | 2025-02-01
        b         | SSA       | Alrum        | 2025-06-01 | 2025-08-01
        c         | SSA       | Alrum        | 2025-12-01 | 2026-02-01
        d         | SSA       | Birkely      | 2024-12-31 | 2025-02-01
        e         | SSA       | Dybvad       | 2025-06-01 | 2025-08-01
        f         | SSA       | Alrum        | -          | 2025-08-01
        g         | SSA       | Alrum        | 2024-06-01 | 2024-08-01
        """,
    }
    [value] = figures(tmp_path / "a", "agreement_target", date(2025, 12, 31), **tables)
    assert (value.months, value.events, value.n, value.estimate, value.complete) == (2025, 3, 6, 0.5, True)
    assert value.excluded == {"no_quota": 1, "no_signing_date": 1}
    ask = {"by": ("municipality", "year")}
    values = figures(tmp_path / "b", "agreement_target", date(2025, 12, 30), ask=ask, **tables)
    assert [(*value.by.values(), value.estimate, value.complete) for value in values] == [
        ("Alrum", 2024, 0.2, True),
        ("Alrum", 2025, 0.75, False),
        ("Birkely", 2025, 0.0, False),
    ]


def test_absence_is_hours_over_hours_with_the_student_as_the_unit(tmp_path: Path) -> None:
    """Three students: 10 of 100, 0 of 50 and 20 of 150 hours: 30/300.

    Residuals y - 0.1 x: 0, -5, 5; standard error sqrt(50/2/3)/100 = 0.02887; t with 2 degrees of freedom 4.302653.
    """
    [value] = figures(
        tmp_path,
        "absence",
        spells="""
        pseudonym | spell | starts_on  | outcome
        a         | s     | 2025-01-01 | active
        b         | s     | 2025-01-01 | active
        c         | s     | 2025-01-01 | active
        d         | s     | 2025-01-01 | left_out
        """,
        absence="""
        pseudonym | spell | from_on    | to_on      | hours_absent | hours_scheduled
        a         | s     | 2025-02-01 | 2025-02-28 | 4            | 60
        a         | s     | 2025-03-01 | 2025-03-31 | 6            | 40
        b         | s     | 2025-02-01 | 2025-02-28 | 0            | 50
        c         | s     | 2025-12-01 | 2026-01-01 | 20           | 150
        c         | s     | 2024-12-01 | 2025-01-01 | 99           | 99
        c         | s     | 2026-01-01 | 2026-01-31 | 99           | 99
        d         | s     | 2025-02-01 | 2025-02-28 | 99           | 99
        """,
    )
    assert (value.n, value.estimate, value.excluded) == (3, pytest.approx(0.1), {"left_out": 1})
    spread = 4.302652729911275 * (50 / 2 / 3) ** 0.5 / 100
    assert value.upper == pytest.approx(0.1 + spread)
    assert value.lower == 0.0  # 0.1 less the spread is below nothing


def test_intake_windows_draw_early_and_late_starts_together(tmp_path: Path) -> None:
    """15 March - 14 May is the April intake; a start on 5 January belongs to December of the year before."""
    windows = parse_sets((CATALOGUE / "intakes.yaml").read_text(encoding="utf-8"))[0]["april_august_december"]
    values = figures(
        tmp_path,
        "entrants",
        ask={"by": ("intake",), "intakes": windows},
        spells="""
        starts_on  | outcome
        2024-03-14 | active
        2024-03-15 | active
        2024-05-14 | active
        2024-12-20 | active
        2025-01-05 | active
        """,
    )
    assert [(value.by["intake"], value.n) for value in values] == [
        ("2024-03", 1),
        ("2024-04", 2),
        ("2024-12", 2),
    ]


def test_a_figure_is_censored_at_the_oldest_of_its_tables(tmp_path: Path) -> None:
    rows = rows_of("""
        pseudonym | spell | programme | part | starts_on  | ends_on    | outcome
        a         | s     | SSA       | GF2  | 2025-01-01 | 2025-06-01 | completed
        """)
    table_as_of = {"spells": date(2026, 1, 1), "agreements": date(2025, 7, 1)}
    write_snapshot(tmp_path, {"spells": rows, "agreements": []}, as_of=AS_OF, table_as_of=table_as_of)
    [value] = run(DEFINITIONS["transition"], tmp_path)
    assert (value.as_of, value.complete, value.n) == (date(2025, 7, 1), False, 1)
    [value] = run(DEFINITIONS["completion"], tmp_path)
    assert value.as_of == date(2026, 1, 1)


def test_a_table_never_delivered_gives_a_value_that_says_so(tmp_path: Path) -> None:
    [value] = figures(tmp_path, "absence", spells="starts_on | outcome\n2025-01-01 | active")
    assert (value.estimate, value.n, value.reason) == (None, 0, "not_delivered")


def test_transition_without_any_agreements_counts_starts_alone(tmp_path: Path) -> None:
    """Both completed on 1 June; Anna went on to the main programme on day 91, Bo on day 92."""
    rows = rows_of("""
        pseudonym | spell | programme | part | starts_on  | ends_on    | outcome
        anna      | a1    | SSA       | GF2  | 2025-01-01 | 2025-06-01 | completed
        anna      | a2    | SSA       | HF   | 2025-08-31 |            | active
        bo        | b1    | SSA       | GF2  | 2025-01-01 | 2025-06-01 | completed
        bo        | b2    | SSA       | HF   | 2025-09-01 |            | active
        """)
    table_as_of = {"spells": date(2026, 1, 1), "agreements": None}
    write_snapshot(tmp_path, {"spells": rows, "agreements": []}, as_of=AS_OF, table_as_of=table_as_of)
    [value] = run(DEFINITIONS["transition"], tmp_path)
    assert (value.n, value.events, value.estimate, value.complete) == (2, 1, 0.5, True)
