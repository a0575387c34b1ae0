"""The five organisations' own documents, taken in; the facts were listed by hand from the documents."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.plans.plan_model import Action, Goal
from pejling.analysis.plans.rules import EachOf, Threshold
from pejling.analysis.plans.taking_in.documents import read_document
from pejling.analysis.plans.taking_in.taking import Draft, take_in
from pejling.analysis.plans.writing import write_plan

from .tracing import lost

ROOT = Path(__file__).resolve().parents[5]
SOURCES = Path(os.environ.get("PEJLING_TEST_SOURCES", ROOT.parent / "shared" / "sources"))
NAMES = (
    "esbjerg_training_supervisors",
    "midtvest_strategy_2024_2028",
    "randers_self_evaluation_2021",
    "rude_skov_school_dialogue_2025",
    "sosu_nord_results_contract_2021",
)
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not SOURCES.is_dir(), reason="the organisations' documents are not here"),
]


@lru_cache(maxsize=8)
def draft(name: str) -> Draft:
    return take_in(read_document(SOURCES / f"{name}.txt"), plan_kinds(), date(2026, 11, 22))


def actions(goal: Goal) -> list[tuple[str, str]]:
    return [(one.label, one.title) for one in goal.actions]


def schedule(action: Action) -> list[str]:
    return [one.when for one in action.schedule if one.when]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost(name: str) -> None:
    """Every line is in a field, is a heading, or is told as not understood."""
    assert lost(read_document(SOURCES / f"{name}.txt"), draft(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_is_a_plan_that_can_be_read(name: str) -> None:
    found = read_plan(write_plan(draft(name).plan))
    assert found.errors == ()
    assert found.plan == draft(name).plan


def test_results_contract() -> None:
    plan = draft("sosu_nord_results_contract_2021").plan
    assert (plan.kind, plan.organisation) == ("results_contract", "SOSU Nord")
    assert plan.period == (date(2021, 1, 1), date(2021, 12, 31))
    weights = [(goal.label, goal.weight, goal.result) for goal in plan.goals]
    assert weights == [
        ("1", 30, Decimal("27.5")),
        ("2", 28, 18),
        ("3", 13, 11),
        ("4", 18, Decimal("11.75")),
        ("5", 5, Decimal("2.5")),
        ("6", 6, 5),
    ]
    assert [[measure.weight for measure in goal.measures] for goal in plan.goals] == [
        [5, 5, 5, 5],
        [8, 6, 6, 2],
        [Decimal("1.5")] * 3,
        [5, 5, 5],
        [],
        [None],
    ]
    assert [[action.weight for action in goal.actions] for goal in plan.goals] == [
        [Decimal("2.5")] * 4,
        [2, 2, 2],
        [2, 2, Decimal("1.5"), Decimal("1.5"), Decimal("1.5")],
        [3],
        [5],
        [2, 2, 2],
    ]
    assert [[action.label for action in goal.actions] for goal in plan.goals] == [
        list("abcd"),
        list("abc"),
        list("abcde"),
        ["a"],
        ["a"],
        list("abc"),
    ]
    assert [len(goal.references) for goal in plan.goals] == [3, 3, 2, 1, 1, 3]
    assert [one.day for goal in plan.goals for one in goal.references if one.day] == [
        "20.11.2021",
        "21.11.2020",
        "april 2020",
    ]
    times = [
        len(one.rule.items) for goal in plan.goals for one in goal.measures if isinstance(one.rule, EachOf)
    ]
    assert times == [4, 3, 3]
    assert plan.goals[1].measures[3].rule == Threshold(Decimal(10), at_most=True)


def test_parts_of_points_cut_by_a_page_come_together() -> None:
    plan = draft("sosu_nord_results_contract_2021").plan
    assert plan.goals[2].actions[3].title.endswith("udstyrsløft på partnerskolerne i videnscenteret")
    assert plan.goals[5].actions[0].title.endswith("fysiske rammer, og fremtidig udbudsstruktur")
    assert plan.goals[1].references[2].title.startswith("Trepartsaftale af 21.11.2020 om flere lærepladser")


def test_self_evaluation() -> None:
    plan = draft("randers_self_evaluation_2021").plan
    assert (plan.kind, plan.organisation) == ("self_evaluation", "Randers Social- og Sundhedsskole")
    assert plan.period == (date(2021, 1, 1), date(2021, 12, 31))
    assert [(goal.label, goal.title) for goal in plan.goals] == [
        ("1", "Frafald på skolens social- og sundhedsassistentuddannelse"),
        ("2", "Styrket pædagogisk ledelse og kollaborative lærersamarbejder"),
    ]
    assert [title for _label, title in actions(plan.goals[0])] == [
        "Styrket samarbejde med praksis",
        "Databaserede handlinger og frafaldsanalyse på social- og sundhedsassistentuddannelsen",
        "Ansættelse af gennemførselskoordinator",
        "Understøttelse af eleven i social- og sundhedsuddannelsernes uddannelsesforløb",
        "Understøttelse af social- og sundhedsassistentelevens faglige niveau",
        "Forberedelse til praktik",
        "Feedback som redskab til styrkelse af elevens læring og trivsel",
    ]
    every = [action for _goal, action in plan.actions()]
    assert len(every) == 8
    assert all(action.description and action.evaluation_plan and action.schedule for action in every)
    assert all(goal.reason for goal in plan.goals)
    assert [schedule(action) for action in every] == [
        ["15. marts", "22. april", "15. juni", "19. august", "16. september", "24. september"],
        ["april 2021", "august og december", "løbende"],
        ["april 2021", "løbende"],
        ["9. august"],
        ["efteråret 2021"],
        ["28.4. 2021", "Løbende", "foråret 2021", "løbende"],
        ["løbende", "10/3", "14/4", "12/5", "16/6"],
        ["2021", "6/9 2021"],
    ]
    assert [action.expected_effect[:12] for action in every[:3]] == [
        "Det forvente",
        "Det forvente",
        "Det er skole",
    ]


def test_strategy_read_by_text_recognition() -> None:
    plan = draft("midtvest_strategy_2024_2028").plan
    assert (plan.kind, plan.organisation) == ("strategy", "Social- og Sundhedsskolen, Midt- og Vestjylland")
    assert plan.period == (date(2024, 1, 1), date(2028, 12, 31))
    assert len(plan.partners) == 7
    assert plan.partners[1:4] == ("Herning Kommune", "Holstebro Kommune", "Ikast-Brande Kommune")
    assert [goal.label for goal in plan.walk()] == [
        "1",
        "1.a",
        "1.b",
        "1.c",
        "2",
        "2.a",
        "2.b",
        "2.c",
        "3",
        "3.a",
        "3.b",
    ]
    assert plan.goals[0].title == "Der er god uddannelse alle steder"
    assert plan.goals[2].goals[1].title.endswith("mulige karriereveje sammen")
    assert all(theme.description for goal in plan.goals for theme in goal.goals)


def test_training_programme_without_any_numbering() -> None:
    plan = draft("esbjerg_training_supervisors").plan
    assert (plan.kind, plan.organisation) == ("training_programme", "Esbjerg Kommune")
    assert plan.title == "Styrket kvalitet og øget gennemførelse"
    measure = plan.goals[0].measures[0]
    assert measure.baseline == Decimal("4.4")
    assert "4,4 i 2022 og 4,6 i 2023" in measure.description
    titles = [action.title for _goal, action in plan.actions()]
    assert titles[0] == "Oplæringsvejledere på fuldtid"
    assert "280 social- og sundhedsmedarbejdere" in plan.goals[0].actions[0].description


def test_minutes_of_a_dialogue() -> None:
    plan = draft("rude_skov_school_dialogue_2025").plan
    assert (plan.kind, plan.organisation) == ("school_plan", "Rude Skov Skole")
    assert plan.period == (date(2024, 8, 1), date(2025, 7, 31))
    assert [goal.title[-12:].strip() for goal in plan.goals] == ["alle TRIVSEL", "LÆRING LEAPS"]
    assert [one.when for one in plan.milestones] == ["13. marts 2025", "14. marts 2025"]
    told = [action.title for _goal, action in plan.actions()]
    for fact in (
        "Bedre venner – sprog om fællesskab og kammeratskab",
        "Fællesskabscirkler",
        "Indsatser omkring overgange",
        "Virksomhedsprogrammet",
    ):
        assert fact in told
