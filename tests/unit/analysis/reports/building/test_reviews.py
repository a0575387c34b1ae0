"""A plan's concluded reviews in its report: what was said theme by theme, with the figures it was judged by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from pejling.analysis.plans.plan_model import Commitment, Review, ReviewedTheme
from pejling.analysis.reports import report as model
from pejling.analysis.reports.building.from_plan import report_of_plan
from pejling.analysis.reports.frozen import from_json, to_json
from pejling.analysis.reports.report import Figure
from pejling.analysis.reports.walking import walk_sections
from tests.unit.analysis.reports.building.test_from_plan import KINDS, example, material, texts

THEMES = (
    ReviewedTheme("1.a", "Kvalitetsaftale", "attention", "Oplægget er skrevet", "Den skal være fælles",
                  ("Drøftes i LUU",), commitments=(Commitment("Kommunen", "Aftale", ("Anna Andersen",), "done"),)),
    ReviewedTheme("1.b", "Vejledning", "on_track"),
    ReviewedTheme("1.c", "Læringsmiljø"),
)  # fmt: skip
EARLY = Review(date(2025, 5, 2), "Status 2025", (), "Godt i gang", date(2025, 5, 3), THEMES[1:])
MIDWAY = Review(date(2026, 5, 20), "Midtvejs", ("Direktionen", "LUU"), "", date(2026, 6, 1), THEMES)
OPEN = Review(date(2027, 5, 20), "Under arbejde", (), "Ikke færdig", None, THEMES)


def strategy(*reviews: Review):
    return replace(example("strategy_2024_2028"), reviews=reviews)


def sections(report, title):
    found = [section for _depth, section in walk_sections(report) if section.title == title]
    assert len(found) == 1, title
    return found[0]


def test_a_concluded_review_stands_theme_by_theme() -> None:
    report = report_of_plan(material(strategy(MIDWAY)))
    review = sections(report, "Midtvejs")
    table = next(block for block in review.blocks if isinstance(block, model.Table))
    assert table.rows == (
        ("1.a Kvalitetsaftale", "attention"), ("1.b Vejledning", "on_track"), ("1.c Læringsmiljø", "ikke vurderet"),
    )  # fmt: skip
    assert "Direktionen, LUU" in texts(report)
    # A theme of which nothing was said has a status, and no heading of its own.
    assert [inner.title for inner in review.sections] == ["1.a Kvalitetsaftale"]
    said = texts(report)
    for text in ("Oplægget er skrevet", "Vurdering: Den skal være fælles", "Næste skridt:", "Drøftes i LUU"):
        assert text in said
    assert "Anna Andersen" not in said
    assert from_json(to_json(report)) == report


def test_reviews_stand_in_the_order_of_their_days_and_those_under_way_nowhere() -> None:
    report = report_of_plan(material(strategy(MIDWAY, OPEN, EARLY)))
    titles = [section.title for section in report.sections]
    assert titles.index("Status 2025") < titles.index("Midtvejs")
    assert "Under arbejde" not in texts(report)


def test_the_figures_a_theme_was_judged_by_stand_below_it() -> None:
    figure = Figure("Overgang", D("76.7"), "percent", "Egen opgørelse", date(2026, 5, 1), 3601)
    # The review is the second of the plan, the theme its first.
    report = report_of_plan(material(strategy(EARLY, MIDWAY), reviewed={(1, 0): (figure,)}))
    theme = sections(report, "1.a Kvalitetsaftale")
    assert [block.figures for block in theme.blocks if isinstance(block, model.Figures)] == [(figure,)]


def test_nothing_of_a_review_is_public_where_the_kind_does_not_say_so() -> None:
    plan = strategy(MIDWAY)
    kind = replace(KINDS["strategy"], public={**KINDS["strategy"].public, "plan": ()})
    assert "Oplægget er skrevet" not in texts(report_of_plan(replace(material(plan), kind=kind)))
