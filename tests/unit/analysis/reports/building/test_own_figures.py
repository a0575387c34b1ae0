"""A school's own figures, and those of others, as figures and tables of a report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from pejling.analysis.definition import load_catalogue
from pejling.analysis.engine.question import Value
from pejling.analysis.reports.building.others_figures import other_figure
from pejling.analysis.reports.building.own_figures import cut_by, own_figure
from pejling.analysis.reports.drawing import draw
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.report import HIDDEN, Figures, Picture, Report, Section, Table
from pejling.analysis.reports.saying import Saying
from pejling.analysis.results.figure import KeyFigure

DEFINITIONS = load_catalogue(Path("pejling/catalogue/indicators"))
SAY = Saying("da")


def value(estimate: float | None, n: int, *, key: str = "dropout", **more: object) -> Value:
    said = {
        "variant": "gross", "months": 3, "by": {}, "lower": None, "upper": None, "events": None,
        "as_of": date(2026, 9, 1), "version": "abc", "snapshot": "s1", "complete": True,
    }  # fmt: skip
    return Value(indicator=key, estimate=estimate, n=n, **{**said, **more})


def test_a_share_is_told_in_per_cent_with_all_that_belongs_to_it() -> None:
    made = own_figure(
        DEFINITIONS["dropout"], value(13 / 69, 69, lower=0.11405, upper=0.30223), shown=True, say=SAY
    )
    assert (made.title, made.unit, made.value, made.n) == (
        "Frafald, brutto, 3 måneder", "percent", Decimal("18.84"), 69,
    )  # fmt: skip
    assert made.limits == (Decimal("11.41"), Decimal("30.22"))
    assert (made.as_of, made.version, made.snapshot, made.note) == (date(2026, 9, 1), "abc", "s1", "")


def test_what_is_not_shown_has_no_number_and_no_note_that_tells_of_it() -> None:
    made = own_figure(DEFINITIONS["dropout"], value(0.5, 4, complete=False), shown=False, say=SAY)
    assert (made.hidden, made.value, made.n, made.limits, made.note) == (True, None, None, None, "")


def test_few_and_provisional_figures_and_those_without_an_estimate_say_so() -> None:
    note = own_figure(DEFINITIONS["dropout"], value(0.5, 8, complete=False), shown=True, say=SAY).note
    assert "Foreløbigt" in note and "få bag tallet" in note
    early = own_figure(DEFINITIONS["dropout"], value(None, 40, reason="too_early"), shown=True, say=SAY)
    assert early.value is None and early.note == "Ingen er fulgt længe nok endnu."


def cut(*rows: tuple[str, float, int]) -> Picture | Table | None:
    found = [(name, value(share, n, lower=share - 0.05, upper=share + 0.05)) for name, share, n in rows]
    return cut_by(DEFINITIONS["dropout"], "programme", found, shown=lambda one: one.n >= 5, say=SAY)


def test_a_hidden_group_is_in_the_table_and_nowhere_in_the_picture() -> None:
    made = cut(("SSA", 0.2, 100), ("SSH", 0.3, 50), ("PAU", 0.25, 4))
    assert isinstance(made, Picture)
    assert made.table.rows[2] == ("PAU", HIDDEN, HIDDEN, HIDDEN, HIDDEN)
    assert "PAU" not in made.alt and "SSA: 20,0\N{NO-BREAK SPACE}%" in made.alt
    report = Report(kind="key_figures", title="N", organisation="S", sections=(Section("A", (made,)),))
    drawn = draw(made, Layout(report))
    # The interval is drawn along the bar, and the number stands behind its end.
    assert "skjult" in drawn and "25,0" not in drawn and drawn.count('stroke="white"') == 6


def test_one_group_is_a_table_without_a_picture_and_none_is_nothing() -> None:
    assert isinstance(cut(("SSA", 0.2, 100)), Table)
    assert isinstance(cut(("SSA", 0.2, 100), ("PAU", 0.2, 3)), Table)
    assert cut() is None


def test_a_definition_shared_by_all_figures_is_said_once() -> None:
    figures = tuple(
        own_figure(
            DEFINITIONS["dropout"], value(0.1, 100, months=months, complete=months < 12), shown=True, say=SAY
        )
        for months in (3, 6, 12)
    )
    block = Figures("Frafald", figures)
    grid = Layout(Report(kind="x", title="N", organisation="S", sections=(Section("A", (block,)),))).elements[
        -1
    ]
    notes = " ".join(grid.notes)
    assert notes.count(DEFINITIONS["dropout"].words["da"].description[:40]) == 1
    assert "Frafald, brutto, 12 måneder: Foreløbigt" in notes


def test_a_result_of_others_keeps_its_scale_its_day_and_its_n() -> None:
    found = KeyFigure(
        "ETU", "Læringsmiljø", "2026", "score", value=4.0, scale_from=1, scale_to=5, n=40, sd=1.0,
        collected_to=date(2026, 10, 1), published_by="Ministeriet",
    )  # fmt: skip
    made = other_figure(found, None, SAY)
    assert (made.unit, made.value, made.n, made.as_of) == (
        "gennemsnit, skala 1–5", Decimal(4), 40, date(2026, 10, 1),
    )  # fmt: skip
    # R: 4 + c(-1, 1) * qt(0.975, 39) / sqrt(40)
    assert made.limits == (Decimal("3.6802"), Decimal("4.3198"))
    assert (made.source, made.elsewhere, made.period) == ("ETU, Ministeriet", True, "2026")


def test_what_the_source_left_out_is_not_zero() -> None:
    made = other_figure(KeyFigure("ETU", "Trivsel", "2026", "percent"), None, SAY)
    assert (made.value, made.note) == (None, "Udeladt af kilden.")
