"""The states of a plan, and who may do what in which: one table, from which pages, checks and the picture are made.

*Pure.* *Permission* (who) is the role's verb; *policy* (in this state) is here. The picture in docs/plans.md is made
from it by scripts/draw_workflow.py.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A way from one state to another: ``to``, and the role's verb that it asks for."""

    to: str
    verb: str


#: state -> what can be done to the plan as a whole -> where that leads and who may
WORKFLOW: dict[str, dict[str, Step]] = {
    "draft": {"send_to_consultation": Step("hearing", "edit_plans"), "adopt": Step("adopted", "adopt_plans")},
    "hearing": {"take_back": Step("draft", "edit_plans"), "adopt": Step("adopted", "adopt_plans")},
    "adopted": {"evaluate": Step("evaluated", "edit_plans"), "reopen": Step("draft", "adopt_plans")},
    "evaluated": {"close": Step("closed", "adopt_plans"), "resume": Step("adopted", "edit_plans")},
    "closed": {"resume": Step("evaluated", "adopt_plans")},
}

#: what of a plan may be changed: its ``words`` (goals, measures, actions, weights), how it ``goes`` (states, dates
#: done, follow-ups, addenda, commitments), and its ``results`` (values, results, judgements); and what the ``board``
#: decides about an adopted one
WORDS, GOES, RESULTS, BOARD = "words", "goes", "results", "board"
MAY_CHANGE: dict[str, frozenset[str]] = {
    "draft": frozenset({WORDS, GOES, RESULTS}),
    "hearing": frozenset({WORDS, GOES, RESULTS}),
    # An adopted plan keeps its words: what is added is an addendum, what is revised is a new plan.
    "adopted": frozenset({GOES, RESULTS, BOARD}),
    "evaluated": frozenset({RESULTS, BOARD}),
    "closed": frozenset(),
}


def steps_from(state: str) -> dict[str, Step]:
    """What can be done to a plan in that state; KeyError for an unknown one."""
    return WORKFLOW[state]


def may_change(state: str, what: str) -> bool:
    """Whether ``what`` (``WORDS``, ``GOES`` or ``RESULTS``) may be changed in that state."""
    return what in MAY_CHANGE[state]


def picture() -> str:
    """The workflow as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for state, steps in WORKFLOW.items():
        lines += [f"    {state} --> {step.to}: {name} ({step.verb})" for name, step in steps.items()]
    return "\n".join(lines)
