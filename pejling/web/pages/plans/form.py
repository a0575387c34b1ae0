"""The form of a part: its fields as they are or as somebody wrote them, and what was sent read back.

Marks of the values that the form began with go with it as hidden fields (``was-<field>``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from pejling.analysis.plans.comparing import words
from pejling.analysis.plans.wording import message
from pejling.analysis.strict_fields import FieldError
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans.changeable import (
    CHOICE,
    DAY,
    FIELDS,
    LINES,
    NUMBER,
    PERSON,
    ROWS,
    Field,
    current,
    mark,
    read,
    written,
)
from pejling.quality.plans.history import last_changed
from pejling.quality.plans.measured_fields import STRUCTURED
from pejling.quality.plans.models import Action, Commitment, FollowUp, Plan
from pejling.quality.plans.owners import people_of
from pejling.quality.plans.partners import parts_to_link
from pejling.quality.plans.review_models import ReviewTheme
from pejling.web.pages.plans.field_words import CONCERNS, field_title
from pejling.web.pages.plans.frame import weighs
from pejling.web.pages.plans.kinds import kinds

#: rows offered beside those there are, and the most that are read
SPARE, MOST_ROWS = 2, 200


@dataclass(slots=True)
class Cell:
    """One input of a row."""

    name: str
    column: str
    value: str
    options: list[tuple[str, str, bool]] = field(default_factory=list)


@dataclass(slots=True)
class Input:
    """One field of the form. ``theirs``: what somebody else made of it meanwhile, as runs of words; ``who``."""

    name: str
    title: str
    sort: str
    value: str
    was: str
    error: str = ""
    hint: str = ""
    needed: bool = False
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    theirs: list[tuple[str, str]] | None = None
    their_text: str = ""
    who: str = ""


@dataclass(slots=True)
class Sent:
    """What a form said: the values that could be read, and what is wrong with the others."""

    given: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def sent(data: QueryDict, sort: str, allowed: set[str]) -> Sent:
    """Read a form; fields that aren't in it, or aren't allowed now, say nothing."""
    made = Sent()
    for one in FIELDS[sort]:
        if one.name not in allowed or f"was-{one.name}" not in data or one.sort in STRUCTURED:
            continue
        raw = _raw_rows(data, one) if one.sort == ROWS else data.get(one.name, "")
        made.raw[one.name] = raw
        made.was[one.name] = data[f"was-{one.name}"]
        try:
            _no_cpr(one, raw)
            made.given[one.name] = read(sort, one, raw)
        except FieldError as error:
            made.errors[one.name] = message(error.code, error.params)
    return made


def _no_cpr(one: Field, raw: Any) -> None:
    if one.sort == PERSON:
        return
    text = raw if isinstance(raw, str) else "\n".join(" ".join(row.values()) for row in raw)
    if scrub_text(text) != text:
        raise FieldError(one.name, "cpr")


def _raw_rows(data: QueryDict, one: Field) -> list[dict[str, str]]:
    rows = []
    for place in range(MOST_ROWS):
        if f"{one.name}-{place}-id" not in data:
            break
        rows.append({name: data.get(f"{one.name}-{place}-{name}", "") for name in ("id", *one.columns)})
    return rows


def inputs_of(
    sort: str,
    part: models.Model,
    allowed: set[str],
    plan: Plan,
    said: Sent | None = None,
    theirs: dict[str, Any] | None = None,
) -> list[Input]:
    """The form's fields; ``said``: what was sent and couldn't be saved; ``theirs``: what others wrote meanwhile."""
    here = current(sort, part)
    who = last_changed(part, list(theirs)) if theirs else {}
    made = []
    for one in FIELDS[sort]:
        now = here[one.name]
        if one.name not in allowed or not _asked(one, plan, now):
            continue
        raw = said.raw.get(one.name) if said else None
        shown = Input(
            one.name,
            field_title(one.name, sort),
            one.sort,
            raw if isinstance(raw, str) else written(one, now),
            # Whoever has seen the other's text writes on top of it knowingly.
            mark(one, now)
            if not said or (theirs and one.name in theirs)
            else said.was.get(one.name, mark(one, now)),
            said.errors.get(one.name, "") if said else "",
            _hint(one),
            one.needed,
        )
        if one.sort == CHOICE or one.name == "concerns":
            shown.sort, shown.options = CHOICE, _options(one, sort, shown.value, plan)
        if one.sort == PERSON:
            shown.sort, shown.options = CHOICE, _people(plan, shown.value, part)
        if one.sort == ROWS:
            shown.rows = _rows(
                one, raw if raw is not None else now, _parts(part) if "part" in one.columns else []
            )
        if theirs and one.name in theirs:
            _lay_beside(shown, one, now, who.get(one.name))
        made.append(shown)
    return made


def _asked(one: Field, plan: Plan, now: Any) -> bool:
    """Whether a form of the plan's kind has the field: nobody is asked what that kind has no use for."""
    if one.sort in STRUCTURED:  # has a page of its own
        return False
    if one.name == "concerns":
        return bool(_concerns(plan))
    # A weight that stands where none belongs can be taken out.
    return one.name not in ("weight", "result") or weighs(plan) or now is not None


def _lay_beside(shown: Input, one: Field, now: Any, who: Any) -> None:
    shown.their_text, mine = written(one, now), shown.value
    if one.sort == PERSON:
        names = {key: name for key, name, _chosen in shown.options}
        shown.their_text, mine = names.get(now, ""), names.get(mine, "")
    mine = mine if one.sort != ROWS else "\n".join(
        " – ".join(cell.value for cell in row if cell.value and cell.column != "id") for row in shown.rows
    ).strip()  # fmt: skip
    shown.theirs = words(mine, shown.their_text)
    if who:
        shown.who = _("%(who)s, %(at)s") % {
            "who": who[0] or _("somebody else"),
            "at": date_format(localtime(who[1]), "SHORT_DATETIME_FORMAT"),
        }


def _hint(one: Field) -> str:
    if one.sort == NUMBER and one.name in ("weight", "result"):
        return (
            _("Such as 27,5 – without a per cent sign")
            if one.name == "weight"
            else _("In the unit of the weight")
        )
    if one.sort == LINES:
        if one.name == "next_steps":
            return _("One on each line: what, who and when")
        return _("One on each line")
    if one.sort == DAY:
        return ""
    if one.name == "partners":
        return _(
            "A partner that is a municipality or department here is written for by its own people. A new one of the "
            "same name is linked by itself."
        )
    if one.sort == PERSON:
        return _("Finds the action under “Mine”, and may tick off its dates")
    if one.name == "owner":
        return _("As the plan says it: a title, a group or a name. Left empty, it is the person's name")
    if one.name == "internal":
        return _("Only those who work at the school see it; it is never published")
    if one.name in ("schedule", "milestones"):
        return _("Dates as you say them: “24.9.2026”, “uge 38”, “ultimo september 2026”, “hver måned”")
    return ""


def _concerns(plan: Plan) -> tuple[str, ...]:
    kind = kinds().get(plan.kind)
    return kind.concerns if kind else ()


def _options(one: Field, sort: str, value: str, plan: Plan) -> list[tuple[str, str, bool]]:
    if one.name == "concerns":
        choices = [(name, str(CONCERNS.get(name, name))) for name in _concerns(plan)]
    else:
        titles = dict(_titles(sort, one.name))
        choices = [(name, str(titles[name])) for name in one.choices]
    if not one.needed:
        choices = [("", "–"), *choices]
    return [(name, title, name == value) for name, title in choices]


def _people(plan: Plan, value: str, part: Any) -> list[tuple[str, str, bool]]:
    """Nobody, and everybody who may be chosen; also who is chosen now, though perhaps no longer at the school."""
    people = {str(one.uuid): str(one) for one in people_of(plan.organisation)}
    if part.owner_user is not None:
        people.setdefault(str(part.owner_user.uuid), str(part.owner_user))
    return [("", "–", not value), *((key, name, key == value) for key, name in people.items())]


def _titles(sort: str, name: str) -> list[tuple[str, Any]]:
    if sort == "commitment":
        return Commitment.STATES
    found = {"state": Action.State, "approach": Action.Approach, "reach": Action.Reach}
    return {**found, "decision": FollowUp.Decision, "status": ReviewTheme.Status}[name].choices


def _parts(plan: models.Model) -> list[tuple[str, str]]:
    """(UUID, name) of what a partner may be here."""
    return [(str(found.uuid), found.name) for found in parts_to_link(plan.organisation)]


def _rows(one: Field, rows: list[dict[str, str]], parts: list[tuple[str, str]]) -> list[list[Cell]]:
    filled = [row for row in rows if any(row.get(name) for name in one.columns if name != "state")]
    made = []
    for place, row in enumerate([*filled, *({} for _n in range(SPARE))]):
        cells = [Cell(f"{one.name}-{place}-id", "id", row.get("id", ""))]
        for name in one.columns:
            value = row.get(name, "")
            cell = Cell(f"{one.name}-{place}-{name}", name, value)
            if name == "state":
                cell.options = [
                    (key, str(text), key == (value or "planned")) for key, text in Action.State.choices
                ]
            if name == "part":
                cell.options = [("", "–", not value), *((key, text, key == value) for key, text in parts)]
            cells.append(cell)
        made.append(cells)
    return made
