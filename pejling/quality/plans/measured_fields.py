"""Fields that aren't texts: a rule and its values, the figure that is read, the figures taken, the figures to move.

They are changed, kept in the history and put together like every other field (``editing.change``): what a person
wrote comes as a mapping or list, what the history holds as its JSON text, and both are read strictly.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from pejling.analysis.plans.read_parts import figure, taken
from pejling.analysis.plans.read_rules import read_rule
from pejling.analysis.plans.rule_parts import join, split
from pejling.analysis.plans.writing import write_indicator, write_rule, write_taken
from pejling.analysis.strict_fields import FieldError, Fields

RULE, RULE_VALUES, FIGURE, TAKEN, MOVES = "rule", "rule_values", "figure", "taken", "moves"
STRUCTURED = frozenset({RULE, RULE_VALUES, FIGURE, TAKEN, MOVES})
#: more figures than this aren't tied to one action
MOST = 50
_ATTRIBUTE = {FIGURE: "indicator", TAKEN: "taken", MOVES: "moves"}


def value_of(part: models.Model, sort: str) -> Any:
    """The value as the row holds it; a rule without its values, and its values without it."""
    if sort == RULE:
        return split(part.rule)[0]
    if sort == RULE_VALUES:
        return split(part.rule)[1]
    return getattr(part, _ATTRIBUTE[sort])


def put(part: models.Model, sort: str, value: Any) -> None:
    """Set it on the row, unsaved; FieldError where rule and values don't go together."""
    if sort not in (RULE, RULE_VALUES):
        setattr(part, _ATTRIBUTE[sort], value)
        return
    words, values = split(part.rule)
    joined = join(value, values) if sort == RULE else join(words, value)
    if joined is not None:
        read_rule(Fields(joined, "rule"))
    part.rule = joined


def read(name: str, sort: str, said: Any) -> Any:
    """What a page (a mapping or list) or the history (its JSON) says; FieldError where it can't be."""
    if isinstance(said, str):
        said = _parsed(name, said) if said.strip() else None
    if sort == RULE:
        return write_rule(read_rule(Fields(join(said, {}), name))) if said else None
    if sort == RULE_VALUES:
        if said is not None and not isinstance(said, dict):
            raise FieldError(name, "not_a_section")
        return said or {}
    if sort == FIGURE:
        return write_indicator(figure(Fields(said, name))) if said else None
    if not isinstance(said or [], list) or len(said or []) > MOST:
        raise FieldError(name, "not_a_list")
    if sort == MOVES:
        made = [write_indicator(figure(Fields(one, name))) for one in said or []]
        return [one for place, one in enumerate(made) if one not in made[:place]]
    return [write_taken(taken(Fields(one, name))) for one in said or []]


def written(value: Any) -> str:
    """The value as JSON; "" for nothing."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise FieldError(name, "not_a_section") from error
