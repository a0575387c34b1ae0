"""What the pages of one plan's publishing have in common: the plan, what of it is published, and the way here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse

from pejling.quality.plans.models import Plan
from pejling.quality.publishing import queries
from pejling.quality.publishing.models import Edition, Publication
from pejling.web.pages.plans.frame import bare, frame

What = Publication.What


def wanted(request: HttpRequest, given: str) -> str:
    """What of the plan is meant; 404 for what isn't published at all."""
    if given not in What.values:
        raise Http404
    return given


def asked(request: HttpRequest) -> str:
    """The same, out of a form or the address; the plan itself where nothing is said."""
    given = request.POST.get("what") or request.GET.get("what") or What.PLAN
    return wanted(request, given)


def here(request: HttpRequest, plan: Plan, what: str) -> str:
    """The page of the plan's publishing."""
    address = reverse("publishing", args=[request.school.uuid, plan.uuid])
    return address if what == What.PLAN else f"{address}?what={what}"


def open_edition(plan: Plan, what: str) -> Edition:
    """The edition on its way to the public; 404 where there is none."""
    publication = Publication.objects.filter(plan=plan, what=what).first()
    found = queries.open_edition(publication) if publication else None
    if found is None:
        raise Http404
    return found


def seen_edition(plan: Plan, what: str, number: int) -> Edition:
    """An edition that the public has seen; 404 where there is none of that number."""
    rows = Edition.objects.select_related("publication__plan", "organisation")
    found = rows.filter(
        publication__plan=plan, publication__what=what, number=number, published_at__isnull=False
    ).first()
    if found is None:
        raise Http404
    return found


def framed(request: HttpRequest, plan: UUID, what: str, *last: str) -> dict[str, Any]:
    """Context of a page of the plan's publishing."""
    row = bare(request, plan)
    context = frame(request, row, "publishing", *last)
    return context | {
        "what": what,
        "here": here(request, row, what),
        "may_publish": request.access.may("publish"),
    }


def preview_address(request: HttpRequest, plan: Plan, what: str, edition: Edition) -> str:
    """The report's own page in the preview."""
    first = f"{edition.publication.slug}/"
    return reverse("publishing_preview", args=[request.school.uuid, plan.uuid, what, first])


def public_address(slug: str, path: str = "") -> str:
    """Where a public page is reached; "" where nobody has said."""
    return f"{settings.PUBLIC_ADDRESS}/{slug}/{path}" if settings.PUBLIC_ADDRESS else ""
