"""What is wrong, missing or odd in a plan, each with a link to the field where it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.finding import Finding
from pejling.analysis.plans.wording import message
from pejling.quality.plans.models import Plan
from pejling.web.pages.plans.field_words import CONCERNS, FIELDS, field_title

#: path -> (sort, UUID of the part, its title)
Places = dict[str, tuple[str, str, str]]
#: what is said of an action's place in the plan rather than of the action itself
_OF_PLACE = frozenset({"weight", "result", "label", "judgement", "rule"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding: its words, the part it is about, where to mend it and how that is said, and the name it can be
    accepted by."""

    text: str
    about: str
    address: str
    gap: str
    go: str


def shown(
    request: HttpRequest,
    plan: Plan,
    value: values.Plan,
    found: Iterable[Finding],
    places: Places | None = None,
) -> list[Shown]:
    """The findings for a reader; ``value`` is the plan's (got through ``reading_back``).

    ``places``: where its parts are (``places_of``), for who asks more than once.
    """
    places = places_of(plan, value) if places is None else places
    made = []
    for one in found:
        params = dict(one.params)
        if params.get("field") in FIELDS:
            params["field"] = field_title(str(params["field"])).lower()
        about, address = _where(request, plan, places, one.path)
        text = message(one.code, params)
        if one.code == "partner_silent":
            address = _commitment(request, plan, places, one) or address
        if one.code == "nothing_about":
            text, address = _nothing_about(request, plan, value, str(params["subject"]))
        made.append(Shown(text, about, address, one.gap, _go(about)))
    return made


def _go(about: str) -> str:
    if not about:
        return _("Go to the plan")
    return _("Go to “%(title)s”") % {"title": Truncator(about).chars(60)}


def places_of(plan: Plan, value: values.Plan) -> Places:
    """Path -> (sort, UUID of the part, its title); an action's UUID is beside that of its place."""
    actions = {
        str(placing.uuid): str(placing.action.uuid)
        for goal in plan.goals.all()
        for placing in goal.placings.all()
    }
    found = {}
    for goal in value.walk():
        found[goal.path] = ("goal", goal.id, goal.title)
        for measure in goal.measures:
            found[measure.path] = ("measure", measure.id, measure.title)
        for action in goal.actions:
            found[action.path] = ("placing", action.id, action.title)
            found[f"{action.path}#"] = ("action", actions[action.id], action.title)
    return found


def _nothing_about(request: HttpRequest, plan: Plan, value: values.Plan, subject: str) -> tuple[str, str]:
    """In the words of the form (those of the command line are the file's), and the field of the first goal."""
    told = {"subject": CONCERNS.get(subject, subject), "field": field_title("concerns")}
    first = value.goals[0].id
    form = reverse("plans_part", args=[request.school.uuid, plan.uuid, "goal", first])
    return (
        _("The rules ask for at least one about “%(subject)s”: choose that in the field “%(field)s”.") % told,
        f"{form}#{first}-concerns",
    )


def _commitment(
    request: HttpRequest, plan: Plan, places: dict[str, tuple[str, str, str]], one: Finding
) -> str:
    """The page on which the silent partner's commitment is written."""
    goal = places[one.path.rpartition(".")[0]][1]
    partner = next((row for row in plan.partners.all() if row.name == one.params.get("partner")), None)
    if partner is None:
        return ""
    return reverse("plans_commitment", args=[request.school.uuid, plan.uuid, goal, partner.uuid])


#: fields that consist of rows -> the column that a row begins with
ROWS = {"schedule": "title", "sub_actions": "title", "references": "title", "milestones": "title"}


def _anchor(field: str) -> str:
    """The field's end of its id in the form: of a field of rows the row's first cell."""
    name, _bracket, rest = field.partition("[")
    if name in ROWS:
        number = rest.partition("]")[0]
        return f"{name}-{int(number) - 1 if number.isdigit() else 0}-{ROWS[name]}"
    return name or "title"


def _where(
    request: HttpRequest, plan: Plan, places: dict[str, tuple[str, str, str]], path: str
) -> tuple[str, str]:
    """(the part's title, the address of the form and field that mends it)."""
    holder, field = path, ""
    while holder and holder not in places:
        holder, _dot, last = holder.rpartition(".")
        field = last
    school = request.school.uuid
    if not holder:
        if field.partition("[")[0] in ROWS:
            form = reverse("plans_part", args=[school, plan.uuid, "plan", plan.uuid])
            return plan.title, f"{form}#{plan.uuid}-{_anchor(field)}"
        return "", reverse("plans_one", args=[school, plan.uuid])
    sort, part, title = places[holder]
    name = field.partition("[")[0]
    if sort == "placing" and name not in _OF_PLACE:
        sort, part, title = places[f"{holder}#"]
    if sort in ("measure", "placing") and name in ("rule", "indicator"):
        return title, reverse("plans_measured", args=[school, plan.uuid, sort, part])
    if name in ("measures", "actions", "commitments", "goals"):
        return title, f"{reverse('plans_one', args=[school, plan.uuid])}#p-{part}"
    return title, f"{reverse('plans_part', args=[school, plan.uuid, sort, part])}#{part}-{_anchor(field)}"
