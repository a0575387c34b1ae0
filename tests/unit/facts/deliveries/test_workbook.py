"""Workbooks give the same tables as text would; what could harm is refused before it is opened."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.prepare import Prepared, prepare
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.formulas import find_without_value
from tests.unit.facts.deliveries.school import AS_OF, KEY, PLAIN, column, problems

NAMES = ["Elevnr", "Uddannelse", "Forløbsdel", "Startdato", "Slutdato", "Navn", "Alder", "Institutionsnr"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "extract.xlsx"


def taken(path: Path, mapping: str = "uddata", **limits: int) -> Prepared:
    chosen = load_mapping(mapping) if "\n" not in mapping else parse(mapping)
    return prepare(
        [path], chosen, as_of=AS_OF, hash_key=KEY, keep_in=path.parent / "kept", limits=Limits(**limits)
    )


def refused(path: Path, mapping: str = "uddata", **limits: int) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        taken(path, mapping, **limits)
    return caught.value


def test_cells_become_the_text_a_csv_would_hold(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, NAMES)
        sheet.write_row(1, 0, [1001, "SSA", "GF2"])
        sheet.write_datetime(1, 3, datetime(2025, 1, 13), day)
        sheet.write_string(1, 4, "31-12-9999")
        sheet.write_string(1, 5, "=cmd|' /C calc'!A0")
        sheet.write_formula(1, 6, "=20+7", None, 27)
        sheet.write_string(1, 7, "028012")
        sheet.write_row(3, 0, ["0017", "SSA", "GF2", "14-01-2025"])
        sheet.write_datetime(3, 4, datetime(9999, 12, 31), day)
        sheet.write_row(4, 0, ["18", "SSA", "GF2", "x"])
    prepared = taken(path)
    assert column(prepared, "spells", "student") == ["1001", "0017"]
    assert column(prepared, "spells", "starts_on") == [date(2025, 1, 13), date(2025, 1, 14)]
    assert column(prepared, "spells", "ends_on") == [None, None]
    assert column(prepared, "spells", "age") == [27, None]
    assert column(prepared, "spells", "school") == ["028012", None]
    assert column(prepared, "students", "name")[0] == "=cmd|' /C calc'!A0"
    assert problems(prepared) == [(5, "Startdato", "x", "not_a_date")]
    kept = prepared.files[0].scrubbed.read_text("utf-8").splitlines()
    assert kept[1].replace('"', "").startswith("1001;SSA;GF2;2025-01-13;31-12-9999;")


def test_a_failed_formula_is_an_empty_cell_and_told(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, NAMES)
        sheet.write_row(1, 0, ["17", "SSA", "GF2", "13-01-2025"])
        sheet.write_formula(1, 6, "=1/0", None, "#DIV/0!")
    prepared = taken(path)
    assert column(prepared, "spells", "age") == [None]
    assert [(n.code, n.row) for n in prepared.warnings] == [("formula_error", 2)]


def test_a_formula_saved_without_its_result_is_an_empty_cell_and_told(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(NAMES)
    book.active.append(["17", "SSA", "GF2", "13-01-2025", None, "Åse", "=20+7"])
    book.active.append(["18", "SSA", "GF2", "13-01-2025", None, "Bo", 28])
    # A formula as long as one may be, further down than what is looked through at a time.
    book.active.append(["19", "SSA", "GF2", "13-01-2025", None, "Ib", "=" + "+".join(["1&1"] * 2_000)])
    for _ in range(30_000):
        book.active.append(["18", "SSA", "GF2", "13-01-2025", None, "Bo", 28])
    book.active.append(["20", "SSA", "GF2", "13-01-2025", None, "Pia", '="a" & "b"'])
    book.save(path)
    prepared = taken(path)
    found = [(n.row, n.table) for n in prepared.warnings if n.code == "formula_without_value"]
    assert found == [(2, "enrolments"), (4, "enrolments"), (30_005, "enrolments")]
    ages = zip(column(prepared, "spells", "student"), column(prepared, "spells", "age"), strict=True)
    assert dict(ages) == {"17": None, "18": 28, "19": None, "20": None}


@pytest.mark.parametrize(
    ("cell", "rows"),
    [
        ('<c r="B7"><f>1+1</f><v>2</v></c>', set()),
        ('<c r="B7"><f>1+1</f><v></v></c>', {7}),
        ('<c r="B7"><f>1+1</f><v/></c>', {7}),
        ('<c r="B7" s="3"><f>1+1</f></c>', {7}),
        ('<c r="B7"><f t="shared" si="0"/></c>', {7}),
        ('<c r="B7"><f t="shared" si="0"/><v>2</v></c>', set()),
        ('<x:c r="B7">\n <x:f>1+1</x:f>\n <x:v />\n</x:c>', {7}),
        # To a text an empty text is a value.
        ('<c r="B7" t="str"><f>""</f><v></v></c>', set()),
        ('<c r="B7" t="e"><f>1/0</f><v>#DIV/0!</v></c>', set()),
        ('<c r="B7"><v></v></c>', set()),
    ],
)
def test_how_programs_write_a_formula_without_a_result(cell: str, rows: set[int]) -> None:
    text = f'<row r="7"><c r="A7"><f>1</f><v>1</v></c>{cell}</row>'.encode()
    for split in range(len(text)):
        found: set[int] = set()
        find_without_value(text[:split], 0, found)
        find_without_value(text, split, found)
        assert found == rows


def test_the_sheet_whose_header_fits_is_read_wherever_it_stands(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Forside").write(0, 0, "Udtræk")
        sheet = book.add_worksheet("Data")
        sheet.write(0, 1, "Elever pr. 1. november")
        sheet.write_row(2, 1, NAMES)
        sheet.write_row(3, 1, ["17", "SSA", "GF2", "13-01-2025"])
        sheet.write_row(4, 1, ["18", "SSA", "GF2", "x"])
        book.add_worksheet("Tom")
    prepared = taken(path)
    assert prepared.files[0].sheet == "Data"
    assert column(prepared, "spells", "student") == ["17"]
    assert problems(prepared) == [(5, "Startdato", "x", "not_a_date")]


def test_several_fitting_sheets_and_a_named_one(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        for name in ("2024", "2025"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Student", "Programme", "Start"])
            sheet.write_row(1, 0, ["17", name, "13-01-2025"])
    assert refused(path, PLAIN).code == "several_sheets"
    named = PLAIN.replace("  rows:\n", '  rows:\n    sheet: "2025"\n', 1)
    assert column(taken(path, named), "spells", "programme") == ["2025"]
    assert refused(path, named.replace("2025", "2026")).code == "no_such_sheet"


def test_merged_header_cells(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, NAMES)
        sheet.merge_range(0, 5, 0, 6, "Navn")
        sheet.write_row(1, 0, ["17", "SSA", "GF2", "13-01-2025"])
    error = refused(path)
    assert (error.code, error.params["cells"], error.params["sheet"]) == ("merged_header", "F1:G1", "Data")


def test_merged_cells_below_the_header_are_told(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, NAMES)
        sheet.write_row(1, 0, ["17", "SSA", "GF2", "13-01-2025"])
        sheet.write_row(2, 0, ["18", "", "GF2", "13-01-2025"])
        sheet.merge_range(1, 1, 2, 1, "SSA")
    prepared = taken(path)
    assert prepared.warning_counts()["merged_cells"] == 1
    assert problems(prepared) == [(3, "Uddannelse", "", "missing_value")]


def test_cpr_numbers_as_numbers_are_removed(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*NAMES[:5], "Note"])
        sheet.write_row(1, 0, ["17", "SSA", "GF2", "13-01-2025", "", 101011234])
    prepared = taken(path)
    assert prepared.files[0].cpr_removed == 1
    assert "101011234" not in prepared.files[0].scrubbed.read_text()


def zipped(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_archives_that_are_no_workbooks(path: Path) -> None:
    assert refused(zipped(path, **{"a.txt": b"x"})).code == "not_a_workbook"
    assert refused(zipped(path, **{"mimetype": b"x", "content.xml": b"x"})).code == "opendocument"
    sound = {"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}
    assert refused(zipped(path, **sound)).code == "damaged_workbook"
    assert refused(zipped(path, **sound, **{"xl/inner.zip": b"x"})).code == "zip_bomb"
    assert refused(zipped(path, **sound, **{"xl/a.xml": b"0" * 30_000_000})).code == "zip_bomb"
    many = {f"xl/{n}": b"" for n in range(30)}
    assert refused(zipped(path, **sound, **many), zip_entries=20).code == "zip_bomb"


def test_a_directory_that_lies_about_sizes_is_no_way_around(path: Path) -> None:
    sound = {"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}
    zipped(path, **sound, **{"xl/a.xml": b"0" * 30_000_000})
    lying = path.read_bytes().replace((30_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(lying)
    assert refused(path).code == "zip_bomb"


def test_a_tiny_workbook_that_asks_for_all_memory(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Elevnr")
        sheet.write(1_048_575, 16_383, "x")
    assert refused(path).code == "workbook_too_demanding"


def test_a_truncated_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, NAMES)
    path.write_bytes(path.read_bytes()[:-40])
    assert refused(path).code in {"not_a_workbook", "damaged_workbook"}


def test_an_empty_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    assert refused(path).code == "empty_file"
