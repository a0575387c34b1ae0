"""Reads on publications that other rooms and pages may call."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.timezone import localtime

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Plan
from pejling.quality.publishing.folders import bundle_of, public_folder
from pejling.quality.publishing.forms import name_of
from pejling.quality.publishing.kinds import kind_title, period_in_words
from pejling.quality.publishing.models import Edition, Publication, Site
from pejling.quality.publishing.site import root, swap
from pejling.quality.publishing.site.pages import said_of, state_of
from pejling.quality.publishing.site.value import PublicSite, SiteEdition, SiteFile, SiteReport, Statement

State = Edition.State
#: what the public has been shown, also where it was withdrawn
SEEN = (State.PUBLISHED, State.WITHDRAWN)


def publications_of(organisation: Organisation) -> QuerySet[Publication]:
    """The school's publications with their editions (without the reports), newest first."""
    editions = Edition.objects.defer("report").order_by("-number")
    return (
        Publication.objects.filter(organisation=organisation)
        .select_related("organisation", "plan")
        .prefetch_related(Prefetch("editions", queryset=editions))
    )


def publication_of(
    organisation: Organisation, plan: Plan | None, what: str = Publication.What.PLAN
) -> Publication | None:
    """What has been, or is about to be, published of the plan; without one, of the school's key figures."""
    return publications_of(organisation).filter(plan=plan, what=what).first()


def edition(organisation: Organisation, uuid: UUID | str) -> Edition:
    """One of the school's; Edition.DoesNotExist for any other's."""
    rows = Edition.objects.select_related("publication__plan", "publication__organisation", "organisation")
    return rows.get(organisation=organisation, uuid=uuid)


def open_edition(publication: Publication) -> Edition | None:
    """The one that is on its way to the public."""
    rows = Edition.objects.select_related("publication__plan", "organisation")
    return rows.filter(publication=publication, state__in=[State.FROZEN, State.MADE]).first()


def published_on(plan: Plan) -> datetime | None:
    """When the newest edition was published that is still there; None: the public doesn't have the plan."""
    rows = Edition.objects.filter(publication__plan=plan, state=State.PUBLISHED).order_by("-number")
    return rows.values_list("published_at", flat=True).first()


def site_of(organisation: Organisation) -> Site | None:
    """The school's public site; None where nothing was published, and nothing said about it, yet."""
    return Site.objects.filter(organisation=organisation).first()


def public_site(
    organisation: Organisation, site: Site, plus: Edition | None = None, at: datetime | None = None
) -> PublicSite:
    """The site as a value; ``plus``: with this edition too, as if it were published ``at``."""
    reports = []
    for publication in publications_of(organisation):
        editions = [one for one in publication.editions.all() if one.state in SEEN]
        if plus is not None and plus.publication_id == publication.pk and plus.is_open:
            editions.insert(0, plus)
        if editions:
            reports.append(_report(publication, editions, organisation, plus, at or timezone.now()))
    reports.sort(key=lambda pair: pair[0], reverse=True)
    return PublicSite(
        uuid=str(site.uuid),
        slug=site.slug,
        name=organisation.name,
        about=site.about,
        home_page=site.home_page,
        address=settings.PUBLIC_ADDRESS,
        statement=_statement(site),
        reports=tuple(report for _order, report in reports),
    )


def _report(
    publication: Publication,
    editions: list[Edition],
    organisation: Organisation,
    plus: Edition | None,
    at: datetime,
) -> tuple[tuple[str, str], SiteReport]:
    """(what it is sorted by, the report)."""
    period = editions[0].period
    made = SiteReport(
        slug=publication.slug,
        kind=kind_title(publication),
        title=publication.title,
        period=period_in_words(*period) if period else "",
        editions=tuple(
            _edition(one, organisation, at if one is plus else one.published_at) for one in editions
        ),
    )
    return (period[1].isoformat() if period else "", publication.title), made


def _edition(row: Edition, organisation: Organisation, published_at: datetime) -> SiteEdition:
    row.organisation = organisation
    withdrawn = None
    if row.state == State.WITHDRAWN:
        withdrawn = (localtime(row.withdrawn_at).date(), row.withdrawn_reason)
    return SiteEdition(
        uuid=str(row.uuid),
        number=row.number,
        folder=bundle_of(row),
        published_at=published_at,
        day=localtime(published_at).date(),
        note=row.note,
        files=tuple(
            SiteFile(name, said_name, said["bytes"])
            for name, said in row.files.items()
            if (said_name := name_of(name))
        ),
        withdrawn=withdrawn,
        withdrawn_at=row.withdrawn_at if withdrawn else None,
    )


def _statement(site: Site) -> Statement:
    return Statement(
        compliance=site.get_compliance_display() if site.compliance else "",
        known_problems=site.known_problems,
        alternatives=site.alternatives,
        tested_how=site.tested_how,
        stated_on=site.stated_on,
        official_link=site.official_link,
        contact_email=site.contact_email,
        contact_phone=site.contact_phone,
    )


def seen_editions(organisation: Organisation) -> QuerySet[Edition]:
    """Every edition that the public has been shown, without its report."""
    rows = Edition.objects.filter(organisation=organisation, state__in=SEEN).defer("report")
    return rows.select_related("organisation", "publication").order_by("publication", "number")


def has_pages(organisation: Organisation) -> bool:
    """Whether the public folder holds pages of the school."""
    site = site_of(organisation)
    return site is not None and (public_folder() / site.slug).exists()


def is_behind(organisation: Organisation) -> bool:
    """Whether the public pages say something else than what has been published: an act was broken off."""
    site = site_of(organisation)
    if site is None or not Edition.objects.filter(organisation=organisation, state__in=SEEN).exists():
        return False
    return said_of(public_folder() / site.slug).get("state") != state_of(public_site(organisation, site))


def needs_agreeing(organisation: Organisation) -> bool:
    """Whether a kill left something that can be put right by itself."""
    site = site_of(organisation)
    if site is None or not seen_editions(organisation).exists():
        return False
    if swap.is_left(public_folder() / site.slug) or root.is_behind(public_folder(), settings.PUBLIC_ADDRESS):
        return True
    return is_behind(organisation) and not unknown_editions(organisation)


def unknown_editions(organisation: Organisation) -> list[str]:
    """Addresses in the public folder that lead to editions which the database doesn't know: ``plan/udgave-2``.

    An older backup was put back, or the folder is another installation's. To write the pages anew is their end.
    """
    site = site_of(organisation)
    if site is None:
        return []
    live = public_folder() / site.slug
    seen = seen_editions(organisation).values_list("publication__slug", "number")
    known = {f"{slug}/udgave-{number}" for slug, number in seen}
    there = {path.relative_to(live).as_posix() for path in live.glob("*/udgave-*") if path.is_dir()}
    return sorted(there - known)
