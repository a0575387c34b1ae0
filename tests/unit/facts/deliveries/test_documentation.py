"""The example in docs/mappings.md does what it says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from tests.unit.facts.deliveries.school import read

GUIDE = Path(__file__).resolve().parents[4] / "docs" / "mappings.md"


def test_the_worked_example(tmp_path: Path) -> None:
    text = GUIDE.read_text("utf-8")
    file = re.search(r"```text\n(.*?)```", text, re.DOTALL)[1]
    mapping = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)[1]
    prepared = read(tmp_path, file, mapping=mapping)
    assert prepared.quarantine == []
    columns = ["student", "starts_on", "ends_on", "outcome", "leave_code"]
    assert [tuple(row.values()) for row in prepared.tables["spells"].select(columns).to_pylist()] == [
        ("17", date(2025, 1, 13), date(2025, 6, 27), "completed", "14"),
        ("18", date(2025, 1, 13), date(2025, 3, 2), "interrupted", "20"),
    ]
