"""The figures for programs: every number with what is needed to read it, hidden ones without any."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal as D

from pejling.analysis.reports.figure_files import figures_csv, figures_json
from pejling.analysis.reports.report import Figure, Figures, Report, Section
from tests.unit.analysis.reports.samples import REPORT


def rows_of(report):
    return list(csv.DictReader(io.StringIO(figures_csv(report).decode("utf-8-sig")), delimiter=";"))


def test_a_figure_brings_all_that_is_needed_to_read_it():
    first, hidden, unknown = rows_of(REPORT)
    assert {name: first[name] for name in ("value", "lower", "upper", "n", "as_of", "version", "unit")} == {
        "value": "12,34", "lower": "10,6", "upper": "14,3", "n": "1234", "as_of": "2025-03-04", "version": "a1b2c3",
        "unit": "percent",
    }  # fmt: skip
    assert first["definition"].startswith("Andel, der har forladt")
    assert (hidden["hidden"], hidden["value"], hidden["n"]) == ("yes", "", "")
    assert (unknown["hidden"], unknown["value"]) == ("", "")


def test_an_english_report_has_decimal_points():
    [first, *_rest] = rows_of(replace(REPORT, language="en"))
    assert (first["value"], first["upper"], first["n"]) == ("12.34", "14.3", "1234")


def test_json_tells_hidden_from_not_known():
    told = json.loads(figures_json(REPORT))
    assert [(one["value"], one["hidden"]) for one in told["figures"]] == [
        ("12.34", False), (None, True), (None, False),
    ]  # fmt: skip
    students = told["tables"][0]
    assert students["rows"][1] == {
        "programme": "PAU", "students": {"hidden": True}, "left": {"hidden": True}, "share": {"hidden": True},
        "counted": None,
    }  # fmt: skip


def test_no_cell_begins_a_formula_but_a_negative_number_is_one():
    figure = Figure("=HYPERLINK(1)", D("-2.5"), "percent", "@source")
    report = Report(
        kind="x", title="t", organisation="o", sections=(Section("s", (Figures("f", (figure,)),)),)
    )
    [row] = rows_of(report)
    assert (row["title"], row["value"], row["source"]) == ("'=HYPERLINK(1)", "-2,5", "'@source")
