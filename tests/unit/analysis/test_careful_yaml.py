"""YAML from anybody: what is read as what, and what is refused with its line and place."""

from __future__ import annotations

import pytest

from pejling.analysis.careful_yaml import UnreadableYaml, read

#: Aliases that would multiply to ten thousand million texts.
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
#: Few aliases, but two to the eighteenth texts.
QUIET_BOMB = "a0: &a0 [x, x]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 10))
WIDE = "a: &a [" + "x," * 5_000 + "]\n" + "b: [" + "*a," * 15 + "]"


def test_only_true_false_whole_numbers_and_nothing_are_other_than_text() -> None:
    text = """
texts: [no, yes, on, Off, True, FALSE, 0101, 02-01, 2013-10-01, 2024-13-45, 1_000, 0x1F, 1e3,
  1.5, .inf, 12:30, "7", '~']
truths: [true, false]
numbers: [0, 7, -12, 999999999999999]
nothing: [null, ~, ]
20: a number is a text where it is a key
true: and so is a truth
<<: no merging
"""
    assert read(text) == {
        "texts": [
            "no", "yes", "on", "Off", "True", "FALSE", "0101", "02-01", "2013-10-01", "2024-13-45", "1_000", "0x1F",
            "1e3", "1.5", ".inf", "12:30", "7", "~",
        ],
        "truths": [True, False],
        "numbers": [0, 7, -12, 999999999999999],
        "nothing": [None, None],
        "20": "a number is a text where it is a key",
        "true": "and so is a truth",
        "<<": "no merging",
    }  # fmt: skip


def test_what_a_program_quotes_and_tags_reads_as_it_stands() -> None:
    """PyYAML writes so where it is asked to quote everything."""
    assert read('a: !!float "27.50"\nb: !!timestamp "2021-01-01"\nc: !!int "30"') == {
        "a": "27.50", "b": "2021-01-01", "c": 30,
    }  # fmt: skip


def test_aliases_nest_no_deeper_than_what_is_written_out() -> None:
    """Ten anchors of four levels, each within the next, are forty levels in a few lines."""
    text = "a0: &a0 [[[[x]]]]\n" + "\n".join(f"a{n}: &a{n} [[[[*a{n - 1}]]]]" for n in range(1, 10))
    with pytest.raises(UnreadableYaml) as caught:
        read(text)
    # One level is the whole; four times four and it is still within twenty.
    assert (caught.value.code, caught.value.params["line"], caught.value.path) == (
        "too_deep",
        5,
        "a4[1][1][1][1]",
    )
    assert len(read("\n".join(text.splitlines()[:4]))) == 4


def test_an_alias_is_what_it_stands_for() -> None:
    assert read("a: &x {b: 1}\nc: *x") == {"a": {"b": 1}, "c": {"b": 1}}
    assert read("null") is None


@pytest.mark.parametrize(
    ("text", "code", "line", "path"),
    [
        ("", "empty_document", 0, ""),
        ("# only a comment", "empty_document", 0, ""),
        ("key: [", "not_yaml", 1, ""),
        ("key: a\n\tb: c", "not_yaml", 2, ""),
        ("key: *nobody", "not_yaml", 1, ""),
        ("one\n---\ntwo", "not_yaml", 2, ""),
        ("key: \x07", "not_yaml", 1, ""),
        ("key: a\nb: \x00", "not_yaml", 2, ""),
        ("a:\n  key: a\n  key: b", "key_twice", 3, "a.key"),
        ("1: a\n'1': b", "key_twice", 2, "1"),
        ("? [a]\n: b", "yaml_key", 1, ""),
        ("a: {~: b}", "yaml_key", 1, "a"),
        ("a: {!!python/name:os.system b: c}", "yaml_key", 1, "a"),
        ("a: [x, !!python/object/apply:os.getcwd []]", "yaml_tag", 1, "a[2]"),
        ("a: !ours x", "yaml_tag", 1, "a"),
        ("a: !!set {x}", "yaml_tag", 1, "a"),
        ("a: !!float nan", "yaml_tag", 1, "a"),
        ("a: !!int seven", "yaml_tag", 1, "a"),
        ("a: !!binary aGVq", "yaml_tag", 1, "a"),
        ("[" * 1000, "too_deep", 1, ""),
        ("- " * 21 + "x", "too_deep", 1, ""),
        ("a: &a [*a]", "too_many_aliases", 1, "a[1]"),
        ("&a a: {b: *a, c: &c {d: *c}}", "too_many_aliases", 1, "a.c.d"),
        ("a: &a [" + "x, " * 9 + "x]\n" + "b: [" + "*a," * 21 + "]", "too_many_aliases", 2, ""),
        (WIDE, "too_many_aliases", 2, "b[9]"),
        ("x: " + "y" * 200_000, "yaml_too_large", 0, ""),
        ("x: " + "å" * 100_000, "yaml_too_large", 0, ""),
        ("[" + "a," * 60_000 + "]", "yaml_too_large", 1, ""),
    ],
)  # fmt: skip
def test_what_is_refused_is_named_with_its_line_and_place(text: str, code: str, line: int, path: str) -> None:
    with pytest.raises(UnreadableYaml) as caught:
        read(text)
    assert (caught.value.code, caught.value.params["line"], caught.value.path) == (code, line, path)


def test_bombs_dont_go_off() -> None:
    with pytest.raises(UnreadableYaml) as caught:
        read(BOMB)
    assert (caught.value.code, caught.value.params["limit"]) == ("too_many_aliases", 20)
    assert sum(len(str(value)) for value in read(QUIET_BOMB).values()) < 50_000


def test_a_text_inside_another_has_its_place() -> None:
    with pytest.raises(UnreadableYaml) as caught:
        read("a: 1\na: 2", "codes.leave.file")
    assert caught.value.path == "codes.leave.file.a"
