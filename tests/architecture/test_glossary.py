"""The glossary's names are the code's, so that a newcomer finds what a Danish term is called there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: rooms and words of working with plans that people meet on the pages
WORKING_WITH_PLANS = (
    "opfølgning", "gå tiltagene igennem", "tilføjelse", "forpligtelse", "midtvejsopfølgning", "årshjul, trin",
    "høring, høringssvar", "overdragelse af opgaver", "nævnt", "kommentar", "internt notat", "overskredet",
    "vedtaget udgave", "tavle", "tidslinje", "påmindelse",
)  # fmt: skip


def rows() -> list[list[str]]:
    lines = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][
        1:
    ]


def test_each_class_that_is_named_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "pejling").rglob("*.py"))
    named = {name for row in rows() for name in re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)*)`", row[1])}
    assert named
    assert {name for name in named if not re.search(rf"^class {name}\b", code, re.MULTILINE)} == set()


def test_every_term_stands_once_and_those_of_working_with_plans_are_there() -> None:
    terms = [row[0] for row in rows()]
    assert len(terms) == len(set(terms))
    assert set(WORKING_WITH_PLANS) <= set(terms)
