"""After a restore: the public pages, written anew from what the backup says has been published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pejling.base.organisations.queries import schools
from pejling.quality.publishing.actions import rebuild
from pejling.quality.publishing.refusing import Refused


@dataclass(frozen=True, slots=True)
class Written:
    """A school whose pages are written (``problem`` ""), or why they couldn't be."""

    school: str
    problem: str = ""


def write_pages() -> Iterator[Written]:
    """Every school that has published something; what the public folder holds besides is left as it is."""
    for school in schools():
        try:
            written = rebuild(by=None, organisation=school)
        except Refused as refused:
            yield Written(school.name, str(refused))
        else:
            if written:
                yield Written(school.name)
