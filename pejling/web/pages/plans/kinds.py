"""The kinds of plan as a reader's words, in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language

from pejling.analysis.plans.cycle import CycleStep, StepWords
from pejling.analysis.plans.kinds import KindWords
from pejling.quality.plans.catalogue import kinds

__all__ = ["kind_choices", "kinds", "step_words", "words_of"]


def words_of(key: str) -> KindWords:
    """What a kind, its levels, actions and measures are called; of a kind that is gone, its key and plain words."""
    kind = kinds().get(key)
    return KindWords(key, "", ("",), "", "") if kind is None else kind.words[_language()]


def step_words(step: CycleStep) -> StepWords:
    """What a step of the annual cycle is called."""
    return step.words[_language()]


def kind_choices() -> list[tuple[str, str]]:
    """(key, title) of each, for a list to choose from."""
    return sorted(((key, words_of(key).title) for key in kinds()), key=lambda pair: pair[1])


def _language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"
