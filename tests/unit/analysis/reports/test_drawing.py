"""Pictures: the table's numbers at their places, nothing of what is hidden, and text as text."""

from __future__ import annotations

import re
from decimal import Decimal as D
from xml.etree import ElementTree

import pytest

from pejling.analysis.reports.drawing import draw
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.report import FORMS, HIDDEN, Chart, Column, Picture, Report, Section, Table

SVG = "{http://www.w3.org/2000/svg}"


def drawn(form, rows, *, kind="number", **more):
    names = (("x", "Hvem", "text"), ("y", "Værdi", kind), ("low", "Fra", kind), ("high", "Til", kind))
    columns = tuple(Column(*one) for one in names)
    table = Table("T", columns, rows)
    report = Report(kind="x", title="t", organisation="o", sections=(Section("s", (table,)),))
    text = draw(Picture("p", "alt", Chart(form, "x", "y", **more), table), Layout(report))
    return text, ElementTree.fromstring(text)


ROWS = (("A", D(10), D(8), D(12)), ("B", HIDDEN, HIDDEN, HIDDEN), ("C", D(40), D(30), D(50)))


def test_bars_are_as_long_as_their_values_and_hidden_ones_say_so():
    text, tree = drawn("bars", ROWS)
    bars = [float(one.get("width")) for one in tree.iter(f"{SVG}rect")][1:]
    assert bars[1] == pytest.approx(4 * bars[0], abs=0.3)
    assert "skjult" in text


def test_points_stand_in_the_middle_of_their_limits_and_hidden_ones_nowhere():
    _text, tree = drawn("points", ROWS, lower="low", upper="high")
    heights = [float(one.get("cy")) for one in tree.iter(f"{SVG}circle")]
    limits = [
        (float(one.get("y1")), float(one.get("y2")))
        for one in tree.iter(f"{SVG}line")
        if one.get("stroke-width") == "1.5"
    ]
    assert [sum(pair) / 2 for pair in limits] == pytest.approx(heights, abs=0.1)
    assert len(heights) == 2


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "rows",
    [
        (),
        ROWS[1:2],
        (("A", D(0), None, None),),
        (("A", D(-5), D(-9), D(2)), ("B", D(3), D(1), D(4))),
        tuple((f"Et meget langt navn nummer {place}", D(place), None, None) for place in range(30)),
    ],
    ids=["nothing", "hidden", "zero", "negative", "long"],
)
def test_every_form_draws_whatever_there_is(form, rows):
    _text, tree = drawn(form, rows, lower="low", upper="high")
    numbers = [
        float(value)
        for one in tree.iter()
        for name, value in one.attrib.items()
        if name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height")
    ]
    assert all(-1 <= value <= 1400 for value in numbers)


def test_a_name_is_text_and_nothing_else():
    text, tree = drawn("columns", (('<script>"&', D(1), None, None),))
    assert "<script" not in text
    assert '<script>"&' in [one.text for one in tree.iter(f"{SVG}text")]


def test_the_axis_has_round_danish_numbers():
    _text, tree = drawn("line", (("A", D(1200), None, None), ("B", D(4300), None, None)))
    said = [one.text for one in tree.iter(f"{SVG}text")]
    assert [one for one in said if re.fullmatch(r"[\d.]+", one)] == [
        "0",
        "1.000",
        "2.000",
        "3.000",
        "4.000",
        "5.000",
    ]
