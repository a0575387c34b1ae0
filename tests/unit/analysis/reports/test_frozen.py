"""The frozen form holds exactly the report, and nothing else is read as one."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pejling.analysis.reports.frozen import from_json, report_hash, to_json
from pejling.analysis.reports.report import (
    HIDDEN,
    Column,
    Figure,
    Figures,
    Report,
    ReportError,
    Section,
    Table,
)
from tests.unit.analysis.reports.samples import REPORT


def test_a_report_comes_back_as_it_was():
    assert from_json(to_json(REPORT)) == REPORT


cells = st.one_of(st.none(), st.text(), st.just(HIDDEN))
numbers = st.one_of(st.none(), st.decimals(allow_nan=False, allow_infinity=False), st.just(HIDDEN))
days = st.one_of(st.none(), st.dates(), st.just(HIDDEN))


@given(st.lists(st.tuples(cells, numbers, days), max_size=4), st.text(), st.integers())
def test_any_cells_come_back_as_they_were(rows, text, n):
    columns = (Column("a", text), Column("b", kind="number"), Column("c", kind="date"))
    blocks = (Table(text, columns, tuple(rows)), Figures(text, (Figure(text, None, text, text, n=n),)))
    report = Report(kind="school_plan", title="x", organisation="y", sections=(Section("z", blocks),))
    assert from_json(to_json(report)) == report


def test_the_same_report_has_the_same_hash_and_a_changed_one_another():
    assert report_hash(REPORT) == report_hash(from_json(to_json(REPORT)))
    assert report_hash(REPORT) != report_hash(dataclasses.replace(REPORT, version=3))
    # 2.5 and 2.50 are written differently, so they are told apart
    assert '"result":"2.50"' in to_json(REPORT)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": 2}, "unknown_format"),
        ({"colour": "red"}, "unknown_field"),
        ({"version": "2"}, "value_of_another_kind"),
        ({"version": True}, "value_of_another_kind"),
        ({"dated": "4.3.2025"}, "not_a_date"),
        ({"period": ["2025-01-01"]}, "list_of_another_length"),
        ({"sections": [{"title": "x", "blocks": [{"type": "script", "text": "x"}]}]}, "unknown_block"),
        ({"sections": [{"title": " "}]}, "heading_without_text"),
        ({"language": "xx"}, "unknown_language"),
        ({"title": ""}, "report_without_title"),
    ],
)
def test_what_is_no_report_is_refused(change, code):
    content = json.loads(to_json(REPORT)) | change
    with pytest.raises(ReportError) as caught:
        from_json(json.dumps(content))
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["", "[]", "{}", "nothing"])
def test_what_is_no_json_of_ours_is_refused(text):
    with pytest.raises(ReportError):
        from_json(text)
