"""What the pages of one publication have in common: the plan or the key figures, its addresses, and the way here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pejling.quality.plans.models import Plan
from pejling.quality.publishing import queries
from pejling.quality.publishing.models import Edition, Publication
from pejling.web.components.listing import back_to
from pejling.web.pages.plans.frame import bare, crumbs, frame

What = Publication.What
#: what of a plan is published
OF_PLANS = (What.PLAN, What.FOLLOW_UP_PLAN)
#: the steps that an address needs nothing more for
_STEPS = ("freeze", "settle", "make", "discard")


def subject(request: HttpRequest, plan: UUID | None) -> Plan | None:
    """The plan; None: the school's key figures. 404 where the reader may not see it."""
    if plan is None:
        if not request.access.may("see_plans"):
            raise Http404
        return None
    return bare(request, plan)


def wanted(plan: UUID | Plan | None, given: str | None) -> str:
    """What is meant; 404 for what isn't published at all."""
    if plan is None:
        return What.KEY_FIGURES
    if given not in OF_PLANS:
        raise Http404
    return given


def asked(request: HttpRequest, plan: UUID | Plan | None) -> str:
    """The same, out of a form or the address; the plan itself where nothing is said."""
    return wanted(plan, request.POST.get("what") or request.GET.get("what") or What.PLAN)


def address(request: HttpRequest, plan: Plan | None, what: str, step: str = "", *more: Any) -> str:
    """Where a step of the publication is taken; without a step, its page."""
    if plan is None:
        name = f"figures_publishing_{step}" if step else "figures_publishing"
        return reverse(name, args=[request.school.uuid, *more])
    arguments = [request.school.uuid, plan.uuid]
    if not step:
        page = reverse("publishing", args=arguments)
        return page if what == What.PLAN else f"{page}?what={what}"
    if step not in _STEPS:
        arguments += [what, *more]
    return reverse(f"publishing_{step}", args=arguments)


def here(request: HttpRequest, plan: Plan | None, what: str) -> str:
    """The page of the publication."""
    return address(request, plan, what)


def open_edition(request: HttpRequest, plan: Plan | None, what: str) -> Edition:
    """The edition on its way to the public; 404 where there is none."""
    publication = Publication.objects.filter(organisation=request.school, plan=plan, what=what).first()
    found = queries.open_edition(publication) if publication else None
    if found is None:
        raise Http404
    return found


def seen_edition(request: HttpRequest, plan: Plan | None, what: str, number: int) -> Edition:
    """An edition that the public has seen; 404 where there is none of that number."""
    rows = Edition.objects.select_related("publication__plan", "organisation")
    found = rows.filter(
        organisation=request.school,
        publication__plan=plan,
        publication__what=what,
        number=number,
        published_at__isnull=False,
    ).first()
    if found is None:
        raise Http404
    return found


def framed(request: HttpRequest, plan: UUID | None, what: str, *last: str) -> dict[str, Any]:
    """Context of a page of the publication."""
    row = subject(request, plan)
    context = _of_figures(request, *last) if row is None else _of_plan(request, row, *last)
    return context | {
        "plan": row,
        "what": what,
        "here": here(request, row, what),
        "go": {step: address(request, row, what, step) for step in _STEPS},
        "may_publish": request.access.may("publish"),
    }


def _of_plan(request: HttpRequest, plan: Plan, *last: str) -> dict[str, Any]:
    return frame(request, plan, "publishing", *last) | {"above": "plans/frame.html", "called": plan.title}


def _of_figures(request: HttpRequest, *last: str) -> dict[str, Any]:
    title = _("Key figures for everybody")
    published = (_("Publications"), back_to(request, "publications", request.school.uuid))
    own = (title, address(request, None, What.KEY_FIGURES) if last[1:] else "")
    way = [*crumbs(request, None, "")[:-1], published, own, *((one, "") for one in last[1:])]
    return {
        "above": "publishing/figures_frame.html",
        "called": title,
        "crumbs": way,
        "at_school": request.access.may("see_plan_work"),
    }


def preview_address(request: HttpRequest, plan: Plan | None, what: str, edition: Edition) -> str:
    """The report's own page in the preview."""
    return address(request, plan, what, "preview", f"{edition.publication.slug}/")


def public_address(slug: str, path: str = "") -> str:
    """Where a public page is reached; "" where nobody has said."""
    return f"{settings.PUBLIC_ADDRESS}/{slug}/{path}" if settings.PUBLIC_ADDRESS else ""
