"""Look for words in the fields of a query set, the same on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from pejling.web.components.words_alike import alternatives


def matching(rows: QuerySet, fields: Sequence[str], text: str) -> QuerySet:
    """The rows where every word of ``text``, or one alike, stands in one of the fields."""
    return rows.filter(*(anywhere(fields, word) for word in text.split()))


def anywhere(fields: Sequence[str], word: str) -> Q:
    """The word, or one that means the same, in one of the fields."""
    # SQLite folds the case of a-z only, so a word with other letters is looked for in each way it may be written.
    ways = {word} | {way for same in alternatives(word) for way in (same, same.upper(), same.capitalize())}
    if word.isascii():
        ways = {way.casefold() for way in ways}
    return reduce(or_, (Q(**{f"{field}__icontains": way}) for field in fields for way in sorted(ways)))
