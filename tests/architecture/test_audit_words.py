"""Whatever is written in the audit log can be read there: every verb of the code has words."""

from __future__ import annotations

import ast
from pathlib import Path

from pejling.base.audit.wording import VERBS
from pejling.base.organisations.models import Organisation

PACKAGE = Path(__file__).resolve().parents[2] / "pejling"


def verbs_written() -> tuple[set[str], set[str]]:
    """The text of every ``verb="..."`` in a call of ``record``, and what those put together begin with."""
    found: set[str] = set()
    beginnings: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "record":
                said = [keyword.value for keyword in node.keywords if keyword.arg == "verb"]
                found |= {text.value for text in said if isinstance(text, ast.Constant)}
                beginnings |= {text.values[0].value for text in said if isinstance(text, ast.JoinedStr)}
    return found, beginnings


def test_every_verb_of_the_audit_log_has_words() -> None:
    written, beginnings = verbs_written()
    assert {"freeze", "receive", "grant"} <= written
    assert written - set(VERBS) == set()
    assert "add_" in beginnings
    assert [start for start in beginnings if not any(verb.startswith(start) for verb in VERBS)] == []


def test_every_kind_of_part_that_can_be_added_has_words() -> None:
    kinds = set(Organisation.Kind.values) - {Organisation.Kind.SCHOOL.value}
    assert {f"add_{kind}s" for kind in kinds} <= set(VERBS)
