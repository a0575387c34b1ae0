"""Search across the school. The words are posted and kept in the session: never in an address, a log or a history."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.facts.deliveries.cpr import scrub_text
from pejling.web.components.words_alike import alternatives
from pejling.web.gate import of_school
from pejling.web.pages.search.hits import MOST, found_by
from pejling.web.pages.search.providers import PROVIDERS

KEY = "search"
SHORTEST, LONGEST = 2, 100


@of_school("search")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Keep the words for the page that answers, so that "back" and "reload" come back to the same answer."""
    text = " ".join(request.POST.get("q", "").replace("\x00", " ").split())[:LONGEST]
    # A CPR number is neither kept nor looked for: nothing in Pejling is found by it.
    holds_cpr = scrub_text(text) != text
    request.session[KEY] = {"text": "" if holds_cpr else text, "cpr": holds_cpr}
    return redirect("search", request.school.uuid)


@of_school("search")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What was found, kind by kind."""
    asked = request.session.get(KEY, {})
    text = asked.get("text", "")
    long_enough = len(text) >= SHORTEST
    groups = (
        [found for one in PROVIDERS if (found := found_by(one, request.access, text))] if long_enough else []
    )
    school = request.school
    context = {
        "crumbs": [(school.name, reverse("retention", args=[school.uuid])), (_("Search"), "")],
        "text": text,
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
        "too_short": bool(text) and not long_enough,
        "holds_cpr": asked.get("cpr", False),
        "alike": sorted({other for word in text.split() for other in alternatives(word)[1:]}),
        "most": MOST,
    }
    return render(request, "search/page.html", context)
