"""From a foreign file to a mapping without YAML: suggested, built, and the rows come out as a person would expect."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pejling.facts.deliveries.mapping.among import Known, fits
from pejling.facts.deliveries.mapping.build import Incomplete, as_yaml, build, built, content_of
from pejling.facts.deliveries.mapping.column_names import names_in
from pejling.facts.deliveries.mapping.load import available, load_mapping
from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.mapping.pointing import KINDS, Given, Pointed, PointedFile, Wide
from pejling.facts.deliveries.mapping.suggest import suggest, suggest_kind, suggest_meanings
from pejling.facts.deliveries.mapping.told import merged, told_of
from pejling.facts.deliveries.prepare import Prepared, prepare
from pejling.facts.deliveries.previewing import FilePreview, preview
from tests.unit.facts.deliveries.school import AS_OF, ENROLMENTS, KEY, column, problems

NAMES = names_in(load_mapping(name) for name in available())


def written(folder: Path, text: str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def pointed(shown: FilePreview, kind: str, role: str = "", **given: Given) -> PointedFile:
    """The suggestions as they are, but for what is given."""
    found = {key: Given(one.position) for key, one in suggest(kind, shown, NAMES).items()}
    cpr = frozenset(one.position for one in shown.columns if one.looks_like == "cpr")
    return PointedFile(
        kind, role or KINDS[kind], "En fil", shown.headers, shown.header is not None, {**found, **given}, cpr
    )  # fmt: skip


def read(path: Path, *files: PointedFile) -> Prepared:
    return prepare([path], built(Pointed("Vores liste", files)), as_of=AS_OF, hash_key=KEY)


GERMAN = (
    "Schülernummer\tAusbildung\tBeginn\tEnde\tAbgangsgrund\n"
    "1001\tSSA\t13.01.2025\t27.06.2025\t14 - Fuldført\n"
    "1002\tSSA\t13.01.2025\t02.03.2025\t20 - Fortrudt\n"
    "1003\tSSH\t13.01.2025\t\t\n"
)


def test_a_file_in_another_language_is_suggested_and_read(tmp_path: Path) -> None:
    path = written(tmp_path, GERMAN, encoding="cp1252")
    shown = preview(path)
    assert suggest_kind(shown, NAMES) == "spells"
    found = suggest("spells", shown, NAMES)
    assert {key: (one.position, one.reason) for key, one in found.items()} == {
        "student": (1, "same_name"), "programme": (2, "same_name"), "starts_on": (3, "same_name"),
        "ends_on": (4, "same_name"), "leave_reason": (5, "same_name"), "outcome": (5, "codes"),
        "leave_code": (5, "codes"),
    }  # fmt: skip
    prepared = read(path, pointed(shown, "spells"))
    assert column(prepared, "spells", "outcome") == ["completed", "interrupted", "active"]
    assert column(prepared, "spells", "leave_code") == ["14", "20", None]
    assert column(prepared, "spells", "starts_on") == [date(2025, 1, 13)] * 3
    assert not prepared.quarantine


OWN = (
    "Nr;Navn;Linje;Fra;Til;Hvad skete der\n"
    "17;Ada;Assistent;01/13/2025;06/27/2025;Bestået\n"
    "18;Bo;Assistent;01/13/2025;03/02/2025;Stoppet\n"
    "19;Cy;Hjælper;02/03/2025;04/05/2025;Ukendt\n"
    "20;Dy;Hjælper;02/03/2025;;\n"
)


def test_own_words_are_given_meanings_and_what_has_none_is_kept_out(tmp_path: Path) -> None:
    path = written(tmp_path, OWN)
    shown = preview(path)
    said = {"Bestået": "completed", "Stoppet": "interrupted", "Ukendt": ""}
    prepared = read(
        path,
        pointed(
            shown,
            "spells",
            student=Given(1),
            starts_on=Given(4, date_style="month-first"),
            ends_on=Given(5, date_style="month-first"),
            outcome=Given(6, values=said, empty_means="active"),
            programme=Given(3, values={"Assistent": "SSA", "Hjælper": "SSH"}),
            part=Given(constant="GF2"),
        ),
    )
    assert [tuple(row.values()) for row in prepared.tables["spells"].select(
        ["student", "programme", "part", "starts_on", "outcome"]).to_pylist()] == [
        ("17", "SSA", "GF2", date(2025, 1, 13), "completed"),
        ("18", "SSA", "GF2", date(2025, 1, 13), "interrupted"),
        ("20", "SSH", "GF2", date(2025, 2, 3), "active"),
    ]  # fmt: skip
    assert problems(prepared) == [(4, "Hvad skete der", "Ukendt", "unknown_code")]
    assert column(prepared, "students", "name") == ["Ada", "Bo", "Dy"]


def test_a_schools_own_codes_stand_beside_the_central_ones(tmp_path: Path) -> None:
    text = "Elevnr;Uddannelse;Startdato;Slutdato;Afgangsårsag\n" + "".join(
        f"{n};SSA;13-01-2025;{n}-03-2025;{code}\n" for n, code in ((11, "14"), (12, "77"), (13, "20"))
    )
    path = written(tmp_path, text)
    shown = preview(path)
    means = suggest_meanings(value for value, _ in shown.columns[4].values)
    assert means == {"14": "completed", "20": "interrupted", "77": ""}
    # The school means something else by 20, and knows what its own 77 is.
    file = pointed(shown, "spells", outcome=Given(5, values={**means, "77": "interrupted", "20": "left_out"}))
    prepared = read(path, file)
    assert column(prepared, "spells", "outcome") == ["completed", "interrupted", "left_out"]
    codes = content_of(Pointed("x", (file,)))["codes"]
    assert codes == {"leave": {"file": "leave_codes", "add": {"20": "left_out", "77": "interrupted"}}}


def test_columns_without_names_are_read_by_their_places(tmp_path: Path) -> None:
    path = written(tmp_path, "17,SSA,2025-01-13,2025-06-27,14\n18,SSA,2025-01-13,2025-03-02,20\n")
    shown = preview(path)
    assert suggest_kind(shown, NAMES) == ""
    given = {"student": Given(1), "programme": Given(2), "starts_on": Given(3), "outcome": Given(5)}
    prepared = read(path, PointedFile("spells", "enrolments", "x", shown.headers, False, given))
    assert column(prepared, "spells", "student") == ["17", "18"]
    assert column(prepared, "spells", "outcome") == ["completed", "interrupted"]


def test_a_name_that_stands_twice_or_not_at_all_is_no_obstacle(tmp_path: Path) -> None:
    path = written(tmp_path, "Nr;Dato;Dato;\n17;13-01-2025;27-06-2025;SSA\n18;14-01-2025;;SSH\n")
    shown = preview(path)
    file = pointed(
        shown, "spells", student=Given(1), programme=Given(4), starts_on=Given(2), ends_on=Given(3)
    )
    prepared = read(path, file)
    assert column(prepared, "spells", "programme") == ["SSA", "SSH"]
    assert column(prepared, "spells", "ends_on") == [date(2025, 6, 27), None]


def test_a_cpr_number_becomes_a_hash_and_is_nothing_else(tmp_path: Path) -> None:
    rows = "".join(f"311299-000{n};SSA;13-01-2025;x\n" for n in range(3))
    path = written(tmp_path, "Personnr;Linje;Fra;Note\n" + rows)
    shown = preview(path)
    assert suggest("spells", shown, NAMES)["student"].reason == "cpr"
    prepared = read(path, pointed(shown, "spells"))
    assert all(student.startswith("h:") for student in column(prepared, "spells", "student"))
    with pytest.raises(Incomplete) as caught:
        build(Pointed("x", (pointed(shown, "spells", contact_teacher=Given(1)),)))
    assert [(one.field, one.code) for one in caught.value.complaints] == [("contact_teacher", "field_is_cpr")]


def test_figures_side_by_side_become_rows(tmp_path: Path) -> None:
    text = "Status;Område;2023;2024\nAfbrudt;Odense;1142;1201\nAfbrudt;Esbjerg;980;\n"
    path = written(tmp_path, text)
    shown = preview(path)
    given = {
        "origin": Given(constant="dst"), "indicator": Given(1), "place": Given(2),
        "place_kind": Given(constant="municipality"), "unit": Given(constant="count"),
    }  # fmt: skip
    wide = Wide("period", {3: "2023", 4: "2024"})
    file = PointedFile("key_figures", "results", "x", shown.headers, True, given, wide=wide)
    rows = read(path, file).tables["key_figures"].select(["place", "period", "value"]).to_pylist()
    assert sorted(tuple(row.values()) for row in rows if row["value"] is not None) == [
        ("Esbjerg", "2023", 980), ("Odense", "2023", 1142), ("Odense", "2024", 1201),
    ]  # fmt: skip


def test_agreements_are_told_apart_by_their_number_where_there_is_one(tmp_path: Path) -> None:
    text = "Elevnr;Aftalenr;Arbejdsgiver;Aftale fra;Aftale til\n"
    # One of the numbers happens to look like a CPR number: it is no reason to lose it.
    numbers = ["0101011234", "9920000011", "9930000012"]
    text += "".join(f"{n};{number};Kommunen;13-01-2025;27-06-2025\n" for n, number in enumerate(numbers))
    path = written(tmp_path, text)
    shown = preview(path)
    assert suggest_kind(shown, NAMES) == "agreements"
    assert column(read(path, pointed(shown, "agreements")), "agreements", "agreement") == numbers


def test_what_is_missing_is_said_field_by_field(tmp_path: Path) -> None:
    shown = preview(written(tmp_path, GERMAN))
    bad = pointed(
        shown, "spells", student=Given(), starts_on=Given(constant="2025"), age=Given(constant="ung")
    )
    with pytest.raises(Incomplete) as caught:
        build(Pointed("x", (bad,)))
    assert [(one.file, one.field, one.code) for one in caught.value.complaints] == [
        (0, "student", "field_missing"), (0, "starts_on", "field_not_constant"), (0, "age", "field_not_whole"),
    ]  # fmt: skip
    with pytest.raises(Incomplete) as nothing:
        build(Pointed("x", ()))
    assert nothing.value.complaints[0].code == "no_kind"


def test_a_mapping_shows_itself_as_pointed_at(tmp_path: Path) -> None:
    """What the shipped mapping says of a file is what a person would have pointed at."""
    text = ENROLMENTS + "\n1001;Ada;SSA;GF2;;13-01-2025;27-06-2025;;14;;T1;Nord;028012;EUD;20;AB;;\n"
    shown = preview(written(tmp_path, text))
    uddata = load_mapping("uddata")
    told = told_of(uddata, fits([shown], Known(uddata)).fits[0].match, shown)
    headers = shown.headers
    assert told.kind == "spells"
    assert told.lost == ()
    assert {key: headers[given.position - 1] for key, given in told.given.items()} == {
        "student": "Elevnr", "name": "Navn", "programme": "Uddannelse", "part": "Forløbsdel",
        "registered_on": "Tilmeldt", "starts_on": "Startdato", "ends_on": "Slutdato",
        "expected_end_on": "Forventet slutdato", "outcome": "Afgangsårsag", "leave_code": "Afgangsårsag",
        "leave_reason": "Lokal årsag", "class_group": "Hold", "department": "Afdeling",
        "school": "Institutionsnr", "student_type": "Elevtype", "age": "Alder",
        "contact_teacher": "Kontaktlærer", "leave_from": "Orlov fra", "leave_to": "Orlov til",
    }  # fmt: skip
    assert told.given["outcome"].values == {"14": "completed"}


def test_one_kind_of_file_is_changed_and_the_others_stay(tmp_path: Path) -> None:
    path = written(tmp_path, OWN)
    shown = preview(path)
    file = pointed(shown, "spells", student=Given(1), outcome=Given(6, values={"Bestået": "completed"}))
    before = as_yaml(
        content_of(Pointed("x", (pointed(preview(written(tmp_path, GERMAN, "g.csv")), "spells"),)))
    )
    leavers = "Elevnr;Uddannelse;Afgangsdato;Afgangsårsag\n17;SSA;13-01-2025;20\n"
    more = pointed(preview(written(tmp_path, leavers, "l.csv")), "leavers")
    two = parse(as_yaml(merged(before, content_of(Pointed("x", (more,))))))
    assert [role.name for role in two.files] == ["enrolments", "leavers"]
    assert [rule.table for rule in two.rules] == ["spells", "leavers"]
    changed = parse(as_yaml(merged(as_yaml(merged(before, content_of(Pointed("x", (more,))))),
                                   content_of(Pointed("x", (file,))))))  # fmt: skip
    assert [role.name for role in changed.files] == ["enrolments", "leavers"]
    assert changed.file("enrolments").column("student").names == ("Nr",)
    assert {rule.table for rule in changed.rules} == {"spells", "students", "leavers"}
