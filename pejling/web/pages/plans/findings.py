"""What is wrong, missing or odd in a plan, each with a link to the field where it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.finding import Finding
from pejling.analysis.plans.wording import message
from pejling.quality.plans.models import Placing, Plan
from pejling.web.pages.plans.field_words import CONCERNS, FIELDS, field_title

#: path -> (sort, UUID of the part, its title)
Places = dict[str, tuple[str, str, str]]
#: what is said of an action's place in the plan rather than of the action itself
_OF_PLACE = frozenset({"weight", "result", "label", "judgement", "rule"})
#: fields that consist of rows -> the column that a row begins with
ROWS = {"schedule": "title", "sub_actions": "title", "references": "title", "milestones": "title"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding: its words, the part it is about, where to mend it and how that is said, and the name it can be
    accepted by."""

    text: str
    about: str
    address: str
    gap: str
    go: str


class Guide:
    """Leads from what was found in a plan to where it is mended; ``value`` is the plan's (``reading_back``)."""

    def __init__(self, request: HttpRequest, plan: Plan, value: values.Plan) -> None:
        self._plan = plan
        self._value = value
        self._school = request.school.uuid

    def shown(self, found: Iterable[Finding]) -> list[Shown]:
        """The findings for a reader."""
        return [self._one(finding) for finding in found]

    def title_of(self, path: str) -> str:
        """The title of the part that a finding's path leads to; "" for the plan itself."""
        holder, _field = self._holder(path)
        return self.places[holder][2] if holder else ""

    @cached_property
    def places(self) -> Places:
        """Where the plan's parts are; an action is beside its place in the plan, with "#" behind the path."""
        placings = Placing.objects.filter(goal__plan=self._plan).order_by()
        actions = {
            str(placing): str(action) for placing, action in placings.values_list("uuid", "action__uuid")
        }
        found: Places = {}
        for goal in self._value.walk():
            found[goal.path] = ("goal", goal.id, goal.title)
            for measure in goal.measures:
                found[measure.path] = ("measure", measure.id, measure.title)
            for action in goal.actions:
                found[action.path] = ("placing", action.id, action.title)
                found[f"{action.path}#"] = ("action", actions[action.id], action.title)
        return found

    @cached_property
    def _partners(self) -> dict[str, UUID]:
        return {row.name: row.uuid for row in self._plan.partners.all()}

    def _one(self, one: Finding) -> Shown:
        about, address = self._where(one.path)
        if one.code == "partner_silent":
            address = self._commitment(one) or address
        if one.code == "nothing_about":
            first = self._value.goals[0].id
            address = f"{self._form('goal', first)}#{first}-concerns"
        return Shown(text_of(one), about, address, one.gap, _go(about))

    def _commitment(self, one: Finding) -> str:
        """The page on which the silent partner's commitment is written."""
        goal = self.places[one.path.rpartition(".")[0]][1]
        partner = self._partners.get(str(one.params.get("partner")))
        if partner is None:
            return ""
        return reverse("plans_commitment", args=[self._school, self._plan.uuid, goal, partner])

    def _where(self, path: str) -> tuple[str, str]:
        """(the part's title, the address of the form and field that mends it)."""
        holder, field = self._holder(path)
        name = field.partition("[")[0]
        if not holder:
            if name in ROWS:
                return (
                    self._plan.title,
                    f"{self._form('plan', self._plan.uuid)}#{self._plan.uuid}-{_anchor(field)}",
                )
            return "", self._overview()
        sort, part, title = self.places[holder]
        if sort == "placing" and name not in _OF_PLACE:
            sort, part, title = self.places[f"{holder}#"]
        if sort in ("measure", "placing") and name in ("rule", "indicator"):
            return title, reverse("plans_measured", args=[self._school, self._plan.uuid, sort, part])
        if name in ("measures", "actions", "commitments", "goals"):
            return title, f"{self._overview()}#p-{part}"
        return title, f"{self._form(sort, part)}#{part}-{_anchor(field)}"

    def _holder(self, path: str) -> tuple[str, str]:
        """(the path of the part that it lies in, "" for the plan; the field of that part)."""
        holder, field = path, ""
        while holder and holder not in self.places:
            holder, _dot, field = holder.rpartition(".")
        return holder, field

    def _form(self, sort: str, part: object) -> str:
        return reverse("plans_part", args=[self._school, self._plan.uuid, sort, part])

    def _overview(self) -> str:
        return reverse("plans_one", args=[self._school, self._plan.uuid])


def text_of(one: Finding) -> str:
    """What was found, in the words of the form (those of the command line are the file's)."""
    params = dict(one.params)
    if one.code == "nothing_about":
        subject = str(params["subject"])
        told = {"subject": CONCERNS.get(subject, subject), "field": field_title("concerns")}
        return (
            _("The rules ask for at least one about “%(subject)s”: choose that in the field “%(field)s”.")
            % told
        )
    if params.get("field") in FIELDS:
        params["field"] = field_title(str(params["field"])).lower()
    return message(one.code, params)


def _go(about: str) -> str:
    if not about:
        return _("Go to the plan")
    return _("Go to “%(title)s”") % {"title": Truncator(about).chars(60)}


def _anchor(field: str) -> str:
    """The field's end of its id in the form: of a field of rows the row's first cell."""
    name, _bracket, rest = field.partition("[")
    if name in ROWS:
        number = rest.partition("]")[0]
        return f"{name}-{int(number) - 1 if number.isdigit() else 0}-{ROWS[name]}"
    return name or "title"
