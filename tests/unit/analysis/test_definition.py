"""Definitions: what is accepted, what is refused and where, and when the version changes."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import yaml

from pejling.analysis.definition import DefinitionError, canonical, load_catalogue, parse

FOLDER = Path(__file__).resolve().parents[3] / "pejling" / "catalogue" / "indicators"
KEYS = (
    "absence",
    "active",
    "agreement_target",
    "completion",
    "dropout",
    "entrants",
    "interruption",
    "retention",
    "transition",
)
TEXT = (FOLDER / "dropout.yaml").read_text(encoding="utf-8")


def changed(**fields: object) -> str:
    """The dropout definition with some fields changed; None takes one away."""
    document = yaml.safe_load(TEXT) | fields
    return yaml.safe_dump({name: value for name, value in document.items() if value is not None})


def test_the_catalogue_holds_the_nine_indicators_in_both_languages() -> None:
    found = load_catalogue(FOLDER)
    assert tuple(found) == KEYS
    for definition in found.values():
        assert set(definition.words) == {"da", "en"}
        assert definition.words["da"].title != definition.words["en"].title
        assert definition.source_year
        assert definition.minimum_n >= 1


@pytest.mark.parametrize("key", KEYS)
def test_a_definition_survives_the_way_through_its_canonical_content(key: str) -> None:
    first = load_catalogue(FOLDER)[key]
    again = parse(json.dumps(json.loads(first.content)))
    assert again == first


def test_the_version_is_of_the_content_not_of_the_form() -> None:
    document = yaml.safe_load(TEXT)
    names = list(document)
    random.Random(1).shuffle(names)
    other_form = "# a comment\n" + yaml.safe_dump({name: document[name] for name in names}, width=40)
    assert parse(other_form).version == parse(TEXT).version


@pytest.mark.parametrize(
    "fields",
    [
        {"minimum_n": 11},
        {"direction": "neutral"},
        {"window": {"unit": "month", "default": 6, "allowed": [3, 6, 12]}},
        {"competing": ["completed"]},
        {"source_year": "2020"},
    ],
)
def test_any_change_of_content_is_a_new_version(fields: dict[str, object]) -> None:
    assert parse(changed(**fields)).version != parse(TEXT).version


@pytest.mark.parametrize(
    ("fields", "path", "code", "near"),
    [
        ({"minimun_n": 3}, "minimun_n", "unknown_key", "minimum_n"),
        ({"minimum_n": None}, "minimum_n", "missing_key", None),
        ({"minimum_n": "ten"}, "minimum_n", "not_a_whole_number", None),
        ({"minimum_n": True}, "minimum_n", "not_a_whole_number", None),
        ({"minimum_n": 0}, "minimum_n", "out_of_range", None),
        ({"direction": "lower_beter"}, "direction", "unknown_value", "lower_better"),
        ({"competing": ["complete"]}, "competing[1]", "unknown_value", "completed"),
        ({"competing": ["interrupted"]}, "competing", "event_also_competes", None),
        ({"window": {"unit": "month", "default": 4, "allowed": [3]}}, "window.default", "not_allowed", None),
        ({"window": {"unit": "month", "range": [6, 3]}}, "window.range", "not_a_range", None),
        ({"window": {"unit": "year", "default": 1}}, "window.unit", "unit_does_not_fit", None),
        ({"window": {"unit": "month"}}, "window.default", "missing_key", None),
        ({"window": {"unit": "day", "default": 9}}, "window.unit", "unit_does_not_fit", None),
        ({"dimensions": ["klass"]}, "dimensions[1]", "unknown_value", "class"),
        ({"tables": ["agreements"]}, "tables", "table_needed", None),
        ({"age25": None}, "age25", "missing_key", None),
        ({"event": {}}, "event", "outcome_or_start", None),
        ({"event": {"outcomes": ["interrupted"], "agreement": True}}, "event", "outcome_or_start", None),
        ({"da": {"title": " "}}, "da.title", "empty", None),
        ({"da": []}, "da", "not_a_section", None),
        ({"variants": [{"key": "x"}]}, "variants[1].da", "missing_key", None),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    fields: dict[str, object], path: str, code: str, near: str | None
) -> None:
    with pytest.raises(DefinitionError) as caught:
        parse(changed(**fields), "dropout.yaml")
    assert (caught.value.path, caught.value.code, caught.value.file) == (path, code, "dropout.yaml")
    if near is not None:
        assert caught.value.params["near"] == near
        assert f"did you mean {near!r}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("key: [", "", "not_yaml"),
        ("", "", "empty_document"),
        ("just text", "", "not_a_section"),
        ("da: {title: Afbrud, title: Frafald}", "da.title", "key_twice"),
        ("da: !!python/object/apply:os.getcwd []", "da", "yaml_tag"),
    ],
)
def test_yaml_that_isnt_accepted_is_a_definition_error(text: str, path: str, code: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        parse(text, "dropout.yaml")
    assert (caught.value.path, caught.value.code, caught.value.file) == (path, code, "dropout.yaml")
    if path:
        assert caught.value.params["line"] == 1


def test_a_files_key_is_its_name(tmp_path: Path) -> None:
    (tmp_path / "frafald.yaml").write_text(TEXT, encoding="utf-8")
    with pytest.raises(DefinitionError, match="key_is_not_file_name"):
        load_catalogue(tmp_path)
    (tmp_path / "frafald.yaml").write_bytes(TEXT.encode("utf-16"))
    with pytest.raises(DefinitionError, match="not_utf8"):
        load_catalogue(tmp_path)


def test_canonical_content_draws_blanks_together() -> None:
    assert canonical({"b": "x\n  y", "a": [1]}) == '{"a":[1],"b":"x y"}'
