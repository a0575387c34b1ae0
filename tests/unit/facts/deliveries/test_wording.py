"""Every code has words, in both languages, and none of them fails for want of a parameter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from pejling.analysis import careful_yaml, strict_fields
from pejling.facts import deliveries
from pejling.facts.deliveries.checks import dates, numbers
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.prepare import prepare
from pejling.facts.deliveries.problems import MappingError, Unreadable
from pejling.facts.deliveries.wording import codes, describe
from tests.unit.facts.deliveries.school import AS_OF, KEY

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
    # The register's own, which it adds to a delivery's warnings.
    later = {"unmatched_leavers", "unmatched_agreements", "unmatched_absence", "older_extract"}
    assert RAISED | later | set(dates.CODES[1:]) | set(numbers.CODES[1:]) <= codes()


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


@pytest.mark.parametrize(
    ("language", "what"),
    [
        ("da", "Kortlægningen selv skal være et afsnit med nøgler."),
        ("en", "The mapping itself should be a section with keys."),
    ],
)
def test_the_top_of_a_mapping_has_a_name(language: str, what: str) -> None:
    with pytest.raises(MappingError) as caught:
        parse("- name: x")
    with override(language):
        assert describe(caught.value.code, caught.value.params)[0] == what


@pytest.mark.parametrize("path", [".", ".."])
def test_a_folder_is_named_as_it_was_given(path: str) -> None:
    with pytest.raises(Unreadable) as caught:
        prepare([Path(path)], load_mapping("uddata"), as_of=AS_OF, hash_key=KEY)
    assert (caught.value.code, caught.value.params) == ("no_such_file", {"file": path})


def test_a_mapping_has_one_name_in_danish() -> None:
    danish = (Path(deliveries.__file__).parents[1] / "locale" / "da" / "LC_MESSAGES" / "django.po").read_text(
        "utf-8"
    )
    assert "tilknytning" not in danish.casefold()
