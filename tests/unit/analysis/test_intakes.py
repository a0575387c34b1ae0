"""Which intake a start belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from pejling.analysis.definition_model import DefinitionError
from pejling.analysis.intakes import intake_of, parse_sets

SETS = """
use: ours
sets:
  ours:
    - {month: 4, from: "03-15", to: "05-14"}
    - {month: 12, from: "11-15", to: "01-14"}
"""


@pytest.mark.parametrize(
    ("start", "label"),
    [
        (date(2024, 3, 14), "2024-03"),
        (date(2024, 3, 15), "2024-04"),
        (date(2024, 5, 14), "2024-04"),
        (date(2024, 5, 15), "2024-05"),
        (date(2024, 11, 15), "2024-12"),
        (date(2024, 12, 31), "2024-12"),
        (date(2025, 1, 14), "2024-12"),
        (date(2025, 1, 15), "2025-01"),
    ],
)
def test_the_intake_of_a_start(start: date, label: str) -> None:
    sets, used = parse_sets(SETS)
    assert used == "ours"
    assert intake_of(start, sets["ours"]) == label
    assert intake_of(start, ()) == f"{start:%Y-%m}"


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("use: ours", "use: our", "use", "unknown_value"),
        ('"05-14"', '"05-32"', "sets.ours[1].to", "not_month_day"),
        ('"01-14"', '"03-15"', "sets.ours[2]", "windows_overlap"),
        ("month: 4", "month: 13", "sets.ours[1].month", "out_of_range"),
        ("month: 4", "mont: 4", "sets.ours[1].month", "missing_key"),
        ("sets:", "stes:", "sets", "missing_key"),
        ("use: ours", "use: [", "", "not_yaml"),
    ],
)
def test_what_is_wrong_with_the_windows_is_named_with_its_place(
    old: str, new: str, path: str, code: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        parse_sets(SETS.replace(old, new), "intakes.yaml")
    assert (caught.value.path, caught.value.code) == (path, code)
