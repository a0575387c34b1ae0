"""What may be changed of each sort of part, read from what a person wrote and written back as text.

One table: the form, the parser, the history and the check of "may this be changed now" all go by it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models

from pejling.analysis.plans.exact import as_typed, shown
from pejling.analysis.plans.workflow import BOARD, GOES, RESULTS, WORDS
from pejling.analysis.strict_fields import FieldError
from pejling.base.organisations.models import Organisation
from pejling.quality.plans import measured_fields as structured
from pejling.quality.plans.models import Action, Commitment, FollowUp, Goal, Measure, Placing, Plan
from pejling.quality.plans.review_models import Review, ReviewTheme

LINE, PROSE, NUMBER, DAY, CHOICE, FLAG, LINES, ROWS, PERSON = (
    *("line", "prose", "number", "day", "choice", "flag"),
    *("lines", "rows", "person"),
)
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``sort`` of what is written, ``area`` of the workflow, ``columns`` of the rows it consists of."""

    name: str
    sort: str
    area: str
    needed: bool = False
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


_RESULT = (
    Field("result", NUMBER, RESULTS),
    Field("judgement_text", PROSE, RESULTS),
    Field("judgement_by", LINE, RESULTS),
    Field("judgement_day", DAY, RESULTS),
)
#: what a rule asks belongs to the plan's words; what came of it goes on when the plan has been adopted
_RULE = (Field("rule", structured.RULE, WORDS), Field("rule_values", structured.RULE_VALUES, RESULTS))
_STATES = tuple(Action.State.values)
FIELDS: dict[str, tuple[Field, ...]] = {
    "plan": (
        Field("title", LINE, WORDS, needed=True),
        Field("about", PROSE, WORDS),
        Field("period_from", DAY, WORDS, needed=True),
        Field("period_to", DAY, WORDS, needed=True),
        Field("revises_text", LINE, WORDS),
        Field("partners", ROWS, WORDS, columns=("name", "part")),
        Field("references", ROWS, WORDS, columns=("title", "day", "link", "note")),
        Field("milestones", ROWS, GOES, columns=("title", "when", "done_on")),
    ),
    "goal": (
        Field("label", LINE, WORDS),
        Field("title", LINE, WORDS, needed=True),
        Field("weight", NUMBER, WORDS),
        Field("description", PROSE, WORDS),
        Field("reason", PROSE, WORDS),
        Field("concerns", LINE, WORDS),
        Field("references", ROWS, WORDS, columns=("title", "day", "link", "note")),
        *_RESULT,
    ),
    "measure": (
        Field("label", LINE, WORDS),
        Field("title", LINE, WORDS, needed=True),
        Field("weight", NUMBER, WORDS),
        Field("description", PROSE, WORDS),
        Field("baseline", NUMBER, WORDS),
        Field("target", NUMBER, WORDS),
        Field("unit", LINE, WORDS),
        Field("indicator", structured.FIGURE, WORDS),
        *_RULE,
        Field("taken", structured.TAKEN, RESULTS),
        *_RESULT,
    ),
    "placing": (Field("label", LINE, WORDS), Field("weight", NUMBER, WORDS), *_RULE, *_RESULT),
    "action": (
        Field("title", LINE, WORDS, needed=True),
        Field("state", CHOICE, GOES, needed=True, choices=_STATES),
        Field("owner_user", PERSON, GOES),
        Field("owner", LINE, GOES),
        Field("description", PROSE, WORDS),
        Field("needed_change", PROSE, WORDS),
        Field("operational_goal", PROSE, WORDS),
        Field("strategy", PROSE, WORDS),
        Field("involved", LINES, WORDS),
        Field("evaluation_plan", PROSE, WORDS),
        Field("expected_effect", PROSE, WORDS),
        Field("schedule", ROWS, GOES, columns=("title", "when", "done_on")),
        Field("sub_actions", ROWS, GOES, columns=("title", "state", "when", "owner")),
        Field("approach", CHOICE, WORDS, choices=tuple(Action.Approach.values)),
        Field("reach", CHOICE, WORDS, choices=tuple(Action.Reach.values)),
        Field("internal", FLAG, GOES),
        Field("moves", structured.MOVES, GOES),
    ),
    "board": (
        Field("board_text", PROSE, BOARD),
        Field("board_by", LINE, BOARD),
        Field("board_day", DAY, BOARD),
        Field("approved_on", DAY, BOARD),
        Field("payout", NUMBER, BOARD),
    ),
    "commitment": (
        Field("state", CHOICE, GOES, needed=True, choices=(*_STATES, "not_chosen")),
        Field("text", PROSE, GOES),
        Field("people", LINES, GOES),
    ),
    "follow_up": (
        Field("day", DAY, GOES, needed=True),
        Field("narrative", PROSE, GOES, needed=True),
        Field("evidence", PROSE, GOES),
        Field("decision", CHOICE, GOES, choices=tuple(FollowUp.Decision.values)),
    ),
    "review": (
        Field("title", LINE, GOES, needed=True),
        Field("day", DAY, GOES, needed=True),
        Field("participants", LINES, GOES),
        Field("summary", PROSE, GOES),
    ),
    "review_theme": (
        Field("status", CHOICE, GOES, choices=tuple(ReviewTheme.Status.values)),
        Field("done", PROSE, GOES),
        Field("assessment", PROSE, GOES),
        Field("next_steps", LINES, GOES),
    ),
}
MODELS: dict[str, type[models.Model]] = {
    "plan": Plan,
    "board": Plan,
    "goal": Goal,
    "measure": Measure,
    "placing": Placing,
    "action": Action,
    "commitment": Commitment,
    "follow_up": FollowUp,
    "review": Review,
    "review_theme": ReviewTheme,
}
_MOST_DIGITS = Decimal("9999999999")


def field_of(sort: str, name: str) -> Field:
    """The field; KeyError where there is none of that name."""
    return next((one for one in FIELDS[sort] if one.name == name), None) or _unknown(sort, name)


def _unknown(sort: str, name: str) -> Field:
    raise KeyError(f"{sort}.{name}")


def read(sort: str, field: Field, written: Any) -> Any:
    """The value of what was written (a text; rows for ``ROWS``); FieldError with a code ``wording`` knows."""
    if field.sort == ROWS:
        return _rows(field, written)
    if field.sort in structured.STRUCTURED:
        return structured.read(field.name, field.sort, written)
    text = str(written).replace("\r\n", "\n").replace("\x00", "").strip()
    if field.sort in (LINE, CHOICE):
        text = " ".join(text.split())
    if field.needed and not text:
        raise FieldError(field.name, "empty")
    if field.sort == NUMBER:
        return _number(field, text)
    if field.sort == DAY:
        return _day(field.name, text)
    if field.sort == FLAG:
        return text in ("yes", "on", "true", "1")
    if field.sort == LINES:
        return [line for one in text.split("\n") if (line := " ".join(one.split()))]
    if field.sort == PERSON:
        return text.lower()
    if field.sort == CHOICE and text and text not in field.choices:
        raise FieldError(field.name, "unknown_value", found=text[:60], known=list(field.choices))
    most = getattr(MODELS[sort]._meta.get_field(field.name), "max_length", None)
    if most and len(text) > most:
        raise FieldError(field.name, "too_long", found=len(text), most=most)
    return text


#: what is in per cent, or in the measure's unit, by itself: a sign behind it says nothing new
_MAY_SAY_PERCENT = frozenset({"payout", "baseline", "target"})


def _number(field: Field, text: str) -> Decimal | None:
    if not text:
        return None
    plain = as_typed(text, field.name, percent=field.name in _MAY_SAY_PERCENT)
    try:
        value = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        raise FieldError(field.name, "not_a_decimal", found=text[:40]) from None
    if not value.is_finite():
        raise FieldError(field.name, "not_a_decimal", found=text[:40])
    if abs(value) > _MOST_DIGITS or value != round(value, 6):
        raise FieldError(field.name, "too_many_digits", found=text[:40])
    return value


def _day(name: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    parts = text.replace("/", ".").replace("-", ".").split(".")
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        raise FieldError(name, "not_a_date", found=text[:40]) from None


_LONGEST = {"title": 500, "name": 200, "day": 80, "link": 500, "when": 200, "owner": 300}


def _rows(field: Field, written: Sequence[Row]) -> list[dict[str, str]]:
    """Rows that say something; ``id`` of those that were there before."""
    found = []
    for row in written:
        made = {name: " ".join(str(row.get(name, "")).replace("\x00", "").split()) for name in field.columns}
        if not any(value for name, value in made.items() if name not in ("state", "part")):
            continue
        if not made[field.columns[0]]:
            raise FieldError(field.name, "row_without_title")
        for name, most in _LONGEST.items():
            if len(made.get(name, "")) > most:
                raise FieldError(field.name, "too_long", found=len(made[name]), most=most)
        if made.get("link") and not made["link"].startswith(("https://", "http://")):
            raise FieldError(field.name, "not_a_link", found=made["link"][:80])
        if "done_on" in made:
            done = _day(field.name, made["done_on"])
            made["done_on"] = done.isoformat() if done else ""
        if "state" in made and made["state"] not in _STATES:
            made["state"] = "planned"
        found.append({"id": str(row.get("id", "")), **made})
    names = [row["name"] for row in found if "name" in row]
    if len(set(names)) < len(names):
        raise FieldError(field.name, "repeated")
    return found


def written(field: Field, value: Any) -> str:
    """The value as text: what the form shows, the history keeps and ``read`` reads again (but for rows)."""
    if field.sort in structured.STRUCTURED:
        return structured.written(value)
    if value is None:
        return ""
    if field.sort == NUMBER:
        return shown(value).replace(".", ",")
    if field.sort == DAY:
        return value.isoformat()
    if field.sort == FLAG:
        return "yes" if value else ""
    if field.sort == LINES:
        return "\n".join(value)
    if field.sort == ROWS:
        told = [name for name in field.columns if name != "part"]
        return "\n".join(" – ".join(row[name] for name in told if row[name]) for row in value)
    return str(value)


def mark(field: Field, value: Any) -> str:
    """A short mark of the value: tells whether it has changed since somebody began to write."""
    text = written(field, value)
    if "part" in field.columns:
        text += "\n".join(row["part"] for row in value)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def current(sort: str, part: models.Model) -> dict[str, Any]:
    """Every changeable value of a part as it is in the database."""
    return {one.name: value_of(part, one) for one in FIELDS[sort]}


def value_of(part: models.Model, field: Field) -> Any:
    """One of them."""
    if field.sort in structured.STRUCTURED:
        return structured.value_of(part, field.sort)
    if field.sort == PERSON:
        person = getattr(part, field.name)
        return str(person.uuid) if person else ""
    if field.sort != ROWS:
        return getattr(part, field.name)
    rows = getattr(part, field.name).all()
    if "part" in field.columns:
        rows = rows.select_related("part")
    if isinstance(part, Plan) and field.name == "references":
        rows = [one for one in rows if one.goal_id is None]
    return [{"id": str(one.pk)} | {name: _cell(getattr(one, name)) for name in field.columns} for one in rows]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Organisation):
        return str(value.uuid)
    return value.isoformat() if isinstance(value, date) else str(value)
