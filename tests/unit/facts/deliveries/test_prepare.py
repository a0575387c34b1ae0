"""The shipped mapping over a school's files: what is accepted, what is kept out, what is only told."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from pejling.analysis.tables import DELIVERED
from pejling.facts.deliveries.cpr import keyed_hash
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.prepare import prepare
from pejling.facts.deliveries.problems import Unreadable
from tests.unit.facts.deliveries.school import (
    ABSENCE,
    AGREEMENTS,
    AS_OF,
    ENROLMENTS,
    KEY,
    LEAVERS,
    QUOTAS,
    SHORT,
    column,
    problems,
    read,
)

ARROW = {"text": pa.string(), "date": pa.date32(), "integer": pa.int64(), "decimal": pa.float64()}


def test_all_five_files_in_one_delivery(tmp_path: Path) -> None:
    prepared = read(
        tmp_path,
        f"{QUOTAS}\nSSA;Aarhus;2025;120\n",
        f"{ABSENCE}\n17;SSA;HF;01-08-2025;31-08-2025;12,5;100\n",
        f"{AGREEMENTS}\n17;A1;Aarhus Kommune;0101011234;Aarhus;SSA;1/5 2025;4/8 2025;31/12 9999;\n",
        f"{LEAVERS}\n18;SSH;GF2;2. marts 2025;20;Fortrudt\n",
        f"{ENROLMENTS}\n17;Åse Ø;SSA;HF;01-05-2025;04-08-2025;31-12-9999;27-06-2027;;;h2;Nord;280123;EUV1;27;ABC;"
        "01-10-2025;31-10-2025\n",
    )
    assert problems(prepared) == []
    assert prepared.warning_counts() == {}
    assert [file.role for file in prepared.files] == [
        "quotas",
        "absence",
        "agreements",
        "leavers",
        "enrolments",
    ]
    rows = {name: table.drop(["content"]).to_pylist() for name, table in prepared.tables.items()}
    assert rows["quotas"] == [{"programme": "SSA", "municipality": "Aarhus", "year": 2025, "agreed": 120}]
    assert rows["absence"] == [
        {
            "student": "17", "programme": "SSA", "part": "HF", "from_on": date(2025, 8, 1),
            "to_on": date(2025, 8, 31), "hours_absent": 12.5, "hours_scheduled": 100.0,
        }
    ]  # fmt: skip
    assert rows["agreements"] == [
        {
            "student": "17", "agreement": "A1", "employer": "Aarhus Kommune", "workplace": "0101011234",
            "municipality": "Aarhus", "programme": "SSA", "signed_on": date(2025, 5, 1),
            "starts_on": date(2025, 8, 4), "ends_on": None, "end_reason": None,
        }
    ]  # fmt: skip
    assert rows["leavers"] == [
        {
            "student": "18", "programme": "SSH", "part": "GF2", "left_on": date(2025, 3, 2), "leave_code": "20",
            "leave_reason": "Fortrudt",
        }
    ]  # fmt: skip
    assert rows["students"] == [{"student": "17", "name": "Åse Ø"}]
    assert rows["spells"] == [
        {
            "student": "17", "spell": "SSA|HF|2025-08-04", "programme": "SSA", "part": "HF",
            "registered_on": date(2025, 5, 1), "starts_on": date(2025, 8, 4), "ends_on": None,
            "expected_end_on": date(2027, 6, 27), "outcome": "active", "leave_code": None, "leave_reason": None,
            "class_group": "h2", "department": "Nord", "school": "280123", "student_type": "EUV1", "age": 27,
            "contact_teacher": "ABC", "leave_from": date(2025, 10, 1), "leave_to": date(2025, 10, 31),
        }
    ]  # fmt: skip
    for name, table in prepared.tables.items():
        declared = [(column.name, ARROW[column.type]) for column in DELIVERED[name].columns]
        assert [(field.name, field.type) for field in table.schema] == [*declared, ("content", pa.string())]
        assert all(len(content) == 32 for content in table.column("content").to_pylist())


@pytest.mark.parametrize(
    ("ends", "code", "outcome", "warning"),
    [
        ("", "", "active", None),
        ("01-01-2030", "", "active", None),
        ("27-06-2025", "", "ended", "end_without_code"),
        ("27-06-2025", "14", "completed", None),
        ("", "14", "completed", "undated_completion"),
        ("27-06-2025", "20", "interrupted", None),
        ("", "20", "interrupted", "undated_leave"),
        ("13-01-2025", "20", "never_started", "never_started"),
        ("12-01-2025", "20", "never_started", "never_started"),
        ("14-01-2025", "20", "interrupted", None),
        ("13-01-2025", "14", "completed", "ended_on_first_day"),
        ("12-01-2025", "14", "never_started", "ends_before_start never_started"),
        ("13-01-2025", "", "never_started", "never_started"),
        ("12-01-2025", "", "never_started", "never_started"),
        ("14-01-2025", "", "ended", "end_without_code"),
        ("13-01-2025", "33", "active", "ended_on_first_day"),
        ("12-01-2025", "40", "active", "ends_before_start"),
        ("12-01-2025", "66", "left_out", None),
        ("27-06-2025", "1", "never_started", "never_started"),
        ("27-06-2025", "66", "left_out", None),
        ("27-06-2025", "33", "active", None),
    ],
)
def test_outcomes(tmp_path: Path, ends: str, code: str, outcome: str, warning: str | None) -> None:
    prepared = read(tmp_path, f"{SHORT}\n17;SSA;GF2;13-01-2025;{ends};{code}\n")
    assert column(prepared, "spells", "outcome") == [outcome]
    assert prepared.warning_counts() == dict.fromkeys((warning or "").split(), 1)


def test_an_end_before_a_start_that_is_still_to_come(tmp_path: Path) -> None:
    # Extracted on 1 November 2025: nothing has ended yet, but the dates are turned around.
    prepared = read(tmp_path, f"{SHORT}\n17;SSA;GF2;13-01-2026;12-01-2026;\n")
    assert column(prepared, "spells", "outcome") == ["active"]
    assert prepared.warning_counts() == {"ends_before_start": 1}


#: (day of the end, code) -> what became of it, where only an end before the start (the 13th) is no start
LENIENT = {
    (13, "20"): "interrupted",
    (12, "20"): "never_started",
    (13, ""): "ended",
    (12, ""): "never_started",
    (13, "14"): "completed",
    (12, "14"): "never_started",
}


def test_a_mapping_may_count_the_first_day_as_a_start(tmp_path: Path) -> None:
    lenient = dataclasses.replace(load_mapping("uddata"), never_started="<")
    rows = (f"{n};SSA;GF2;13-01-2025;{day}-01-2025;{code}" for n, (day, code) in enumerate(LENIENT))
    prepared = read(tmp_path, "\n".join([SHORT, *rows]), mapping=lenient)
    assert column(prepared, "spells", "outcome") == list(LENIENT.values())


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (SHORT, ";SSA;GF2;13-01-2025;;", ("Elevnr", "", "missing_value")),
        (SHORT, "17;;GF2;13-01-2025;;", ("Uddannelse", "", "missing_value")),
        (SHORT, "17;SSA;GF2;;;", ("Startdato", "", "missing_value")),
        (SHORT, "17;SSA;GF2;31-12-9999;;", ("Startdato", "", "missing_value")),
        (SHORT, "17;SSA;GF2;31-02-2025;;", ("Startdato", "31-02-2025", "impossible_date")),
        (SHORT, "17;SSA;GF2;13-01-2025;snart;", ("Slutdato", "snart", "not_a_date")),
        (SHORT, "17;SSA;GF2;13-01-2025;;99", ("Afgangsårsag", "99", "unknown_code")),
        (SHORT, "010101-1234;SSA;GF2;13-01-2025;;", ("Elevnr", "[CPR]", "cpr_as_key")),
        ("Elevnr;Uddannelse;Startdato;Alder", "17;SSA;13-01-2025;9", ("Alder", "9", "outside")),
        ("Elevnr;Uddannelse;Startdato;Alder", "17;SSA;13-01-2025;27,5", ("Alder", "27,5", "not_whole")),
        (
            "Elevnr;Uddannelse;Startdato;Orlov fra;Orlov til",
            "17;SSA;13-01-2025;02-03-2025;01-03-2025",
            ("Orlov til", "2025-03-01", "dates_reversed"),
        ),
        (AGREEMENTS, "17;A1;;;;;;04-08-2025;03-08-2025;", ("Aftale til", "2025-08-03", "dates_reversed")),
        (AGREEMENTS, "17;;K;;;;;04-08-2025;;", ("Aftalenr", "", "missing_value")),
        (QUOTAS, "SSA;Aarhus;25;120", ("År", "25", "outside")),
        (QUOTAS, "SSA;Aarhus;2025;-1", ("Aftalt antal", "-1", "outside")),
        (QUOTAS, "SSA;;2025;1", ("Kommune", "", "missing_value")),
        (ABSENCE, "17;SSA;HF;01-08-2025;31-08-2025;-1;20", ("Fraværstimer", "-1", "outside")),
        (
            ABSENCE,
            "17;SSA;HF;01-08-2025;31-08-2025;21;20",
            ("Fraværstimer", "21", "absent_more_than_scheduled"),
        ),
        (ABSENCE, "17;SSA;HF;01-08-2025;31-07-2025;1;20", ("Til", "2025-07-31", "dates_reversed")),
        (ABSENCE, "17;SSA;HF;01-08-2025;31-08-2025;få;20", ("Fraværstimer", "få", "not_a_number")),
        (LEAVERS, "17;SSA;HF;01-08-2025;;", ("Afgangsårsag", "", "missing_value")),
    ],
)
def test_errors_keep_the_row_out(
    tmp_path: Path, header: str, row: str, expected: tuple[str, str, str]
) -> None:
    prepared = read(tmp_path, f"{header}\n{row}\n")
    assert problems(prepared) == [(2, *expected)]
    table = prepared.quarantine[0].table
    assert prepared.tables[table].num_rows == 0
    assert prepared.quarantined_rows() == {table: 1}


def test_the_student_of_a_row_kept_out_is_told_where_it_can_be_read(tmp_path: Path) -> None:
    prepared = read(tmp_path, f"{SHORT}\n17;SSA;GF2;x;;\n;SSA;GF2;x;;\n010101-1234;SSA;GF2;x;;\n")
    assert {(p.row, p.code): p.student for p in prepared.quarantine} == {
        (2, "not_a_date"): "17",
        (3, "missing_value"): None,
        (3, "not_a_date"): None,
        (4, "cpr_as_key"): None,
        (4, "not_a_date"): None,
    }


def test_the_same_row_twice_is_kept_once(tmp_path: Path) -> None:
    prepared = read(tmp_path, f"{SHORT}\n17;SSA;GF2;13-01-2025;;\n17;SSA;GF2;2025-01-13;;\n")
    assert column(prepared, "spells", "student") == ["17"]
    assert [(n.code, n.row, n.params) for n in prepared.warnings] == [("duplicate_row", 3, {"other_row": 2})]


@pytest.mark.parametrize("turned", [False, True])
def test_of_rows_that_conflict_the_same_is_kept_in_any_order(tmp_path: Path, turned: bool) -> None:
    rows = ["17;SSA;GF2;13-01-2025;;", "17;SSA;GF2;13-01-2025;27-06-2025;14"]
    rows = rows[::-1] if turned else rows
    prepared = read(tmp_path, "\n".join([SHORT, *rows]))
    # The fuller one is kept.
    assert column(prepared, "spells", "outcome") == ["completed"]
    problem = prepared.quarantine[0]
    lost, kept = (3, 2) if turned else (2, 3)
    assert (problem.row, problem.code, problem.params["other_row"]) == (lost, "conflicting_row", kept)
    assert (
        problem.params["columns"] == ["Slutdato", "Afgangsårsag", "Afgangsårsag"] or problem.params["columns"]
    )


def test_the_newest_name_is_kept_and_differences_are_told(tmp_path: Path) -> None:
    text = (
        "Elevnr;Navn;Uddannelse;Forløbsdel;Startdato\n17;Åse Ny;SSA;HF;04-08-2025\n17;Åse Gl;SSA;GF2;13-01-2025\n"
        "18;Bo;SSA;HF;04-08-2025\n18;Bo;SSA;GF2;13-01-2025\n"
    )
    prepared = read(tmp_path, text)
    names = zip(column(prepared, "students", "student"), column(prepared, "students", "name"), strict=True)
    assert dict(names) == {"17": "Åse Ny", "18": "Bo"}
    assert prepared.warning_counts()["differing_values"] == 1


def test_overlaps_are_told_but_not_a_change_on_the_same_day(tmp_path: Path) -> None:
    text = (
        f"{SHORT}\n"
        "1;SSA;GF2;13-01-2025;27-06-2025;14\n1;SSA;HF;27-06-2025;;\n"  # the last day is the first of the next
        "2;SSA;GF2;13-01-2025;27-06-2025;14\n2;SSA;HF;26-06-2025;;\n"  # one day in both
        "3;SSA;GF2;13-01-2025;;\n3;SSA;HF;04-08-2025;;\n"  # the first is still open
        "4;SSA;GF2;13-01-2025;;20\n4;SSA;HF;04-08-2025;;\n"  # nobody knows when the first ended
        "5;SSA;GF2;13-01-2025;12-01-2025;20\n5;SSH;GF2;10-01-2025;;\n"  # the first never started
    )
    prepared = read(tmp_path, text)
    overlaps = [(n.row, n.params["other_row"]) for n in prepared.warnings if n.code == "overlapping_spells"]
    assert overlaps == [(5, 4), (7, 6)]


def test_an_open_enrolment_that_the_leavers_know_the_end_of_overlaps_nothing(tmp_path: Path) -> None:
    rows = (f"{student};SSA;{part}" for student in (1, 2) for part in ("GF2;13-01-2025;;", "HF;04-08-2025;;"))
    spells = "\n".join([SHORT, *rows])
    leavers = f"{LEAVERS}\n1;SSA;GF2;27-06-2025;14;\n2;SSH;GF2;27-06-2025;14;\n"
    prepared = read(tmp_path, spells, leavers)
    assert [n.row for n in prepared.warnings if n.code == "overlapping_spells"] == [5]


def test_unknown_programmes_are_told(tmp_path: Path) -> None:
    prepared = read(
        tmp_path,
        f"{SHORT}\n1;SSA;GF2;13-01-2025;;\n2;Tømrer;GF2;13-01-2025;;\n3;SSA;GF3;13-01-2025;;\n4;ssa;;13-01-2025;;\n",
    )
    told = [(n.row, n.params) for n in prepared.warnings if n.code == "unknown_programme"]
    assert told == [(4, {"programme": "SSA", "part": "GF3"}), (3, {"programme": "Tømrer", "part": "GF2"})]


def test_ignored_columns_are_told(tmp_path: Path) -> None:
    prepared = read(tmp_path, "Elevnr;Uddannelse;Startdato;Telefon\n17;SSA;13-01-2025;12345678\n")
    assert prepared.files[0].ignored == ("Telefon",)


def test_a_cpr_column_is_hashed_only_without_student_numbers(tmp_path: Path) -> None:
    rows = "0101011234;SSA;13-01-2025\n010101-1234;SSH;13-01-2025\n101011234;PAU;13-01-2025\n010101;SSA;13-01-2025\n"
    prepared = read(
        tmp_path, f"CPR-nr;Uddannelse;Startdato\n{rows};SSA;13-01-2025\nBo;SSA;13-01-2025\n", keep=True
    )
    hashed = keyed_hash("0101011234", KEY)
    assert column(prepared, "spells", "student") == [hashed] * 3
    assert problems(prepared) == [
        (5, "CPR-nr", "[CPR]", "cpr_incomplete"),
        (6, "CPR-nr", "", "missing_value"),
        (7, "CPR-nr", "[CPR]", "not_a_cpr"),
    ]
    kept = prepared.files[0].scrubbed.read_text("utf-8")
    assert hashed in kept
    assert "010101" not in kept
    both = read(tmp_path, "Elevnr;CPR;Uddannelse;Startdato\n17;0101011234;SSA;13-01-2025\n", keep=True)
    assert column(both, "spells", "student") == ["17"]
    assert both.files[0].ignored == ("CPR",)
    assert both.files[0].cpr_removed == 1
    assert "0101" not in both.files[0].scrubbed.read_text("utf-8").replace("13-01-2025", "")


def test_identifiers_are_exempt_only_when_they_stand_alone(tmp_path: Path) -> None:
    places = ["0101011234", "Plejehjem 0101011234", "010101-1234"]
    rows = "\n".join(f"{n};A{n};K;{place};K;SSA;;04-08-2025;;" for n, place in enumerate(places))
    prepared = read(tmp_path, f"{AGREEMENTS}\n{rows}\n")
    assert column(prepared, "agreements", "workplace") == ["0101011234", "Plejehjem [CPR]", "[CPR]"]


def test_only_agreements_and_production_units_have_numbers_like_cpr_numbers(tmp_path: Path) -> None:
    columns = [
        (role.name, c.label) for role in load_mapping("uddata").files for c in role.columns if c.identifier
    ]
    assert columns == [("agreements", "number"), ("agreements", "workplace")]
    row = "17;Bo;SSA;HF;;04-08-2025;;;;;;;0101011234;;;;;"
    prepared = read(tmp_path, f"{ENROLMENTS}\n{row}\n")
    assert column(prepared, "spells", "school") == ["[CPR]"]


def test_no_cpr_number_comes_out_of_any_corner(tmp_path: Path) -> None:
    number = "010101-1234"
    text = (
        f"Udtræk for {number}\nElevnr;Navn;Uddannelse;Forløbsdel;Startdato;{number}\n"
        f"17;{number};SSA;{number};{number};x\n"
        f"18;{number}\n{number};Bo;SSA;HF;13-01-2025;y\n19;Bo;SSA {number};HF;13-01-2025;\n"
    )
    path = tmp_path / f"elev {number}.csv"
    path.write_text(text)
    prepared = prepare([path], load_mapping("uddata"), as_of=AS_OF, hash_key=KEY, keep_in=tmp_path / "kept")
    everything = repr(prepared) + repr({n: t.to_pylist() for n, t in prepared.tables.items()})
    everything += "".join(file.read_text() for file in (tmp_path / "kept").iterdir())
    assert "1234" not in everything
    path.write_text(text.replace("Elevnr", number))
    with pytest.raises(Unreadable) as caught:
        prepare([path], load_mapping("uddata"), as_of=AS_OF, hash_key=KEY)
    assert "1234" not in repr(caught.value) + str(caught.value) + repr(caught.value.__context__)


def test_the_copy_keeps_every_row_where_it_was(tmp_path: Path) -> None:
    text = f"Titel\n\n{SHORT}\n17;SSA;GF2;13-01-2025;;\n\n18;SSA\n\n\n19;SSA;GF2;13-01-2025;;\n"
    prepared = read(tmp_path, text, keep=True)
    kept = prepared.files[0].scrubbed.read_text("utf-8").replace('"', "")
    assert kept.splitlines() == text.splitlines()
