"""Roles, verbs and refusals in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.base.accounts.holding import Refused
from pejling.base.accounts.models import Scope
from pejling.base.accounts.roles import ROLES
from pejling.base.accounts.scopes import DIMENSIONS

#: verb -> what its holder may do, in the order of the page that says who sees what
VERB_WORDS = {
    "see_figures": gettext_lazy("see figures"),
    "see_small_counts": gettext_lazy("see counts under 5"),
    "see_results": gettext_lazy("see the overview of results"),
    "see_plans": gettext_lazy("read plans"),
    "see_plan_work": gettext_lazy("see drafts of plans and what is internal in them"),
    "edit_plans": gettext_lazy("make and change plans"),
    "adopt_plans": gettext_lazy("adopt and close plans"),
    "publish": gettext_lazy("publish plans and reports, and withdraw them"),
    "judge_contract": gettext_lazy("judge the results contract"),
    "edit_own_part": gettext_lazy("change own partner's part of a plan"),
    "search": gettext_lazy("search"),
    "see_persons": gettext_lazy("see who the students are"),
    "see_quarantine": gettext_lazy("see deliveries and rows kept out"),
    "deliver": gettext_lazy("take in deliveries"),
    "administer": gettext_lazy("open the administration"),
    "manage_people": gettext_lazy("invite people and give them roles"),
    "manage_organisation": gettext_lazy("change departments, programmes and municipalities"),
    "manage_personal_data": gettext_lazy("hand out and erase data about one person"),
    "see_jobs": gettext_lazy("see and stop jobs"),
    "see_mail": gettext_lazy("see the log of mails"),
    "see_audit": gettext_lazy("read the audit log"),
}
_REFUSALS = {
    "scope_not_of_role": gettext_lazy("“%(role)s” can't be held to %(dimension)s."),
    "not_of_school": gettext_lazy("The school has nothing called “%(value)s” among its %(dimension)s."),
    "needs_scope": gettext_lazy("“%(role)s” must be held to something: choose at least one below."),
    "too_many_values": gettext_lazy("At most %(most)d values can be given for %(dimension)s."),
    "value_too_long": gettext_lazy("A value under %(dimension)s has %(most)d characters at most."),
    "days_reversed": gettext_lazy("The last day is before the first."),
    "already_ended": gettext_lazy("The access has been ended already."),
    "last_administrator": gettext_lazy(
        "The school must have an administrator without a last day. Give somebody else the role first."
    ),
}


def refusal_in_words(refused: Refused) -> str:
    """What is wrong, and how to mend it."""
    params = dict(refused.params)
    if "role" in params:
        params["role"] = ROLES[params["role"]].title
    if "dimension" in params:
        params["dimension"] = str(DIMENSIONS[params["dimension"]].title).lower()
    return str(_REFUSALS[refused.code]) % params


def scopes_in_words(scopes: list[Scope]) -> str:
    """Such as "Departments: Nord, Syd"; students are counted, not named."""
    by_dimension: dict[str, list[str]] = {}
    for scope in scopes:
        by_dimension.setdefault(scope.dimension, []).append(str(scope))
    return "; ".join(
        f"{DIMENSIONS[key].title}: {len(values) if key == 'student' else ', '.join(values)}"
        for key, values in by_dimension.items()
    ) or _("the whole school")


def codes() -> frozenset[str]:
    """Every code there are words for."""
    return frozenset(_REFUSALS)
