"""What a snapshot can be filtered by, held to departments."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bench.snapshot_fixture import write_snapshot
from pejling.analysis.engine.choices import choices
from pejling.analysis.engine.question import Where

SPELLS = [
    # department, programme, class, start, municipality
    ("Nord", "SSA", "A1", date(2025, 8, 4), "Elmose"),
    ("Nord", "SSH", "H1", date(2025, 8, 4), None),
    ("Syd", "SSA", "A2", date(2025, 12, 1), "Alrum"),
    (None, "PAU", None, date(2024, 1, 8), None),
]


def snapshot(folder: Path) -> Path:
    rows = [
        {
            "pseudonym": f"p{n}",
            "spell": f"p{n}.s",
            "department": department,
            "programme": programme,
            "part": "HF",
            "first_class": group,
            "starts_on": start,
            "municipality_at_start": place,
            "outcome": "active",
        }
        for n, (department, programme, group, start, place) in enumerate(SPELLS)
    ]
    return write_snapshot(folder, {"spells": rows}, as_of=date(2026, 1, 1))


def test_every_value_that_occurs_once_and_sorted(tmp_path: Path) -> None:
    found = choices(snapshot(tmp_path / "s"), intakes=())
    assert found.values == {
        "department": ("Nord", "Syd"),
        "programme": ("PAU", "SSA", "SSH"),
        "part": ("HF",),
        "intake": ("2024-01", "2025-08", "2025-12"),
        "class": ("A1", "A2", "H1"),
        "municipality": ("Alrum", "Elmose", "none"),
    }


def test_departments_hold_everything_else(tmp_path: Path) -> None:
    found = choices(snapshot(tmp_path / "s"), intakes=(), where=Where(department="Nord"))
    assert found.values["department"] == ("Nord",)
    assert found.values["class"] == ("A1", "H1")
    assert found.values["municipality"] == ("Elmose", "none")
    assert choices(tmp_path / "s", intakes=(), where=Where(department=())).values["programme"] == ()


def test_classes_within_the_other_filters(tmp_path: Path) -> None:
    found = choices(snapshot(tmp_path / "s"), intakes=())
    assert found.classes_within({"programme": "SSA"}, 9) == ("A1", "A2")
    assert found.classes_within({"programme": "SSA", "intake": "2025-12"}, 9) == ("A2",)
    assert found.classes_within({}, 9) == ("A1", "A2", "H1")
    # More than can be listed are not all looked for.
    assert len(found.classes_within({"programme": "SSA"}, 1)) == 2
    assert len(found.classes_within({}, 1)) == 2
