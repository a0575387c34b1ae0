"""What a field said before, in a reader's words: rules and figures are kept as JSON, which nobody wants to read."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from pejling.quality.plans import measured_fields as structured
from pejling.quality.plans.history import Turn
from pejling.web.pages.plans import rule_words


def in_words(part: models.Model, turn: Turn) -> tuple[str, str]:
    """(before, after) of one change, to be laid beside each other word by word."""
    if turn.field.sort not in structured.STRUCTURED:
        return turn.before, turn.after
    return _told(part, turn.field.sort, turn.before), _told(part, turn.field.sort, turn.after)


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
