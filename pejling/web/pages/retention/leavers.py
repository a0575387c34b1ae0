"""Who is newly known to have left: names for those who may see persons, a count for others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from pejling.analysis.newly_left import Leaver, NewlyLeft
from pejling.base.accounts.access import Access
from pejling.base.accounts.scopes import Held
from pejling.base.organisations.models import Organisation
from pejling.facts.register.queries import Person, people_behind
from pejling.web.components import numbers
from pejling.web.components.masking import small

#: Names in the list on the page; the page's workbook has them all.
LISTED = 500
#: Looked up to find those whom a reader held to some may see.
LOOKED_UP = 500


def leavers(
    left: NewlyLeft, school: Organisation, access: Access, *, most: int | None = LISTED
) -> dict[str, Any]:
    """Counts, and lists of persons where ``access`` allows; ``most``: how many of each, None for all."""
    found: dict[str, Any] = {
        "left_count": _count(len(left.left), access.smallest),
        "withdrawn_count": _count(len(left.withdrawn), access.smallest),
        "any_withdrawn": bool(left.withdrawn) and not small(len(left.withdrawn), access.smallest),
        "since": numbers.day(left.older_as_of),
        "names": access.may("see_persons"),
        "left": [],
        "withdrawn": [],
        "more": 0,
        "beyond": 0,
    }
    if not found["names"]:
        return found
    reach = access.reach("see_persons")
    looked_up = most if reach == [{}] else LOOKED_UP if most else None
    parts = left.left[:looked_up], left.withdrawn[:looked_up]
    people = people_behind(school, [leaver.spell for part in parts for leaver in part], reach=reach)
    gone, withdrawn = ([one for one in part if _is_theirs(one, people, reach)] for part in parts)
    found["left"] = [_line(leaver, people.get(leaver.spell)) for leaver in gone[:most]]
    found["withdrawn"] = [_line(leaver, people.get(leaver.spell)) for leaver in withdrawn[:most]]
    found["beyond"] = len(parts[0]) - len(gone)
    found["more"] = (len(left.left) if reach == [{}] else len(gone)) - len(found["left"])
    return found


def _is_theirs(leaver: Leaver, people: dict[str, Person | None], reach: Sequence[Held]) -> bool:
    """Whether the reader may see the line: by the register, else (erased or undone since) by what was frozen."""
    if leaver.spell in people:
        return people[leaver.spell] is not None
    frozen = {"department": leaver.department, "programme": leaver.programme}
    return any(all(frozen.get(name) in values for name, values in held.items()) for held in reach)


def _count(count: int, smallest: int) -> str:
    if small(count, smallest):
        return _("fewer than %(smallest)d") % {"smallest": smallest}
    return numbers.number(count)


def _line(leaver: Leaver, person: Person | None) -> dict[str, Any]:
    """One student. A spell that the register no longer has keeps its line, without a name."""
    return {
        "student": person.student if person else "",
        "name": (person.name or person.student) if person else _("no longer in the register"),
        "class_group": leaver.class_group or "",
        "programme": " ".join(part for part in (leaver.programme, leaver.part) if part),
        "department": leaver.department or "",
        "starts_on": leaver.starts_on,
        "ends_on": leaver.ends_on,
        "reason": (person.leave_reason if person else "") or "",
        "code": leaver.leave_code or "",
        "contact_teacher": person.contact_teacher if person else "",
    }
