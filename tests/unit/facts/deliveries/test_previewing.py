"""A file is seen as a person sees it: encoding, separator, header, what the columns hold; never a CPR number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from pejling.facts.deliveries import previewing
from pejling.facts.deliveries.previewing import FilePreview, preview
from pejling.facts.deliveries.problems import Unreadable

#: An impossible CPR number that looks like one: the 31st of a month that has it, serial number of nobody.
CPR = "311299-0000"


def seen(folder: Path, text: str | bytes, name: str = "extract.csv", **chosen: object) -> FilePreview:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return preview(path, **chosen)


def kinds(shown: FilePreview) -> list[str]:
    return [column.looks_like for column in shown.columns]


SCHOOL = (
    "Udtræk pr. 1.10.2025\n"
    "Elevnr;Uddannelse;Start;Timer;CPR;Årsag;Institution;Tom\n"
    f"1001;SSA;13-01-2025;7,5;{CPR};14 - Fuldført;028012;\n"
    f"1002;SSA;27-02-2025;1.207,25;{CPR};20 - Fortrudt;028012;\n"
    f"1003;SSH;03-03-2025;0;{CPR};20 - Fortrudt;028012;\n"
    f"1004;SSH;04-03-2025;12;{CPR};;028012;\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_schools_extract_is_seen_for_what_it_is(tmp_path: Path, encoding: str) -> None:
    shown = seen(tmp_path, SCHOOL.encode(encoding))
    assert shown.encoding == {"cp1252": "windows-1252", "utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(
        encoding, encoding
    )
    assert (shown.separator, shown.header, shown.row_count, shown.whole) == (";", 2, 4, True)
    assert shown.above == ("Udtræk pr. 1.10.2025",)
    assert shown.headers[:3] == ("Elevnr", "Uddannelse", "Start")
    assert kinds(shown) == ["number", "code", "date", "number", "cpr", "code", "code", "empty"]
    assert shown.columns[2].date_style == "day-first"
    assert shown.columns[3].decimal == "comma"
    assert shown.columns[5].values == (("14 - Fuldført", 1), ("20 - Fortrudt", 2))
    assert shown.columns[5].filled == 0.75


def test_no_cpr_number_is_shown(tmp_path: Path) -> None:
    shown = seen(tmp_path, SCHOOL.replace("SSA", f"ring til {CPR}"))
    told = json.dumps(shown.as_dict())
    assert CPR not in told and CPR.replace("-", "") not in told
    assert shown.columns[4].examples == ("[CPR]",)
    assert shown.first_rows[0][1][4] == "[CPR]"
    # Four in their own column and two in the programme.
    assert shown.cpr_found == 6


def test_replacement_numbers_in_a_cpr_column_are_not_shown_either(tmp_path: Path) -> None:
    """A replacement number (day + 60) isn't found by its look, but it stands in a column of CPR numbers."""
    rows = "".join(f"{n};{'7112990000' if n == 2 else CPR}\n" for n in range(6))
    assert "711299" not in json.dumps(seen(tmp_path, "Nr;Nummer\n" + rows).as_dict())


def test_what_is_kept_as_json_comes_back_the_same(tmp_path: Path) -> None:
    shown = seen(tmp_path, SCHOOL)
    assert FilePreview.from_dict(json.loads(json.dumps(shown.as_dict()))) == shown


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ('"I alt","2024","Hele landet",601166\n"I alt","2024","Odense",8060\n', None),
        ("Status;Område;2017;2018\nAfbrudt;Odense;1142;1201\nAfbrudt;Esbjerg;980;1011\n", 1),
        ("Navn;Hold\nAda;a1\nBo;a2\n", 1),
        ("ja;nej\nja;ja\nnej;nej\n", None),
        ("\n\nSkolens liste\n\nNr;Start\n1;2025-01-13\n2;2025-01-14\n", 5),
        ("1001;SSA;13-01-2025\n1002;SSA;14-01-2025\n", None),
        ("a;b;c\n1;2;3;\n4;5;6;\n", 1),
    ],
    ids=["values only", "years as names", "text only", "repeated text", "title above", "dates", "trailing"],
)
def test_the_header_is_where_a_person_sees_it(tmp_path: Path, text: str, header: int | None) -> None:
    assert seen(tmp_path, text).header == header


def test_what_is_chosen_overrules_what_is_found(tmp_path: Path) -> None:
    text = "Nr,Navn;Start\n1,Ada;2025-01-13\n2,Bo;2025-01-14\n"
    shown = seen(tmp_path, text, separator="comma", header=0)
    assert (shown.separator, shown.header, shown.row_count) == (",", None, 3)
    assert shown.headers == ("", "")
    assert shown.first_rows[1] == (2, ("1", "Ada;2025-01-13"))
    assert seen(tmp_path, text, header=2).first_rows == ((3, ("2,Bo", "2025-01-14")),)
    assert seen(tmp_path, text, encoding="windows-1252").encoding == "windows-1252"
    with pytest.raises(Unreadable) as caught:
        seen(tmp_path, text, header=9)
    assert (caught.value.code, caught.value.params["row"]) == ("no_such_header_row", 9)


@pytest.mark.parametrize(
    ("cells", "style", "short"),
    [
        (["13-01-2025", "02-03-2025"], "day-first", False),
        (["01/13/2025", "02/03/2025"], "month-first", False),
        (["2025-01-13", "20250302"], "year-first", False),
        (["01-02-2025", "02-03-2025"], None, False),
        (["13-01-25", "02-03-25"], "day-first", True),
        (["99-01-13", "98-03-02"], "year-first", True),
    ],
)
def test_dates_say_how_they_are_written(
    tmp_path: Path, cells: list[str], style: str | None, short: bool
) -> None:
    column = seen(tmp_path, "Nr;Dag\n" + "".join(f"{n};{cell}\n" for n, cell in enumerate(cells))).columns[1]
    assert (column.looks_like, column.date_style, column.two_digit_years) == ("date", style, short)


def test_texts_for_an_empty_cell_do_not_hide_what_a_column_holds(tmp_path: Path) -> None:
    shown = seen(tmp_path, "Dag;Tal\n13-01-2025;7,5\n-;NULL\n-;8,25\n14-01-2025;-\n")
    assert kinds(shown) == ["date", "number"]
    assert [column.blanks for column in shown.columns] == [("-",), ("NULL", "-")]


def test_double_and_empty_headers_keep_their_places(tmp_path: Path) -> None:
    shown = seen(tmp_path, "Nr;;Dato;Dato\n1;x;13-01-2025;14-01-2025\n2;y;15-01-2025;16-01-2025\n")
    assert [(c.position, c.header) for c in shown.columns] == [(1, "Nr"), (2, ""), (3, "Dato"), (4, "Dato")]


def test_values_are_listed_up_to_sixty(tmp_path: Path) -> None:
    sixty = seen(tmp_path, "Nr;Kode\n" + "".join(f"{n};k{n % 60}\n" for n in range(180)))
    more = seen(tmp_path, "Nr;Kode\n" + "".join(f"{n};k{n % 61}\n" for n in range(183)))
    assert (len(sixty.columns[1].values), len(more.columns[1].values)) == (60, 0)
    assert (sixty.columns[1].looks_like, more.columns[1].looks_like) == ("code", "text")
    assert dict(sixty.columns[1].values)["k7"] == 3


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le", "utf-16-be", "utf-16"])
def test_of_a_large_file_only_a_part_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(previewing, "PART_BYTES", 10_001)
    # Every row has a line break inside quotation marks: cut there, the rest would look like one open cell.
    text = "Nr;Bemærkning;Start\n" + "".join(
        f'{n:06d};"først\nså ærligt";{n % 28 + 1:02d}-01-2025\n' for n in range(5000)
    )
    shown = seen(tmp_path, text.encode(encoding))
    assert not shown.whole
    # Rows are all of one length, so that the reckoning comes out near the truth.
    assert abs(shown.row_count - 5000) < 50
    assert kinds(shown) == ["code", "code", "date"]
    assert shown.odd_rows == 0


def test_a_workbook_shows_its_sheets_and_the_one_with_a_table(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Forside").write_row(0, 0, ["Udtræk fra skolen"])
        sheet = book.add_worksheet("Elever")
        for row, cells in enumerate([["Nr", "Start"], [1001, "13-01-2025"], [1002, "14-01-2025"]]):
            sheet.write_row(row + 2, 1, cells)
        book.add_worksheet("Tom")
    shown = preview(path)
    assert (shown.sheet, shown.sheets, shown.header, shown.row_count) == (
        "Elever", ("Forside", "Elever"), 3, 2,
    )  # fmt: skip
    # The sheet's first column is empty, and stays the first.
    assert [(c.position, c.header, c.looks_like) for c in shown.columns] == [
        (1, "", "empty"), (2, "Nr", "number"), (3, "Start", "date"),
    ]  # fmt: skip
    assert preview(path, sheet="forside", header=0).first_rows == ((1, ("Udtræk fra skolen",)),)
    with pytest.raises(Unreadable) as caught:
        preview(path, sheet="Ark9")
    assert caught.value.code == "no_such_sheet"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"%PDF-1.7 x", "pdf"), (b"PK\x03\x04nonsense", "not_a_workbook"), (b"a;b\n", "")],
)
def test_what_is_no_table_says_so(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        seen(tmp_path, content)
    assert caught.value.code == (code or "only_a_header")
    assert caught.value.params["file"] == "extract.csv"
    with pytest.raises(Unreadable) as missing:
        preview(tmp_path / "nowhere.csv")
    assert missing.value.code == "no_such_file"
