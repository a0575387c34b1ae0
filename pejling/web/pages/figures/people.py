"""Which students are behind a value, for those who may see persons: a page of them at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from pejling.analysis.rows_counted import RowsCounted
from pejling.base.accounts.access import Access
from pejling.facts.register.queries import people_behind
from pejling.quality.indicators.wording import excluded_because


def spells_of(rows: RowsCounted, kind: str) -> list[tuple[str, str]]:
    """(spell, why it was left out or "") of one kind of rows."""
    if kind == "counted":
        return [(spell, "") for spell in rows.counted]
    if kind == "events":
        return [(spell, "") for spell in rows.events]
    return [(spell, excluded_because(why)) for why, spells in rows.excluded.items() for spell in spells]


def not_shown(known: bool) -> str:
    """Why a line has no name."""
    return _("not among your students today") if known else _("no longer in the register")


def lines(access: Access, spells: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """One line per spell, blank for somebody whom the reader mayn't see today.

    The number of queries doesn't grow with the lines of one page.
    """
    people = people_behind(
        access.organisation, [spell for spell, _why in spells], reach=access.reach("see_persons")
    )
    made = []
    for spell, why in spells:
        person = people.get(spell)
        made.append(
            {
                "student": person.student if person else "",
                "name": person.name or person.student if person else not_shown(spell in people),
                "class_group": person.class_group if person else "",
                "programme": " ".join(p for p in (person.programme, person.part) if p) if person else "",
                "department": person.department if person else "",
                "starts_on": person.starts_on if person else None,
                "code": person.leave_code if person else "",
                "why": why,
            }
        )
    return made
