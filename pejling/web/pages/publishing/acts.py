"""What changes the public pages: publish, withdraw, take back; the first two are asked for on a page of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.publishing import actions, queries
from pejling.quality.publishing.refusing import REASONS, Refused
from pejling.web.gate import of_school
from pejling.web.pages.publishing.frame import (
    framed,
    open_edition,
    preview_address,
    public_address,
    seen_edition,
    wanted,
)


@of_school("publish")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, plan: UUID | None, what: str = "") -> HttpResponse:
    """Ask, and publish."""
    what = wanted(plan, what)
    context = framed(request, plan, what, _("Publication"), _("Publish"))
    edition = open_edition(request, context["plan"], what)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        said = _("Edition %(number)s is published.") % {"number": edition.number}
        return _done(
            request,
            context,
            said,
            lambda: actions.publish(by=request.user, organisation=request.school, edition=edition),
        )
    site = queries.site_of(request.school)
    context |= {
        "edition": edition,
        "preview": preview_address(request, context["plan"], what, edition),
        "ready": edition.state == "made" and not edition.found,
        "lasting": public_address(site.slug, f"{edition.publication.slug}/") if site else "",
        "problem": "",
    }
    return render(
        request, "publishing/publish.html", context, status=400 if request.method == "POST" else 200
    )


@of_school("publish")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, plan: UUID | None, edition: int, what: str = "") -> HttpResponse:
    """Ask for the reason, and withdraw."""
    what = wanted(plan, what)
    context = framed(request, plan, what, _("Publication"), _("Withdraw"))
    row = seen_edition(request, context["plan"], what, edition)
    reason = request.POST.get("reason", "")
    problem = ""
    if request.method == "POST":
        if scrub_text(reason) != reason:
            problem = _("The reason holds what looks like a CPR number. Take it out.")
        elif len(reason.strip()) < 3:
            problem = _("Write the reason: it is shown to everybody.")
        else:
            return _done(
                request,
                context,
                _("Edition %(number)s is withdrawn.") % {"number": row.number},
                lambda: actions.withdraw(
                    by=request.user, organisation=request.school, edition=row, reason=reason
                ),
            )
    context |= {"edition": row, "problem": problem, "reason": reason}
    return render(request, "publishing/withdraw.html", context, status=400 if problem else 200)


@of_school("publish")
@require_POST
def take_back(request: HttpRequest, plan: UUID | None, edition: int, what: str = "") -> HttpResponse:
    """The withdrawal was a mistake."""
    what = wanted(plan, what)
    context = framed(request, plan, what)
    row = seen_edition(request, context["plan"], what, edition)
    said = _("Edition %(number)s can be read again.") % {"number": row.number}
    return _done(
        request,
        context,
        said,
        lambda: actions.take_back(by=request.user, organisation=request.school, edition=row),
    )


def _done(
    request: HttpRequest, context: dict[str, Any], said: str, act: Callable[[], object]
) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(REASONS[refused.code]) % refused.params)
    else:
        messages.success(request, said)
    return HttpResponseRedirect(context["here"])
