"""A plan's values in a reader's words, where two plans are laid beside each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.rules import Rule
from pejling.quality.plans.models import Action, Commitment, FollowUp
from pejling.web.components import numbers
from pejling.web.pages.plans.measured_figure import title_of
from pejling.web.pages.plans.rule_words import means
from pejling.web.pages.plans.tree import exact

#: fields whose values have words of their own
VALUES = {
    "state": dict(Commitment.STATES),
    "approach": dict(Action.Approach.choices),
    "reach": dict(Action.Reach.choices),
}


def said(name: str, value: Any, text: str) -> str:
    """The value of a field; ``text``: how it is said where it has no words of its own."""
    if name == "period":
        return " – ".join(numbers.day(date.fromisoformat(day)) for day in text.split())
    if name in VALUES:
        return str(VALUES[name].get(text, text))
    if isinstance(value, tuple):
        return "\n".join(_one(each) for each in value)
    return text if isinstance(value, str) or value is None else _one(value)


def _one(value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case Decimal():
            return exact(value)
        case date():
            return numbers.day(value)
        case values.Milestone():
            return _with_dash(value.title, value.when)
        case values.SubAction():
            state = str(VALUES["state"].get(value.state, value.state))
            return f"{_with_dash(value.title, value.when, value.owner)} ({state})"
        case values.Addendum():
            return f"{numbers.day(value.day)}: {value.text}"
        case values.FollowUp():
            decision = str(dict(FollowUp.Decision.choices).get(value.decision, ""))
            told = f"{numbers.day(value.day)}: {_with_dash(value.narrative, value.evidence)}"
            return f"{told} ({decision})" if decision else told
        case values.Judgement():
            day = numbers.day(value.day) if value.day else ""
            return " · ".join(part for part in (value.text, value.by, day) if part)
        case values.Indicator():
            return title_of(value)
        case values.Taken():
            day = numbers.day(value.as_of) if value.as_of else value.period
            return " · ".join(part for part in (value.name, exact(value.value), day) if part)
        case values.Reference():
            return " · ".join(part for part in (value.title, value.day, value.link, value.note) if part)
        case _ if isinstance(value, Rule):
            return means(value)
    return str(value)


def _with_dash(*parts: str) -> str:
    return " – ".join(part for part in parts if part)
