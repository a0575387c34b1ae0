"""Search in what a school has published, without script and without a database: a list of texts is read. *Pure.*

``search.json`` holds ``entries[{title, heading, address, text}]``, ``words`` in the reader's language, and
``alike`` (words that mean the same). An entry is found where every word stands in it somewhere.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST = 200
MOST = 50
AROUND = 90
BEGIN, END = "<!--results-->", "<!--/results-->"
FIELD = 'name="q" value=""'


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found; ``excerpt`` is HTML with the words marked."""

    title: str
    heading: str
    address: str
    excerpt: str


def plain(text: str) -> str:
    """As texts are compared: without regard to case, width and accents of other languages."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(query: str) -> list[str]:
    """The words of a question, each once."""
    return list(dict.fromkeys(re.findall(r"\w+", plain(query[:LONGEST]))))


def search(said: Mapping[str, Any], query: str) -> list[Hit]:
    """The entries that hold every word, those with a word in their heading first; at most MOST."""
    words = words_of(query)
    if not words:
        return []
    alike = [_alike(said, word) for word in words]
    found = []
    for place, entry in enumerate(said.get("entries", ())):
        heading, title = plain(entry["heading"]), plain(entry["title"])
        text = plain(entry["text"])
        if all(any(one in where for one in some for where in (heading, title, text)) for some in alike):
            first = sum(any(one in heading for one in some) for some in alike)
            found.append((-first, place, entry))
    every = [one for some in alike for one in some]
    return [
        Hit(entry["title"], entry["heading"], entry["address"], _excerpt(entry["text"], every))
        for _first, _place, entry in sorted(found, key=lambda one: one[:2])[:MOST]
    ]


def _alike(said: Mapping[str, Any], word: str) -> list[str]:
    for some in said.get("alike", ()):
        if any(word.startswith(one) for one in some):
            return [word, *some]
    return [word]


def _excerpt(text: str, words: Sequence[str]) -> str:
    """The text around the first word that stands in it."""
    pattern = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)), re.IGNORECASE)
    first = pattern.search(text)
    if first is None:
        return html.escape(text[: 2 * AROUND]) + ("…" if len(text) > 2 * AROUND else "")
    start, end = max(first.start() - AROUND, 0), min(first.end() + AROUND, len(text))
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    cut, made, at = text[start:end], [], 0
    for hit in pattern.finditer(cut):
        made += [html.escape(cut[at : hit.start()]), f"<mark>{html.escape(hit[0])}</mark>"]
        at = hit.end()
    made.append(html.escape(cut[at:]))
    return ("…" if start else "") + "".join(made) + ("…" if end < len(text) else "")


def answered(page: str, said: Mapping[str, Any], query: str) -> str:
    """The search page with the answer in place of the list of everything; as it is where nothing was asked."""
    query = " ".join(query.split())[:LONGEST]
    if not query or BEGIN not in page or END not in page:
        return page
    hits, words = search(said, query), said.get("words", {})
    key = "none" if not hits else "one" if len(hits) == 1 else "more" if len(hits) < MOST else "most"
    told = html.escape(words.get(key, "%(n)s").replace("%(n)s", str(len(hits))).replace("%(q)s", query))
    made = [f'<h2 id="fundet">{told}</h2>']
    if hits:
        made.append('<ol class="hits">')
        made += [
            f'<li><h3><a href="{html.escape(hit.address)}">{html.escape(hit.heading)}</a></h3>'
            f'<p class="quiet">{html.escape(hit.title)}</p><p>{hit.excerpt}</p></li>'
            for hit in hits
        ]
        made.append("</ol>")
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    field = FIELD.replace('value=""', f'value="{html.escape(query)}"')
    return before.replace(FIELD, field, 1) + "".join(made) + after
