"""Rows of a scrubbed copy taken up again: which row is which, what a hash and a removed CPR number then mean."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from pejling.facts.deliveries.checks.cells import make_cells
from pejling.facts.deliveries.cpr import keyed_hash
from pejling.facts.deliveries.kept_rows import as_file, mended, rows_of
from pejling.facts.deliveries.mapping.model import SourceColumn

KEY = b"k" * 32


def test_rows_are_found_by_the_number_a_spreadsheet_shows(tmp_path: Path) -> None:
    copy = tmp_path / "01.csv"
    # A title, a blank line, the headings, a row, a cell with a line break in it, a row.
    copy.write_text('Udtræk\n\nNr;Navn\n1;Ane\n2;"Bo\nHansen"\n3;Ida\n', encoding="utf-8")
    assert rows_of(copy, [4, 6], header_row=3) == (["Nr", "Navn"], {4: ["1", "Ane"], 6: ["3", "Ida"]})
    assert rows_of(copy, [5], header_row=3)[1] == {5: ["2", "Bo\nHansen"]}
    assert rows_of(copy, [99], header_row=0) == ([], {})


def test_a_corrected_file_is_read_back_as_it_was_meant(tmp_path: Path) -> None:
    made = tmp_path / "01.csv"
    row = mended(["1", 'med "gåseøjne"; og semikolon', ""], {2: "ny", 9: "findes ikke"})
    made.write_bytes(as_file(["A", "B", "C"], [row]))
    assert rows_of(made, [2], header_row=1) == (
        ["A", "B", "C"],
        {2: ["1", 'med "gåseøjne"; og semikolon', "ny"]},
    )


def test_a_hash_stays_and_a_new_cpr_number_is_hashed() -> None:
    known = keyed_hash("0101011234", KEY)
    cells = make_cells(
        pa.array([known, "010101-1234", "[CPR]"]),
        SourceColumn("cpr", hash=True),
        "CPR",
        KEY,
        from_copy=True,
    )
    assert cells.scrubbed().to_pylist()[:2] == [known, known]
    assert [issue.places.tolist() for issue in cells.key_issues()] == [[2]]
    # In a file that somebody sends, a text that looks like a hash is no CPR number.
    sent = make_cells(pa.array([known]), SourceColumn("cpr", hash=True), "CPR", KEY)
    assert sent.key_issues()


def test_where_a_cpr_number_was_taken_out_nobody_is_identified() -> None:
    column = SourceColumn("student", identifier=True)
    taken_up = make_cells(pa.array(["[CPR]", "D123"]), column, "Elevnr", KEY, from_copy=True)
    assert [(issue.code, issue.places.tolist()) for issue in taken_up.key_issues()] == [("cpr_as_key", [0])]
