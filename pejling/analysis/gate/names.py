"""Names of persons in a text: those known here, and those that look like it. *Pure.*

Nobody can know every name, so what looks like one is shown to a person who can tell: two capitalised words in a row
(Danish has capitals for names only), a common given name beside a title or where somebody answers for something, and
words in other scripts. Roles, organisations and what the school itself is called are no names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pejling.analysis.gate.hit import Hit, Known, even, made, words

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_JOIN = re.compile(r"[ \u00a0]+")
_PARTICLES = frozenset({"al", "bin", "da", "de", "del", "den", "der", "el", "la", "van", "von", "af"})
_TITLES = re.compile(
    r"(?:rektor|direktør|leder|lederen|chef|chefen|konsulent|konsulenten|koordinator|koordinatoren|lærer|læreren|"
    r"vejleder|vejlederen|underviser|underviseren|formand|formanden|næstformand|medlem|sekretær|ansvarlig|ansvarlige|"
    r"inspektør|pædagog|psykolog|sygeplejerske|elev|eleven|borgmester|medarbejder|assistent|kontaktperson|hjælper)$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\bv/|\bved|\batt\.?:?|\bkontakt:?|\bhilsen,?|\bhr\.|\bfru|\bfrk\.|\bansvarlig:?|\bejer:?)\s*$",
    re.IGNORECASE,
)
#: words that make a row of capitals an organisation, a place, a law or a thing
_THINGS = re.compile(
    r"(?:\w*(?:kommune|region|skole|college|center|centr|udvalg|styrelse|ministeri|forening|forbund|universitet|"
    r"hospital|sygehus|uddannelse|bekendtgørelse|forløb|institut)\w*|"
    r"(?:social|sundhed|kvalitet|trivsel|dansk|danmark|nordjyll|midtjyll|sjælland|hovedstad|jylland|fyn|bornholm|"
    r"elevråd|byråd|campus|projekt|indsats|afdeling|assistent|hjælper)\w*|"
    r"team|råd|rådet|syddanmark|lov|loven|gf\d?|hf|eud|euv|eux|amu|sps|sosu|ssa|ssh|pau|etu|vtu|mtu|umv|luu|vis)",
    re.IGNORECASE,
)
#: what a sentence may begin with before a name of something
_OPENERS = frozenset(
    "alle at både da de den denne der derfor desuden det dette disse du efter en end endelig er et fem fire flere "
    "for fordi fra først gennem har her hos hver hvert hvis hvor hvordan hvornår i ifølge igen ikke ingen inden "
    "jeg kan kun man mange med mellem men mens mod når og også om omkring op otte over på samt seks selv siden "
    "sin som syv the "
    "så således ti til to tre ud uden under vi ved vores".split()
)


class Names:
    """What is known beforehand: persons, words that may stand, common names."""

    def __init__(self, known: Known) -> None:
        self.people = {tuple(found) for one in known.people if len(found := words(one)) > 1}
        # A long name is also known without what stands in its middle.
        self.people |= {(found[0], found[-1]) for found in self.people if len(found) > 2}
        self.longest = max(map(len, self.people), default=0)
        #: every word of them: what isn't one begins no name
        self.parts = {word for found in self.people for word in found}
        self.fine = {word for one in known.fine for word in words(one)}


@cache
def _common() -> frozenset[str]:
    text = (Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8")
    return frozenset(even(text).casefold().split())


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        return self.text.rstrip(".").casefold()

    @property
    def is_name_like(self) -> bool:
        """A capital first and not all capitals; an initial with its dot."""
        if len(self.text) == 2 and self.text.endswith(".") and self.text[0].isupper():
            return True
        text = self.text.rstrip(".")
        return len(text) > 1 and text[0].isupper() and not text.isupper()


def names_in(
    place: str, text: str, names: Names, *, owner: bool = False, guess: bool = True
) -> Iterator[Hit]:
    """Names in a text; ``owner``: the text says who answers for something. ``guess`` False: those known only."""
    found = [_Word(one[0], *one.span()) for one in _TOKEN.finditer(text)]
    spans = list(_known(found, names))
    if guess:
        spans += [one for one in _looks_like(text, found, names, owner) if not _within(one, spans)]
        spans += [one for one in _other_scripts(text) if not _within(one, spans)]
    for start, end in sorted(spans):
        yield made("name", place, text, start, end)


def _within(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in spans)


def _known(found: list[_Word], names: Names) -> Iterator[tuple[int, int]]:
    """Full names of persons known here, either way round, with or without what stands in the middle."""
    last = -1
    plain = [_said(one.text) for one in found] if names.people else []
    for place, first in enumerate(plain):
        if place <= last or not first or first[0] not in names.parts:
            continue
        for length in range(min(names.longest, len(found) - place), 0, -1):
            said = tuple(word for one in plain[place : place + length] for word in one)
            if said in names.people or (*said[1:], *said[:1]) in names.people:
                yield found[place].start, found[place + length - 1].end
                last = place + length - 1
                break


@lru_cache(maxsize=20_000)
def _said(text: str) -> tuple[str, ...]:
    """A token's words; the same few thousand stand in every file of a report."""
    return tuple(words(text))


def _rows(text: str, found: list[_Word]) -> Iterator[list[_Word]]:
    """Rows of name-like words with nothing but a blank between them; particles may stand within."""
    row: list[_Word] = []
    for word in found:
        apart = row and not _JOIN.fullmatch(text[row[-1].end : word.start])
        ends = row and row[-1].text.endswith(".") and len(row[-1].text) > 2
        if apart or ends:
            yield _trimmed(row)
            row = []
        if word.is_name_like or (row and word.text in _PARTICLES):
            row.append(word)
        elif row:
            yield _trimmed(row)
            row = []
    if row:
        yield _trimmed(row)


def _trimmed(row: list[_Word]) -> list[_Word]:
    while row and not row[-1].is_name_like:
        row = row[:-1]
    return row


def _looks_like(text: str, found: list[_Word], names: Names, owner: bool) -> Iterator[tuple[int, int]]:
    given = _common()
    for row in _rows(text, found):
        if len(row) > 1 and (row[0].plain in _OPENERS or _TITLES.search(row[0].plain)):
            row = row[1:]
        if not row or any(one.plain in names.fine or _THINGS.fullmatch(one.plain) for one in row):
            continue
        # One capitalised word may begin a sentence, or be a role; two in a row are hardly ever anything but a name.
        if len(row) > 1 or (row[0].plain in given and (owner or _beside_title(text, row))):
            yield row[0].start, row[-1].end


def _beside_title(text: str, row: list[_Word]) -> bool:
    before = text[: row[0].start].rstrip(" \u00a0,(:")
    after = re.match(r"[\s,(]{1,3}([^\W\d_]+)", text[row[-1].end :])
    previous = re.search(r"[^\W\d_]+$", before)
    return bool(
        _BEFORE.search(text[: row[0].start])
        or (previous and _TITLES.search(previous[0]))
        or (after and text[row[-1].end] in ",(" and _TITLES.search(after[1]))
    )


def _other_scripts(text: str) -> Iterator[tuple[int, int]]:
    """Words in letters that are neither Latin nor single signs of mathematics."""
    for found in re.finditer(r"[^\W\d_]{2,}(?:[ ][^\W\d_]{2,})*", text):
        if any(ord(sign) > 0x24F and not _is_latin(sign) for sign in found[0]):
            yield found.span()


@cache
def _is_latin(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(("LATIN", "MODIFIER", "MICRO", "FEMININE", "MASCULINE"))
