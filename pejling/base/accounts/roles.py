"""Roles as classes with a description of what each sees; imports no models.

A role says *what kind of thing* its holder may do; which students and figures is said by the membership's scopes.
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
        "see_plans",
        "see_plan_work",
        "edit_plans",
        "adopt_plans",
        "judge_contract",
        "edit_own_part",
        "publish",
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

_FIGURES = frozenset({"see_figures", "see_results", "search"})
_CLOSE_UP = _FIGURES | {"see_small_counts", "see_persons"}
#: Whoever works at the school follows its plans from the first draft; others read what has been adopted.
_AT_SCHOOL = frozenset({"see_plans", "see_plan_work"})
_PLANS = _AT_SCHOOL | {"edit_plans"}


@dataclass(frozen=True, slots=True)
class Role:
    """One role: its key, title, what it sees in words, its verbs and the cuts it may make.

    ``scopes``: the dimensions (see ``scopes.DIMENSIONS``) a membership in it may be held to. ``needs``: at least one
    of these must be given, and a membership without any sees nothing; () for a role that may see the whole school.
    """

    key: str
    title: str | Promise
    description: str | Promise
    verbs: frozenset[str]
    cuts: frozenset[str] = ALL_CUTS
    smallest: int = 0  #: counts from 1 up to one below this are not shown; 0 = all are
    scopes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def by_department(self) -> bool:
        """Whether it is held to departments and nothing else."""
        return self.needs == ("department",)


ADMINISTRATOR = Role(
    "administrator",
    _("Administrator"),
    _("Runs the installation: users, deliveries and the audit log. Sees all figures, but no persons."),
    frozenset(
        {
            *("see_figures", "see_small_counts", "see_results", "see_quarantine", "deliver", "search"),
            *("administer", "see_audit", "see_mail", "see_jobs"),
            *("manage_people", "manage_organisation", "manage_personal_data"),
            *_AT_SCHOOL,
        }
    ),
)
QUALITY_LEAD = Role(
    "quality_lead",
    _("Quality lead"),
    _("Sees all figures and the students behind them, and takes in deliveries."),
    _CLOSE_UP | _PLANS | {"see_quarantine", "deliver", "adopt_plans", "publish"},
)
HEAD = Role(
    "head",
    _("Head of school"),
    _("Sees all the school's figures and the students behind them. Takes in no deliveries."),
    _CLOSE_UP | _PLANS | {"adopt_plans", "publish"},
)
HEAD_OF_DEPARTMENT = Role(
    "head_of_department",
    _("Head of department"),
    _("Sees the figures and students of own departments only."),
    _CLOSE_UP | _PLANS,
    scopes=("department",),
    needs=("department",),
)
HEAD_OF_PROGRAMME = Role(
    "head_of_programme",
    _("Head of programme"),
    _("Sees the figures and students of own programmes, at all departments or only some."),
    _CLOSE_UP | _PLANS,
    scopes=("programme", "department"),
    needs=("programme",),
)
COMPLETION_COORDINATOR = Role(
    "completion_coordinator",
    _("Completion coordinator"),
    _("Sees figures and students of the whole school, or only of the departments and programmes named."),
    _CLOSE_UP | _PLANS,
    scopes=("department", "programme"),
)
COUNSELLOR = Role(
    "counsellor",
    _("Counsellor"),
    _("Sees the figures and students of own departments only."),
    _CLOSE_UP | _AT_SCHOOL,
    scopes=("department",),
    needs=("department",),
)
CONTACT_TEACHER = Role(
    "contact_teacher",
    _("Contact teacher"),
    _("Sees the figures and students of own classes, or those that carry the teacher's initials."),
    _CLOSE_UP | _AT_SCHOOL,
    scopes=("class", "contact_teacher"),
    needs=("class", "contact_teacher"),
)
MUNICIPAL_CONSULTANT = Role(
    "municipal_consultant",
    _("Municipality's education consultant"),
    _(
        "Sees figures of the students who had a training agreement with own municipality when they started, and the "
        "students whose agreement with it is in force today."
    ),
    _CLOSE_UP | {"see_plans", "edit_own_part"},
    scopes=("municipality",),
    needs=("municipality",),
)
TRAINING_SUPERVISOR = Role(
    "training_supervisor",
    _("Training supervisor"),
    _(
        "Sees own students, named by their numbers, or those whose training agreement at own workplaces is in force "
        "today; and figures of all who have had one there."
    ),
    _CLOSE_UP,
    scopes=("student", "workplace"),
    needs=("student", "workplace"),
)
STUDENT_COORDINATOR = Role(
    "student_coordinator",
    _("Student coordinator"),
    _(
        "Sees the students whose training agreement at own workplace is in force today, and figures of all who have "
        "had one there."
    ),
    _CLOSE_UP,
    scopes=("workplace",),
    needs=("workplace",),
)
TEAM_LEADER = Role(
    "team_leader",
    _("Municipal team leader"),
    _(
        "Sees the same as the municipality's education consultant, or only the workplaces named: of the students "
        "whose agreement is in force today."
    ),
    _CLOSE_UP | {"see_plans", "edit_own_part"},
    scopes=("municipality", "workplace"),
    needs=("municipality",),
)
LUU = Role(
    "luu",
    _("Member of the local training committee"),
    _("Sees figures from 5 students up, of all programmes or only those named. Sees no persons."),
    _FIGURES | {"see_plans"},
    cuts=COARSE_CUTS,
    smallest=5,
    scopes=("programme",),
)
BOARD = Role(
    "board",
    _("Board member"),
    _("Sees figures from 5 students up, by programme, intake and department. Sees no persons."),
    _FIGURES | {"see_plans", "judge_contract"},
    cuts=COARSE_CUTS,
    smallest=5,
)
REGION = Role(
    "region",
    _("Region"),
    _(
        "Sees figures from 5 students up of those who had a training agreement with the region when they started. "
        "Sees no persons."
    ),
    _FIGURES | {"see_plans"},
    cuts=COARSE_CUTS,
    smallest=5,
    scopes=("municipality",),
    needs=("municipality",),
)

ROLES = {
    role.key: role
    for role in (
        *(ADMINISTRATOR, QUALITY_LEAD, HEAD, HEAD_OF_DEPARTMENT, HEAD_OF_PROGRAMME, COMPLETION_COORDINATOR),
        *(COUNSELLOR, CONTACT_TEACHER, MUNICIPAL_CONSULTANT, TRAINING_SUPERVISOR, STUDENT_COORDINATOR),
        *(TEAM_LEADER, LUU, BOARD, REGION),
    )
}
CHOICES = [(role.key, role.title) for role in ROLES.values()]
