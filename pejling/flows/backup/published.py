"""After a restore: the public pages, written anew from what the backup says has been published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pejling.base.organisations.queries import schools
from pejling.quality.publishing.actions import rebuild
from pejling.quality.publishing.queries import has_pages, is_behind
from pejling.quality.publishing.refusing import Refused


@dataclass(frozen=True, slots=True)
class Written:
    """A school whose pages are written (``problem`` ""), or why they couldn't be."""

    school: str
    problem: str = ""


def write_pages(*, over: bool) -> Iterator[Written]:
    """Every school that has published something; what the public folder holds besides is left as it is.

    Pages that are there already are only written ``over`` where that was asked for: a restore that is tried in
    another folder may have been told where the real pages are.
    """
    for school in schools():
        if not over and has_pages(school):
            if is_behind(school):
                yield Written(
                    school.name, _("The public folder holds other pages, which are left: see pejling doctor.")
                )
            continue
        try:
            written = rebuild(by=None, organisation=school)
        except Refused as refused:
            yield Written(school.name, str(refused))
        else:
            if written:
                yield Written(school.name)
