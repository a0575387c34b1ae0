"""The one layer that decides access: what a user may do at a school, and which rows and cuts are theirs.

Every page, export and fragment asks for an ``Access`` first; nothing else in the house looks at roles. A user may
have several memberships: a verb counts only for the students that the membership giving it is held to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

from pejling.base.accounts.models import Membership
from pejling.base.accounts.roles import ALL_CUTS, COARSE_CUTS, VERBS, Role
from pejling.base.accounts.scopes import Held
from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import names_of


class Denied(Exception):
    """The user may not do this; ``verb`` says what was asked."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb


@dataclass(frozen=True)
class Grant:
    """What one membership gives: ``verbs`` and ``cuts``, for the students that fit ``held`` ({}: all)."""

    role: Role
    held: Held = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()

    @property
    def verbs(self) -> frozenset[str]:
        return self.role.verbs - self.withheld

    @property
    def smallest(self) -> int:
        return 0 if "see_small_counts" in self.verbs else self.role.smallest or 5

    @property
    def cuts(self) -> frozenset[str]:
        """Whoever may not see small counts cuts coarsely: what is shown then is chosen for those cuts beforehand."""
        return self.role.cuts & COARSE_CUTS if self.smallest else self.role.cuts

    def covers(self, accepted: Mapping[str, str]) -> bool:
        """Whether everybody that passes the filter fits."""
        return all(accepted.get(name) in values for name, values in self.held.items())

    def meets(self, accepted: Mapping[str, str]) -> bool:
        """Whether anybody that passes the filter can fit."""
        return all(name not in accepted or accepted[name] in values for name, values in self.held.items())


@dataclass(frozen=True)
class Access:
    """What one user may do at one school: the union of the memberships in force, in ``grants``.

    ``departments``: names (as in the spells) the user is held to, None = all. ``cuts``: dimensions a figure may be
    cut or filtered by. ``smallest``: counts from 1 to ``smallest - 1`` are hidden; 0 shows all. These two speak of
    what passes the filter ``accepted`` (see ``at``). ``withheld``: verbs that the roles give but this session doesn't
    (see ``without``).
    """

    organisation: Organisation
    grants: tuple[Grant, ...]
    accepted: Mapping[str, str] = field(default_factory=dict)

    @property
    def role(self) -> Role:
        """The first role: for a page's greeting, never for a decision."""
        return self.grants[0].role

    @property
    def roles(self) -> list[Role]:
        """Each role once."""
        return list(dict.fromkeys(grant.role for grant in self.grants))

    def may(self, verb: str) -> bool:
        """Whether the user may do ``verb`` (one of ``roles.VERBS``, else KeyError) to anybody at all."""
        if verb not in VERBS:
            raise KeyError(verb)
        return any(verb in grant.verbs for grant in self.grants)

    def require(self, verb: str) -> None:
        """Raise Denied unless the user may."""
        if not self.may(verb):
            raise Denied(verb)

    def may_to_all(self, verb: str) -> bool:
        """Whether the user may do it to everybody: what shows whole files or deliveries asks this, not ``may``."""
        return self.may(verb) and self.reach(verb) == [{}]

    def require_to_all(self, verb: str) -> None:
        """Raise Denied unless the user may do it to everybody."""
        if not self.may_to_all(verb):
            raise Denied(verb)

    def reach(self, verb: str) -> list[Held]:
        """Whom the user may do ``verb`` to: whoever fits one of these; [{}] is everybody, [] nobody."""
        boxes = [grant.held for grant in self.grants if verb in grant.verbs]
        return [{}] if {} in boxes else boxes

    @property
    def is_whole(self) -> bool:
        """Whether the user's figures are of the whole school."""
        return self.reach("see_figures") == [{}]

    @property
    def held(self) -> Held:
        """The dimensions that *every* membership showing figures is held to, with all their values: the outer bound.

        For words on a page and lists to choose from; rows are held by ``reach``, which is exact.
        """
        boxes = self.reach("see_figures")
        if not boxes:
            return {}
        names = reduce(lambda found, box: found & set(box), boxes, set(boxes[0]))
        return {name: frozenset().union(*(box[name] for box in boxes)) for name in sorted(names)}

    @property
    def departments(self) -> frozenset[str] | None:
        return self.held.get("department")

    @property
    def cuts(self) -> frozenset[str]:
        """Where a membership is given all that passes the filter, what those allow; else only what all of them do."""
        covering, others = self._seeing()
        if covering:
            return frozenset().union(*(grant.cuts for grant in covering))
        return reduce(lambda found, grant: found & grant.cuts, others, ALL_CUTS)

    @property
    def smallest(self) -> int:
        """As ``cuts``: the mildest of those given all that passes the filter, else the strictest of all."""
        covering, others = self._seeing()
        if covering:
            return min(grant.smallest for grant in covering)
        return max((grant.smallest for grant in others), default=5)

    def _seeing(self) -> tuple[list[Grant], list[Grant]]:
        figures = [grant for grant in self.grants if "see_figures" in grant.verbs]
        return [grant for grant in figures if grant.covers(self.accepted)], figures

    def at(self, accepted: Mapping[str, str]) -> Access:
        """The access to what passes a filter (dimension -> value): of the memberships that have a part in it.

        A board member who is also a counsellor of Nord sees the school as the board does, and Nord as a counsellor.
        """
        grants = tuple(grant for grant in self.grants if grant.meets(accepted))
        return replace(self, grants=grants or self.grants, accepted=dict(accepted))

    def meets(self, accepted: Mapping[str, str]) -> bool:
        """Whether a filter leaves anything of what the user may see figures of."""
        return any("see_figures" in grant.verbs and grant.meets(accepted) for grant in self.grants)

    def without(self, verbs: Iterable[str]) -> Access:
        """The same access, where ``verbs`` are held back until the session allows them (a second factor)."""
        back = frozenset(verbs)
        grants = tuple(replace(grant, withheld=grant.withheld | back) for grant in self.grants)
        return replace(self, grants=grants)

    def only(self, verbs: Iterable[str]) -> Access:
        """The same access narrowed to ``verbs``: what a token was made for."""
        return self.without(VERBS - frozenset(verbs))

    @property
    def withheld(self) -> frozenset[str]:
        """Verbs that the roles give, but not to this session."""
        return frozenset().union(*(grant.withheld & grant.role.verbs for grant in self.grants))


def access_of(user: Any, organisation: Organisation) -> Access | None:
    """The user's access to a school today; None for a stranger, an inactive user or one who isn't logged in."""
    if not (getattr(user, "is_authenticated", False) and user.is_active):
        return None
    found = _accesses(Membership.objects.filter(user=user, organisation=organisation))
    return found[0] if found else None


def accesses_of(user: Any) -> list[Access]:
    """The user's accesses today, by the school's name."""
    if not (getattr(user, "is_authenticated", False) and user.is_active):
        return []
    return _accesses(Membership.objects.filter(user=user))


def grant_of(membership: Membership, names: Mapping[int, frozenset[str]] | None = None) -> Grant:
    """What a membership gives, whatever its dates. ``names``: of the parts it is held to; None: looked up."""
    role = membership.role_class
    scopes = list(membership.scopes.all())
    if names is None:
        names = names_of([scope.part_id for scope in scopes if scope.part_id])
    held: dict[str, set[str]] = {}
    for scope in scopes:
        held.setdefault(scope.dimension, set()).update(
            names[scope.part_id] if scope.part_id else {scope.value}
        )
    if role.needs and not held.keys() & set(role.needs):
        held[role.needs[0]] = set()  # a role that must be held, and is held to nothing, sees nobody
    return Grant(role, {name: frozenset(values) for name, values in held.items()})


def _accesses(memberships: Any) -> list[Access]:
    rows = list(memberships.in_force().select_related("organisation").prefetch_related("scopes"))
    names = names_of([scope.part_id for row in rows for scope in row.scopes.all() if scope.part_id])
    schools: dict[int, tuple[Organisation, list[Grant]]] = {}
    for row in rows:
        _school, grants = schools.setdefault(row.organisation_id, (row.organisation, []))
        grants.append(grant_of(row, names))
    return [Access(school, tuple(grants)) for school, grants in schools.values()]
