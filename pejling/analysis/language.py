"""The analysis floor's own translation: standard-library gettext, because Django must not be needed here.

Source strings are English. The language is that of the reader who is being answered (``speaking``), else
PEJLING_LANGUAGE, Danish unless it says otherwise; without a compiled catalogue the English text is shown.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

_CATALOGUES = Path(__file__).parent / "locale"
_SPOKEN: ContextVar[str] = ContextVar("spoken", default="")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it, whoever is answered reads that language."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def translate(text: str, language: str = "") -> str:
    """The text in ``language``, such as a report's own; without one, in the user's."""
    chosen = language or _SPOKEN.get() or os.environ.get("PEJLING_LANGUAGE") or "da"
    return _catalogue(chosen).gettext(text)


def _(text: str) -> str:
    """Marks a text for the catalogue where it is written; it is translated where it is shown."""
    return text


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", _CATALOGUES, [language], fallback=True)
