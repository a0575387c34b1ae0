"""A rule taken apart into words and values, and put together again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pejling.analysis.plans.plan_model import Taken
from pejling.analysis.plans.read_rules import read_rule
from pejling.analysis.plans.rule_parts import join, place_for, split, still_says, without_values
from pejling.analysis.plans.writing import write_rule
from pejling.analysis.strict_fields import Fields

RULES: list[dict[str, Any]] = [
    {"kind": "threshold", "at_most": "10", "value": "12.3"},
    {"kind": "quota", "agreed": "200", "reached": "187", "partly": True},
    {"kind": "held", "parameters": [{"name": "Trivsel", "baseline": "4.1", "value": "4.2"},
                                    {"name": "Ro", "baseline": "3.9"}], "better": "lower"},
    {"kind": "coverage", "of": 40, "done": 0},
    {"kind": "each_of", "items": [{"name": "GF1", "met": False}, {"name": "GF2"}, {"name": "GF1", "met": True}]},
    {"kind": "steps", "steps": [{"at": "12", "percent": "50"}, {"at": "10", "percent": "100"}], "better": "lower",
     "value": "11"},
    {"kind": "linear", "nothing_at": "0", "all_at": "4", "value": "3"},
    {"kind": "judged", "percent": "80", "reason": "Næsten"},
    {"kind": "all_of", "rules": [{"kind": "judged"}, {"kind": "threshold", "at_least": "8", "value": "8.4"}]},
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=[rule["kind"] for rule in RULES])
def test_words_and_values_together_are_the_rule(rule: dict[str, Any]) -> None:
    words, values = split(rule)
    assert values
    assert words is not None
    assert split(words) == (words, {})
    assert join(words, values) == rule
    assert write_rule(without_values(read_rule(Fields(rule)))) == words


def test_a_value_follows_its_parameter() -> None:
    """Somebody writes values while somebody else puts a parameter before the others, and takes one out."""
    words, values = split(RULES[2])
    moved = {**words, "parameters": [{"name": "Ny", "baseline": "1"}, {"name": "Trivsel", "baseline": "4.0"}]}
    assert join(moved, values)["parameters"] == [
        {"name": "Ny", "baseline": "1"},
        {"name": "Trivsel", "baseline": "4.0", "value": "4.2"},
    ]


def test_a_figure_goes_where_the_rule_has_one_place_for_it() -> None:
    def placed(rule: dict[str, Any], number: str = "9", counted: bool = True) -> Any:
        found = place_for(read_rule(Fields(rule)), number, counted)
        return None if found is None else join(split(rule)[0], found)

    assert placed(RULES[0])["value"] == "9"
    assert placed(RULES[1])["reached"] == "9"
    assert placed(RULES[3])["done"] == 9
    # A share can't be a count of courses; several items have no one place; a judgement is no figure.
    assert placed(RULES[3], "9.5", False) is None
    assert placed(RULES[4]) is None
    assert placed(RULES[7]) is None
    # Of several rules the one that reads a figure gets it, and the judgement stays.
    judged = {
        "kind": "all_of",
        "rules": [{"kind": "judged", "percent": "100"}, {"kind": "threshold", "at_least": "8"}],
    }
    assert placed(judged, "8.4", False)["rules"] == [
        {"kind": "judged", "percent": "100"},
        {"kind": "threshold", "at_least": "8", "value": "8.4"},
    ]


def test_a_taken_figure_is_known_from_one_written_by_hand() -> None:
    taken = Taken(Decimal("12.30"), n=204)
    assert still_says({"value": "12.3"}, taken)
    assert not still_says({"value": "12.4"}, taken)
    assert still_says({"rules": [{}, {"value": "12.3"}]}, taken)
    held = Taken(Decimal("4.2"), name="Trivsel")
    assert still_says({"parameters": [["Ro", "4.2"], ["Trivsel", "4.2"]]}, held)
    assert not still_says({"parameters": [["Ro", "4.2"]]}, held)
