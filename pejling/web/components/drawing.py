"""Pictures as responses: an SVG that needs no script, and the specification that a script draws with hover texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpResponse, JsonResponse

from pejling.analysis.pictures import svg

FONTS = Path(__file__).resolve().parent.parent / "static" / "vendor" / "fonts"


def as_svg(specification: dict[str, Any]) -> HttpResponse:
    """The picture drawn on the server."""
    return _private(HttpResponse(svg(specification, FONTS), content_type="image/svg+xml"))


def as_json(specification: dict[str, Any]) -> HttpResponse:
    """The specification, for vega-embed."""
    return _private(JsonResponse(specification))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
