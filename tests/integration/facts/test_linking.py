"""Leavers find their spell, worked by hand on the pure linking (no database)."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from pejling.facts.register.linking import link


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute(
        "CREATE TABLE spells (row_key TEXT, student TEXT, programme TEXT, part TEXT, registered_on DATE, "
        "starts_on DATE, ends_on DATE, outcome TEXT, leave_code TEXT)"
    )
    made.execute(
        "CREATE TABLE leavers (row_key TEXT, student TEXT, programme TEXT, part TEXT, left_on DATE, leave_code TEXT, "
        "never_started TEXT)"
    )
    made.execute(
        "CREATE TABLE agreements (row_key TEXT, student TEXT, municipality TEXT, programme TEXT, starts_on DATE, "
        "ends_on DATE)"
    )
    made.execute(
        "CREATE TABLE absence (row_key TEXT, student TEXT, programme TEXT, part TEXT, from_on DATE, to_on DATE)"
    )
    return made


def told(
    connection: duckdb.DuckDBPyConnection, spell: tuple, leaver: tuple
) -> tuple[date | None, str, dict[str, int]]:
    """End and outcome of the one spell after linking, and what was unmatched."""
    connection.execute("INSERT INTO spells VALUES ('s', 'a', 'SSA', 'HF', ?, ?, ?, ?, NULL)", spell)
    connection.execute("INSERT INTO leavers VALUES ('l', 'a', 'SSA', ?, ?, '20', '<=')", leaver)
    unmatched = link(connection, lambda _code: "interrupted")
    ends, outcome = connection.execute("SELECT ends_on, outcome FROM told_spells").fetchone()
    return ends, outcome, unmatched


OPEN = ("2025-01-01", "2025-01-13", None, "active")


@pytest.mark.parametrize(
    ("spell", "leaver", "ends", "outcome", "unmatched"),
    [
        (OPEN, ("HF", "2025-03-01"), date(2025, 3, 1), "interrupted", {}),
        (OPEN, (None, "2025-03-01"), date(2025, 3, 1), "interrupted", {}),
        (OPEN, ("GF2", "2025-03-01"), None, "active", {"leavers": 1}),
        # On the first day, or before it once registered: never started.
        (OPEN, ("HF", "2025-01-13"), date(2025, 1, 13), "never_started", {}),
        (OPEN, ("HF", "2025-01-05"), date(2025, 1, 5), "never_started", {}),
        # Before the registration it must be about something else.
        (OPEN, ("HF", "2024-12-20"), None, "active", {"leavers": 1}),
        # Without a date of registration, 31 days before the start are still this spell; 32 aren't.
        ((None, *OPEN[1:]), ("HF", "2024-12-13"), date(2024, 12, 13), "never_started", {}),
        ((None, *OPEN[1:]), ("HF", "2024-12-12"), None, "active", {"leavers": 1}),
        # An undated leave belongs to the spell, and stays undated.
        (OPEN, ("HF", None), None, "interrupted", {}),
        # Long after a completed end it is about a spell that wasn't delivered; within 31 days it corrects this one.
        (("2024-01-01", "2024-01-01", "2024-06-30", "completed"), ("HF", "2024-08-01"), date(2024, 6, 30),
         "completed", {"leavers": 1}),
        (("2024-01-01", "2024-01-01", "2024-06-30", "completed"), ("HF", "2024-07-31"), date(2024, 7, 31),
         "interrupted", {}),
    ],
)  # fmt: skip
def test_a_leaver_finds_its_spell(connection, spell, leaver, ends, outcome, unmatched) -> None:
    assert told(connection, spell, leaver) == (ends, outcome, unmatched)


def test_of_two_spells_the_one_begun_last_before_the_leave(connection) -> None:
    connection.execute(
        "INSERT INTO spells VALUES ('t', 'a', 'SSA', 'HF', NULL, '2023-08-01', NULL, 'active', NULL)"
    )
    told(connection, OPEN, ("HF", "2025-03-01"))
    rows = connection.execute("SELECT row_key, outcome FROM told_spells ORDER BY row_key").fetchall()
    assert rows == [("s", "interrupted"), ("t", "active")]


def test_the_municipality_is_of_the_agreement_in_force_on_the_first_day(connection) -> None:
    for key, place, first, last in (
        ("a", "Ended before", "2024-01-01", "2025-01-12"),
        ("b", "In force", "2025-01-13", "2025-01-13"),
        ("c", "Later", "2025-01-14", None),
    ):
        connection.execute(
            "INSERT INTO agreements VALUES (?, 'a', ?, 'SSA', ?, ?)", [key, place, first, last]
        )
    told(connection, OPEN, ("HF", "2025-03-01"))
    assert connection.execute("SELECT municipality FROM municipalities").fetchall() == [("In force",)]
