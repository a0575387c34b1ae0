"""Fields are asked for by name; what is missing, mistyped or left over is named with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pejling.analysis.strict_fields import FieldError, Fields, nearest


def test_what_is_there_is_read() -> None:
    fields = Fields(
        {
            "prose": "a\n  b ",
            "text": " a  b",
            "year": 2013,
            "many": ["a", 1],
            "one": 7,
            "off": False,
            "in": {"x": 1},
        }
    )
    assert "off" in fields
    assert fields.unread() == ["prose", "text", "year", "many", "one", "off", "in"]
    assert (fields.prose("prose"), fields.text("text"), fields.text("year")) == ("a b", " a  b", "2013")
    assert (fields.text_or_texts("many"), fields.text_or_texts("one")) == (("a", "1"), ("7",))
    assert (fields.flag("off"), fields.section("in").number("x")) == (False, 1)
    fields.done()


def test_a_default_is_returned_as_it_is() -> None:
    fields = Fields({})
    readers = (
        fields.take,
        fields.text,
        fields.prose,
        fields.number,
        fields.flag,
        fields.texts,
        fields.numbers,
    )
    assert [read("x", None) for read in (*readers, fields.text_or_texts)] == [None] * 8
    assert fields.choice("x", ("a",), None) is None
    assert fields.sections("x") == []
    assert not fields.has("y")


Reading = Callable[[Fields], object]


@pytest.mark.parametrize(
    ("content", "read", "path", "code"),
    [
        ({}, lambda f: f.take("x"), "top.x", "missing_key"),
        ({}, lambda f: f.section("x"), "top.x", "missing_key"),
        ({"x": []}, lambda f: f.section("x"), "top.x", "not_a_section"),
        ({"x": {}}, lambda f: f.sections("x"), "top.x", "not_a_list"),
        ({"x": [{}, 1]}, lambda f: f.sections("x"), "top.x[2]", "not_a_section"),
        ({"x": True}, lambda f: f.text("x"), "top.x", "not_a_text"),
        ({"x": None}, lambda f: f.text("x"), "top.x", "not_a_text"),
        ({"x": 1}, lambda f: f.prose("x"), "top.x", "not_a_text"),
        ({"x": " \n"}, lambda f: f.prose("x"), "top.x", "empty"),
        ({"x": "b "}, lambda f: f.choice("x", ("a", "b")), "top.x", "unknown_value"),
        ({"x": "7"}, lambda f: f.number("x"), "top.x", "not_a_whole_number"),
        ({"x": True}, lambda f: f.number("x"), "top.x", "not_a_whole_number"),
        ({"x": -1}, lambda f: f.number("x"), "top.x", "out_of_range"),
        ({"x": 100_001}, lambda f: f.number("x"), "top.x", "out_of_range"),
        ({"x": "yes"}, lambda f: f.flag("x"), "top.x", "not_a_truth"),
        ({"x": "a"}, lambda f: f.texts("x"), "top.x", "not_a_list"),
        ({"x": ["a", 1]}, lambda f: f.texts("x"), "top.x[2]", "not_a_text"),
        ({"x": ["a", " "]}, lambda f: f.texts("x"), "top.x[2]", "empty"),
        ({"x": ["a", "a"]}, lambda f: f.texts("x"), "top.x", "repeated"),
        ({"x": ["a", "c"]}, lambda f: f.texts("x", known=("a", "b")), "top.x[2]", "unknown_value"),
        ({"x": [1, False]}, lambda f: f.numbers("x"), "top.x[2]", "not_a_whole_number"),
        ({"x": [1, 1]}, lambda f: f.numbers("x"), "top.x", "repeated"),
        ({"x": {}}, lambda f: f.text_or_texts("x"), "top.x", "not_a_text"),
        ({"x": ""}, lambda f: f.text_or_texts("x"), "top.x", "empty"),
        ({"x": ["1", 1]}, lambda f: f.text_or_texts("x"), "top.x", "repeated"),
        ({"x": ["a", []]}, lambda f: f.text_or_texts("x"), "top.x[2]", "not_a_text"),
        ({"x": 1}, lambda f: f.done(), "top.x", "unknown_key"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(content: dict, read: Reading, path: str, code: str) -> None:
    with pytest.raises(FieldError) as caught:
        read(Fields(content, "top"))
    assert (caught.value.path, caught.value.code) == (path, code)


def test_looking_doesnt_make_a_field_known_but_asking_does() -> None:
    fields = Fields({"constant": 1, "days": 2})
    assert "days" in fields
    fields.take("constant")
    with pytest.raises(FieldError) as caught:
        fields.done()
    assert caught.value.params == {"key": "days", "near": "", "known": ["constant"]}
    assert fields.has("days")
    fields.done()


def test_the_nearest_word() -> None:
    assert nearest("complete", ("active", "completed")) == "completed"
    assert nearest("xyz", ("active", "completed")) == ""
    with pytest.raises(FieldError) as caught:
        Fields({"nam": "x"}).take("name")
    assert caught.value.params["near"] == "nam"
