"""A real national table without headings and with its years side by side, read by a mapping that was pointed at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pejling.facts.deliveries.mapping.build import built
from pejling.facts.deliveries.mapping.pointing import Given, Pointed, PointedFile, Wide
from pejling.facts.deliveries.prepare import prepare
from pejling.facts.deliveries.previewing import preview

pytestmark = pytest.mark.real_data


def test_the_interrupted_of_2024_come_out_as_published(real_data: Path) -> None:
    path = real_data / "dst_statusu" / "Analyse 2b - datasæt, rå.csv"
    shown = preview(path)
    assert (shown.encoding, shown.separator, shown.header, shown.row_count) == ("windows-1252", ",", None, 30)
    given = {
        "indicator": Given(1), "subgroup": Given(2), "place": Given(3), "origin": Given(constant="dst"),
        "unit": Given(constant="count"),
    }  # fmt: skip
    years = Wide("period", {position: str(2013 + position) for position in range(4, 12)})
    file = PointedFile("key_figures", "results", "x", shown.headers, False, given, wide=years)
    made = prepare([path], built(Pointed("x", (file,))), as_of=date(2026, 1, 1), hash_key=b"k" * 32)
    assert made.quarantine == []
    rows = made.tables["key_figures"].to_pylist()
    found = {
        row["indicator"]: row["value"]
        for row in rows
        if (row["place"], row["period"]) == ("Hele landet", "2024") and row["subgroup"].startswith("H30")
    }
    # README: 23,470 of 119,941 interrupted an H30 education.
    assert (found["Afbrudt uddannelse"], found["Uddannelsesstatus i alt"]) == (23_470, 119_941)
    assert len(rows) == 30 * 8
