"""A row that is kept out is kept out whole, told once, and where a reader can find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.facts.deliveries.school import AGREEMENTS, column, problems, read

NAMED = "Elevnr;Navn;Uddannelse;Forløbsdel;Startdato;Slutdato;Afgangsårsag;Afdeling;Lokal årsag"

#: Every row tells of a course and of an agreement.
BOTH = """
name: both
files:
  rows:
    columns:
      student: {names: Student, required: true}
      programme: {names: Programme, required: true}
      starts: {names: Start, required: true}
      department: Department
      signed: {names: Agreed, required: true}
      ended: Ended
tables:
  spells:
    file: rows
    key: [programme]
    columns: {student: student, programme: programme, starts_on: starts, department: department}
  agreements:
    file: rows
    key: [signed]
    columns: {student: student, starts_on: signed, end_reason: ended}
"""


@pytest.mark.parametrize(
    ("place", "name", "limit"),
    [
        (1, "Navn", 200),
        (2, "Uddannelse", 200),
        (3, "Forløbsdel", 200),
        (7, "Afdeling", 200),
        (8, "Lokal årsag", 2000),
    ],
)
def test_a_text_that_is_too_long_keeps_the_row_out(tmp_path: Path, place: int, name: str, limit: int) -> None:
    fits, too_long = (
        ["18", "Bo", "SSA", "HF", "04-08-2025", "", "", "Nord", ""],
        ["17", "Åse", "SSA", "HF", "04-08-2025", "", "", "Nord", ""],
    )
    fits[place], too_long[place] = "å" * limit, "å" * (limit + 1)
    prepared = read(tmp_path, "\n".join([NAMED, ";".join(too_long), ";".join(fits)]))
    assert problems(prepared) == [(2, name, "å" * 79 + "…", "too_long_text")]
    assert prepared.quarantine[0].params == {"limit": limit}
    assert prepared.quarantined_rows() == {"spells": 1}
    assert column(prepared, "spells", "student") == column(prepared, "students", "student") == ["18"]


def test_a_number_that_is_only_part_of_a_key_has_the_same_limit(tmp_path: Path) -> None:
    number = "1-" * 101
    prepared = read(tmp_path, f"{AGREEMENTS}\n17;{number};K;;;;;04-08-2025;;\n")
    assert [(p.column, p.code) for p in prepared.quarantine] == [("Aftalenr", "too_long_text")]


def test_a_long_column_name_is_cut_where_it_is_told(tmp_path: Path) -> None:
    header = NAMED.replace("Startdato", "Start" + " " * 300 + "dato")
    mapping = BOTH.replace("Start,", "[Start dato],").replace("Agreed", "Slutdato")
    mapping = mapping.replace("Student,", "Elevnr,").replace("Programme,", "Uddannelse,")
    prepared = read(tmp_path, f"{header}\n17;;SSA;;x;01-01-2025;;;\n", mapping=mapping)
    assert [(len(p.column), p.code) for p in prepared.quarantine] == [(200, "not_a_date")]


def test_a_row_kept_out_of_one_table_fills_no_other(tmp_path: Path) -> None:
    rows = "17;Åse;SSA;HF;x;;;;\n18;Bo;SSA;HF;04-08-2025;;99;;\n19;Ib;SSA;HF;04-08-2025;;;;\n"
    prepared = read(tmp_path, f"{NAMED}\n{rows}")
    assert [(p.row, p.table, p.code) for p in prepared.quarantine] == [
        (2, "spells", "not_a_date"),
        (3, "spells", "unknown_code"),
    ]
    assert column(prepared, "students", "student") == ["19"]


def test_another_row_of_the_same_student_still_tells_the_name(tmp_path: Path) -> None:
    rows = "17;Åse Ny;SSA;HF;31-02-2025;;;;\n17;Åse Gl;SSA;GF2;13-01-2025;;;;\n"
    prepared = read(tmp_path, f"{NAMED}\n{rows}")
    assert column(prepared, "students", "name") == ["Åse Gl"]
    assert prepared.warning_counts() == {}


def test_a_row_that_conflicts_with_another_tells_no_name(tmp_path: Path) -> None:
    rows = "17;Åse;SSA;HF;04-08-2025;;;;\n17;Bo;SSA;HF;04-08-2025;;;Nord;\n"
    prepared = read(tmp_path, f"{NAMED}\n{rows}")
    # The fuller one is kept.
    assert [(p.row, p.code) for p in prepared.quarantine] == [(2, "conflicting_row")]
    assert column(prepared, "students", "name") == ["Bo"]


def test_rows_that_fill_two_tables_fill_both_or_none(tmp_path: Path) -> None:
    text = (
        "Student;Programme;Start;Department;Agreed;Ended\n"
        "17;SSA;04-08-2025;;01-05-2025;\n"  # loses against the next over the agreement
        "17;SSA;04-08-2025;;01-05-2025;moved\n"  # the same course: kept, though the first of the two is not
        "18;SSA;04-08-2025;;x;\n"
        "19;SSA;x;;01-05-2025;\n"
        "20;SSA;04-08-2025;;01-05-2025;\n"
    )
    prepared = read(tmp_path, text, mapping=BOTH)
    assert [(p.row, p.table, p.code) for p in prepared.quarantine] == [
        (2, "agreements", "conflicting_row"),
        (4, "agreements", "not_a_date"),
        (5, "spells", "not_a_date"),
    ]
    assert column(prepared, "spells", "student") == column(prepared, "agreements", "student") == ["17", "20"]
    assert column(prepared, "agreements", "end_reason") == ["moved", None]
    assert prepared.warning_counts() == {}


def test_a_row_of_the_wrong_width_is_told_by_its_first_and_last_column(tmp_path: Path) -> None:
    prepared = read(tmp_path, f"{NAMED}\n17;SSA\n18;Bo;SSA;HF;04-08-2025;;;;\n")
    assert problems(prepared) == [(2, "Elevnr … Lokal årsag", "17 | SSA", "wrong_cell_count")]
