"""Key figures read from a snapshot's folder: shares of their wholes, and nothing from a snapshot made before."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bench.snapshot_fixture import write_snapshot
from pejling.analysis.engine.question import IndicatorError
from pejling.analysis.engine.snapshot_files import open_snapshot
from pejling.analysis.results.figure import load

AS_OF = date(2025, 5, 1)


def count(indicator: str, value: float | None, place: str = "Odense", part_of: str | None = "I alt") -> dict:
    return {
        "origin": "dst", "indicator": indicator, "place": place, "place_kind": "municipality", "period": "2024",
        "value": value, "unit": "count", "part_of": part_of, "period_to": date(2024, 12, 31),
    }  # fmt: skip


def test_a_count_s_share_is_of_its_own_whole(tmp_path: Path) -> None:
    rows = [
        count("I alt", 2490, part_of=None),
        count("Afbrudt", 595),
        count("I alt", 0, "Christiansø", None),
        count("Afbrudt", 0, "Christiansø"),
        count("Afbrudt", 12, "Ukendt"),
        count("Fuldført", None),
    ]
    write_snapshot(tmp_path / "s", {"key_figures": rows}, as_of=AS_OF)
    found = {(figure.place, figure.indicator): figure for figure in load(tmp_path / "s")}
    assert found["Odense", "Afbrudt"].share == pytest.approx(595 / 2490)
    assert found["Odense", "Afbrudt"].behind == 2490
    assert found["Odense", "I alt"].share is None
    assert (found["Christiansø", "Afbrudt"].whole, found["Christiansø", "Afbrudt"].share) == (0, None)
    assert (found["Ukendt", "Afbrudt"].whole, found["Ukendt", "Afbrudt"].share) == (None, None)
    assert found["Odense", "Fuldført"].share is None
    assert found["Odense", "Afbrudt"].dated == date(2024, 12, 31)
    assert not found["Odense", "Afbrudt"].about_the_school


def test_series_tell_figures_apart_and_periods_not(tmp_path: Path) -> None:
    rows = [
        count("A", 1),
        count("A", 1, "Aarhus"),
        count("A", 2) | {"period": "2023"},
        count("A", 1) | {"subgroup": "GF2"},
    ]
    write_snapshot(tmp_path / "s", {"key_figures": rows}, as_of=AS_OF)
    names = [(figure.place, figure.subgroup, figure.series) for figure in load(tmp_path / "s")]
    assert len(set(names)) == 3
    assert len({series for _place, _group, series in names}) == 3


def test_a_snapshot_made_before_there_were_key_figures(tmp_path: Path) -> None:
    folder = write_snapshot(tmp_path / "s", {}, as_of=AS_OF)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    del manifest["tables"]["key_figures"]
    (folder / "key_figures.parquet").unlink()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert load(folder) == []
    assert open_snapshot(folder).never_delivered(["spells", "key_figures"]) == ("spells", "key_figures")
    del manifest["tables"]["spells"]
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(IndicatorError):
        load(folder)
