"""What if: results and rules' values tried on a plan's score, with nothing saved. *Pure* but for words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pejling.analysis.plans.attainment import by_rule
from pejling.analysis.plans.exact import as_typed
from pejling.analysis.plans.exact import exact as read_number
from pejling.analysis.plans.plan_model import Action, Goal, Measure, Plan
from pejling.analysis.plans.read_rules import read_rule
from pejling.analysis.plans.wording import message
from pejling.analysis.plans.writing import write_rule
from pejling.analysis.strict_fields import FieldError, Fields
from pejling.web.pages.plans import rule_form
from pejling.web.pages.plans.tree import exact

Leaf = Measure | Action


@dataclass(slots=True)
class Try:
    """What can be tried of one part: its result, and the values of its rule (``box``)."""

    part: Goal | Leaf
    name: str
    value: str
    error: str = ""
    box: rule_form.Box | None = None
    is_open: bool = False


@dataclass(slots=True)
class Tried:
    """The results to try by the part's id, and the form they came from, goal by goal."""

    what_if: dict[str, Decimal] = field(default_factory=dict)
    goals: list[tuple[Goal, list[Try]]] = field(default_factory=list)

    @property
    def open_goals(self) -> set[str]:
        """The goals below which something is tried."""
        return {goal.id for goal, tries in self.goals if any(one.value or one.is_open for one in tries)}

    @property
    def errors(self) -> list[str]:
        """What couldn't be tried, with the part's title."""
        return [f"{one.part.title}: {one.error}" for _goal, tries in self.goals for one in tries if one.error]


def tried(plan: Plan, texts: Mapping[str, str], *, internal: bool) -> Tried:
    """Read the form (``w-<id>``: a result; ``v-<id>-...``: a rule's values), empty for a first look."""
    made = Tried()
    for goal in plan.walk():
        tries = [_one(part, texts, made.what_if) for part in _weighing(goal, internal=internal)]
        if tries:
            made.goals.append((goal, tries))
    return made


def _weighing(goal: Goal, *, internal: bool) -> Iterator[Goal | Leaf]:
    if goal.weight is not None:
        yield goal
    for part in (*goal.measures, *goal.actions):
        if part.weight is not None and (internal or not (isinstance(part, Action) and part.internal)):
            yield part


def _one(part: Goal | Leaf, texts: Mapping[str, str], what_if: dict[str, Decimal]) -> Try:
    name = f"w-{part.id}"
    made = Try(part, name, texts.get(name, "").strip())
    errors: dict[str, str] = {}
    stored = write_rule(part.rule) if isinstance(part, Leaf) else None
    if stored is not None:
        _values(made, part, stored, texts, errors, what_if)
    if made.value:
        try:
            result = read_number(as_typed(made.value, name), name)
            if part.weight is None or not 0 <= result <= part.weight:
                weight = exact(part.weight)
                raise FieldError(name, "result_out_of_range", found=exact(result), weight=weight)
            what_if[part.id] = result
        except FieldError as error:
            made.error = message(error.code, error.params)
    return made


def _values(
    made: Try, part: Goal | Leaf, stored: dict, texts: Mapping[str, str], errors: dict[str, str],
    what_if: dict[str, Decimal],
) -> None:  # fmt: skip
    prefix = f"v-{part.id}"
    now = rule_form.flat(stored, prefix)
    open_names = rule_form.value_names(now, prefix)
    said = {name: texts[name].strip() for name in open_names if name in texts}
    shown = now | said
    changed = {name: text for name, text in said.items() if text != now.get(name, "")}
    if changed:
        parsed = rule_form.parse(shown, prefix)
        errors |= parsed.errors
        if parsed.rule and not parsed.errors:
            rule = read_rule(Fields(parsed.rule))
            result, _rounded = by_rule(replace(part, rule=rule, result=None))  # type: ignore[arg-type]
            if result is not None:
                what_if[part.id] = result
        made.error = next(iter(parsed.errors.values()), "")
    made.is_open = bool(changed)
    made.box = rule_form.box(shown, errors, words_open=False, prefix=prefix)
