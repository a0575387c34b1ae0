"""The analysis floor's own translation: standard-library gettext, because Django must not be needed here.

Source strings are English. The language is PEJLING_LANGUAGE, Danish unless it says otherwise; without a compiled
catalogue the English text is shown.
"""

from __future__ import annotations

import gettext
import os
from functools import lru_cache
from pathlib import Path

_CATALOGUES = Path(__file__).parent / "locale"


def translate(text: str, language: str = "") -> str:
    """The text in ``language``, such as a report's own; without one, in the user's."""
    return _catalogue(language or os.environ.get("PEJLING_LANGUAGE") or "da").gettext(text)


def _(text: str) -> str:
    """Marks a text for the catalogue where it is written; it is translated where it is shown."""
    return text


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", _CATALOGUES, [language], fallback=True)
