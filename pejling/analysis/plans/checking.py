"""What is wrong with a plan, and what is odd or missing in it: every finding with its place. *Pure.*

Errors make a plan useless (weights that don't add up); warnings are for the reader to judge (a way of judging that
isn't said, an action that ends after its plan, what the kind of plan asks for and isn't there).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from pejling.analysis.plans.attainment import by_rule, from_parts, written
from pejling.analysis.plans.contradictions import contradictions
from pejling.analysis.plans.exact import shown
from pejling.analysis.plans.finding import Finding
from pejling.analysis.plans.kinds import PlanKind
from pejling.analysis.plans.plan_model import Action, Goal, Measure, Plan, Weighed
from pejling.analysis.plans.rules import AllOf, Judged, Rule
from pejling.analysis.strict_fields import nearest

#: more parts than a reader would add up
MOST_ADDED = 30


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, in the order of the plan.

    ``gaps``: what the kind of plan asks for and isn't there; ``accepted``: those that may be missing; ``odd``: what
    is for the reader to judge.
    """

    errors: tuple[Finding, ...] = ()
    gaps: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    odd: tuple[Finding, ...] = ()

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """All that isn't an error and that nobody has accepted."""
        return (*self.gaps, *self.odd)


def check(plan: Plan, kinds: dict[str, PlanKind]) -> Checked:
    """Everything there is to say about a plan that could be read."""
    kind = kinds.get(plan.kind)
    if kind is None:
        near = nearest(plan.kind, kinds)
        unknown = Finding(
            "kind", "unknown_kind", {"found": plan.kind, "near": near, "known": ", ".join(kinds)}
        )
        return Checked((unknown,))
    errors = chain(_ids(plan), _levels(plan, kind), _weights(plan, kind), _results(plan))
    may_lack = {code for code, _reason in plan.accepted_gaps}
    gaps, accepted = [], []
    for one in missing(plan, kind):
        (accepted if {one.gap, one.any_partners} & may_lack else gaps).append(one)
    odd = chain(_unjudged(plan), _without_reason(plan), _differing(plan), contradictions(plan))
    return Checked(tuple(errors), tuple(gaps), tuple(accepted), tuple(odd))


def missing(plan: Plan, kind: PlanKind) -> Iterator[Finding]:
    """What the kind of plan asks for and isn't there; each has a ``gap`` by which it can be accepted."""
    if not plan.goals:
        yield Finding("goals", "no_goals", {})
        return
    about = {goal.concerns for goal in plan.walk()}
    for subject in kind.concerns:
        if subject not in about:
            yield Finding("goals", "nothing_about", {"subject": subject})
    for goal in plan.walk():
        yield from _lacking(goal, "goal", kind)
        for measure in goal.measures:
            yield from _lacking(measure, "measure", kind)
        for action in goal.actions:
            yield from _lacking(action, "action", kind)
    if kind.partners:
        yield from _uncommitted(plan)


def _lacking(part: Goal | Measure | Action, sort: str, kind: PlanKind) -> Iterator[Finding]:
    for name in kind.needed.get(sort, ()):
        # A goal that is divided further is described by its parts.
        if isinstance(part, Goal) and part.goals and name in {"measures", "actions", "commitments"}:
            continue
        if not getattr(part, name):
            yield Finding(f"{part.path}.{name}", "not_said", {"field": name, "title": part.title})


def _uncommitted(plan: Plan) -> Iterator[Finding]:
    for goal in plan.walk():
        if goal.goals:
            continue
        said = {commitment.partner for commitment in goal.commitments}
        for partner in plan.partners:
            if partner not in said:
                yield Finding(
                    f"{goal.path}.commitments", "partner_silent", {"partner": partner, "title": goal.title}
                )


def _ids(plan: Plan) -> Iterator[Finding]:
    """The same id twice: a score or a change couldn't tell which is meant."""
    seen: dict[str, str] = {}
    for part in _everything(plan):
        if part.id in seen:
            yield Finding(part.path, "id_twice", {"id": part.id, "other": seen[part.id]})
        seen.setdefault(part.id, part.path)


def _everything(plan: Plan) -> Iterator[Weighed]:
    for goal in plan.walk():
        yield goal
        yield from goal.measures
        yield from goal.actions


def _levels(plan: Plan, kind: PlanKind) -> Iterator[Finding]:
    def too_deep(goals: tuple[Goal, ...], depth: int) -> Iterator[Finding]:
        for goal in goals:
            if depth > kind.depth:
                yield Finding(goal.path, "goal_too_deep", {"levels": kind.depth, "title": goal.title})
            else:
                yield from too_deep(goal.goals, depth + 1)

    yield from too_deep(plan.goals, 1)


def _weights(plan: Plan, kind: PlanKind) -> Iterator[Finding]:
    """Weights add up at every level, or nothing is weighed at all."""
    weighed = [part for part in _everything(plan) if part.weight is not None]
    for part in weighed:
        if part.weight is not None and part.weight <= 0:
            yield Finding(f"{part.path}.weight", "weight_not_positive", {"found": shown(part.weight)})
    if kind.weights == "none":
        for part in weighed:
            yield Finding(f"{part.path}.weight", "weights_not_used", {"kind": kind.key})
        return
    if kind.weights == "allowed" and not weighed:
        return
    for goal in plan.goals:
        if goal.weight is None:
            yield Finding(f"{goal.path}.weight", "weight_missing", {"title": goal.title, "label": goal.label})
    if all(goal.weight is not None for goal in plan.goals):
        yield from _adds_up("goals", plan.goals, kind.whole, "weights_of_whole", "")
    for goal, label in _labelled(plan.goals):
        if goal.weight is not None and any(part.weight is not None for part in goal.parts):
            yield from _adds_up(goal.path, goal.parts, goal.weight, "weights_of_goal", label)


def not_adding_up(plan: Plan, kind: PlanKind) -> list[Finding]:
    """The levels at which weights don't add up, and goals without one beside those that have; none before any has."""
    wanted = {"weights_of_whole", "weights_of_goal"}
    if any(goal.weight is not None for goal in plan.goals):
        wanted.add("weight_missing")
    return [one for one in _weights(plan, kind) if one.code in wanted]


def _labelled(goals: Sequence[Goal], above: str = "") -> Iterator[tuple[Goal, str]]:
    """Every goal with its label, which for a partial goal begins with that of the goal above: "1.2"."""
    for goal in goals:
        label = goal.label if not above or goal.label.startswith(f"{above}.") else f"{above}.{goal.label}"
        yield goal, label
        yield from _labelled(goal.goals, label)


def _adds_up(path: str, parts: Sequence[Weighed], whole: Decimal, code: str, label: str) -> Iterator[Finding]:
    """What weighs adds up to the whole. A part that doesn't weigh (it only describes) may stand beside."""
    weights = [part.weight for part in parts if part.weight is not None]
    found = sum(weights, Decimal(0))
    if found != whole:
        unweighed = ", ".join(part.label for part in parts if part.weight is None)
        # "60 + 41 = 101"; one part alone, or a great many, is told by the sum.
        added = shown(found)
        if 1 < len(weights) <= MOST_ADDED:
            added = f"{' + '.join(map(shown, weights))} = {added}"
        params = {"whole": shown(whole), "label": label, "unweighed": unweighed, "parts": added}
        yield Finding(path, code, params)


def _results(plan: Plan) -> Iterator[Finding]:
    """A result is between nothing and the weight; a goal's is not more than its parts can give."""
    for part in _everything(plan):
        if part.result is None:
            continue
        if part.weight is None:
            yield Finding(f"{part.path}.result", "result_without_weight", {"found": shown(part.result)})
        elif not 0 <= part.result <= part.weight:
            params = {"found": shown(part.result), "weight": shown(part.weight)}
            yield Finding(f"{part.path}.result", "result_out_of_range", params)


def _unjudged(plan: Plan) -> Iterator[Finding]:
    """Something weighs, but nothing says how it will be judged."""
    for goal in plan.walk():
        parts = (*goal.measures, *goal.actions)
        for part in (goal, *parts):
            if part.weight is not None and not _is_judged(part) and not (part is goal and _has_judged(goal)):
                yield Finding(part.path, "no_way_of_judging", {"title": part.title, "label": part.label})


def _without_reason(plan: Plan) -> Iterator[Finding]:
    """Judged to some per cent, and nobody says why."""
    for goal in plan.walk():
        for part in (*goal.measures, *goal.actions):
            if any(_lacks_reason(rule) for rule in _rules(part.rule)) and part.judgement is None:
                yield Finding(f"{part.path}.rule", "judged_without_reason", {"title": part.title})


def _rules(rule: Rule | None) -> Iterator[Rule]:
    """A rule, and those that must all hold for it."""
    if rule is None:
        return
    yield rule
    for inner in rule.rules if isinstance(rule, AllOf) else ():
        yield from _rules(inner)


def _lacks_reason(rule: Rule) -> bool:
    return isinstance(rule, Judged) and rule.percent is not None and not rule.reason.strip()


def _is_judged(part: Weighed) -> bool:
    """Whether it has a result, or says how it will get one."""
    said = ("rule", "indicator", "evaluation_plan", "judgement")
    return part.result is not None or any(getattr(part, name, None) for name in said)


def _has_judged(goal: Goal) -> bool:
    """Whether the goal is judged by its parts: those that weigh are looked at themselves."""
    return any(part.weight is not None or _is_judged(part) for part in goal.parts)


def _differing(plan: Plan) -> Iterator[Finding]:
    """A stated result that isn't what the rule or the parts give: allowed, but said."""
    for goal in plan.walk():
        for part in (*goal.measures, *goal.actions):
            if part.result is None:
                continue
            given, _rounded = by_rule(part)
            if given is not None and given != part.result:
                params = {"stated": shown(part.result), "given": shown(given)}
                yield Finding(f"{part.path}.result", "result_differs_from_rule", params)
        if goal.result is not None and any(part.weight is not None for part in goal.parts):
            yield from _differing_goal(goal, goal.result)


def _differing_goal(goal: Goal, stated: Decimal) -> Iterator[Finding]:
    """The goal's own result against its parts; where some of those aren't known, against what they can come to."""
    parts = from_parts(goal)
    if parts.result is not None:
        if parts.result != stated:
            params = {"stated": shown(stated), "given": shown(parts.result)}
            yield Finding(f"{goal.path}.result", "result_differs_from_parts", params)
        return
    least, most = written(parts.so_far), written(parts.so_far + Fraction(parts.unknown_weight))
    if not least <= stated <= most:
        params = {"stated": shown(stated), "least": shown(least), "most": shown(most)}
        yield Finding(f"{goal.path}.result", "result_beyond_parts", params)


def by_place(findings: tuple[Finding, ...]) -> dict[str, list[Finding]]:
    """The findings by the place they are about."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.path].append(finding)
    return dict(found)
