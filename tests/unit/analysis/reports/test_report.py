"""What a report can't be, and how everything in it is found and hidden."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal as D

import pytest

from pejling.analysis.reports.frozen import to_json
from pejling.analysis.reports.report import (
    HIDDEN,
    Chart,
    Column,
    Figure,
    Picture,
    Reference,
    Report,
    ReportError,
    Section,
    Table,
)
from pejling.analysis.reports.walking import at, put, walk_actions, walk_figures, walk_tables, walk_texts
from tests.unit.analysis.reports.samples import BY_PROGRAMME, CURVE, REPORT


def test_every_text_that_is_shown_is_walked_with_its_place():
    found = dict(walk_texts(REPORT))
    for place, text in found.items():
        assert at(REPORT, place) == text
    shown = set(found.values())
    assert {
        "=2+2 er ikke en formel",
        "Virksomheder <&>",
        "https://example.org/etu",
        "ETU 2025",
        "PAU",
    } <= shown

    # Everything in the frozen form is either walked or a code, a number or a day.
    def strings(value):
        if isinstance(value, dict):
            return {
                text for key, one in value.items() if key not in ("number", "date") for text in strings(one)
            }
        return {text for one in value for text in strings(one)} if isinstance(value, list) else {value}

    codes = {
        "percent", "count", "date", "number", "steps", "month", "share", "lower", "upper", "students", "left",
        "programme", "counted", "dropout.gross.12", "a1b2c3", "description", "needed_change", "running", "done",
        "continue", "preventive", "all", "self_evaluation", "paragraph", "listing", "notice", "table", "figures",
        "picture", "action", "references", "100", "0", "2.5", "2.50", "12.34", "10.6", "14.3",
    }  # fmt: skip
    every = {text for text in strings(json.loads(to_json(REPORT))) if isinstance(text, str)}
    left = {text for text in every - shown - codes if not _is_day(text)}
    assert left == set()


def _is_day(text):
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def test_tables_of_pictures_figures_and_actions_are_found():
    assert [table.title for _place, table in walk_tables(REPORT)] == [BY_PROGRAMME.title, CURVE.title]
    assert next(figure.title for _place, figure in walk_figures(REPORT)) == "Afbrud efter 12 måneder"
    [(place, above, action)] = walk_actions(REPORT)
    assert above == ("Indsatsområde 1: Frafald", "Tiltag")
    assert at(REPORT, place) is action


def test_hiding_a_cell_hides_what_would_give_it_away():
    table = BY_PROGRAMME.hide([(0, "students")])
    assert table.rows[0] == ("SSH", HIDDEN, HIDDEN, HIDDEN, date(2025, 3, 4))
    assert BY_PROGRAMME.hide([(2, "left")]).rows[2] == ("SSA", D(40), HIDDEN, HIDDEN, date(2025, 3, 4))


def test_a_hidden_figure_has_no_number_left():
    [(place, figure), *_others] = walk_figures(REPORT)
    hidden = put(REPORT, {place: figure.hide()})
    text = to_json(hidden)
    assert all(number not in text for number in ("12.34", '"n":1234', "10.6", "14.3"))
    assert at(hidden, place).title == figure.title
    with pytest.raises(ReportError, match="hidden_figure_with_numbers"):
        Figure("x", D(3), "count", "y", hidden=True)


def test_a_text_is_put_where_another_stood():
    changed = put(REPORT, {"sections[1].blocks[1].rows[1][0]": "Øvrige", "title": "Ny"})
    assert at(changed, "sections[1].blocks[1].rows[1][0]") == "Øvrige"
    assert changed.title == "Ny"
    with pytest.raises(ReportError, match="no_such_place"):
        put(REPORT, {"sections[9].title": "x"})


def nested(depth):
    return Section("x", sections=(nested(depth - 1),) if depth > 1 else ())


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Table("t", (), ()), "table_without_columns"),
        (lambda: Table("t", (Column("a"), Column("a")), ()), "column_twice"),
        (lambda: Table("t", (Column("a"),), (("x", "y"),)), "row_of_another_width"),
        (lambda: Table("t", (Column("a", kind="count"),), (("x",),)), "cell_of_another_kind"),
        (lambda: Table("t", (Column("a", kind="count"),), ((D("nan"),),)), "cell_of_another_kind"),
        (lambda: Table("t", (Column("a", of="b"),), ()), "unknown_column"),
        (lambda: Picture("p", " ", Chart("bars", "month", "share"), CURVE), "picture_without_alt"),
        (lambda: Picture("p", "a", Chart("pie", "month", "share"), CURVE), "unknown_form"),
        (lambda: Picture("p", "a", Chart("bars", "month", "nothing"), CURVE), "unknown_column"),
        (lambda: Picture("p", "a", Chart("bars", "month", "share", "lower"), CURVE), "half_an_interval"),
        (lambda: Reference("x", link="javascript:alert(1)"), "not_a_link"),
        (
            lambda: Report("school_plan", title="x", organisation="y", sections=(nested(6),)),
            "headings_too_deep",
        ),
    ],
)
def test_what_a_report_cannot_be(make, code):
    with pytest.raises(ReportError, match=code):
        make()
