"""A definition's words in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from pejling.analysis.definition_model import IndicatorDefinition, VariantWords, Words


def words_of(definition: IndicatorDefinition) -> Words:
    """Title and texts in the reader's language."""
    return definition.words[_language(definition.words)]


def variant_words(definition: IndicatorDefinition, key: str | None) -> VariantWords | None:
    """Title and rule of a variant in the reader's language; None without one."""
    variant = definition.variant(key)
    return variant.words[_language(variant.words)] if variant else None


def _language(words: object) -> str:
    language = (get_language() or "da")[:2]
    return language if language in words else "da"
