"""Every refusal of accounts and organisations has words, and every word is of a refusal that is raised."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pejling.base.accounts import wording as of_accounts
from pejling.base.organisations import wording as of_organisations

PACKAGE = Path(of_accounts.__file__).resolve().parents[2]
ROOMS = {
    "accounts": (of_accounts.codes(), ["base/accounts", "base/login", "web/pages/people"]),
    "organisations": (of_organisations.codes(), ["base/organisations"]),
}


def raised(folder: Path) -> set[str]:
    """The codes in every ``Refused("...")`` below the folder."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refused" and node.args:
                found.add(ast.literal_eval(node.args[0]))
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_each_code_has_words_and_the_other_way_round(room: str) -> None:
    words, folders = ROOMS[room]
    assert set().union(*(raised(PACKAGE / folder) for folder in folders)) == words
