"""What `pejling lifetable` means, as small tables that can be worked out by hand.

Each example is a file of spells, the options, and the life table that must come out. Shares are written as fractions
where that is what they are; `-` is undefined. Both engines must agree with the tables.
"""

from __future__ import annotations

from fractions import Fraction
from math import isnan, sqrt
from pathlib import Path

import pytest

from pejling.analysis.cli import main

ENGINES = ("duckdb", "reference")


def rows_of(table: str) -> list[list[str]]:
    lines = [line for line in table.strip().splitlines() if set(line.strip()) - set("-+")]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def check(
    spells: str, options: str, expected: str, engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> str:
    """Run the command on the spells; compare the columns that the expected table names. Returns what stderr said."""
    path = tmp_path / "spells.csv"
    path.write_text("\n".join(",".join(row) for row in rows_of(spells)) + "\n", encoding="utf-8")
    assert main(["lifetable", str(path), *options.split(), "--engine", engine, "--format", "csv"]) == 0
    printed = capsys.readouterr()
    header, *found = [line.split(",") for line in printed.out.splitlines()]
    names, *wanted = rows_of(expected)
    assert len(found) == len(wanted)
    for row, wish in zip(found, wanted, strict=True):
        values = dict(zip(header, row, strict=True))
        for name, value in zip(names, wish, strict=True):
            assert same(values[name], value), (wish, name, values[name])
    return printed.err


def same(found: str, wanted: str) -> bool:
    if wanted == "-":
        return found == ""
    try:
        number = sqrt(Fraction(wanted[5:-1])) if wanted.startswith("sqrt(") else float(Fraction(wanted))
    except ValueError:
        return found == wanted
    return not isnan(float(found)) and abs(float(found) - number) < 1e-12


pytestmark = pytest.mark.parametrize("engine", ENGINES)

EVENTS_PRECEDE_CENSORING = (
    """
    months | outcome
    -------+--------
    1      | left
    1      |
    2      |
    3      | left
    """,
    "--duration months --outcome outcome --event left",
    # Var S(1) = (3/4)^2 x 1/(4x3) = 3/64. At 3 the last one leaves: nothing is left to be uncertain about.
    """
    time | at_risk | events | censored | survival | se         | cif_left | cif_se_left
    -----+---------+--------+----------+----------+------------+----------+------------
    1    | 4       | 1      | 1        | 3/4      | sqrt(3/64) | 1/4      | sqrt(3/64)
    2    | 2       | 0      | 1        | 3/4      | sqrt(3/64) | 1/4      | sqrt(3/64)
    3    | 1       | 1      | 0        | 0        | -          | 1        | 0
    """,
)


def test_events_precede_censoring(engine, tmp_path, capsys):
    check(*EVENTS_PRECEDE_CENSORING, engine, tmp_path, capsys)


def test_limits_are_undefined_at_one_and_zero(engine, tmp_path, capsys):
    spells = """
    months | outcome
    0      |
    2      | left
    """
    expected = """
    time | at_risk | survival | se | lower | upper
    0    | 2       | 1        | 0  | -     | -
    2    | 1       | 0        | -  | -     | -
    """
    check(spells, "--duration months --outcome outcome --event left", expected, engine, tmp_path, capsys)


def test_time_0_counts_when_it_is_observed(engine, tmp_path, capsys):
    spells = """
    months | outcome
    0      | left
    0      | left
    1      |
    1      |
    """
    expected = """
    time | at_risk | events | censored | survival
    0    | 4       | 2      | 0        | 1/2
    1    | 2       | 0      | 2        | 1/2
    """
    check(spells, "--duration months --outcome outcome --event left", expected, engine, tmp_path, capsys)


def test_competing_outcomes_share_what_is_lost(engine, tmp_path, capsys):
    """Survival is free of every listed outcome; survival + incidences = 1 in every row."""
    spells = """
    months | outcome
    1      | left
    2      | completed
    2      | left
    3      | moved abroad
    """
    options = "--duration months --outcome outcome --event left --competing completed"
    counts = """
    time | at_risk | events | competing_completed | censored
    1    | 4       | 1      | 0                   | 0
    2    | 3       | 1      | 1                   | 0
    3    | 1       | 0      | 0                   | 1
    """
    check(spells, options, counts, engine, tmp_path, capsys)
    # No censoring until 2, so the incidences are plain shares of four: variance p(1-p)/4.
    shares = """
    time | survival | cif_left | cif_se_left | cif_completed | cif_se_completed
    1    | 3/4      | 1/4      | sqrt(3/64)  | 0             | 0
    2    | 1/4      | 1/2      | sqrt(1/16)  | 1/4           | sqrt(3/64)
    3    | 1/4      | 1/2      | sqrt(1/16)  | 1/4           | sqrt(3/64)
    """
    check(spells, options, shares, engine, tmp_path, capsys)


def test_delayed_entry(engine, tmp_path, capsys):
    """At risk at t: entry < t <= time. Who enters at or after the end of observation was never seen."""
    spells = """
    months | entry | outcome
    2      | 0     | left
    3      | 2     | left
    4      | 1     |
    4      | 4     | left
    """
    expected = """
    time | at_risk | events | censored | survival
    2    | 2       | 1      | 0        | 1/2
    3    | 2       | 1      | 0        | 1/4
    4    | 1       | 0      | 1        | 1/4
    """
    options = "--duration months --entry entry --outcome outcome --event left"
    said = check(spells, options, expected, engine, tmp_path, capsys)
    assert "1" in said


MONTHS = """
    start      | end        | outcome
    2024-01-31 | 2024-02-01 | left
    2024-01-01 | 2024-01-31 | left
    2023-12-15 | 2025-01-01 |
    """


def test_days(engine, tmp_path, capsys):
    expected = """
    time | at_risk | events
    1    | 3       | 1
    30   | 2       | 1
    383  | 1       | 0
    """
    check(
        MONTHS, "--start start --end end --outcome outcome --event left", expected, engine, tmp_path, capsys
    )


def test_months_are_calendar_months(engine, tmp_path, capsys):
    """12 x the difference of years + the difference of months, whatever the days."""
    expected = """
    time | at_risk | events
    0    | 3       | 1
    1    | 2       | 1
    13   | 1       | 0
    """
    options = "--start start --end end --unit month --outcome outcome --event left"
    check(MONTHS, options, expected, engine, tmp_path, capsys)


def test_as_of(engine, tmp_path, capsys, monkeypatch):
    """The file as it was known on 10 January: six rows, two of them not used."""
    monkeypatch.setenv("PEJLING_LANGUAGE", "en")
    spells = """
    start      | end        | outcome
    2024-01-01 | 2024-01-10 | left
    2024-01-01 | 2024-01-11 | left
    2024-01-05 |            |
    2024-01-05 | 9999-12-31 |
    2024-01-02 |            | left
    2024-01-11 |            |
    """
    expected = """
    time | at_risk | events | censored
    5    | 4       | 0      | 2
    9    | 2       | 1      | 1
    """
    options = "--start start --end end --as-of 2024-01-10 --outcome outcome --event left"
    said = check(spells, options, expected, engine, tmp_path, capsys)
    assert said.splitlines() == [
        "left out: 1 rows: start after the as-of date",
        "left out: 1 rows: an event or competing outcome without an end date",
    ]


def test_groups_are_sorted_as_text_and_values_are_trimmed(engine, tmp_path, capsys):
    spells = """
    school | part  | months | outcome
    10     | GF2   | 1      | left
    9      | GF1   | 1      | left
    10     | GF1   | 2      |
           | GF1   | 3      |
    """
    expected = """
    school | part | time | at_risk
           | GF1  | 3    | 1
    10     | GF1  | 2    | 1
    10     | GF2  | 1    | 1
    9      | GF1  | 1    | 1
    """
    options = "--duration months --by school,part --outcome outcome --event left"
    check(spells, options, expected, engine, tmp_path, capsys)


def test_comparison(engine, tmp_path, capsys):
    """By hand: at 1 a has 2 of 4 at risk and the one event, expected 1/2, variance 1/4; at 2 b leaves, a has 1 of 3,
    expected 1/3, variance 2/9. Observed 1, expected 5/6: chi2 = (1/6)^2 / (17/36) = 1/17.
    The row without a group is left out."""
    spells = """
    g | months | outcome
    a | 1      | left
    a | 3      |
    b | 2      | left
    b | 3      | completed
      | 1      | left
    """
    expected = """
    groups | n | events | chi2 | df
    a; b   | 4 | 2      | 1/17 | 1
    """
    options = "--duration months --by g --outcome outcome --event left --competing completed --compare"
    check(spells, options, expected, engine, tmp_path, capsys)
