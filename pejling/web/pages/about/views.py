"""Pages for everybody: every definition in words with its source, the accessibility statement, personal data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.quality.indicators.catalogue import definitions
from pejling.web.components.catalogue import variant_words, words_of
from pejling.web.components.listing import Column, Text, answer, listing
from pejling.web.gate import public
from pejling.web.pages.figures.present import directions


@public
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every definition in words, with version and official source."""
    found = listing(
        request,
        [_described(definition) for definition in definitions().values()],
        _columns(),
        [Text("q", _("Words"), ("title", "text", "source"))],
        name="definitions",
        title=_("Definitions"),
        caption=_("Every figure with where its definition comes from"),
        file_name=_("definitions"),
    )
    context = {
        "list": found,
        "indicators": [line.row for line in found.lines],
        "crumbs": _crumbs(_("Definitions and sources")),
    }
    return answer(request, "about/sources.html", context)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the law asks for."""
    return render(request, "about/accessibility.html", {"crumbs": _crumbs(_("Accessibility statement"))})


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data there are, who sees them, and for how long."""
    return render(request, "about/privacy.html", {"crumbs": _crumbs(_("Personal data"))})


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [("Pejling", reverse("home")), (title, "")]


def _columns() -> list[Column]:
    return [
        Column("title", _("Figure"), lambda row: row["title"], sort="title", link=lambda row: f"#d-{row['key']}"),
        Column("source", _("Source"), lambda row: row["source"], sort="source", words=True),
        Column("year", _("Year of the source"), lambda row: row["year"], sort="year"),
        Column("direction", _("Direction"), lambda row: directions()[row["definition"].direction], optional=True),
        Column("version", _("Version"), lambda row: row["definition"].version[:8],
               lambda row: row["definition"].version),
        Column("text", _("Definition"), lambda row: row["words"].description, optional=True, words=True),
    ]  # fmt: skip


def _described(definition: IndicatorDefinition) -> dict[str, Any]:
    texts = [variant_words(definition, variant.key) for variant in definition.variants]
    words = words_of(definition)
    variants = [(words.title, words.description) for words in texts]
    return {
        "key": definition.key,
        "definition": definition,
        "words": words,
        "title": words.title,
        "source": words.source,
        "year": definition.source_year,
        "text": " ".join([words.description, words.notes, *(f"{title} {text}" for title, text in variants)]),
        "variants": variants,
    }
