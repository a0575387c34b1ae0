"""Codes to sentences: what is wrong and how to mend it, in the reader's language.

*Pure* until a sentence is asked for: only then is Django's translation needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pejling.facts.deliveries.wordings import N_, files, mappings, notices, rows, uploads

_WORDS = files.WORDS | mappings.WORDS | rows.WORDS | notices.WORDS | uploads.WORDS


class _Params(dict[str, Any]):
    """Parameters in a sentence: lists with commas; one that isn't known as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def codes() -> frozenset[str]:
    """Every code there are words for."""
    return frozenset(code.removesuffix(".near") for code in _WORDS)


def describe(code: str, params: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """(what is wrong, how to mend it) for a code of this package; an unknown code speaks for itself."""
    from django.utils.translation import gettext

    given = dict(params or {})
    if given.get("path") == "":
        given["path"] = gettext(N_("The mapping itself"))
    words = (given.get("near") and _WORDS.get(f"{code}.near")) or _WORDS.get(code)
    if words is None:
        return code, ""
    shown = _Params({key: _text(value) for key, value in given.items()})
    what, mend = words
    return gettext(what) % shown, gettext(mend) % shown


def _text(value: Any) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(item) for item in value)
    return str(value)
