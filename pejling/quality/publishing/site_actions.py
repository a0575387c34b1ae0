"""Writes on the school's public site: its address, and what it says about itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.publishing.models import Edition, Site
from pejling.quality.publishing.refusing import Refused
from pejling.quality.publishing.site.value import address_name

#: what its form may change
FIELDS = (
    *("slug", "about", "home_page", "contact_email", "contact_phone", "compliance", "known_problems"),
    *("alternatives", "tested_how", "stated_on", "official_link"),
)


@transaction.atomic
def open_site(*, by: Any, organisation: Organisation) -> Site:
    """The school's site; made, with an address of the school's name, where there is none yet."""
    found = Site.objects.filter(organisation=organisation).first()
    if found is not None:
        return found
    slug = address_name(organisation.name, set(Site.objects.values_list("slug", flat=True)), "skole")
    made = Site.objects.create(organisation=organisation, slug=slug)
    record(by=by, organisation=organisation, verb="open_site", subject=made, fields=["slug"])
    return made


@transaction.atomic
def change_site(*, by: Any, organisation: Organisation, values: dict[str, Any]) -> list[str]:
    """Change what the site says; returns the fields that changed. ``values``: of FIELDS, checked by their form.

    Refused ``slug_taken``, or ``slug_fixed`` where something has been published: an address never changes.
    """
    site = open_site(by=by, organisation=organisation)
    site = Site.objects.select_for_update().get(pk=site.pk)
    changed = [name for name in FIELDS if name in values and getattr(site, name) != values[name]]
    if "slug" in changed:
        if Edition.objects.filter(organisation=organisation, published_at__isnull=False).exists():
            raise Refused("slug_fixed")
        if Site.objects.filter(slug=values["slug"]).exclude(pk=site.pk).exists():
            raise Refused("slug_taken")
    for name in changed:
        setattr(site, name, values[name])
    if changed:
        site.revision += 1
        site.save()
        record(by=by, organisation=organisation, verb="change_site", subject=site, fields=changed)
    return changed
