"""Mappings are read strictly: every typo is named with its place and the word that was probably meant."""

# ruff: noqa: E501 - a table of cases reads best with one case on a line

from __future__ import annotations

from pathlib import Path

import pytest

from pejling.analysis.tables import OUTCOMES
from pejling.facts.deliveries.mapping.codes import outcome_of_code
from pejling.facts.deliveries.mapping.load import available, load_mapping
from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.problems import MappingError, Unreadable
from tests.unit.facts.deliveries.school import (
    ABSENCE,
    AGREEMENTS,
    ENROLMENTS,
    LEAVERS,
    PLAIN,
    QUOTAS,
    SHORT,
    read,
)


def refused(text: str) -> MappingError:
    with pytest.raises(MappingError) as caught:
        parse(text)
    return caught.value


def test_shipped() -> None:
    assert {"oulad", "uddata"} <= set(available())
    uddata = load_mapping("uddata")
    assert uddata.tables == ("spells", "students", "leavers", "agreements", "quotas", "absence")
    assert load_mapping("oulad").tables == ("spells",)
    assert uddata.precedence > load_mapping("oulad").precedence


@pytest.mark.parametrize(
    ("old", "new", "code", "path", "near"),
    [
        ("name: plain", "nam: plain", "missing_key", "name", "nam"),
        ("name: plain", "name: plain\nprecedense: 3", "unknown_key", "precedense", "precedence"),
        ("name: plain", "name: plain\nprecedence: high", "not_a_whole_number", "precedence", None),
        ("name: plain", "name: plain\nname: again", "key_twice", "name", None),
        ("name: plain", "name: plain\nnever_started: '=<'", "unknown_value", "never_started", None),
        ("required: true", "requird: true", "unknown_key", "files.rows.columns.student.requird", "required"),
        ("required: true", "required: yes", "not_a_truth", "files.rows.columns.student.required", None),
        ("names: Student", "date_style: dayfirst, names: Student", "unknown_value", "files.rows.columns.student.date_style", "day-first"),
        ("names: Student", "names: [Student, Student]", "repeated", "files.rows.columns.student.names", None),
        ("names: Student", "names: [Student, ' ']", "empty", "files.rows.columns.student.names[2]", None),
        ("names: Student", "names: {a: b}", "not_a_text", "files.rows.columns.student.names", None),
        ("names: Student", "position: 0", "out_of_range", "files.rows.columns.student.position", None),
        ("{names: Student, required: true}", "{required: true}", "no_name_or_position", "files.rows.columns.student", None),
        ("names: Student", "names: Student, hash: true, identifier: true", "hash_and_identifier", "files.rows.columns.student", None),
        ("names: Student", "names: Student, instead_of: progamme", "unknown_label", "files.rows.columns.student.instead_of", "programme"),
        ("  rows:\n", "  rows:\n    header: none\n", "no_position", "files.rows.columns.student", None),
        ("  rows:\n", "  rows:\n    encoding: utf8\n", "unknown_value", "files.rows.encoding", "utf-8"),
        ("  spells:", "  spels:", "unknown_table", "tables.spels", "spells"),
        ("file: rows", "file: row", "unknown_file", "tables.spells.file", "rows"),
        ("student: student,", "studnet: student,", "unknown_column", "tables.spells.columns.studnet", "student"),
        ("student: student,", "student: studnet,", "unknown_label", "tables.spells.columns.student", "student"),
        ("student: student,", "", "missing_column_rule", "tables.spells.columns", None),
        ("[programme, starts_on]", "[programme, start_on]", "unknown_label", "tables.spells.key", "starts_on"),
        ("leave_reason: reason", "outcome: {constant: left}", "unknown_value", "tables.spells.columns.outcome.constant", None),
        ("leave_reason: reason", "age: {days: reason, from: starts}", "wrong_type", "tables.spells.columns.age", None),
        ("leave_reason: reason", "leave_code: {code: reason, list: leave}", "no_such_code_list", "tables.spells.columns.leave_code.list", None),
        ("leave_reason: reason", "leave_code: {cod: reason}", "unknown_rule", "tables.spells.columns.leave_code", None),
        ("leave_reason: reason", "ends_on: {term: reason, starts: {J: 10-31}}", "not_month_day", "tables.spells.columns.ends_on.starts.J", None),
        ("    key:", "    join: {file: rows, on: [student]}\n    key:", "bad_join", "tables.spells.join[1]", None),
        ("name: plain", "name: [a, b", "not_yaml", "", None),
        ("name: plain", "name: !!python/object:os.system x", "yaml_tag", "name", None),
        ("name: plain", "name: plain\ncodes: {leave: {file: leav_codes}}", "no_such_code_list", "codes.leave.file", None),
    ],
)  # fmt: skip
def test_every_mistake_is_named_with_its_place(
    old: str, new: str, code: str, path: str, near: str | None
) -> None:
    assert old in PLAIN
    error = refused(PLAIN.replace(old, new, 1))
    assert (error.code, error.path_in_yaml) == (code, path)
    if near is not None:
        assert error.params["near"] == near
    assert error.__context__ is None


HEADERS = (ENROLMENTS, SHORT, LEAVERS, AGREEMENTS, QUOTAS, ABSENCE)
TITLES = ("Tilmeldinger", "Tilmeldinger", "Afgang", "Uddannelsesaftaler", "Dimensionering", "Fravær")


@pytest.mark.parametrize(
    ("header", "title", "column"),
    [
        (header, title, column)
        for header, title, columns in zip(
            HEADERS,
            TITLES,
            (
                ["Elevnr", "Uddannelse", "Startdato"],
                ["Startdato"],
                ["Elevnr", "Uddannelse", "Afgangsdato"],
                ["Elevnr", "Aftale fra", "Aftale til"],
                ["Uddannelse", "Kommune", "År", "Aftalt antal"],
                ["Elevnr", "Fra", "Til", "Fraværstimer", "Planlagte timer"],
            ),
            strict=True,
        )
        for column in columns
    ],
)
def test_a_missing_column_is_named_for_the_kind_of_file_it_is(
    tmp_path: Path, header: str, title: str, column: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        read(tmp_path, f"{header.replace(column, 'Noget andet', 1)}\n1;2;3\n")
    assert caught.value.code == "missing_column"
    assert caught.value.params["role"].startswith(title)
    assert caught.value.params["columns"] == [column]


def test_only_plain_types() -> None:
    mapping = parse(PLAIN.replace("name: plain", "name: no\ntitle: 0101\nprecedence: 7"))
    assert (mapping.name, mapping.title, mapping.precedence) == ("no", "0101", 7)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_document"),
        ("just text", "not_a_section"),
        ("[" * 1000, "too_deep"),
        ("x: " + "y" * 2_000_000, "yaml_too_large"),
        ("? [a]\n: b", "yaml_key"),
    ],
)
def test_yaml_that_isnt_accepted_is_a_mapping_error(text: str, code: str) -> None:
    error = refused(text)
    assert error.code == code
    assert error.__context__ is None


def test_a_code_list_is_refused_with_its_place_in_the_mapping(tmp_path: Path) -> None:
    (tmp_path / "local.yaml").write_text("values: {20: interrupted, 20: completed}")
    with pytest.raises(MappingError) as caught:
        parse(PLAIN.replace("name: plain", "name: plain\ncodes: {leave: {file: local}}"), [tmp_path])
    assert (caught.value.code, caught.value.path_in_yaml) == ("key_twice", "codes.leave.file.values.20")
    assert caught.value.__context__ is None


def test_the_version_is_the_content(tmp_path: Path) -> None:
    one = parse(PLAIN).version
    assert one == parse(PLAIN + "\n# a comment\n").version
    assert one != parse(PLAIN.replace("Reason", "Cause")).version


def test_a_mapping_of_ones_own_goes_before_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "uddata.yaml").write_text(PLAIN)
    assert load_mapping("uddata", [tmp_path]).name == "plain"
    assert load_mapping(tmp_path / "mappings" / "uddata.yaml").name == "plain"
    with pytest.raises(MappingError) as caught:
        load_mapping("udata")
    assert (caught.value.code, caught.value.params["near"]) == ("no_such_mapping", "uddata")
    with pytest.raises(MappingError) as caught:
        load_mapping("../uddata")
    assert caught.value.code == "no_such_mapping"


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("1", "never_started"), ("14", "completed"), ("19", "completed"), ("32", "completed"), ("50", "completed"),
        ("33", "active"), ("40", "active"), ("66", "left_out"), ("31", "left_out"), ("RKV", "left_out"),
        ("rkv", "left_out"), ("2", "interrupted"), ("20", "interrupted"), ("26", "interrupted"), ("002", "interrupted"),
        ("20 - Fortrudt valg", "interrupted"), ("14 (EUD)", "completed"), ("99", None), ("2x", None), (None, None),
    ],
)  # fmt: skip
def test_central_leave_codes(code: str | None, outcome: str | None) -> None:
    assert outcome_of_code(code) == outcome
    assert outcome in (*OUTCOMES, None)
