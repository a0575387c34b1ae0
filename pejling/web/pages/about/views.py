"""Pages for everybody: every definition in words with its source, the accessibility statement, personal data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.quality.indicators.catalogue import definitions
from pejling.web.components.catalogue import variant_words, words_of
from pejling.web.gate import public


@public
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every definition in words, with version and official source."""
    found = [_described(definition) for definition in definitions().values()]
    return render(request, "about/sources.html", {"indicators": found})


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the law asks for."""
    return render(request, "about/accessibility.html")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data there are, who sees them, and for how long."""
    return render(request, "about/privacy.html")


def _described(definition: IndicatorDefinition) -> dict[str, Any]:
    texts = [variant_words(definition, variant.key) for variant in definition.variants]
    return {
        "definition": definition,
        "words": words_of(definition),
        "variants": [(words.title, words.description) for words in texts],
    }
