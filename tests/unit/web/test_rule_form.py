"""The form of a rule: every kind goes to its fields and back, and each mistake is told at its field."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain

import pytest
from django.utils import translation

from pejling.web.pages.plans import rule_form, rule_words
from tests.unit.analysis.plans.test_rule_parts import RULES


@pytest.mark.parametrize("rule", RULES, ids=[rule["kind"] for rule in RULES])
def test_a_rule_goes_to_its_form_and_back(rule: dict) -> None:
    parsed = rule_form.parse(rule_form.flat(rule))
    assert parsed.errors == {}
    assert parsed.rule == rule


@pytest.mark.parametrize(
    ("texts", "where"),
    [
        ({"r-kind": "nonsens"}, "r-kind"),
        ({"r-kind": "threshold", "r-way": "at_most", "r-bound": ""}, "r-bound"),
        ({"r-kind": "threshold", "r-way": "over", "r-bound": "10"}, "r-way"),
        ({"r-kind": "threshold", "r-way": "at_most", "r-bound": "ti"}, "r-bound"),
        ({"r-kind": "threshold", "r-way": "at_most", "r-bound": "10", "r-value": "1e5"}, "r-value"),
        ({"r-kind": "quota", "r-agreed": "0"}, "r-agreed"),
        ({"r-kind": "coverage", "r-of": "4,5"}, "r-of"),
        ({"r-kind": "held"}, "r-parameters"),
        ({"r-kind": "held", "r-parameters-0-name": "", "r-parameters-3-name": "Ro",
          "r-parameters-3-baseline": ""}, "r-parameters-3-baseline"),
        ({"r-kind": "steps", "r-steps-0-at": "1", "r-steps-0-percent": "50", "r-steps-2-at": "2",
          "r-steps-2-percent": "140"}, "r-steps-2-percent"),
        ({"r-kind": "steps", "r-steps-0-at": "1", "r-steps-0-percent": "50", "r-steps-1-at": "2",
          "r-steps-1-percent": "40"}, "r-steps"),
        ({"r-kind": "linear", "r-nothing_at": "3", "r-all_at": "3"}, "r-all_at"),
        ({"r-kind": "judged", "r-percent": "101"}, "r-percent"),
        ({"r-kind": "all_of", "r-rules-0-kind": ""}, "r-rules"),
        ({"r-kind": "all_of", "r-rules-1-kind": "threshold", "r-rules-1-way": "at_least"}, "r-rules-1-bound"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_field(texts: dict[str, str], where: str) -> None:
    parsed = rule_form.parse(texts)
    assert list(parsed.errors) == [where]
    assert parsed.rule is None
    # And there is a place in the form that shows it.
    box = rule_form.box(texts, parsed.errors, words_open=True)
    boxes = [box, *box.inner]
    fields = [one for found in boxes for one in (found.kind, *found.entries, *chain(*found.rows))]
    assert parsed.errors[where] in [*(one.error for one in fields), *(found.rows_error for found in boxes)]


def test_numbers_are_read_as_danes_write_them() -> None:
    texts = {"r-kind": "threshold", "r-way": "at_most", "r-bound": " 10 % ", "r-value": "12,30"}
    assert rule_form.parse(texts).rule == {"kind": "threshold", "at_most": "10", "value": "12.3"}


def test_only_values_are_open_in_an_adopted_plan() -> None:
    texts = rule_form.flat(RULES[2])
    assert rule_form.value_names(texts) == {"r-parameters-0-value", "r-parameters-1-value"}
    box = rule_form.box(texts, {}, words_open=False)
    assert [one.fixed for one in box.rows[0]] == [True, True, False]
    assert len(box.rows) == 2


@pytest.mark.parametrize(
    ("rule", "weight", "said"),
    [
        # The source's own bound: dropout at most 10 per cent, weight 2.
        (RULES[0], 2, "12,3 % er over 10 %: giver 0 af 2"),
        ({"kind": "threshold", "at_most": "10", "value": "9.4"}, 2, "9,4 % er højst 10 %: giver 2 af 2"),
        ({"kind": "threshold", "at_least": "80"}, 6, "Ingen værdi endnu"),
        # 187 of 200 is 93.5 per cent, and 93.5 per cent of 5 is 4.675.
        (RULES[1], 5, "187 af 200 er nået: giver 4,675 af 5"),
        ({"kind": "coverage", "of": 40, "done": 40}, None, "Gjort for 40 af 40: giver 100 % af det hele"),
        # 3 of 4 alike, 4 x 2 per cent.
        ({"kind": "each_of", "items": [{"name": n, "met": n != "d"} for n in "abcd"]}, 8,
         "3 af 4 er opfyldt: giver 6 af 8"),
        ({"kind": "linear", "nothing_at": "0", "all_at": "4", "value": "3"}, 2, "Tallet er 3 %: giver 1,5 af 2"),
        ({"kind": "held", "parameters": [{"name": "a", "baseline": "4", "value": "4"},
                                         {"name": "b", "baseline": "4", "value": "3.9"}]}, 5,
         "1 af 2 parametre er fastholdt eller forbedret: giver 2,5 af 5"),
    ],
)  # fmt: skip
def test_a_rule_says_what_it_gives(rule: dict, weight: int | None, said: str) -> None:
    with translation.override("da"):
        found = rule_words.rule_of(rule)
        told = rule_words.gives(
            found,
            "procent" if rule["kind"] in ("threshold", "linear") else "",
            None if weight is None else Decimal(weight),
        )
    assert told.replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("typed", "agreed"),
    # Danes write a point between thousands and a comma before decimals.
    [("1200", "1200"), ("1.200,5", "1200.5"), ("1.200.000", "1200000"), ("1 200", "1200"), ("0.125", "0.125"),
     ("2,125", "2.125"), ("12.5", "12.5")],
)  # fmt: skip
def test_a_number_is_read_as_a_dane_means_it(typed: str, agreed: str) -> None:
    parsed = rule_form.parse({"r-kind": "quota", "r-agreed": typed})
    assert (parsed.errors, parsed.rule) == ({}, {"kind": "quota", "agreed": agreed})


def test_a_number_that_can_be_read_in_two_ways_is_asked_about() -> None:
    """1.200 students are 1200; read as a decimal the quota would be reached by two."""
    with translation.override("da"):
        errors = rule_form.parse({"r-kind": "quota", "r-agreed": "1.200"}).errors
    assert "1200" in errors["r-agreed"]
    assert "1,200" in errors["r-agreed"]


def test_a_count_with_a_point_is_thousands_or_a_mistake() -> None:
    assert rule_form.parse({"r-kind": "coverage", "r-of": "1.200"}).rule == {"kind": "coverage", "of": 1200}
    assert "r-of" in rule_form.parse({"r-kind": "coverage", "r-of": "1.5"}).errors


def test_a_mistake_is_told_as_it_was_written() -> None:
    errors = rule_form.parse({"r-kind": "quota", "r-agreed": "120 elever"}).errors
    assert "120 elever" in errors["r-agreed"]
