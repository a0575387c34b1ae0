"""Tables in text: separators, quoting, headers, ragged rows, row numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.prepare import prepare
from pejling.facts.deliveries.problems import Unreadable
from tests.unit.facts.deliveries.school import AS_OF, KEY, PLAIN, column, problems, read

HEADER = "Student;Programme;Start;Reason"
ROWS = "17;SSA;13-01-2025;a\n18;SSH;14-01-2025;b\n"


def refused(folder: Path, text: str | bytes, mapping: str = PLAIN) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(folder, text, mapping=mapping)
    return caught.value


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_separators_and_line_breaks_are_found(tmp_path: Path, separator: str, line_break: str) -> None:
    text = f"{HEADER}\n{ROWS}".replace(";", separator).replace("\n", line_break)
    prepared = read(tmp_path, text, mapping=PLAIN)
    assert column(prepared, "spells", "student") == ["17", "18"]
    assert prepared.files[0].separator == separator
    assert problems(prepared) == []


def test_the_mapping_overrules_the_separator(tmp_path: Path) -> None:
    mapping = PLAIN.replace("  rows:\n", "  rows:\n    separator: pipe\n", 1)
    assert refused(tmp_path, f"{HEADER}\n{ROWS}", mapping).code == "file_not_recognised"
    prepared = read(tmp_path, f"{HEADER}\n{ROWS}".replace(";", "|"), mapping=mapping)
    assert column(prepared, "spells", "student") == ["17", "18"]


def test_quoted_cells_keep_separators_quotes_and_line_breaks(tmp_path: Path) -> None:
    prepared = read(
        tmp_path, f'{HEADER}\n17;"S;A";13-01-2025;"so ""to\nsay"""\n18;SSH;x;5" nail\n', mapping=PLAIN
    )
    assert column(prepared, "spells", "programme") == ["S;A"]
    assert column(prepared, "spells", "leave_reason") == ['so "to\nsay"']
    # A line break inside a cell doesn't count: row 3, as a spreadsheet shows it.
    assert problems(prepared) == [(3, "Start", "x", "not_a_date")]


def test_header_names_are_compared_loosely(tmp_path: Path) -> None:
    mapping = PLAIN.replace("Reason", "Årsag")
    text = " STUDENT ;programme;Start;A\u030arsag\n17;SSA;13-01-2025;a\n"
    assert column(read(tmp_path, text, mapping=mapping), "spells", "leave_reason") == ["a"]


def test_title_and_blank_lines_above_the_header_are_skipped_and_told(tmp_path: Path) -> None:
    prepared = read(tmp_path, f"Extract of 1 November\n\n;;;\n{HEADER}\n{ROWS}\n19;SSA;x;\n", mapping=PLAIN)
    assert column(prepared, "spells", "student") == ["17", "18"]
    assert problems(prepared) == [(8, "Start", "x", "not_a_date")]
    assert prepared.files[0].skipped == 1
    assert prepared.warning_counts() == {"skipped_lines": 1}
    assert prepared.warnings[0].params["text"] == "Extract of 1 November"


def test_blank_rows_are_no_rows_but_count(tmp_path: Path) -> None:
    prepared = read(tmp_path, f"{HEADER}\n\n17;SSA;13-01-2025;\n;;;\n ; ;;\n18;SSA;x;\n\n", mapping=PLAIN)
    assert prepared.files[0].rows == 2
    assert problems(prepared) == [(6, "Start", "x", "not_a_date")]


@pytest.mark.parametrize("end", [";", ";;"])
def test_trailing_separators(tmp_path: Path, end: str) -> None:
    everywhere = f"{HEADER}\n{ROWS}".replace("\n", end + "\n")
    below = f"{HEADER}\n" + ROWS.replace("\n", end + "\n")
    some = f"{HEADER}\n{ROWS}19;SSA;15-01-2025;c{end}\n"
    for text in (everywhere, below, some):
        prepared = read(tmp_path, text, mapping=PLAIN)
        assert problems(prepared) == []
        assert column(prepared, "spells", "student")[:2] == ["17", "18"]
    assert column(prepared, "spells", "student")[2] == "19"


def test_ragged_rows_are_kept_out_one_by_one(tmp_path: Path) -> None:
    prepared = read(tmp_path, f"{HEADER}\n17;SSA\n{ROWS}19;SSA;13-01-2025;a;b\n", mapping=PLAIN)
    assert problems(prepared) == [
        (2, "Student … Reason", "17 | SSA", "wrong_cell_count"),
        (5, "Student … Reason", "19 | SSA | 13-01-2025 | a | b", "wrong_cell_count"),
    ]
    assert [p.params for p in prepared.quarantine] == [
        {"found": 2, "expected": 4},
        {"found": 5, "expected": 4},
    ]
    # Whose row it is is still known, so that a full delivery doesn't take the student for gone.
    assert [p.student for p in prepared.quarantine] == ["17", "19"]
    assert prepared.files[0].rows == 4


def test_surplus_cells_below_a_header_with_trailing_separators(tmp_path: Path) -> None:
    prepared = read(tmp_path, f"{HEADER};\n17;SSA;13-01-2025;a;\n18;SSA;13-01-2025;a;b\n", mapping=PLAIN)
    assert problems(prepared) == [
        (3, "Student … Reason", "18 | SSA | 13-01-2025 | a | b", "wrong_cell_count")
    ]
    assert column(prepared, "spells", "student") == ["17"]


POSITIONS = """
name: positions
files:
  rows:
    columns:
      student: {position: 1, required: true}
      programme: {position: 2, required: true}
      starts: {position: 3, required: true}
tables:
  spells:
    file: rows
    key: [programme, starts_on]
    columns: {student: student, programme: programme, starts_on: starts}
"""


def test_without_a_header_columns_go_by_position_and_the_first_row_is_one(tmp_path: Path) -> None:
    prepared = read(tmp_path, "17;SSA;13-01-2025\n18;SSA;x\n", mapping=POSITIONS)
    assert column(prepared, "spells", "student") == ["17"]
    assert problems(prepared) == [(2, "3", "x", "not_a_date")]
    assert not prepared.files[0].header


def test_positions_below_a_header(tmp_path: Path) -> None:
    prepared = read(tmp_path, "A;B;C\n17;SSA;13-01-2025\n", mapping=POSITIONS)
    assert column(prepared, "spells", "student") == ["17"]
    assert prepared.files[0].header


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    text = "Student;Programme;Start;start \n17;SSA;13-01-2025;14-01-2025\n"
    error = refused(tmp_path, text)
    assert (error.code, error.params["first"], error.params["second"]) == ("column_twice", 3, 4)
    chosen = PLAIN.replace("{names: Start, required: true}", "{names: Start, position: 4, required: true}")
    starts = column(read(tmp_path, text, mapping=chosen), "spells", "starts_on")
    assert [str(day) for day in starts] == ["2025-01-14"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_file"),
        ("\n\n", "empty_file"),
        (f"{HEADER}\n", "only_a_header"),
        ("Student;Programme\n17;SSA\n", "missing_column"),
        ("a;b;c\n1;2;3\n", "file_not_recognised"),
        (f'{HEADER}\n17;"SSA;13-01-2025;a\n18;SSH;14-01-2025;b\n', "unclosed_quote"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x1f\x8b\x08\x00rubbish", "compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "old_or_locked_workbook"),
        (b"PAR1xxxxPAR1", "binary_table"),
        (b"PK\x03\x04rubbish", "not_a_workbook"),
        (b"\x00\x01\x02" * 100, "binary"),
        (f"{HEADER}\n17;SSA;13-01-2025;" + "x" * 40_000 + "\n", "cell_too_long"),
    ],
)
def test_what_is_no_table_is_told_apart(tmp_path: Path, text: str | bytes, code: str) -> None:
    error = refused(tmp_path, text)
    assert error.code == code
    assert error.params["file"] == "file0.csv"


def test_rubbish_without_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "rubbish.csv"
    path.write_bytes(b"lorem ipsum " * 2_000_000)
    with pytest.raises(Unreadable) as caught:
        prepare([path], parse(PLAIN), as_of=AS_OF, hash_key=KEY)
    assert caught.value.code in {"row_too_long", "file_not_recognised"}


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}\n{ROWS}")
    for limits, code in (
        (Limits(file_bytes=10), "too_large"),
        (Limits(rows=1), "too_many_rows"),
        (Limits(columns=2), "too_many_columns"),
    ):
        with pytest.raises(Unreadable) as caught:
            prepare([path], parse(PLAIN), as_of=AS_OF, hash_key=KEY, limits=limits)
        assert caught.value.code == code


def test_a_missing_file_and_the_same_file_twice(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        prepare([tmp_path / "none.csv"], parse(PLAIN), as_of=AS_OF, hash_key=KEY)
    assert caught.value.code == "no_such_file"
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, f"{HEADER}\n{ROWS}", f"{HEADER}\n{ROWS}", mapping=PLAIN)
    assert caught.value.code == "file_twice"
