"""The annual cycle as data: read strictly, and laid out as days in a plan's period."""

from __future__ import annotations

from datetime import date

import pytest

from pejling.analysis.careful_yaml import read
from pejling.analysis.plans.cycle import needed_by, read_cycle, state_of, turns_of
from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.strict_fields import FieldError, Fields
from pejling.base.accounts.roles import ROLES

LANGUAGES = ("da", "en")
STEP = """
cycle:
  - key: publication
    da: {title: Offentliggørelse}
    en: {title: Publication}
    when: {%s}
"""


def steps(when: str, more: str = "") -> tuple:
    return read_cycle(Fields(read(STEP % when + more)).sections("cycle"), LANGUAGES)


def days(when: str, first: str, last: str) -> list[tuple[str, str, str]]:
    period = (date.fromisoformat(first), date.fromisoformat(last))
    return [(turn.key, str(turn.first), str(turn.last)) for turn in turns_of(steps(when), period)]


def test_the_self_evaluation_ends_with_publication_by_1_march_the_year_after() -> None:
    """The law: collected results are on the website by 1 March the year after."""
    kind = plan_kinds()["self_evaluation"]
    turns = turns_of(kind.cycle, (date(2021, 1, 1), date(2021, 12, 31)))
    assert turns[-1].key == "publication"
    assert turns[-1].last == date(2022, 3, 1)
    titles = [turn.step.words["da"].title for turn in turns]
    assert titles[:2] == ["Resultatoverblik", "Ledelsesmøde om resultater"]


@pytest.mark.parametrize("key", sorted(plan_kinds()))
def test_every_kind_of_the_catalogue_has_a_cycle_that_reminds_roles_there_are(key: str) -> None:
    cycle = plan_kinds()[key].cycle
    assert len(cycle) >= 4
    assert {role for step in cycle for role in step.remind} <= set(ROLES)


@pytest.mark.parametrize(
    ("when", "period", "expected"),
    [
        ("from: 02-01, to: 02-20", ("2021-01-01", "2021-12-31"), [("publication", "2021-02-01", "2021-02-20")]),
        ("from: 01-15, to: 03-01, years: 1, of: end", ("2024-01-01", "2028-12-31"),
         [("publication", "2029-01-15", "2029-03-01")]),
        ("from: 12-15, to: 01-31, years: -1", ("2021-01-01", "2021-12-31"),
         [("publication", "2020-12-15", "2021-01-31")]),
        ("from: 02-01, to: 02-29", ("2023-01-01", "2024-12-31"), [("publication", "2023-02-01", "2023-02-28")]),
        # A school year has two Novembers' worth of calendar years, and one November.
        ("from: 11-01, to: 11-30, every: year", ("2024-08-01", "2025-07-31"),
         [("publication.2024", "2024-11-01", "2024-11-30")]),
        ("from: 12-20, to: 01-10, every: year", ("2025-01-01", "2025-12-31"),
         [("publication.2024", "2024-12-20", "2025-01-10"), ("publication.2025", "2025-12-20", "2026-01-10")]),
        # 2024-2028 has 1826 days after its first; half of them is 913, which is 2 July 2026.
        ("share: 50, days: 90", ("2024-01-01", "2028-12-31"), [("publication", "2026-07-02", "2026-09-29")]),
    ],
)  # fmt: skip
def test_days_by_the_calendar_and_by_the_period(when: str, period: tuple[str, str], expected: list) -> None:
    assert days(when, *period) == expected


@pytest.mark.parametrize(
    ("when", "more", "path", "code"),
    [
        ("from: 02-30, to: 03-01", "", "cycle[1].when.from", "not_a_day_of_the_year"),
        ("from: 1/2, to: 03-01", "", "cycle[1].when.from", "not_a_day_of_the_year"),
        ("from: 02-01", "", "cycle[1].when.to", "missing_key"),
        ("from: 02-01, to: 03-01, every: month", "", "cycle[1].when.every", "unknown_value"),
        ("share: 120, days: 5", "", "cycle[1].when.share", "out_of_range"),
        ("share: 20, days: 5, from: 02-01", "", "cycle[1].when.from", "unknown_key"),
        ("from: 02-01, to: 03-01", "    needs: [adoption]\n", "cycle[1].needs[1]", "unknown_value"),
        ("from: 02-01, to: 03-01", "    derived: wished\n", "cycle[1].derived", "unknown_value"),
        ("from: 02-01, to: 03-01", "    colour: red\n", "cycle[1].colour", "unknown_key"),
    ],
)
def test_a_wrong_step_is_told_with_its_place(when: str, more: str, path: str, code: str) -> None:
    with pytest.raises(FieldError) as caught:
        steps(when, more)
    assert (caught.value.path, caught.value.code) == (path, code)


def test_states_by_the_day() -> None:
    first, last = date(2026, 2, 1), date(2026, 2, 20)
    assert state_of(first, last, date(2026, 1, 31), done=False) == "ahead"
    assert state_of(first, last, first, done=False) == "now"
    assert state_of(first, last, last, done=False) == "now"
    assert state_of(first, last, date(2026, 2, 21), done=False) == "late"
    assert state_of(first, last, date(2026, 2, 21), done=True) == "done"


def test_what_an_adopted_plan_builds_on_lies_behind_it() -> None:
    cycle = plan_kinds()["self_evaluation"].cycle
    behind = {"results_overview", "management_meeting", "themes", "consultation"}
    assert needed_by(cycle, ["adoption"]) == behind
    assert needed_by(cycle, ["follow_up_summer"]) == behind | {"adoption"}
    assert needed_by(cycle, []) == frozenset()
