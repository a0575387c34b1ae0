"""What is hidden is nowhere left in the report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

from pejling.analysis.reports.building.key_figures import Group, key_figure_report
from pejling.analysis.reports.frozen import to_json
from pejling.analysis.reports.hiding import hide
from pejling.analysis.reports.report import Figure
from pejling.analysis.reports.walking import walk_figures, walk_tables


def test_a_value_hidden_in_table_and_figures_is_in_no_text_either():
    figures = tuple(
        Figure(
            "Afbrud", D(f"1{year}.7"), "percent", "Egen", n=40 + year, period=f"202{year}", counts="students"
        )
        for year in range(4)
    )
    report = key_figure_report("Nøgletal", "Skolen", [Group("Afbrud", figures)], dated=date(2024, 1, 1))
    assert to_json(report).count("12.7") == 2  # the picture's table and the figure; its words say 12,7
    assert "12,7" in to_json(report)
    [(table, _found)] = walk_tables(report)
    place = next(place for place, figure in walk_figures(report) if figure.period == "2022")
    text = to_json(hide(report, {table: [(2, "n"), (2, "value")]}, [place]))
    assert "12.7" not in text
    assert "12,7" not in text
    assert "13.7" in text
