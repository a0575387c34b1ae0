"""Who sees what: the roles in words, and for one student or one class the people who may see who the students are.

A student's number is sent in the body of the request, never in an address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pejling.base.accounts.access import Grant, grant_of
from pejling.base.accounts.models import Membership
from pejling.base.accounts.roles import ROLES
from pejling.base.accounts.wording import VERB_WORDS, scopes_in_words
from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import names_of
from pejling.facts.deliveries.cpr import scrub_text
from pejling.facts.register.models import Spell
from pejling.facts.register.queries import spells_of_class, spells_of_student
from pejling.facts.register.reach import Within
from pejling.web.components.danish_order import danish_key
from pejling.web.gate import of_school
from pejling.web.pages.people.found import crumbs
from pejling.web.pages.personal_data.forms import as_subject

KINDS = ("student", "class")


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody who may see ``seen`` of the students asked about, by this membership."""

    membership: Membership
    held: str
    seen: int

    @property
    def role(self) -> Any:
        return ROLES[self.membership.role].title


@of_school("manage_people")
@sensitive_post_parameters("value")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The roles and their verbs; with a student or a class, who may see them today."""
    context: dict[str, Any] = {
        "crumbs": crumbs(request, (_("Who sees what"), "")),
        "roles": ROLES.values(),
        "matrix": matrix(),
        "kind": "student",
    }
    if request.method == "POST":
        kind, value = request.POST.get("kind", ""), request.POST.get("value", "").strip()
        kind = kind if kind in KINDS else "student"
        # A CPR number is looked for as the hash that the register holds, and not sent back to the page.
        shown = value if scrub_text(value) == value else ""
        context |= {"kind": kind, "value": shown, "asked": True}
        wanted = as_subject(value, request.school) if kind == "student" else value
        context |= _asked(request.school, kind, wanted)
    return render(request, "people/who_sees.html", context)


def matrix() -> list[tuple[Any, list[bool]]]:
    """Each verb in words, with whether each role has it, in the order of the roles."""
    return [(words, [verb in role.verbs for role in ROLES.values()]) for verb, words in VERB_WORDS.items()]


def watchers(school: Organisation, spells: Sequence[Spell]) -> list[Watcher]:
    """Every membership in force that lets its holder see who some of these students are. The number of queries is
    the same however many students and memberships there are."""
    granted = _granted(school)
    students = {spell.student for spell in spells}
    within = Within(school, [grant.held for _row, grant in granted], students, localdate())
    found = []
    for row, grant in granted:
        seen = {spell.student for spell in spells if within.fits(spell, grant.held)}
        if seen:
            found.append(Watcher(row, scopes_in_words(list(row.scopes.all())), len(seen)))
    return sorted(found, key=lambda one: (danish_key(str(one.role)), danish_key(str(one.membership.user))))


def _granted(school: Organisation) -> list[tuple[Membership, Grant]]:
    rows = Membership.objects.in_force().filter(organisation=school, user__is_active=True)
    rows = list(rows.select_related("user").prefetch_related("scopes__part"))
    names = names_of([scope.part_id for row in rows for scope in row.scopes.all() if scope.part_id])
    granted = [(row, grant_of(row, names)) for row in rows]
    return [(row, grant) for row, grant in granted if "see_persons" in grant.verbs]


def _asked(school: Organisation, kind: str, value: str) -> dict[str, Any]:
    if not value or len(value) > 200:
        return {"problem": _("Write a student number or the name of a class.")}
    spells = spells_of_student(school, value) if kind == "student" else spells_of_class(school, value)
    if not spells:
        unknown = {
            "student": _("No student has that number. Write it as it stands in the school's extract."),
            "class": _("No class has that name. Write it as it stands in the school's extract."),
        }
        return {"problem": unknown[kind]}
    return {"watchers": watchers(school, spells), "students": len({spell.student for spell in spells})}
