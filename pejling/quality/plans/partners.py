"""Partners of a plan: which municipality or department of this installation each is, and who speaks for it.

A partner's own people write its commitments. Where nobody here speaks for a partner, the school writes for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from pejling.base.accounts.access import Access
from pejling.base.accounts.models import Membership
from pejling.base.accounts.roles import ROLES
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Partner

KINDS = (Organisation.Kind.MUNICIPALITY, Organisation.Kind.REGION, Organisation.Kind.DEPARTMENT)
_ENDING = " Kommune"


def parts_to_link(organisation: Organisation) -> list[Organisation]:
    """What a partner may be here: the school's municipalities, regions and departments, by name."""
    return list(organisation.parts.filter(kind__in=KINDS).order_by("name"))


def part_called(organisation: Organisation, name: str) -> Organisation | None:
    """The one of that name, if any; the municipality Elmose is also "Elmose Kommune"."""
    exactly = organisation.parts.filter(kind__in=KINDS, name=name).first()
    if exactly is not None or not name.endswith(_ENDING):
        return exactly
    # A department may be called like the municipality it lies in.
    municipalities = organisation.parts.filter(kind=Organisation.Kind.MUNICIPALITY)
    return municipalities.filter(name=name.removesuffix(_ENDING)).first()


def part_of(organisation: Organisation, uuid: str) -> Organisation | None:
    """The one of that UUID; None for nonsense, another school's, or nothing."""
    try:
        wanted = UUID(uuid)
    except ValueError:
        return None
    return organisation.parts.filter(kind__in=KINDS, uuid=wanted).first()


def is_named(partner: Partner, municipalities: Collection[str]) -> bool:
    """Whether the partner is one of those municipalities: by its link, or by its name where it has none."""
    if partner.part is not None:
        return partner.part.name in municipalities
    return partner.name in municipalities or partner.name.removesuffix(_ENDING) in municipalities


def spoken_for(organisation: Organisation, partners: Iterable[Partner]) -> set[int]:
    """The keys of those partners that somebody here speaks for today: a user held to that municipality."""
    roles = [key for key, role in ROLES.items() if "edit_own_part" in role.verbs]
    rows = Membership.objects.filter(organisation=organisation, role__in=roles).in_force()
    held = rows.filter(scopes__dimension="municipality").values_list("scopes__part__name", flat=True)
    names = {name for name in held if name}
    return {partner.pk for partner in partners if is_named(partner, names)}


def own(access: Access, partner: Partner) -> bool:
    """Whether the reader is one of the partner's own people."""
    return any(
        "edit_own_part" in grant.verbs and is_named(partner, grant.held.get("municipality", frozenset()))
        for grant in access.grants
    )


def writes_for(access: Access, partner: Partner, spoken: Collection[int]) -> bool:
    """Whether the reader may write the partner's commitments; ``spoken``: see ``spoken_for``."""
    return own(access, partner) or (access.may("edit_plans") and partner.pk not in spoken)
