"""Where every piece of a document went, checked from outside: its words stand at that place of the plan."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any

from pejling.analysis.plans.taking_in.originals import Original
from pejling.analysis.plans.taking_in.taking import Draft


def words_of(value: Any) -> str:
    """Every text and number below a value."""
    if is_dataclass(value):
        return " ".join(words_of(getattr(value, one.name)) for one in fields(value))
    if isinstance(value, tuple | list):
        return " ".join(map(words_of, value))
    return str(value)


def bare(text: str) -> str:
    """Letters and digits only: blanks, hyphens and brackets may change when lines become sentences."""
    return re.sub(r"[\W_]", "", text).lower()


def at(plan: Any, path: str) -> Any:
    """The part of the plan that a path points at; a path of the plan's own field is the plan."""
    value = plan
    for name, number in re.findall(r"(\w+)\[(\d+)\]", path):
        value = getattr(value, name)[int(number) - 1]
    return value


def lost(original: Original, draft: Draft) -> list[str]:
    """The words that are neither where the draft says they are, nor a heading, nor among the leftovers."""
    left = {piece.number for piece in draft.leftovers}
    found = []
    for piece in original.pieces:
        if piece.number in left:
            if piece.number in draft.placed:
                found.append(f"{piece.number} is both understood and not")
            continue
        uses = draft.placed.get(piece.number, ())
        told = bare("".join(one.text for one in uses))
        found += [f"{piece.number}: {word!r} went nowhere" for word in _words(piece.text) if word not in told]
        for one in uses:
            there = bare(words_of(at(draft.plan, one.path)))
            said = [] if one.heading else _words(_WEIGHT.sub("", one.text))
            found += [f"{piece.number}: {word!r} isn't at {one.path}" for word in said if word not in there]
    return found


_WEIGHT = re.compile(
    r"\(\s*(?:vægt:?\s*)?(?:\d+\s*[x×]\s*)?[\d,.]+\s*(?:%|pct\.?|procent)\s*\)\.?"
    r"(?:\s*opnået: [\d,]+ %)?$|[\s,;.–—-]*\b(?:vægt|vægter|vejer):? [\d,.]+ (?:%|procent)\.?$", re.IGNORECASE
)  # fmt: skip
#: what stands before a date and says nothing of its own
_BEFORE_A_DATE = {"d", "den", "i", "og"}


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text.lower()) if word not in _BEFORE_A_DATE]
