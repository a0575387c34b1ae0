"""Grid, curve and the rows behind a value against the figures, month by month, on generated snapshots."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from bench.snapshot_fixture import write_snapshot
from pejling.analysis.cohort_curve import curve
from pejling.analysis.cohorts import grid
from pejling.analysis.engine.reference_indicators import reference
from pejling.analysis.rows_counted import rows_counted
from tests.generative.snapshot_questions import LAST, Asked, questions

MONTHS = 14


@settings(max_examples=60)
@given(questions("retention"))
def test_grid_and_curve_are_the_retention_figures_month_by_month(asked: Asked) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = write_snapshot(Path(place), asked.tables, as_of=LAST)
        made = grid(asked.definition, folder, "class", months=MONTHS)
        drawn = curve(asked.definition, folder, months=MONTHS)
        behind = rows_counted(asked.definition, folder)
    rows = {row.label: row for row in made.rows}
    for month in range(1, MONTHS + 1):
        wide = replace(
            asked.definition,
            window=replace(asked.definition.window, shown=(month,), allowed=(month,), default=month),
        )
        values = reference(wide, asked.tables, asked.table_as_of, by=("class",))
        assert {value.by["class"] for value in values} == set(rows)
        for value in values:
            cell = rows[value.by["class"]].cells[month - 1]
            if cell.state == "blank":
                # Where everybody has left before anybody was followed so long the figure is known: all have left.
                assert value.estimate is None or not value.complete
                continue
            assert cell.share == pytest.approx(value.estimate, abs=1e-9)
            assert (cell.lower, cell.upper) == pytest.approx((value.lower, value.upper), abs=1e-9)
            assert (cell.state == "observed") == value.complete
            assert cell.state != "observed" or cell.retained == value.n - value.events
        [all_together] = reference(wide, asked.tables, asked.table_as_of)
        for cell in (made.total.cells[month - 1], drawn.points[month].cell):
            assert cell.share is None or cell.share == pytest.approx(all_together.estimate, abs=1e-9)
            assert cell.n == all_together.n
    for point in drawn.points:
        assert not point.fates or sum(point.fates.values()) == pytest.approx(1.0)
        assert all(share >= 0 for share in point.fates.values())
    assert len(behind.counted) == drawn.n
    assert {reason: len(found) for reason, found in behind.excluded.items()} == drawn.excluded
