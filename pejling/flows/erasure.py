"""Forget again whoever had been forgotten: what a restore calls before anybody sees the data."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache

from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import kept_copies
from pejling.facts.persons.models import PersonRequest
from pejling.flows.personal import erasing, forgetting, records

log = logging.getLogger(__name__)


def reapply() -> dict[str, int]:
    """Carry out every recorded erasure on the data as they are now; {what: how many} were taken out.

    Only what had been delivered before the erasure: somebody who came back to the school since, stays. Safe to
    repeat. A school that isn't in the database (any more) is passed over. Raises Busy.
    """
    total: dict[str, int] = {}
    schools = {school.uuid: school for school in Organisation.objects.filter(kind=Organisation.Kind.SCHOOL)}
    for found in records.read_all():
        school = schools.get(found.school)
        if school is None:
            log.warning("erasures of a school that isn't here: %s", found.school)
            continue
        for what, n in _again(school, found).items():
            total[what] = total.get(what, 0) + n
    return total


def _again(school: Organisation, found: records.Record) -> dict[str, int]:
    is_theirs = _matcher(school, found)
    if found.about == PersonRequest.About.USER:
        did = forgetting.forget_matching(school, is_theirs)
    else:
        students = frozenset(filter(is_theirs, erasing.students_of(school) | _in_copies(school, is_theirs)))
        did = erasing.erase(erasing.Wanted(school, students, found.erased_at)) if students else {}
    if did:
        record(by=None, organisation=school, verb="erase_again", subject=None, fields=sorted(did))
    return did


def _in_copies(school: Organisation, is_theirs: Callable[[str], bool]) -> set[str]:
    """Students who are only in the files: each of their rows was kept out."""
    found: set[str] = set()
    known = erasing.students_of(school)
    for copy in kept_copies.copies_of(school, known.__contains__):
        for _number, cells in kept_copies.rows_about(copy, is_theirs):
            found |= {text for text in map(kept_copies.plain, cells) if is_theirs(text)}
    return found


def _matcher(school: Organisation, found: records.Record) -> Callable[[str], bool]:
    @cache
    def is_theirs(text: str) -> bool:
        return bool(text) and records.keyed(school.uuid, found.about, text) in found.hashes

    return is_theirs
