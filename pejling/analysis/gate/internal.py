"""Internal words in what is to be published, also in part and otherwise broken over lines. *Pure.*

A text is known by every run of SPAN words in it, a shorter one by all of its words; one of less than SHORTEST words
or letters says nothing that couldn't be said by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pejling.analysis.gate.hit import Hit, even, made

SPAN, SHORTEST, LETTERS = 6, 3, 10
_WORD = re.compile(r"[^\W_]+")
_BROKEN = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")


@dataclass(frozen=True, slots=True)
class Needles:
    """Runs of words that must not be found -> what they are from; and the lengths of those runs."""

    runs: dict[tuple[str, ...], str]
    lengths: tuple[int, ...]
    untold: int = field(default=0)  #: texts too short to be looked for


def needles_of(internal: Iterable[tuple[str, str]]) -> Needles:
    """From (what it is, text)."""
    runs: dict[tuple[str, ...], str] = {}
    untold = 0
    for what, text in internal:
        found = [one[0] for one in _WORD.finditer(even(text).casefold())]
        if len(found) < SHORTEST or sum(map(len, found)) < LETTERS:
            untold += 1
            continue
        for start in range(max(len(found) - SPAN, 0) + 1):
            runs.setdefault(tuple(found[start : start + SPAN]), what)
    return Needles(runs, tuple(sorted({len(run) for run in runs}, reverse=True)), untold)


def internal_in(place: str, text: str, needles: Needles) -> Iterator[Hit]:
    """Every stretch of the text that stands in something internal; runs that overlap are one."""
    if not needles.runs:
        return
    text = joined(text)
    found = list(_WORD.finditer(text))
    said = [one[0].casefold() for one in found]
    for first, last in _stretches(said, needles):
        yield made("internal", place, text, found[first].start(), found[last].end())


def _stretches(said: Sequence[str], needles: Needles) -> Iterator[tuple[int, int]]:
    start = end = -1
    for place in range(len(said)):
        length = next((n for n in needles.lengths if tuple(said[place : place + n]) in needles.runs), 0)
        if not length:
            continue
        if place <= end:
            end = max(end, place + length - 1)
            continue
        if start >= 0:
            yield start, end
        start, end = place, place + length - 1
    if start >= 0:
        yield start, end


def joined(text: str) -> str:
    """The text with words that were divided at the end of a line put together."""
    return _BROKEN.sub("", even(text))
