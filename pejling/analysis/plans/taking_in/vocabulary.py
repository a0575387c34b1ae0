"""The words by which Danish planning documents say what something is: levels of goals, actions, and their fields.

*Pure.* They are data (catalogue/plan_words: Danish, and the English headings that schools use). Matched as written,
and as text recognition damages them (``Pejlemaerke``, ``opleering``, ``gnsket``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pejling.analysis.careful_yaml import read

CATALOGUE = Path(__file__).resolve().parents[3] / "catalogue" / "plan_words"
LANGUAGES = ("da", "en")

_DAMAGED = {"æ": "(?:æ|zae|ae|ea|ee|ze|za|e|a|z|@)", "ø": "(?:ø|oe|o|g|6|0|@)", "å": "(?:å|aa|a|d|&|@)"}


def tolerant(pattern: str) -> str:
    """The pattern with every Danish letter standing also for what text recognition makes of it."""
    return "".join(_DAMAGED.get(sign, sign) for sign in pattern)


def _words() -> Mapping[str, Any]:
    """The words of every language, put together list by list."""
    found: dict[str, Any] = {}
    for language in LANGUAGES:
        _put(found, read((CATALOGUE / f"{language}.yaml").read_text(encoding="utf-8")))
    return found


def _put(into: dict[str, Any], words: Mapping[str, Any]) -> None:
    for name, value in words.items():
        if isinstance(value, dict):
            _put(into.setdefault(name, {}), value)
        elif isinstance(value, list):
            into[name] = [*into.get(name, []), *value]
        else:
            into[name] = value


WORDS = _words()
_LABEL = (
    r"(?P<label>\d{1,2}(?:\.?\d{1,2}|\.? ?[a-zæøå](?![\wæøå]))*|[A-ZÆØÅ](?=[.:) ])|[IVX]{1,4}(?=[.:) ]|$))"
)
_SEPARATOR = r"(?:\s*[.:)–—-]+\s*|\s+|$)"
BULLET = re.compile(r"(?:[-–—•▪●◦‣·*➢✓]\s*(?=[^\s\d-])|[-–—•▪●◦‣·*]\s+(?=\S)|o\s+(?=[A-ZÆØÅ]))")


def without_bullet(text: str) -> str:
    """The text of a point without its mark; text without a mark as it is."""
    match = BULLET.match(text)
    return text[match.end() :] if match else text


@dataclass(frozen=True, slots=True)
class LevelFound:
    """A line that opens something: ``word``'s place in its list, its label, the text that follows."""

    place: int
    action: bool
    label: str
    title: str


def _level_pattern(word: str) -> re.Pattern[str]:
    return re.compile(
        tolerant(word) + rf"(?:\s+(?:nr\.?\s*)?{_LABEL}{_SEPARATOR}|\s*:\s*)(?P<title>.*)$", re.IGNORECASE
    )


_GOALS = tuple(map(_level_pattern, WORDS["goals"]))
_ACTIONS = tuple(map(_level_pattern, WORDS["actions"]))
#: the headings of columns that are a label, a goal, an action
COLUMNS = {
    name: re.compile(tolerant("|".join(f"(?:{word})" for word in words)), re.IGNORECASE)
    for name, words in WORDS["columns"].items()
}
#: openers that need neither number nor colon, since nothing else begins so
_PLAIN_ACTION = re.compile(
    r"(?:tiltag\s*/\s*handling|handling\s*/\s*tiltag|tiltag\s*/\s*indsats)\s+(?P<title>.+)$", re.IGNORECASE
)


def level(text: str) -> LevelFound | None:
    """What the line opens by a word for a level; None where it doesn't."""
    text = _with_capital(re.sub(r"\s*/\s*", "/", text))
    # "1. Indsatsområde: Fravær" is numbered before its word.
    numbered = re.match(r"(\d{1,2})[.)]\s+(?=[A-ZÆØÅ][\w ]{2,40}:\s*\S)", text)
    if numbered and (found := level(text[numbered.end() :])) and not found.label:
        return replace(found, label=numbered[1])
    for action, patterns in ((False, _GOALS), (True, _ACTIONS)):
        for place, pattern in enumerate(patterns):
            match = pattern.match(text)
            if match and _is_capital(text):
                label = re.sub(r"\s", "", match["label"] or "").strip(".")
                return LevelFound(place, action, label, match["title"].strip())
    match = _PLAIN_ACTION.match(text)
    return LevelFound(0, True, "", match["title"]) if match else None


def _with_capital(text: str) -> str:
    """Text recognition reads "In" as "ln", with which no word begins."""
    return re.sub(r"^[l|1](?=n[a-zæøå])", "I", text)


def _is_capital(text: str) -> bool:
    return not text[0].islower()


_OBJECT = (
    r"(?P<object> (?:af|for|om|til|på|med)(?: valg(?:et)? af)?(?: det| den| de)?(?: udvalgte?| valgte?)? "
    r"(?P<what>tiltag(?:et|ene)?|handling(?:en|er|erne)?|indsatsområde(?:t|r|rne)?|fokusområde(?:t|r)?|indsats(?:en|er|erne)?|aktivitet(?:en|er)?|"
    r"mål(?:et|ene)?|tema(?:et)?|problem(?:et|stillingen)?|initiativ(?:et)?)(?:/ ?\w+)?(?: og \w+)?)?"
)
_READERS = tuple(
    (
        of,
        name,
        re.compile(
            rf"(?P<phrase>(?:{tolerant('|'.join(words))}){tolerant(_OBJECT)})(?P<rest>\s*[:?]\s*.*|\s+.*|)$",
            re.IGNORECASE,
        ),
    )
    for of in ("goal", "action", "either", "plan")
    for name, words in WORDS[of].items()
)


_QUESTIONS = tuple(
    (name, re.compile(rf"(?P<phrase>(?:{tolerant('|'.join(words))}))$", re.IGNORECASE))
    for name, words in WORDS["questions"].items()
)
_EITHER = frozenset({"reason", "description"})


@dataclass(frozen=True, slots=True)
class FieldFound:
    """A line that says which field follows. ``of``: "goal", "action", "either", "plan". ``value``: the rest of it.

    ``sure``: nothing but a heading is written so; otherwise a heading only where it recurs.
    """

    of: str
    name: str
    phrase: str
    value: str
    sure: bool


@lru_cache(maxsize=4096)
def field(text: str) -> FieldFound | None:
    """The field the text is a heading of; None where it isn't."""
    text = _with_capital(re.sub(r"\s*/\s*", "/", text.strip()))
    if not text or len(text) > 2000 or text[0].islower():
        return None
    found: FieldFound | None = None
    for of, name, reader in _READERS:
        match = reader.match(text)
        if match is None:
            continue
        rest = match["rest"].strip()
        colon = rest[:1] in {":", "?"}
        what = (match["what"] or "").lower()
        if what.startswith(("indsatsområde", "fokusområde", "tema", "mål")) and of in {"either", "action"}:
            of = "goal" if name in {"description", "reason"} else of
        sure = not rest or colon or bool(match["object"] and (rest[:1].isupper() or not rest))
        better = FieldFound(of, name, match["phrase"], rest.lstrip(":? "), sure)
        # The longest heading that fits is meant: "Evalueringsplan for tiltag" before "Evaluering".
        if found is None or (sure, len(better.phrase)) > (found.sure, len(found.phrase)):
            found = better
    return found if found is not None and found.sure else _of_two(text) or found


_TWO = re.compile(
    r"(?P<first>[^:?.]{3,40}?)(?: og | samt | & | ?/ ?)(?P<second>[^:?.]{3,40}?)(?P<rest>\s*:.*|)$"
)


def _of_two(text: str) -> FieldFound | None:
    """A heading of two that are known ("Baggrund og begrundelse"): what the first of them is of."""
    match = _TWO.match(text)
    if match is None:
        return None
    first, second = (field(match[name][:1].upper() + match[name][1:]) for name in ("first", "second"))
    if first is None or second is None or first.value or second.value:
        return None
    value = match["rest"].lstrip(": ")
    return replace(first, phrase=text.removesuffix(match["rest"]), value=value, sure=True)


def asked(text: str) -> FieldFound | None:
    """The field of which the text is a heading, also where it is any question ("Hvordan ved vi, om det virker?")."""
    found = field(text)
    bare = text.strip()
    if (found is not None and found.sure) or not bare.endswith("?") or "?" in bare[:-1] or len(bare) > 90:
        return found
    for name, reader in _QUESTIONS:
        if match := reader.match(bare[:-1].strip()):
            return FieldFound("either" if name in _EITHER else "action", name, match["phrase"], "", True)
    return found
