"""What a field said before, in a reader's words: rules and figures are kept as JSON, which nobody wants to read."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from pejling.quality.plans import measured_fields as structured
from pejling.quality.plans.changeable import CHOICE, DAY, FLAG, ROWS, Field
from pejling.quality.plans.history import Turn
from pejling.quality.plans.models import Action
from pejling.web.components import numbers
from pejling.web.pages.plans import rule_words
from pejling.web.pages.plans.field_words import CONCERNS


def in_words(part: models.Model, turn: Turn) -> tuple[str, str]:
    """(before, after) of one change, to be laid beside each other word by word."""
    if turn.field.sort not in structured.STRUCTURED:
        return _plain(part, turn.field, turn.before), _plain(part, turn.field, turn.after)
    return _told(part, turn.field.sort, turn.before), _told(part, turn.field.sort, turn.after)


def _plain(part: models.Model, field: Field, text: str) -> str:
    """Words for the keys that are kept of choices, and of the states in rows; days as they are written."""
    if field.sort == FLAG:
        return _("yes") if text else _("no")
    if field.sort == DAY:
        return numbers.day(date.fromisoformat(text)) if text else ""
    if field.sort == CHOICE:
        choices = part._meta.get_field(field.name).choices or ()
        return str(dict(choices).get(text, CONCERNS.get(text, text)))
    if field.sort == ROWS and "state" in field.columns:
        return "\n".join(_with_state(line) for line in text.splitlines())
    return text


def _with_state(line: str) -> str:
    """The state is the first piece after the title that is one's key."""
    pieces = line.split(" – ")
    place = next((n for n, piece in enumerate(pieces) if n and piece in Action.State.values), None)
    if place is not None:
        pieces[place] = str(Action.State(pieces[place]).label)
    return " – ".join(pieces)


def _told(part: models.Model, sort: str, text: str) -> str:
    if not text:
        return ""
    found = json.loads(text)
    if sort == structured.RULE:
        return rule_words.as_text(found, getattr(part, "unit", "")) + _details(found)
    return "\n".join(_lines(found))


def _details(rule: dict[str, Any]) -> str:
    """The names and baselines that a rule's sentence only counts."""
    rows = rule.get("parameters") or rule.get("items") or []
    told = [f"{row['name']}: {_comma(row['baseline'])}" if "baseline" in row else row["name"] for row in rows]
    return "\n" + "\n".join(told) if told else ""


def _lines(found: Any) -> list[str]:
    """Values without their field names, one on each line: "Trivsel: 4,1"."""
    if isinstance(found, dict):
        return [
            line
            for name, value in found.items()
            for line in (_lines(value) if name != "where" else _pairs(value))
        ]
    if isinstance(found, list):
        if len(found) == 2 and isinstance(found[0], str) and not isinstance(found[1], dict | list):
            return [f"{found[0]}: {_comma(found[1])}"]
        return [line for one in found for line in _lines(one)]
    return [_comma(found)]


def _pairs(found: dict[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in found.items()]


def _comma(value: Any) -> str:
    if isinstance(value, bool):
        return _("met") if value else _("not met")
    text = str(value)
    return text.replace(".", ",") if text.replace(".", "", 1).lstrip("-").isdigit() else text
