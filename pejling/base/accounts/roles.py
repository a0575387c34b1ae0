"""Roles as classes with a description of what each sees; imports no models.

A role says *what kind of thing* its holder may do; which rows is said by the membership's departments.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS = frozenset(
    {
        "see_figures",
        "see_small_counts",
        "see_persons",
        "see_quarantine",
        "deliver",
        "administer",
        "see_audit",
        "see_mail",
        "see_jobs",
        "see_results",
        "search",
        "manage_people",
        "manage_organisation",
        "manage_personal_data",
    }
)

#: Everything a figure may be cut by; whoever may not see small counts gets only the coarse ones.
ALL_CUTS = frozenset(
    {
        "department",
        "programme",
        "part",
        "intake",
        "start_month",
        "class",
        "municipality",
        "student_type",
        "age25",
    }
)
COARSE_CUTS = frozenset({"programme", "intake", "department"})


@dataclass(frozen=True, slots=True)
class Role:
    """One role: its key, title, what it sees in words, its verbs and the cuts it may make."""

    key: str
    title: str | Promise
    description: str | Promise
    verbs: frozenset[str]
    cuts: frozenset[str] = ALL_CUTS
    smallest: int = 0  #: counts from 1 up to one below this are not shown; 0 = all are
    by_department: bool = False  #: sees only the departments of the membership


ADMINISTRATOR = Role(
    "administrator",
    _("Administrator"),
    _("Runs the installation: users, deliveries and the audit log. Sees all figures, but no persons."),
    frozenset(
        {
            *("see_figures", "see_small_counts", "see_results", "see_quarantine", "deliver", "search"),
            *("administer", "see_audit", "see_mail", "see_jobs"),
            *("manage_people", "manage_organisation", "manage_personal_data"),
        }
    ),
)
QUALITY_LEAD = Role(
    "quality_lead",
    _("Quality lead"),
    _("Sees all figures and the students behind them, and takes in deliveries."),
    frozenset(
        {
            *("see_figures", "see_small_counts", "see_results", "search"),
            *("see_persons", "see_quarantine", "deliver"),
        }
    ),
)
COUNSELLOR = Role(
    "counsellor",
    _("Counsellor"),
    _("Sees the figures and students of own departments only."),
    frozenset({"see_figures", "see_small_counts", "see_results", "search", "see_persons"}),
    by_department=True,
)
BOARD = Role(
    "board",
    _("Board member"),
    _("Sees figures from 5 students up, by programme, intake and department. Sees no persons."),
    frozenset({"see_figures", "see_results", "search"}),
    cuts=COARSE_CUTS,
    smallest=5,
)

ROLES = {role.key: role for role in (ADMINISTRATOR, QUALITY_LEAD, COUNSELLOR, BOARD)}
CHOICES = [(role.key, role.title) for role in ROLES.values()]
