"""The parts of the school as the list and a part's own page show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from pejling.base.accounts.models import Membership
from pejling.base.organisations.models import Organisation, Relation
from pejling.base.organisations.official import municipality_named


@dataclass(slots=True)
class Line:
    """One part with all that is known about it."""

    part: Organisation
    address: str
    members: int = 0
    former: list[str] = field(default_factory=list)
    became: list[str] = field(default_factory=list)
    took_over: list[str] = field(default_factory=list)
    region: str = ""

    @property
    def history(self) -> str:
        """Earlier names, what it became part of, and what became part of it."""
        return "; ".join([*self.former, *self.became, *self.took_over])

    @property
    def state(self) -> str:
        return state_in_words(self.part, localdate())


def lines(parts: Sequence[Organisation], school: Organisation) -> list[Line]:
    """One line per part: the number of queries is the same however many there are."""
    keys = [part.pk for part in parts]
    made = {
        part.pk: Line(part, reverse("organisation_part", args=[school.uuid, part.uuid])) for part in parts
    }
    for part in parts:
        for name in part.former_names.all():
            text = _("called %(name)s until %(day)s")
            made[part.pk].former.append(text % {"name": name.name, "day": _day(name.until)})
        if part.kind == Organisation.Kind.MUNICIPALITY and (known := municipality_named(part.code)):
            made[part.pk].region = known.region.name
    for relation in _relations(school):
        _tell(relation, made)
    counted = Membership.objects.in_force().filter(organisation=school, scopes__part__in=keys)
    for key, count in counted.values_list("scopes__part").annotate(n=Count("user", distinct=True)):
        if key in made:
            made[key].members = count
    return list(made.values())


def state_in_words(part: Organisation, today: date) -> str:
    """Whether the part exists today."""
    if part.valid_to and part.valid_to < today:
        return _("over")
    return _("begins later") if part.valid_from and part.valid_from > today else _("in force")


def _relations(school: Organisation) -> Sequence[Relation]:
    return Relation.objects.filter(organisation=school).select_related("part", "target")


def _tell(relation: Relation, made: dict[int, Line]) -> None:
    if relation.kind == Relation.Kind.IN_REGION:
        if relation.part_id in made:
            made[relation.part_id].region = relation.target.name
        return
    day = {"day": _day(relation.valid_from)}
    if relation.part_id in made:
        text = _("part of %(name)s from %(day)s")
        made[relation.part_id].became.append(text % {"name": relation.target.name, **day})
    if relation.target_id in made:
        text = _("took over %(name)s on %(day)s")
        made[relation.target_id].took_over.append(text % {"name": relation.part.name, **day})


def _day(day: date | None) -> str:
    return date_format(day, "j. F Y") if day else ""
