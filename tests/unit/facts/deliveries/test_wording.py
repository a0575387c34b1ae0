"""Every code has words, in both languages, and none of them fails for want of a parameter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from pejling.analysis import careful_yaml, strict_fields
from pejling.facts import deliveries
from pejling.facts.deliveries.checks import dates, numbers
from pejling.facts.deliveries.wording import codes, describe

SOURCE = "\n".join(
    path.read_text("utf-8")
    for path in Path(deliveries.__file__).parent.rglob("*.py")
    if "wording" not in str(path)
)
READ = Path(careful_yaml.__file__).read_text("utf-8") + Path(strict_fields.__file__).read_text("utf-8")
SHARED = set(re.findall(r"(?:UnreadableYaml\(|FieldError\([^,]+?,\s*|\(\()\"([a-z_]+)\"", READ)) | {
    *careful_yaml.LIMITS
}
RAISED = SHARED | set(
    re.findall(r"(?:Unreadable|MappingError|_unknown|Issue|Notice)\(\s*\"([a-z_0-9]+)\"", SOURCE)
)


def test_everything_that_can_go_wrong_has_words() -> None:
    assert len(SHARED) == 19
    assert len(RAISED) > 60
    assert RAISED | set(dates.CODES[1:]) | set(numbers.CODES[1:]) <= codes()


@pytest.mark.parametrize("language", ["da", "en"])
def test_words_without_parameters(language: str) -> None:
    with override(language):
        for code in codes():
            what, mend = describe(code, {})
            assert what
            assert mend
            assert "%" not in what + mend


def test_words_with_parameters() -> None:
    with override("en"):
        assert describe("unknown_key", {"path": "a.b", "near": "c"})[1] == "Did you mean c?"
        assert (
            describe("unknown_key", {"path": "a.b", "near": "", "known": ["c", "d"]})[1]
            == "Known here: c, d."
        )
    with override("da"):
        assert "findes ikke" in describe("impossible_date")[0]
