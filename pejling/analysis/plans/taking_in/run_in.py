"""What is run into a line with something else: "Mål: ... Ansvarlig: ...", "(ansvarlig: Lone, uge 12)". *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pejling.analysis.plans.fuzzy_dates import understand
from pejling.analysis.plans.taking_in.sketch import Sketch, Use
from pejling.analysis.plans.taking_in.vocabulary import field

#: of a point: the fields that may be said at its end
_FACTS = frozenset({"owner", "schedule", "involved", "state"})
#: fields that hold so little that another label in them is another field, known or not
SHORT = frozenset({"owner", "schedule", "involved", "state", "group"})
_LABEL = re.compile(r"(?<=[.;!?|]) +(?=[A-ZÆØÅ][\wæøå/ -]{1,40}:\s)")
_OWN_LABEL = re.compile(r"[A-ZÆØÅ][\wæøå/, -]{2,40}:\s+\S")
_BRACKETED = re.compile(r"(?P<before>.*\S)\s*\((?P<inner>[^()]{3,120})\)\.?$")
_BETWEEN = re.compile(
    r"\s[-–—]\s|;\s*|,\s+(?=(?:ansvarlig|tovholder|deadline|senest|inden|frist)\w*\b)", re.IGNORECASE
)
_TIMED = re.compile(r"(?:senest|inden|deadline|frist|pr\.|fra|d\.|den)[: ]+", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÆØÅ][\w.-]*(?: (?:og|[A-ZÆØÅ])[\w.-]*){0,3}")
_STATED = re.compile(
    r"(?:er |ikke |endnu ikke )?(?:i gang|igangsat|påbegyndt|startet|gennemført|afsluttet|færdig|udført|planlagt"
    r"|udskudt|på pause|stoppet)", re.IGNORECASE
)  # fmt: skip
_GREETING = re.compile(r"(?:hej|kære|goddag|til)(?: \S+){0,4}[,!]?", re.IGNORECASE)
_FAREWELL = re.compile(
    r"(?:mvh|vh|(?:(?:med )?(?:venlige?|venligste?|bedste|kærlige?|mange|de bedste) )?hils(?:en|ner|ener))\b.{0,40}",
    re.IGNORECASE,
)
#: for asking only whether something is a date
_ANY = (date(2000, 1, 1), date(2099, 12, 31))


def is_greeting(text: str) -> bool:
    """Whether it is how a letter begins: never what a plan is called."""
    return bool(_GREETING.fullmatch(text))


def is_farewell(text: str) -> bool:
    """Whether it is how a letter ends: nothing of the plan follows in it."""
    return bool(_FAREWELL.fullmatch(text))


def is_own_label(text: str) -> bool:
    """Whether the line begins with a label of its own ("Øvrigt: ...")."""
    return bool(_OWN_LABEL.match(text))


def first_label(text: str) -> int:
    """Where in the text, behind a sentence, the next heading that is surely known begins; -1 where none does."""
    for match in _LABEL.finditer(text):
        found = field(text[match.end() :])
        if found is not None and found.sure and found.value:
            return match.end()
    return -1


@dataclass(frozen=True, slots=True)
class _Fact:
    """``label``: words that only say which field it is."""

    name: str
    label: str
    value: str


def facts_of_points(sketch: Sketch) -> None:
    """Who and when that a point says at its end go to the action's fields, where it has no others."""
    for number, uses in sketch.uses.items():
        made: list[Use] = []
        for use in uses:
            made += _divided(use)
        sketch.uses[number] = made


def _divided(use: Use) -> list[Use]:
    part = use.part
    whole = part.sort == "action" and use.field == "title" and not use.heading
    if not whole or part.texts.get("title") != [use.text] or any(part.texts.get(name) for name in _FACTS):
        return [use]
    title, facts = _split(use.text)
    if not facts:
        return [use]
    part.texts["title"] = [title]
    made = [Use(part, "title", title)]
    for fact in facts:
        part.put(fact.name, fact.value, True)
        if fact.label:
            made.append(Use(part, fact.name, fact.label, heading=True))
        made.append(Use(part, fact.name, fact.value))
    return made


def _split(text: str) -> tuple[str, list[_Fact]]:
    """The title without what is said at its end, and that; as it is where not all of the end is understood."""
    bracketed = _BRACKETED.match(text)
    if bracketed:
        facts = _all_facts(re.split(r"[,;]\s*", bracketed["inner"]))
        return (bracketed["before"], facts) if facts else (text, [])
    title, *ends = _BETWEEN.split(text)
    before, comma, last = title.rpartition(", ")
    if not ends and comma and understand(_TIMED.sub("", last, count=1), _ANY).understood:
        title, ends = before, [last]
    found = _with_owner([(end, _facts_of_end(end)) for end in ends])
    facts = [fact for _end, several in found for fact in several]
    if not title.strip() or not facts:
        return text, []
    # What is no fact stays with the title, in its place.
    rest = [end for end, several in found if not several]
    return " - ".join([title, *rest]), facts


def _with_owner(found: list[tuple[str, list[_Fact]]]) -> list[tuple[str, list[_Fact]]]:
    """Beside a date between dashes, a bare name is whoever does it ("Legepatrulje - SFO-leder - uge 45")."""
    known = {fact.name for _end, facts in found for fact in facts}
    if "owner" in known or not known:
        return found
    names = [place for place, (end, facts) in enumerate(found) if not facts and _NAME.fullmatch(end.strip())]
    return [
        (end, [_Fact("owner", "", end.strip())]) if names == [place] else (end, facts)
        for place, (end, facts) in enumerate(found)
    ]


def _facts_of_end(end: str) -> list[_Fact]:
    """What a dash or semicolon sets off: one fact, or some of them after each other ("Dorte, fra 1. september")."""
    one = _fact(end)
    return [one] if one else _all_facts(re.split(r",\s*", end))


def _all_facts(parts: Sequence[str]) -> list[_Fact]:
    """All parts as facts: a bare name beside one of another sort is whoever does it; [] where one isn't any."""
    facts = [_fact(part) for part in parts]
    known = [fact for fact in facts if fact is not None]
    made = []
    for part, fact in zip(parts, facts, strict=True):
        if fact is None:
            named = known and _NAME.fullmatch(part) and all(one.name != "owner" for one in [*known, *made])
            if not named:
                return []
            fact = _Fact("owner", "", part)
        made.append(fact)
    return made


def _fact(text: str) -> _Fact | None:
    text = text.strip(" .")
    found = field(text[:1].upper() + text[1:])
    if found is not None and found.sure and found.value and found.name in _FACTS:
        return _Fact(found.name, text[: len(text) - len(found.value)].strip(), found.value)
    if _STATED.fullmatch(text):
        return _Fact("state", "", text)
    bare = _TIMED.sub("", text, count=1)
    return _Fact("schedule", "", text) if bare and understand(bare, _ANY).understood else None
