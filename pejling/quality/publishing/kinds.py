"""Kinds of publication in the words of the public's language."""

from __future__ import annotations

from datetime import date

from pejling.analysis.language import translate
from pejling.quality.plans.catalogue import kinds
from pejling.quality.publishing.models import Publication

__all__ = ["kind_title", "kinds", "period_in_words"]


def kind_title(publication: Publication) -> str:
    """What a publication is, in Danish; "" for a kind that isn't there any more."""
    if publication.what == Publication.What.FOLLOW_UP_PLAN:
        return translate("Follow-up plan", "da")
    if publication.what == Publication.What.KEY_FIGURES:
        return translate("Key figures", "da")
    kind = kinds().get(publication.kind)
    return kind.words["da"].title if kind else ""


def period_in_words(first: date, last: date) -> str:
    """2021, 2024-2028, or from day to day."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return f"{first.day}.{first.month}.{first.year}–{last.day}.{last.month}.{last.year}"
