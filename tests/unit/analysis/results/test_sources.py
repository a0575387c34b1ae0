"""The catalogue of sources: strict, and true to what stands in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import pejling
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.followed import follow, on_the_overview
from pejling.analysis.results.sources import ResultSources, parse_sources
from pejling.analysis.strict_fields import FieldError

SHIPPED = (Path(pejling.__file__).parent / "catalogue" / "key_figure_sources.yaml").read_text("utf-8")
WORDS = "{da: {title: t, about: a, how: h}, en: {title: t, about: a, how: h}}"
SMALL = """
sources:
  etu:
    aliases: [Elevtrivsel]
    every_months: 12
    late_after_months: 15
    visibility: published
    lower_better: ["*frafald*"]
    neutral: ["antal*"]
    overview: [Hele landet]
    da: {title: t, about: a, how: h}
    en: {title: t, about: a, how: h}
own: [dropout]
"""


@pytest.fixture
def shipped() -> ResultSources:
    return parse_sources(SHIPPED)


def test_every_running_source_of_a_self_evaluation_has_its_place(shipped: ResultSources) -> None:
    """ETU, VTU, evaluations of teaching, UMV, evaluations of recruitment and MTU; and own key figures."""
    keys = [source.key for source in shipped.listed]
    wanted = ["etu", "vtu", "undervisningsevaluering", "umv", "rekruttering", "mtu"]
    assert [key for key in wanted if key not in keys] == []
    assert {"entrants", "absence", "dropout", "completion"} <= set(shipped.own)


@pytest.mark.parametrize(
    ("written", "key"),
    [("ETU", "etu"), ("Vis Kvalitet", "vis_kvalitet"), ("viskvalitet.dk", "vis_kvalitet"),
     ("Uddannelsesstatistik.dk", "uddannelsesstatistik"), ("Praktik", "oplaering"), ("MTU", "mtu")],
)  # fmt: skip
def test_files_name_sources_in_their_own_way(shipped: ResultSources, written: str, key: str) -> None:
    assert shipped.of(written).key == key


def test_a_source_nobody_knows(shipped: ResultSources) -> None:
    assert shipped.of("Avisen") is None
    assert shipped.visibility(KeyFigure("Avisen", "x", "2024", "count")) == "internal"
    assert shipped.visibility(KeyFigure("ETU", "x", "2024", "count")) == "published"
    assert shipped.visibility(KeyFigure("ETU", "x", "2024", "count", visibility="internal")) == "internal"


@pytest.mark.parametrize(
    ("dated", "today", "late"),
    [
        (date(2024, 12, 1), date(2026, 3, 1), False),
        (date(2024, 12, 1), date(2026, 3, 2), True),
        (date(2024, 11, 30), date(2026, 2, 28), False),
        (date(2024, 11, 30), date(2026, 3, 1), True),
        (None, date(2030, 1, 1), False),
    ],
)
def test_old_after_fifteen_months(dated: date | None, today: date, late: bool) -> None:
    assert parse_sources(SMALL).listed[0].is_late(dated, today) is late


def test_which_way_is_good() -> None:
    source = parse_sources(SMALL).listed[0]
    assert source.direction("Trivsel") == "higher_better"
    assert source.direction("Samlet FRAFALD i alt") == "lower_better"
    assert source.direction("Antal svar") == "neutral"


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("every_months: 12", "every_month: 12", "sources.etu.every_month", "unknown_key"),
        ("visibility: published", "visibility: open", "sources.etu.visibility", "unknown_value"),
        ("late_after_months: 15", "late_after_months: 0", "sources.etu.late_after_months", "out_of_range"),
        ("own: [dropout]", f"own: [dropout]\nmore: {WORDS}", "more", "unknown_key"),
        ("title: t, about: a, how: h}\n    en", "title: t, about: a}\n    en", "sources.etu.da.how", "missing_key"),
        ("sources:", f"sources:\n  vtu: {{aliases: [elevtrivsel], {WORDS[1:]}", "sources.etu", "repeated"),
        ("  etu:", "  other:", "sources.other", "unknown_key"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, path: str, code: str) -> None:
    with pytest.raises(FieldError) as caught:
        parse_sources(SMALL.replace(old, new, 1))
    assert (caught.value.path, caught.value.code) == (path, code)


def figure(period: str, value: float | None, **more: object) -> KeyFigure:
    last = date(int(period[:4]), 12, 31)
    return KeyFigure(
        **{"origin": "etu", "indicator": "Trivsel", "period": period, "unit": "index", "value": value,
           "period_to": last, **more}
    )  # fmt: skip


def test_figures_are_followed_by_what_they_are_about() -> None:
    sources = parse_sources(SMALL)
    found = follow(
        [
            figure("2023", 70),
            figure("2025", 75, origin="Elevtrivsel"),
            figure("2024", 72, retrieved_on=date(2025, 1, 1)),
            figure("2024", 71, retrieved_on=date(2024, 12, 1)),
            figure("2024", 60, place="Hele landet", place_kind="country"),
            figure("2025", 1, origin="Avisen"),
        ],
        sources,
    )
    assert [[f.value for f in one.figures] for one in found] == [[75, 72, 70], [60], [1]]
    assert found[0].change.difference == 3
    assert found[0].latest.period == "2025"
    assert found[2].source is None
    assert on_the_overview(found[:2], sources.listed[0]) == [found[0]]
    assert on_the_overview(found[1:2], sources.listed[0]) == [found[1]]
    assert on_the_overview([found[2]], None) == [found[2]]


def test_a_figure_of_one_period_has_no_change() -> None:
    (alone,) = follow([figure("2024", 72)], parse_sources(SMALL))
    assert alone.change is None
    assert alone.verdict is None


def test_a_figure_left_out_is_no_nought() -> None:
    (one,) = follow([figure("2024", None), figure("2023", 70)], parse_sources(SMALL))
    assert one.latest.value is None
    assert one.latest.share is None
    assert one.change.difference is None
