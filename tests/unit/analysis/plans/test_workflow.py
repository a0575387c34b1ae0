"""The table of states: nothing is a dead end, every verb is a role's, and the picture in the docs is today's."""

from __future__ import annotations

from pejling.analysis.plans.workflow import GOES, MAY_CHANGE, RESULTS, WORDS, WORKFLOW, may_change
from pejling.base.accounts.roles import VERBS
from scripts.draw_workflow import DOCS, drawn, main


def test_every_step_leads_to_a_state_and_asks_for_a_roles_verb() -> None:
    for steps in WORKFLOW.values():
        assert steps, "a state nobody gets out of"
        assert {step.to for step in steps.values()} <= set(WORKFLOW)
        assert {step.verb for step in steps.values()} <= VERBS


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached, waiting = {"draft"}, ["draft"]
    while waiting:
        for step in WORKFLOW[waiting.pop()].values():
            if step.to not in reached:
                reached.add(step.to)
                waiting.append(step.to)
    assert reached == set(WORKFLOW) == set(MAY_CHANGE)


def test_what_may_be_changed_only_becomes_less_on_the_way_to_closed() -> None:
    """An adopted plan keeps its words (issue: what is added is an addendum); a closed one everything."""
    assert may_change("draft", WORDS) and may_change("hearing", WORDS)
    assert not may_change("adopted", WORDS) and may_change("adopted", GOES)
    assert not may_change("evaluated", GOES) and may_change("evaluated", RESULTS)
    assert not any(may_change("closed", area) for area in (WORDS, GOES, RESULTS))


def test_the_picture_in_the_docs_is_todays() -> None:
    assert main(["--check"]) == 0
    text = DOCS.read_text(encoding="utf-8")
    assert drawn(text.replace("adopted --> evaluated", "adopted --> nowhere")) == text
