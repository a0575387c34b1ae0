"""The invented people who read the demo: one for each kind of reader, held to what the demo school really has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from pejling.base.accounts import actions as accounts
from pejling.base.accounts import roles
from pejling.base.accounts.roles import Role
from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import parts_of
from pejling.facts.deliveries.models import VersionedRow
from pejling.facts.register.models import Spell
from pejling.facts.register.reach import agreements_in_force, current_rows
from pejling.flows.demo.school import DEPARTMENTS, MUNICIPALITIES, PROGRAMMES

Scopes = dict[str, list[str]]


def _everything(school: Organisation, today: date) -> Scopes:
    return {}


def _first_departments(school: Organisation, today: date) -> Scopes:
    names = parts_of(school, Organisation.Kind.DEPARTMENT).values_list("name", flat=True)
    return {"department": list(names[:2])}


def _busiest_class(school: Organisation, today: date) -> Scopes:
    there = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    rows = current_rows(Spell, school).filter(there, starts_on__lte=today, class_group__isnull=False)
    return {"class": _most(rows, "class_group", 1)}


def _busiest_workplaces(school: Organisation, today: date) -> Scopes:
    rows = agreements_in_force(school, today).filter(municipality=MUNICIPALITIES[0], workplace__isnull=False)
    return {"workplace": _most(rows, "workplace", 3)}


def _most(rows: VersionedRow, column: str, most: int) -> list[str]:
    """The values with the most students; the first of equals by name, so that every demo has the same."""
    counted = rows.values(column).annotate(n=Count("student", distinct=True)).order_by("-n", column)
    return [row[column] for row in counted[:most]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who doesn't exist; ``scopes`` finds what the role is held to."""

    email: str
    name: str
    role: Role
    scopes: Callable[[Organisation, date], Scopes] = field(default=_everything)


READERS = (
    Reader("kvalitet@demo.example", "Karen Kvist", roles.QUALITY_LEAD),
    Reader("administrator@demo.example", "Anders Aa", roles.ADMINISTRATOR),
    Reader("afdelingsleder@demo.example", "Hanne Holm", roles.HEAD_OF_DEPARTMENT,
           lambda school, today: {"department": [next(iter(DEPARTMENTS))]}),
    Reader("gennemfoerelse@demo.example", "Gitte Grøn", roles.COMPLETION_COORDINATOR),
    Reader("vejleder@demo.example", "Viggo Vang", roles.COUNSELLOR, _first_departments),
    Reader("kontaktlaerer@demo.example", "Kaj Krog", roles.CONTACT_TEACHER, _busiest_class),
    Reader("kommune@demo.example", "Mette Maj", roles.MUNICIPAL_CONSULTANT,
           lambda school, today: {"municipality": [MUNICIPALITIES[0]]}),
    Reader("oplaeringsvejleder@demo.example", "Ole Odde", roles.TRAINING_SUPERVISOR, _busiest_workplaces),
    Reader("luu@demo.example", "Lone Lund", roles.LUU,
           lambda school, today: {"programme": [PROGRAMMES[1]]}),
    Reader("bestyrelse@demo.example", "Bente Bro", roles.BOARD),
)  # fmt: skip


def add_readers(school: Organisation, today: date) -> None:
    """Make them; nobody can log in as one of them with a password."""
    for reader in READERS:
        user = accounts.add_user(by=None, email=reader.email, name=reader.name, is_demo=True)
        scopes = reader.scopes(school, today)
        accounts.grant(by=None, user=user, organisation=school, role=reader.role.key, scopes=scopes)
