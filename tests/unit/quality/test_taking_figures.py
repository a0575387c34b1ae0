"""Where a figure goes in a rule, and with how many decimals: rounding never changes what the rule gives."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pejling.analysis.plans.plan_model import Taken
from pejling.analysis.plans.read_rules import read_rule
from pejling.analysis.strict_fields import Fields
from pejling.quality.plans.taking_figures import places_for

TEN = {"kind": "threshold", "at_most": "10"}
ETU = {
    "kind": "held",
    "parameters": [{"name": "Trivsel", "baseline": "4.12"}, {"name": "Fysiske rammer", "baseline": "3.6"}],
}


def placed(rule: dict[str, Any], *figures: Taken, counted: bool = False) -> list[tuple[str, Decimal]]:
    found = places_for(read_rule(Fields(rule)), figures, counted=counted)
    return [(figure.name, figure.value) for figure, _values in found]


@pytest.mark.parametrize(
    ("known", "written"),
    [("12.345679", "12.35"), ("9.999999", "10.00"), ("10.004", "10.004"), ("9.995", "10.00")],
)
def test_rounding_never_passes_the_bound(known: str, written: str) -> None:
    """10.004 is above 10: written as 10.00 it would be fulfilled."""
    assert placed(TEN, Taken(Decimal(known))) == [("", Decimal(written))]


def test_parameters_are_found_by_their_names() -> None:
    figures = [
        Taken(Decimal("4.116"), "trivsel"),
        Taken(Decimal("3.7"), "Fysiske  rammer"),
        Taken(Decimal(2), "Andet"),
    ]
    # 4.116 is below 4.12, and must not become it.
    assert placed(ETU, *figures) == [("Trivsel", Decimal("4.116")), ("Fysiske rammer", Decimal("3.70"))]


def test_a_rule_with_no_place_takes_nothing() -> None:
    assert placed({"kind": "judged"}, Taken(Decimal(3))) == []
    assert placed({"kind": "each_of", "items": [{"name": "a"}]}, Taken(Decimal(3))) == []
    assert placed({"kind": "coverage", "of": 4}, Taken(Decimal("3.5"))) == []
    assert placed({"kind": "coverage", "of": 4}, Taken(Decimal(3)), counted=True) == [("", Decimal("3.00"))]
    # Two figures for one value: which of them is meant isn't known.
    assert placed(TEN, Taken(Decimal(3), "a"), Taken(Decimal(4), "b")) == []
