"""What the gate found, and by what it is known when the same is found again. *Pure.*"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

#: in the order they are shown: what may never be published first
KINDS = ("cpr", "internal", "figure", "student_number", "email", "phone", "name")
AROUND = 70
_DIGITS = re.compile(r"\d")
#: signs that are in a text and can't be seen; a reader copies them, and a search doesn't find what they divide
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_MARKED = re.compile("(?<=[0-9])[\u0300-\u036f\u20d0-\u20ff]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """``text`` at ``start`` of the text at ``place``. ``refused``: nobody can accept it, it must be mended.

    ``before`` and ``after`` are what stands around it. A CPR number is never repeated, not even here: ``text`` has
    dots for its digits.
    """

    kind: str
    place: str
    text: str
    before: str = ""
    after: str = ""
    refused: bool = False
    key: str = field(default="", compare=False)

    @property
    def fingerprint(self) -> str:
        """The same for the same words, wherever they stand and whatever is around them."""
        return fingerprint(self.kind, self.key or self.text)


@dataclass(frozen=True, slots=True)
class Known:
    """What the gate is told. ``people``: names of persons; ``internal``: (what it is, text) of what must stay inside;
    ``fine``: names that may stand, such as those of the school, its departments and partners. ``held_back``:
    (measure, value) of figures that the public isn't told; ``held_back_in_reviews``: (heading, value)."""

    people: tuple[str, ...] = ()
    internal: tuple[tuple[str, str], ...] = ()
    fine: tuple[str, ...] = ()
    held_back: tuple[tuple[str, str], ...] = ()
    held_back_in_reviews: tuple[tuple[str, str], ...] = ()


def fingerprint(kind: str, text: str) -> str:
    """SHA-256 of the kind and the words: no number and no name is kept where it is noted."""
    return hashlib.sha256(f"{kind}\n{' '.join(words(text))}".encode()).hexdigest()


def even(text: str) -> str:
    """The text with one way of writing each sign: wide digits and strange blanks made plain, and without what takes
    no room (soft hyphens, joiners, marks of direction) or is struck through digits."""
    return _MARKED.sub("", _UNSEEN.sub("", unicodedata.normalize("NFKC", text)))


def words(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return re.findall(r"[^\W_]+", even(text).casefold())


def made(kind: str, place: str, text: str, start: int, end: int, *, refused: bool = False) -> Hit:
    """A hit with what stands around it."""
    found = text[start:end]
    shown = _DIGITS.sub("•", found) if kind == "cpr" else found
    first, last = max(start - AROUND, 0), min(end + AROUND, len(text))
    before = ("…" if first else "") + text[first:start]
    after = text[end:last] + ("…" if last < len(text) else "")
    if kind == "cpr":
        before, after = _LONG.sub(_dots, before), _LONG.sub(_dots, after)
        # Known by what is around it: no hash of the number is kept either.
        found = before + shown + after
    return Hit(kind, place, shown, before, after, refused, key=found)


_LONG = re.compile(r"\d[\d .-]{7,}\d")


def _dots(found: re.Match[str]) -> str:
    return _DIGITS.sub("•", found[0])


def by_fingerprint(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    """The hits, those of the same words together: refused and worst kinds first, then in the text's order."""
    together: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=lambda one: (not one.refused, KINDS.index(one.kind))):
        together.setdefault(hit.fingerprint, []).append(hit)
    return together
