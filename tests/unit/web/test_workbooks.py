"""A workbook opened by another program: typed cells, and no text that becomes a formula."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from pejling.web.components.workbook import Share, Sheet, book, harmless


def opened(*sheets: Sheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(book(sheets)))


def test_cells_keep_their_type() -> None:
    page = opened(
        Sheet("Ark", ["a", "b", "c", "d"], [["Å", 3, Share(0.25), date(2025, 3, 4)], [None, Share(None)]])
    )["Ark"]
    assert [cell.value for cell in page[1]] == ["a", "b", "c", "d"]
    first = page[2]
    assert [first[0].value, first[1].value, first[2].value] == ["Å", 3, 0.25]
    assert first[2].number_format == "0.0%"
    assert first[3].value.date() == date(2025, 3, 4)
    assert [cell.value for cell in page[3]][:2] == [None, None]


@given(
    st.sampled_from("=+-@\t\r"), st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20)
)
def test_no_text_begins_as_a_formula(sign: str, rest: str) -> None:
    assert harmless(sign + rest) == "'" + sign + rest


def test_formulas_in_names_and_values_stay_text() -> None:
    page = opened(Sheet("Ark", ["=1+1"], [['=HYPERLINK("x")'], ["@SUM(1)"], ["-2"], ["+45"]]))["Ark"]
    assert all(cell.data_type == "s" and cell.value.startswith("'") for row in page for cell in row)


def test_names_of_sheets_are_made_valid_and_different() -> None:
    names = opened(Sheet("a/b", ["x"], []), Sheet("A-b", ["x"], []), Sheet("n" * 40, ["x"], [])).sheetnames
    assert names == ["a-b", "A-b 2", "n" * 31]
