"""A municipality's yearly means of guidance, 4.4 and 4.6 (1-5), as key figures: a change nobody can judge."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.followed import follow
from pejling.analysis.results.scales import index_of
from pejling.analysis.results.sources import parse_sources
from pejling.analysis.results.year_change import NO_SPREAD
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.prepare import prepare
from tests.conftest import ROOT


def test_the_source_s_means_without_the_number_of_answers() -> None:
    example = ROOT / "examples" / "guidance_2022_2023.csv"
    found = prepare([example], load_mapping("key_figures"), as_of=date(2024, 1, 1), hash_key=b"k" * 32)
    assert not found.quarantine
    names = {field.name for field in fields(KeyFigure)}
    rows = found.tables["key_figures"].to_pylist()
    figures = [KeyFigure(**{name: cell for name, cell in row.items() if name in names}) for row in rows]
    sources = parse_sources((ROOT / "pejling/catalogue/key_figure_sources.yaml").read_text("utf-8"))
    (one,) = follow(figures, sources)
    assert [(figure.period, figure.value) for figure in one.figures] == [("2023", 4.6), ("2022", 4.4)]
    assert one.source.key == "oplaering"
    assert one.change.difference == pytest.approx(0.2)
    assert one.change.reason == NO_SPREAD
    assert one.verdict is None
    assert index_of(one.latest) == pytest.approx(90)  # (4.6 - 1) / 4
