"""The page that says what the public has of a plan or the key figures, and leads the next edition there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.base.jobs.queries import newest
from pejling.quality.plans import queries as plan_queries
from pejling.quality.plans.history import names_of_users
from pejling.quality.plans.models import Plan
from pejling.quality.publishing import queries
from pejling.quality.publishing.freezing import content_hash, report_of
from pejling.quality.publishing.gate import Question, questions
from pejling.quality.publishing.jobs import freezing_key, key_of
from pejling.quality.publishing.key_figures import is_of, told_snapshots
from pejling.quality.publishing.models import Edition, Publication
from pejling.quality.publishing.site.value import Statement
from pejling.quality.publishing.states import PLANS
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.publishing.frame import (
    OF_PLANS,
    What,
    address,
    asked,
    framed,
    preview_address,
    public_address,
)
from pejling.web.pages.publishing.wording import KIND_WORDS, place_in_words

#: so many places of the same words are shown
SHOWN = 5


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """Words to settle, as the page shows them."""

    fingerprint: str
    kind: str
    explained: str
    text: str
    places: list[tuple[str, str, str, str]]  #: (where, before, the words, after)
    more: int
    refused: bool
    reason: str
    who: str


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID | None) -> HttpResponse:
    """State, next steps for those who publish, and the editions that the public has seen."""
    what = asked(request, plan)
    context = framed(request, plan, what, _("Publication"))
    row: Plan | None = context["plan"]
    publication = queries.publication_of(request.school, row, what)
    editions = [one for one in publication.editions.all() if not one.is_open] if publication else []
    site = queries.site_of(request.school)
    context |= {
        "choices": [(value, What(value).label, value == what) for value in OF_PLANS] if row else [],
        "publication": publication,
        "editions": [_shown(request, row, one, publication, site) for one in editions],
        "newest": next((one for one in editions if one.state == "published"), None),
        "latest": public_address(site.slug, f"{publication.slug}/") if site and editions else "",
        "decided": row is None or row.state in PLANS,
        "folder": settings.PEJLING_PUBLIC,
    }
    if context["at_school"]:
        context |= _work(request, row, what, publication, editions)
    return render(request, "publishing/page.html", context)


def _shown(
    request: HttpRequest, plan: Plan | None, edition: Edition, publication: Publication, site: Any
) -> dict[str, Any]:
    path = f"{publication.slug}/udgave-{edition.number}/"
    withdrawn = edition.state == Edition.State.WITHDRAWN
    step = "take_back" if withdrawn else "withdraw"
    return {
        "row": edition,
        "address": public_address(site.slug, path) if site else "",
        "step": address(request, plan, publication.what, step, edition.number),
    }


def _work(
    request: HttpRequest,
    plan: Plan | None,
    what: str,
    publication: Publication | None,
    editions: list[Edition],
) -> dict[str, Any]:
    """What only the school sees: the edition on its way, and whether there is something else to say now."""
    open_one = queries.open_edition(publication) if publication else None
    asked_ = questions(open_one) if open_one else []
    names = names_of_users({one.acceptance.by for one in asked_ if one.acceptance and one.acceptance.by})
    site = queries.site_of(request.school)
    return {
        "open": open_one,
        "preview": preview_address(request, plan, what, open_one) if open_one else "",
        "unsettled": [_question(one, names) for one in asked_ if one.is_open],
        "settled": [_question(one, names) for one in asked_ if not one.is_open],
        "job": newest(request.school, key_of(open_one)) if open_one else None,
        "freezing": _freezing(request, plan, what, open_one),
        "publishes": address(request, plan, what, "publish") if open_one else "",
        "found": [(KIND_WORDS[one["kind"]][0], one["place"]) for one in open_one.found] if open_one else [],
        "changed": _changed(request, plan, what, editions),
        "behind": request.access.may("publish") and bool(editions) and queries.is_behind(request.school),
        "unstated": not (site and _is_stated(site)),
    }


def _is_stated(site: Any) -> bool:
    said = {name: getattr(site, name) for name in Statement.__slots__}
    return Statement(**said).is_complete


def _freezing(request: HttpRequest, plan: Plan | None, what: str, open_one: Edition | None) -> Any:
    """The job that freezes it, while it does, or where it failed and nothing has been frozen since."""
    job = newest(request.school, freezing_key(request.school, plan, what))
    if job is None or job.state == "done":
        return None
    return None if job.is_finished and open_one and open_one.frozen_at >= job.asked_at else job


def _changed(request: HttpRequest, plan: Plan | None, what: str, editions: list[Edition]) -> bool:
    """Whether there is something else to say now than in the newest published edition."""
    last = next((one for one in editions if one.state == "published"), None)
    if last is None:
        return False
    if plan is None:
        # Whether others have published something new isn't looked for: newer own data are.
        report = Edition.objects.values_list("report", flat=True).get(pk=last.pk)
        return not is_of(report, told_snapshots(request.school))
    whole = plan_queries.plan(request.school, plan.uuid)
    try:
        return content_hash(report_of(whole, what, dated=today())) != last.content_hash
    except KeyError:
        return False


def _question(one: Question, names: dict[Any, str]) -> ShownQuestion:
    title, explained = KIND_WORDS[one.kind]
    places = [(place_in_words(hit.place), hit.before, hit.text, hit.after) for hit in one.hits[:SHOWN]]
    accepted = one.acceptance
    return ShownQuestion(
        fingerprint=one.fingerprint,
        kind=str(title),
        explained=str(explained),
        text=one.hits[0].text,
        places=places,
        more=max(len(one.hits) - SHOWN, 0),
        refused=one.refused,
        reason=accepted.reason if accepted else "",
        who=(names.get(accepted.by, "") if accepted else ""),
    )
