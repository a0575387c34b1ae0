"""Words that readers use for one another, so that a search finds both (praktik is now oplæring). Pure."""

from __future__ import annotations

#: Each set is one idea; a word that begins with one of its stems is looked for with each of the others too.
ALIKE = (
    ("oplæring", "praktik"),
    ("hold", "klasse"),
    ("uddannelsesaftale", "elevkontrakt"),
)


def alternatives(word: str) -> tuple[str, ...]:
    """The word, and the same word with its stem replaced by those that mean the same."""
    low = word.casefold()
    found = [low]
    for stems in ALIKE:
        for stem in stems:
            # A stem inside a longer word counts only at its beginning: "holdning" is about no class, but rare.
            if low.startswith(stem):
                found += [other + low[len(stem) :] for other in stems if other != stem]
                found += [other for other in stems if other != stem and other + low[len(stem) :] not in found]
    return tuple(dict.fromkeys(found))


def holds(text: str, asked: str) -> bool:
    """Whether every word of ``asked``, or one alike, stands somewhere in ``text``."""
    low = text.casefold()
    return all(any(word in low for word in alternatives(part)) for part in asked.split())
