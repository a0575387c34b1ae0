"""A plan back to its file: what is read is written, and reads the same. *Pure.*

Written in block style, in the order the format is described in, with numbers as they are (27.5, never "27.5"), and
without what is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from pejling.analysis.careful_yaml import resolvers
from pejling.analysis.plans import rules
from pejling.analysis.plans.exact import shown
from pejling.analysis.plans.plan_file import FORMAT
from pejling.analysis.plans.plan_model import (
    Action,
    Commitment,
    Goal,
    Indicator,
    Judgement,
    KeptFigure,
    Measure,
    Milestone,
    Plan,
    Reference,
    Review,
    ReviewedTheme,
    SubAction,
    Taken,
    Weighed,
)

_WIDTH = 110


class _Writer(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """SafeDumper with the reader's idea of which plain texts are other than text."""

    yaml_implicit_resolvers = resolvers()


class _Number(str):
    """A number that is written as it is."""


def _as_it_is(writer: yaml.SafeDumper, value: _Number) -> yaml.ScalarNode:
    whole = "int" if value.lstrip("-").isdigit() else "str"
    return writer.represent_scalar(f"tag:yaml.org,2002:{whole}", str(value))


_Writer.add_representer(_Number, _as_it_is)


def write_plan(plan: Plan) -> str:
    """The plan as YAML."""
    content = {
        "format": FORMAT,
        "kind": plan.kind,
        "title": plan.title,
        "organisation": plan.organisation,
        "period": {"from": plan.period[0].isoformat(), "to": plan.period[1].isoformat()},
        "about": plan.about,
        "partners": list(plan.partners),
        "revises": plan.revises,
        "adopted_on": _day(plan.adopted_on),
        "references": _each(_reference, plan.references),
        "milestones": _each(_milestone, plan.milestones),
        "goals": _each(_goal, plan.goals),
        "board": _board(plan),
        "reviews": [write_review(one) for one in plan.reviews],
        "accepted_gaps": [{"code": code, "reason": reason} for code, reason in plan.accepted_gaps],
    }
    return yaml.dump(_filled(content), Dumper=_Writer, sort_keys=False, allow_unicode=True, width=_WIDTH)


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; false and 0 are something."""
    return {name: value for name, value in content.items() if value not in (None, "", [], {})}


def _each(make: Callable[[Any], dict[str, Any]], values: Iterable[Any]) -> list[dict[str, Any]]:
    return [_filled(make(value)) for value in values]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: Decimal | None) -> _Number | None:
    return None if value is None else _Number(shown(value))


def _reference(found: Reference) -> dict[str, Any]:
    return {"title": found.title, "day": found.day, "link": found.link, "note": found.note}


def _milestone(found: Milestone) -> dict[str, Any]:
    return {"title": found.title, "when": found.when}


def _weighed(part: Weighed) -> dict[str, Any]:
    return {
        "id": part.id,
        "label": part.label,
        "title": part.title,
        "weight": _number(part.weight),
        "result": _number(part.result),
        "judgement": _judgement(part.judgement),
    }


def _judgement(found: Judgement | None) -> dict[str, Any] | None:
    return _filled({"text": found.text, "by": found.by, "day": _day(found.day)}) if found else None


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        **_weighed(goal),
        "description": goal.description,
        "reason": goal.reason,
        "concerns": goal.concerns,
        "references": _each(_reference, goal.references),
        "measures": _each(_measure, goal.measures),
        "actions": _each(_action, goal.actions),
        "commitments": _each(write_commitment, goal.commitments),
        "goals": _each(_goal, goal.goals),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        **_weighed(measure),
        "description": measure.description,
        "indicator": write_indicator(measure.indicator),
        "baseline": _number(measure.baseline),
        "target": _number(measure.target),
        "unit": measure.unit,
        "rule": write_rule(measure.rule),
        "taken": [write_taken(found) for found in measure.taken],
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        **_weighed(action),
        "description": action.description,
        "needed_change": action.needed_change,
        "operational_goal": action.operational_goal,
        "strategy": action.strategy,
        "owner": action.owner,
        "involved": list(action.involved),
        "evaluation_plan": action.evaluation_plan,
        "expected_effect": action.expected_effect,
        "schedule": _each(_milestone, action.schedule),
        "state": action.state,
        "approach": action.approach,
        "reach": action.reach,
        "internal": action.internal or None,
        "moves": [write_indicator(found) for found in action.moves],
        "rule": write_rule(action.rule),
        "sub_actions": _each(_sub_action, action.sub_actions),
        "addenda": [{"day": found.day.isoformat(), "text": found.text} for found in action.addenda],
        "follow_ups": [
            _filled({"day": found.day.isoformat(), "narrative": found.narrative, "evidence": found.evidence,
                     "decision": found.decision, "figures": [write_figure(one) for one in found.figures]})
            for found in action.follow_ups
        ],
    }  # fmt: skip


def _sub_action(found: SubAction) -> dict[str, Any]:
    return {"title": found.title, "state": found.state, "when": found.when, "owner": found.owner}


def write_commitment(found: Commitment) -> dict[str, Any]:
    """A partner's commitment as the file says it."""
    return {"partner": found.partner, "text": found.text, "people": list(found.people), "state": found.state}


def _board(plan: Plan) -> dict[str, Any] | None:
    if plan.board is None:
        return None
    board = plan.board
    content = {"judgement": _judgement(board.judgement), "approved_on": _day(board.approved_on)}
    return _filled({**content, "payout": _number(board.payout)})


def write_figure(found: KeptFigure) -> dict[str, Any]:
    """A kept figure as the file says it; plain JSON, with numbers as ``read`` gives them again."""
    return _filled(
        {
            "title": found.title, "value": _number(found.value), "unit": found.unit, "n": found.n,
            "lower": _number(found.lower), "upper": _number(found.upper), "as_of": _day(found.as_of),
            "source": found.source, "key": found.key, "version": found.version, "snapshot": found.snapshot,
            "events": found.events, "note": found.note,
        }
    )  # fmt: skip


def write_indicator(found: Indicator | None) -> dict[str, Any] | None:
    """The figure as the file says it; None for none."""
    if found is None:
        return None
    return _filled(
        {"key": found.key, "variant": found.variant, "window": found.window, "where": dict(found.where),
         "source": found.source, "parameter": found.parameter, "place": found.place, "subgroup": found.subgroup}
    )  # fmt: skip


def write_taken(found: Taken) -> dict[str, Any]:
    """A figure that was taken, as the file says it."""
    return _filled(
        {"value": _number(found.value), "name": found.name, "n": found.n, "lower": _number(found.lower),
         "upper": _number(found.upper), "as_of": _day(found.as_of), "period": found.period,
         "snapshot": found.snapshot, "version": found.version, "on": _day(found.on)}
    )  # fmt: skip


def write_rule(rule: rules.Rule | None) -> dict[str, Any] | None:
    """The rule as the file says it; None for none."""
    if rule is None:
        return None
    match rule:
        case rules.Threshold(bound, at_most, value):
            name = "at_most" if at_most else "at_least"
            made = {"kind": "threshold", name: _number(bound), "value": _number(value)}
        case rules.Quota(agreed, reached, partly):
            made = {
                "kind": "quota",
                "agreed": _number(agreed),
                "reached": _number(reached),
                "partly": partly or None,
            }
        case rules.Held(parameters, all_needed, lower):
            told = [
                _filled({"name": p.name, "baseline": _number(p.baseline), "value": _number(p.value)})
                for p in parameters
            ]
            made = {
                "kind": "held",
                "parameters": told,
                "all_needed": all_needed or None,
                "better": _better(lower),
            }
        case rules.Coverage(of, done, partly):
            made = {"kind": "coverage", "of": of, "done": done, "partly": partly or None}
        case rules.EachOf(items):
            made = {"kind": "each_of", "items": [_filled({"name": i.name, "met": i.met}) for i in items]}
        case rules.Steps(steps, lower, value):
            told = [{"at": _number(step.at), "percent": _number(step.percent)} for step in steps]
            made = {"kind": "steps", "steps": told, "better": _better(lower), "value": _number(value)}
        case rules.Linear(nothing_at, all_at, value):
            made = {"kind": "linear", "nothing_at": _number(nothing_at), "all_at": _number(all_at)}
            made["value"] = _number(value)
        case rules.Judged(percent, reason):
            made = {"kind": "judged", "percent": _number(percent), "reason": reason}
        case rules.AllOf(inner):
            made = {"kind": "all_of", "rules": [write_rule(one) for one in inner]}
    return _filled(made)


def _better(lower: bool) -> str | None:
    return "lower" if lower else None


def write_review(found: Review) -> dict[str, Any]:
    """The review as the file says it; plain JSON, too."""
    content = {
        "day": found.day.isoformat(),
        "title": found.title,
        "participants": list(found.participants),
        "summary": found.summary,
        "concluded_on": found.concluded_on.isoformat() if found.concluded_on else None,
        "themes": [_reviewed(one) for one in found.themes],
    }
    return _filled(content)


def _reviewed(theme: ReviewedTheme) -> dict[str, Any]:
    return _filled(
        {
            "label": theme.label,
            "title": theme.title,
            "status": theme.status,
            "done": theme.done,
            "assessment": theme.assessment,
            "next_steps": list(theme.next_steps),
            "figures": [write_figure(one) for one in theme.figures],
            "commitments": [write_commitment(one) for one in theme.commitments],
        }
    )
