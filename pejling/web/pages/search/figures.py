"""Find figures by their name, their definition and their variants."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.base.accounts.access import Access
from pejling.quality.indicators.catalogue import definitions
from pejling.web.components.catalogue import variant_words, words_of
from pejling.web.components.words_alike import holds
from pejling.web.pages.search.hits import MOST, Hit


def find_figures(access: Access, text: str) -> list[Hit]:
    """Figures and variants whose name fits, then those whose definition does."""
    by_name: list[Hit] = []
    by_text: list[Hit] = []
    for definition in definitions().values():
        words = words_of(definition)
        address = reverse("figures_one", args=[access.organisation.uuid, definition.key])
        own = Hit(words.title, words.description, address)
        if holds(words.title, text):
            by_name.append(own)
        elif holds(f"{words.title} {words.description} {words.notes} {words.source}", text):
            by_text.append(own)
        by_name += _variants(definition, address, text)
    return (by_name + by_text)[: MOST + 1]


def _variants(definition: IndicatorDefinition, address: str, text: str) -> list[Hit]:
    title = words_of(definition).title
    told = [(variant.key, variant_words(definition, variant.key)) for variant in definition.variants]
    return [
        Hit(f"{title}: {words.title.lower()}", words.description, f"{address}?{urlencode({'variant': key})}")
        for key, words in told
        if holds(f"{title} {words.title}", text) and not holds(title, text)
    ]
