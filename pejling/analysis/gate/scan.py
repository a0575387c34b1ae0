"""The gate's look through texts: everything that must be settled before they are published. *Pure.*"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote

from pejling.analysis.gate.hit import Hit, Known, even, words
from pejling.analysis.gate.internal import Needles, internal_in, joined, needles_of
from pejling.analysis.gate.names import Names, names_in
from pejling.analysis.gate.numbers import numbers_in, sure_cprs

#: what is looked for in finished files: there, numbers of every kind stand beside each other by chance
OF_FILES = frozenset({"email"})


def scan(texts: Iterable[tuple[str, str]], known: Known, owners: Collection[str] = ()) -> list[Hit]:
    """Every hit in (place, text), in order. ``owners``: places that say who answers for something."""
    needles, names, owned = needles_of(known.internal), Names(known), frozenset(owners)
    return [
        hit for place, text in texts for hit in _in(place, even(_read(text)), needles, names, place in owned)
    ]


def _read(text: str) -> str:
    """An address as it is read: ``%20`` is a blank."""
    return unquote(text) if "://" in text else text


def _in(place: str, text: str, needles: Needles, names: Names, owner: bool) -> Iterator[Hit]:
    yield from numbers_in(place, text)
    yield from internal_in(place, text, needles)
    yield from names_in(place, text, names, owner=owner)


def crawl(texts: Iterable[tuple[str, str]], known: Known, settled: Iterable[str] = ()) -> list[Hit]:
    """What finished files give away: internal words, names of persons known here, e-mail addresses, CPR numbers.

    ``settled``: texts that somebody has accepted; where a file holds part of one, that is accepted, too; a CPR number
    never.
    """
    needles, names = needles_of(known.internal), Names(Known(known.people))
    accepted = [f" {' '.join(words(text))} " for text in settled]
    found = []
    for place, text in texts:
        text = joined(text)
        hits = [*internal_in(place, text, needles), *names_in(place, text, names, guess=False)]
        hits += [hit for hit in numbers_in(place, text) if hit.kind in OF_FILES]
        found += sure_cprs(place, text)
        found += [
            hit for hit in hits if not any(f" {' '.join(words(hit.text))} " in text for text in accepted)
        ]
    return found
