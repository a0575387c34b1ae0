"""The small parts of a plan as a file says them: dates, references, milestones, follow-ups, commitments. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pejling.analysis.plans.plan_model import (
    COMMITMENT_STATES,
    DECISIONS,
    STATES,
    Addendum,
    Commitment,
    FollowUp,
    Indicator,
    Judgement,
    KeptFigure,
    Milestone,
    Reference,
    SubAction,
    Taken,
)
from pejling.analysis.plans.read_rules import decimal
from pejling.analysis.strict_fields import FieldError, Fields

#: what parts without a label are called by, as docs/plans.md says: m1, m2; a, b
OF_MEASURES, OF_ACTIONS = "m", "abcdefghijklmnopqrstuvwxyz"


def label_by_place(path: str, letters: str) -> str:
    """The label of a part that says none: its place in the list, as a letter where there are letters enough."""
    number = int(path.rsplit("[", 1)[1].rstrip("]"))
    if len(letters) == 1:
        return f"{letters}{number}"
    return letters[number - 1] if number <= len(letters) else str(number)


def words(fields: Fields, name: str) -> str:
    """A text that may be missing or empty; line breaks are kept, since they are paragraphs."""
    value = fields.take(name, None)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise FieldError(fields.at(name), "not_a_text", found=type(value).__name__)
    return str(value).strip()


def text(fields: Fields, name: str) -> str:
    """A short text as it stands (a label, a unit); "" where it is missing or empty."""
    return "" if fields.take(name, None) is None else str(fields.text(name)).strip()


def section(fields: Fields, name: str) -> Fields | None:
    """The fields under a name; None where there are none."""
    return None if fields.take(name, None) is None else fields.section(name)


def day(fields: Fields, name: str, needed: bool = False) -> date | None:
    value = fields.take(name, ... if needed else None)
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise FieldError(fields.at(name), "not_a_date", found=str(value)[:40]) from error


def period(fields: Fields) -> tuple[date, date]:
    inner = fields.section("period")
    first, last = day(inner, "from", True), day(inner, "to", True)
    inner.done()
    if first is None or last is None or last < first:
        raise FieldError(inner.at("to"), "ends_before_it_begins")
    return first, last


def reference(fields: Fields) -> Reference:
    found = Reference(fields.prose("title"), words(fields, "day"), link(fields), words(fields, "note"))
    fields.done()
    return found


def link(fields: Fields) -> str:
    link = text(fields, "link")
    if link and not link.startswith(("https://", "http://")):
        raise FieldError(fields.at("link"), "not_a_link", found=link[:60])
    return link


def milestone(fields: Fields) -> Milestone:
    found = Milestone(fields.prose("title"), words(fields, "when"))
    fields.done()
    return found


def sub_action(fields: Fields) -> SubAction:
    state = fields.choice("state", STATES, "planned")
    found = SubAction(fields.prose("title"), state, words(fields, "when"), words(fields, "owner"))
    fields.done()
    return found


def addendum(fields: Fields) -> Addendum:
    on = day(fields, "day", True)
    found = Addendum(on or date.min, fields.prose("text"))
    fields.done()
    return found


def follow_up(fields: Fields) -> FollowUp:
    decision = fields.choice("decision", DECISIONS, "")
    on = day(fields, "day", True)
    narrative, evidence = fields.prose("narrative"), words(fields, "evidence")
    found = FollowUp(on or date.min, narrative, evidence, decision, kept_figures(fields))
    fields.done()
    return found


def kept_figures(fields: Fields) -> tuple[KeptFigure, ...]:
    """The figures that were looked at; () where none is said."""
    return tuple(kept_figure(one) for one in fields.sections("figures")) if fields.has("figures") else ()


def kept_figure(fields: Fields) -> KeptFigure:
    found = KeptFigure(
        title=fields.prose("title"),
        value=decimal(fields, "value", None),
        unit=fields.text("unit", ""),
        n=fields.number("n", None, 0, 10**9),
        lower=decimal(fields, "lower", None),
        upper=decimal(fields, "upper", None),
        as_of=day(fields, "as_of"),
        source=words(fields, "source"),
        key=fields.text("key", ""),
        version=fields.text("version", ""),
        snapshot=fields.text("snapshot", ""),
        events=fields.number("events", None, 0, 10**9),
        note=words(fields, "note"),
    )
    fields.done()
    return found


def judgement(fields: Fields, name: str) -> Judgement | None:
    inner = section(fields, name)
    if inner is None:
        return None
    found = Judgement(inner.prose("text"), words(inner, "by"), day(inner, "day"))
    inner.done()
    return found


def indicator(fields: Fields) -> Indicator | None:
    inner = section(fields, "indicator")
    return figure(inner) if inner is not None else None


def figure(inner: Fields) -> Indicator:
    """One of the school's own indicators (``key``), or a figure taken in from others (``source``)."""
    if "source" in inner:
        found = Indicator(
            source=inner.text("source"), parameter=words(inner, "parameter"), place=words(inner, "place"),
            subgroup=words(inner, "subgroup"),
        )  # fmt: skip
        inner.done()
        return found
    window = inner.number("window", None, 0, 3660)
    where: Sequence[tuple[str, str]] = ()
    held = section(inner, "where")
    if held is not None:
        where = [(name, held.text(name)) for name in held.unread()]
    found = Indicator(inner.text("key"), text(inner, "variant"), window, tuple(where))
    inner.done()
    return found


def taken(fields: Fields) -> Taken:
    found = Taken(
        value=decimal(fields, "value"),
        name=words(fields, "name"),
        n=fields.number("n", None, 0, 2_000_000_000),
        lower=decimal(fields, "lower", None),
        upper=decimal(fields, "upper", None),
        as_of=day(fields, "as_of"),
        period=words(fields, "period"),
        snapshot=words(fields, "snapshot"),
        version=words(fields, "version"),
        on=day(fields, "on"),
    )
    fields.done()
    return found


def commitment(fields: Fields) -> Commitment:
    state = fields.choice("state", COMMITMENT_STATES, "planned")
    people = fields.texts("people", ())
    found = Commitment(fields.prose("partner"), words(fields, "text"), people, state)
    fields.done()
    return found


def gap(fields: Fields) -> tuple[str, str]:
    found = fields.text("code"), fields.prose("reason")
    fields.done()
    return found
