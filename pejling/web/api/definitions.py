"""The definitions of the indicators, in both languages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.base.accounts.access import Access
from pejling.quality.indicators.catalogue import definitions as all_definitions
from pejling.web.api.operation import read
from pejling.web.api.schemas import DefinitionOut

router = Router(tags=["definitions"])


@read(router, "", list[DefinitionOut], "api_definitions")
def definitions(request: HttpRequest) -> list[dict[str, Any]]:
    """Every indicator with its definition as it is now."""
    request.access.require("see_figures")
    return [_as_json(found, request.access) for found in all_definitions().values()]


@read(router, "/{key}", DefinitionOut, "api_definition")
def definition(request: HttpRequest, key: str) -> dict[str, Any]:
    """One indicator's definition."""
    request.access.require("see_figures")
    return _as_json(definition_named(key), request.access)


def definition_named(key: str) -> IndicatorDefinition:
    """The definition of that key; Http404 where there is none."""
    found = all_definitions().get(key)
    if found is None:
        raise Http404
    return found


def _as_json(found: IndicatorDefinition, access: Access) -> dict[str, Any]:
    return {
        "key": found.key,
        "version": found.version,
        "kind": found.kind,
        "direction": found.direction,
        "source_year": found.source_year,
        "words": {
            language: {name: getattr(words, name) for name in words.__dataclass_fields__}
            for language, words in found.words.items()
        },
        "window_unit": found.window.unit,
        "window_default": found.window.default,
        "windows": list(found.window.allowed),
        "variants": [
            {
                "key": variant.key,
                "titles": {language: words.title for language, words in variant.words.items()},
                "descriptions": {language: words.description for language, words in variant.words.items()},
            }
            for variant in found.variants
        ],
        "cuts": [name for name in found.dimensions if name in access.cuts],
    }
