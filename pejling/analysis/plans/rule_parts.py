"""A rule's two halves: its words (what is asked) and its values (what came of it). *Pure.*

An adopted plan keeps a rule's words while its values go on, and two people may write one each. A rule is here the
mapping that a plan's file holds (``writing.write_rule``); its values are a mapping of the same shape, with names
beside the values of parameters and items, so that a value follows its parameter when others come or go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pejling.analysis.plans.plan_model import Taken
from pejling.analysis.plans.read_rules import read_rule
from pejling.analysis.plans.rules import AllOf, Coverage, Linear, Quota, Rule, Steps, Threshold
from pejling.analysis.plans.writing import write_rule
from pejling.analysis.strict_fields import Fields

Mapped = dict[str, Any]
#: kind -> the fields that hold values
VALUES: dict[str, tuple[str, ...]] = {
    "threshold": ("value",),
    "quota": ("reached",),
    "coverage": ("done",),
    "steps": ("value",),
    "linear": ("value",),
    "judged": ("percent", "reason"),
}
#: kind -> (the list, what of each entry is a value)
ROWS = {"held": ("parameters", "value"), "each_of": ("items", "met")}


def split(rule: Mapping[str, Any] | None) -> tuple[Mapped | None, Mapped]:
    """(the words, the values) of a rule; (None, {}) where there is none."""
    if not rule:
        return None, {}
    kind = rule["kind"]
    if kind == "all_of":
        halves = [split(inner) for inner in rule["rules"]]
        values = [value for _words, value in halves]
        return {**rule, "rules": [words for words, _value in halves]}, {"rules": values} if any(
            values
        ) else {}
    if kind in ROWS:
        rows, value = ROWS[kind]
        told = [[row["name"], row[value]] for row in rule[rows] if row.get(value) is not None]
        bare = [{name: held for name, held in row.items() if name != value} for row in rule[rows]]
        return {**rule, rows: bare}, {rows: told} if told else {}
    held = VALUES.get(kind, ())
    words = {name: found for name, found in rule.items() if name not in held}
    return words, {name: rule[name] for name in held if rule.get(name) not in (None, "")}


def join(words: Mapping[str, Any] | None, values: Mapping[str, Any]) -> Mapped | None:
    """The rule of both halves; a value that nothing asks for any more is left out."""
    if not words:
        return None
    kind = words["kind"]
    if kind == "all_of":
        told = list(values.get("rules", ()))
        told += [{}] * (len(words["rules"]) - len(told))
        return {**words, "rules": [join(inner, told[place]) for place, inner in enumerate(words["rules"])]}
    if kind in ROWS:
        rows, value = ROWS[kind]
        waiting: dict[str, list[Any]] = defaultdict(list)
        for name, found in values.get(rows, ()):
            waiting[name].append(found)
        made = []
        for row in words[rows]:
            found = waiting[row["name"]]
            made.append({**row, value: found.pop(0)} if found else dict(row))
        return {**words, rows: made}
    return {**words, **{name: values[name] for name in VALUES.get(kind, ()) if name in values}}


def without_values(rule: Rule | None) -> Rule | None:
    """The rule as it was before anything was known."""
    words, _values = split(write_rule(rule))
    return read_rule(Fields(words)) if words else None


def place_for(rule: Rule | None, number: str, counted: bool) -> Mapped | None:
    """The values of a rule that has one place for a figure, with ``number`` in it; None where it has none, or more.

    ``counted``: the number is a whole count.
    """
    if isinstance(rule, Threshold | Steps | Linear):
        return {"value": number}
    if isinstance(rule, Quota):
        return {"reached": number}
    if isinstance(rule, Coverage):
        return {"done": int(number)} if counted and "." not in number else None
    if isinstance(rule, AllOf):
        made = [place_for(inner, number, counted) for inner in rule.rules]
        if sum(one is not None for one in made) != 1:
            return None
        before = split(write_rule(rule))[1].get("rules") or [{}] * len(made)
        return {"rules": [one if one is not None else kept for one, kept in zip(made, before, strict=True)]}
    return None


def still_says(values: Mapping[str, Any], found: Taken) -> bool:
    """Whether the values hold what was taken: nobody has written another since."""
    wanted = {format(found.value.normalize(), "f")}
    if found.name:
        return any(
            name == found.name and _plain(value) in wanted for name, value in values.get("parameters", ())
        )
    told = [_plain(value) for name, value in values.items() if name in {"value", "reached", "done"}]
    if "rules" in values:
        return any(still_says(inner, found) for inner in values["rules"])
    return any(value in wanted for value in told)


def _plain(value: Any) -> str:
    text = str(value).replace(",", ".")
    return text.rstrip("0").rstrip(".") if "." in text else text
