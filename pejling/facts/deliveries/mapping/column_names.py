"""What each column of ours is called out there: the names in all known mappings, and in a list of other languages.

*Pure.*
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from functools import cache
from pathlib import Path

from pejling.analysis.careful_yaml import read
from pejling.analysis.strict_fields import Fields
from pejling.facts.deliveries.mapping.model import Code, FirstOf, Mapping, Rule, Take
from pejling.facts.deliveries.mapping.pointing import NAME, NUMBER
from pejling.facts.deliveries.mapping.refusing import refusing

#: (table, field) -> names in their plain form.
Names = Dict[tuple[str, str], frozenset[str]]

SAME, ALIKE = 1.0, 0.75
_CLOSE = 0.86
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def plain(name: str) -> str:
    """A name as names are likened: letters and digits of small letters, one blank between words."""
    text = unicodedata.normalize("NFC", name).casefold().translate(_LETTERS)
    text = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", text))


def names_in(mappings: Iterable[Mapping]) -> Names:
    """Every name some mapping reads a field by."""
    found: dict[tuple[str, str], set[str]] = {}
    for mapping in mappings:
        for rule in mapping.rules:
            role = mapping.file(rule.file)
            own = {column.label: column for column in role.columns}
            pairs = [(name, label) for name, inner in rule.columns.items() for label in _read_by(inner)]
            if rule.table == "agreements":
                pairs += [(NUMBER, part) for parts in rule.key for part in parts if part not in rule.columns]
            for name, label in pairs:
                column = own.get(label)
                if column:
                    names = found.setdefault((rule.table, name), set())
                    names.update(plain(text) for text in column.names)
    named = {key: frozenset(names - {""}) for key, names in found.items()}
    if ("students", NAME) in named:
        named["spells", NAME] = named["students", NAME]
    return named


def _read_by(rule: Rule) -> list[str]:
    """The labels whose cells become the field's value, not those a rule only asks about."""
    match rule:
        case Take(label) | Code(label):
            return [label]
        case FirstOf(rules):
            return [label for inner in rules for label in _read_by(inner)]
        case _:
            return []


@cache
@refusing
def other_names() -> Dict[str, frozenset[str]]:
    """The names in ``catalogue/column_names.yaml``, by field."""
    file = Path(__file__).resolve().parents[3] / "catalogue" / "column_names.yaml"
    top = Fields(read(file.read_text("utf-8")))
    return {name: frozenset(plain(text) for text in top.texts(name)) for name in top.unread()}


def likeness(header: str, table: str, field: str, names: Names) -> float:
    """How well a header names a field: 1 the same, 0 not at all."""
    text = plain(header)
    if not text:
        return 0.0
    known = names.get((table, field), frozenset())
    if text in known:
        return SAME
    # Another language's name is a little less sure than one a mapping of this school or product uses.
    others = other_names().get(field, frozenset()) | {plain(field.replace("_", " "))}
    if text in others:
        return SAME - 0.05
    words = set(text.split())
    for name in known | others:
        parts = set(name.split())
        if len(name) >= 4 and len(text) >= 4 and (parts <= words or words <= parts):
            return ALIKE
        if len(text) > 4 and difflib.SequenceMatcher(None, text, name).ratio() >= _CLOSE:
            return ALIKE
    return 0.0
