"""Chart specifications: what they hold, and that the drawing keeps the page's security policy."""

from __future__ import annotations

import re

from pejling.analysis.pictures import CurvePoint, HistoryPoint, curve, history, svg

POINTS = [
    CurvePoint(0, 1.0, None, None, False, (("Month", "0"), ("Retained", "100 %"))),
    CurvePoint(1, 0.9, 0.8, 0.95, False, (("Month", "1"), ("Retained", "90 %"))),
    CurvePoint(2, 0.8, 0.6, 0.9, True, (("Month", "2"), ("Retained", "80 %"))),
]


def layers(specification: dict) -> list[dict]:
    return specification["layer"]


def test_the_provisional_part_is_dashed_and_joins_the_firm_one() -> None:
    band, firm, loose, hover = layers(curve(POINTS, months_title="Months", share_title="Share", months=12))
    assert [row["month"] for row in band["data"]["values"]] == [1, 2]
    assert [row["month"] for row in firm["data"]["values"]] == [0, 1]
    assert [row["month"] for row in loose["data"]["values"]] == [1, 2]
    assert "strokeDash" in loose["mark"] and "strokeDash" not in firm["mark"]
    assert [tip["title"] for tip in hover["encoding"]["tooltip"]] == ["Month", "Retained"]


def test_nothing_but_the_points_given_is_in_the_picture() -> None:
    made = curve(POINTS[:2], months_title="Months", share_title="Share", months=12)
    months = {row["month"] for layer in layers(made) for row in layer["data"]["values"]}
    assert months == {0, 1}


def test_a_history_stands_in_the_order_given() -> None:
    points = [HistoryPoint("1.9.2026", 0.2, 0.1, 0.3), HistoryPoint("10.10.2026", 0.3, None, None)]
    limits, values = layers(history(points, date_title="As of", value_title="Dropout", percent=True))
    assert [row["at"] for row in values["data"]["values"]] == ["1.9.2026", "10.10.2026"]
    assert [row["at"] for row in limits["data"]["values"]] == ["1.9.2026"]
    assert values["encoding"]["x"]["sort"] is None


def test_the_drawing_needs_no_script_no_style_and_no_other_address() -> None:
    drawn = svg(curve(POINTS, months_title="Måneder", share_title="Fastholdt", months=12))
    assert drawn.startswith("<svg")
    assert "Måneder" in drawn
    assert not re.search(r"<script|<style| style=|<image|href=", drawn)
    assert set(re.findall(r"https?://[^\"']+", drawn)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_no_points_are_an_empty_picture() -> None:
    assert svg(curve([], months_title="Months", share_title="Share", months=12)).startswith("<svg")
