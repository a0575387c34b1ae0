"""Whatever is written in the audit log can be read there: every verb of the code has words."""

from __future__ import annotations

import ast
from pathlib import Path

from pejling.base.audit.wording import VERBS

PACKAGE = Path(__file__).resolve().parents[2] / "pejling"


def verbs_written() -> set[str]:
    """The text of every ``verb="..."`` in a call of ``record``."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "record":
                said = [keyword.value for keyword in node.keywords if keyword.arg == "verb"]
                found |= {text.value for text in said if isinstance(text, ast.Constant)}
    return found


def test_every_verb_of_the_audit_log_has_words() -> None:
    written = verbs_written()
    assert {"freeze", "receive", "grant"} <= written
    assert written - set(VERBS) == set()
