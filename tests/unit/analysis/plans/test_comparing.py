"""Two versions of a plan side by side, and the plan's workflow as a table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pejling.analysis.plans.comparing import ADDED, CHANGED, MOVED, REMOVED, Change, compare, words
from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.plans.plan_model import Plan
from pejling.analysis.plans.workflow import MAY_CHANGE, WORKFLOW, picture

ROOT = Path(__file__).resolve().parents[4]


def strategy() -> Plan:
    plan = read_plan((ROOT / "examples" / "strategy_2024_2028.yaml").read_text(encoding="utf-8")).plan
    assert plan is not None
    return plan


def test_a_plan_is_like_itself() -> None:
    assert compare(strategy(), strategy()) == []


def test_what_was_added_taken_out_moved_and_reworded_is_told() -> None:
    before = strategy()
    first, second, third = before.goals
    reworded = replace(first.goals[0], title=first.goals[0].title, description="Ny aftale om oplæringen.")
    new = replace(first.goals[1], label="1.d", title="Et nyt tema", id="1.d")
    after = replace(
        before,
        title="Rekruttering 2029",
        goals=(replace(first, goals=(reworded, first.goals[2], new), weight=Decimal("10.50")), third),
    )
    told = compare(before, after)
    assert told[0] == Change(
        "plan", "", "Rekruttering 2029", CHANGED, "title", before.title, "Rekruttering 2029"
    )
    assert {(c.sort, c.label, c.what, c.field) for c in told[1:]} == {
        ("goal", "1", CHANGED, "weight"),
        ("goal", "1.a", CHANGED, "description"),
        ("goal", "1.d", ADDED, ""),
        ("goal", "1.b", REMOVED, ""),
        ("goal", "2", REMOVED, ""),
    }
    weight = next(c for c in told if c.field == "weight")
    assert (weight.before, weight.after) == ("", "10.5")
    assert second.title in {c.title for c in told if c.what == REMOVED}


def test_texts_are_compared_word_by_word() -> None:
    assert words("Frafaldet er højst 10 procent", "Frafaldet er mindst 12 procent") == [
        ("kept", "Frafaldet er "), ("removed", "højst"), ("added", "mindst"), ("kept", " "), ("removed", "10"),
        ("added", "12"), ("kept", " procent"),
    ]  # fmt: skip


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_word_is_lost_between_two_texts(before: str, after: str) -> None:
    runs = words(before, after)
    assert "".join(text for sort, text in runs if sort != "added") == before
    assert "".join(text for sort, text in runs if sort != "removed") == after


def test_every_step_leads_to_a_state_and_every_state_can_be_reached_and_left() -> None:
    assert set(MAY_CHANGE) == set(WORKFLOW)
    reached = {step.to for steps in WORKFLOW.values() for step in steps.values()}
    assert reached == set(WORKFLOW)
    assert all(WORKFLOW.values())
    assert picture().count("-->") == 1 + sum(map(len, WORKFLOW.values()))


def test_the_picture_in_the_docs_is_current() -> None:
    text = (ROOT / "docs" / "plans.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{picture()}\n```" in text


def test_what_moved_and_what_was_reworded_is_known_again() -> None:
    """1.b stands below guidepost 3 now, 2.a has another title and 2.b a partner who chose it."""
    before = strategy()
    first, second, third = before.goals
    moved = first.goals[1]
    reworded = replace(second.goals[0], title="Gensidig indsigt og besøg mellem skole og praksis")
    chosen = replace(second.goals[1].commitments[1], state="running", text="Fælles faglige dage")
    theirs = (second.goals[1].commitments[0], chosen, *second.goals[1].commitments[2:])
    after = replace(
        before,
        goals=(
            replace(first, goals=(first.goals[0], first.goals[2])),
            replace(second, goals=(reworded, replace(second.goals[1], commitments=theirs), second.goals[2])),
            replace(third, goals=(*third.goals, moved)),
        ),
    )
    told = compare(before, after)
    assert [(c.sort, c.label, c.what, c.field) for c in told] == [
        ("goal", "2.a", CHANGED, "title"),
        ("commitment", "", CHANGED, "text"),
        ("commitment", "", CHANGED, "state"),
        ("goal", "1.b", MOVED, ""),
    ]
    assert told[1].title == "Herning Kommune"
    assert told[1].goal == f"2.b {second.goals[1].title}"
    assert (told[3].before, told[3].after) == (f"1 {first.title}", f"3 {third.title}")


def test_an_action_that_went_on_below_another_goal_has_moved() -> None:
    text = (ROOT / "examples" / "self_evaluation_2021.yaml").read_text(encoding="utf-8")
    before = read_plan(text).plan
    assert before is not None
    first, second = before.goals
    after = replace(
        before,
        goals=(
            replace(first, actions=first.actions[1:]),
            replace(second, actions=(*second.actions, first.actions[0])),
        ),
    )
    (told,) = compare(before, after)
    assert (told.sort, told.title, told.what) == ("action", first.actions[0].title, MOVED)
    assert (told.before[:1], told.after[:1]) == ("1", "2")


@given(st.permutations(range(3)), st.permutations(range(3)))
def test_an_order_is_no_difference(outer: list[int], inner: list[int]) -> None:
    before = strategy()
    first = replace(before.goals[0], goals=tuple(before.goals[0].goals[n] for n in inner))
    goals = (first, *before.goals[1:])
    assert compare(before, replace(before, goals=tuple(goals[n] for n in outer))) == []
