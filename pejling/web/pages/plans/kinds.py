"""The kinds of plan as a reader's words: read once, in the language of the page."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language

from pejling.analysis.plans.kinds import KindWords, PlanKind, plan_kinds


@lru_cache(maxsize=1)
def kinds() -> dict[str, PlanKind]:
    """Every kind of the catalogue."""
    return plan_kinds()


def words_of(key: str) -> KindWords:
    """What a kind, its levels, actions and measures are called; of a kind that is gone, its key and plain words."""
    kind = kinds().get(key)
    if kind is None:
        return KindWords(key, "", ("",), "", "")
    return kind.words["en" if (get_language() or "da").startswith("en") else "da"]


def kind_choices() -> list[tuple[str, str]]:
    """(key, title) of each, for a list to choose from."""
    return sorted(((key, words_of(key).title) for key in kinds()), key=lambda pair: pair[1])
