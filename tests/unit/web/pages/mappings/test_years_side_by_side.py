"""A table with a column per year is taken for one at once; other numbers side by side aren't."""

from __future__ import annotations

from pathlib import Path

import pytest

from pejling.facts.deliveries.mapping.column_names import names_in
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.previewing import preview
from pejling.web.pages.mappings.asking import Group, said_of_kind


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Indikator;Afdeling;2023;2024;2025", {3: "2023", 4: "2024", 5: "2025"}),
        ("Indikator;Afdeling;2022/23;2023/24;2024/25", {3: "2022/23", 4: "2023/24", 5: "2024/25"}),
        ("Indikator;Afdeling;Ja;Nej;Ved ikke", None),
        ("Indikator;Afdeling;Svar;Udsendt;2025", None),
    ],
)
def test_years_side_by_side(tmp_path: Path, header: str, columns: dict[int, str] | None) -> None:
    path = tmp_path / "etu.csv"
    path.write_text(f"{header}\nMotivation;Nord;3,9;4,1;4,0\nTrivsel;Syd;3,4;3,8;3,6\n", "utf-8")
    shown = preview(path)
    said = said_of_kind("key_figures", Group(shown, (shown.name,)), names_in([load_mapping("key_figures")]))
    assert (said.wide.columns if said.wide else None) == columns
    assert not said.wide or said.wide.called == "period"
