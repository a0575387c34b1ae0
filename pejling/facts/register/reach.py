"""Whose students are whose: rows of the register held to what a user's memberships reach (see ``Access.reach``).

A municipality and a workplace have a student for as long as a training agreement with them is in force, and no
longer; the other dimensions are what the student's enrolment says now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from pejling.base.accounts.scopes import OF_PERSONS, Held
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery, VersionedRow
from pejling.facts.register.models import Agreement, Pseudonym, Spell

#: dimension -> column of the enrolment
_OF_SPELL = {
    "department": "department",
    "programme": "programme",
    "class": "class_group",
    "contact_teacher": "contact_teacher",
    "student": "student",
}
#: dimension -> column of the training agreement
_OF_AGREEMENT = {"municipality": "municipality", "workplace": "workplace"}


def current_rows(model: type[VersionedRow], organisation: Organisation) -> QuerySet:
    """The rows that hold now: delivered by a delivery that stands, and not taken back by one."""
    # By a list of ids, not by joins: with 300,000 rows that takes half the time.
    active = Delivery.objects.filter(organisation=organisation, state=Delivery.State.ACTIVE).values("pk")
    still = Q(to_delivery__isnull=True) | ~Q(to_delivery__in=active)
    return model.objects.filter(still, organisation=organisation, from_delivery__in=active)


def agreements_in_force(organisation: Organisation, today: date) -> QuerySet[Agreement]:
    """The training agreements in force on that day."""
    open_or_later = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return current_rows(Agreement, organisation).filter(open_or_later, starts_on__lte=today)


def spells_within(organisation: Organisation, reach: Sequence[Held], today: date) -> QuerySet[Spell]:
    """The current spells whose students fit one of ``reach``; a student's number is enough to find the rest."""
    spells = current_rows(Spell, organisation)
    if {} in reach:
        return spells
    fits = Q(pk__in=[])
    agreements = agreements_in_force(organisation, today)
    for held in reach:
        fits |= _fits(held, agreements)
    return spells.filter(fits)


def _fits(held: Mapping[str, frozenset[str]], agreements: QuerySet[Agreement]) -> Q:
    columns = {f"{_OF_SPELL[name]}__in": values for name, values in held.items() if name in _OF_SPELL}
    agreed = {f"{_OF_AGREEMENT[name]}__in": values for name, values in held.items() if name in _OF_AGREEMENT}
    fits = Q(**columns)
    if agreed:
        # One and the same agreement must fit: with the municipality, at the workplace.
        fits &= Q(student__in=agreements.filter(**agreed).values("student"))
    return fits


def pseudonyms_within(organisation: Organisation, held: Mapping[str, frozenset[str]]) -> list[str]:
    """For figures: the pseudonyms of those who fit the dimensions that no snapshot holds, sorted (one query).

    Whoever has had an agreement at the workplace at any time belongs to its figures: counting only those whose
    agreement is in force today would leave out exactly those who left.
    """
    named = {name: values for name, values in held.items() if name in OF_PERSONS}
    fits = _fits(named, current_rows(Agreement, organisation))
    students = current_rows(Spell, organisation).filter(fits).values("student")
    found = Pseudonym.objects.filter(organisation=organisation, student__in=students)
    return sorted(found.values_list("name", flat=True))


class Within:
    """Tells of single spells of some students whether they are within reach; one query at most."""

    def __init__(
        self, organisation: Organisation, reach: Sequence[Held], students: Iterable[str], today: date
    ) -> None:
        self.reach = reach
        self.agreements: dict[str, list[Agreement]] = defaultdict(list)
        if any(held.keys() & _OF_AGREEMENT.keys() for held in reach):
            own = agreements_in_force(organisation, today).filter(student__in=list(students))
            for agreement in own.only("student", *_OF_AGREEMENT.values()):
                self.agreements[agreement.student].append(agreement)

    def has(self, spell: Spell) -> bool:
        """Whether the spell's student is among those in reach."""
        return any(self.fits(spell, held) for held in self.reach)

    def fits(self, spell: Spell, held: Held) -> bool:
        """Whether the spell's student fits one of them."""
        if any(getattr(spell, _OF_SPELL[name]) not in held[name] for name in held.keys() & _OF_SPELL.keys()):
            return False
        agreed = held.keys() & _OF_AGREEMENT.keys()
        return not agreed or any(
            all(getattr(agreement, _OF_AGREEMENT[name]) in held[name] for name in agreed)
            for agreement in self.agreements[spell.student]
        )
