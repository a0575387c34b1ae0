"""Every code that the analysis floor can raise or name has words, in English and in Danish."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from pejling.analysis import careful_yaml
from pejling.analysis.definition import DefinitionError, parse
from pejling.quality.indicators import wording

FLOOR = Path(__file__).resolve().parents[4] / "pejling"
SPOKEN = {**wording.EXCLUDED, **wording.REASONS, **wording.QUESTION, **wording.DEFINITION}


def codes_of(*names: str) -> set[str]:
    """The codes with which errors of these classes are raised on the analysis floor and in this room."""
    found = set()
    files = [*(FLOOR / "analysis").rglob("*.py"), *(FLOOR / "quality" / "indicators").rglob("*.py")]
    for file in files:
        if "plans" in file.parts:
            continue  # they have words of their own: tests/unit/analysis/plans
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                for argument in node.args[:2]:
                    value = getattr(argument, "value", None)
                    if isinstance(value, str) and re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", value):
                        found.add(value)
    return found


def test_every_code_has_words() -> None:
    assert codes_of("IndicatorError") <= set(wording.QUESTION)
    raised = codes_of("UnreadableYaml", "FieldError", "DefinitionError") | set(careful_yaml.LIMITS)
    assert raised - {"starts_on"} <= set(wording.DEFINITION)


def test_every_text_has_a_danish_one_with_the_same_places() -> None:
    with (FLOOR / "quality" / "locale" / "da" / "LC_MESSAGES" / "django.po").open("rb") as file:
        danish = {message.id: message.string for message in read_po(file) if message.id}
    with translation.override("en"):
        texts = {str(text) for text in SPOKEN.values()}
    for text in texts:
        assert danish.get(text), text
        assert set(re.findall(r"%\(\w+\)s", danish[text])) == set(re.findall(r"%\(\w+\)s", text))


@pytest.mark.parametrize("language", ["da", "en"])
def test_an_error_is_told_with_its_place_and_the_nearest_word(language: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        parse("kind: incidens")
    with translation.override(language):
        said = wording.describe_definition(caught.value.path, caught.value.code, caught.value.params)
    assert said.startswith("kind: incidens")
    assert "incidence?" in said


def test_a_question_that_cant_be_answered_lists_what_there_is() -> None:
    with translation.override("en"):
        said = wording.describe_question(
            "unknown_dimension", {"dimension": "klass", "known": ["class", "part"], "near": "class"}
        )
    assert said == "This figure can't be cut by klass, but by: class, part. Did you mean class?"
    assert wording.no_estimate_because(None) == ""
    assert wording.excluded_because("something_new") == "something_new"
