"""What is missing in how an action is followed up: worked by hand, action by action."""

from __future__ import annotations

from datetime import date

import pytest

from pejling.analysis.plans.following_up import Dated, Followed, coming, lacking

TODAY = date(2026, 11, 29)
YEAR_AGO, WEEK_AGO = date(2025, 11, 1), date(2026, 11, 22)


@pytest.mark.parametrize(
    ("state", "owner", "follow_ups", "schedule", "found"),
    [
        ("running", "Hanne", [], [], ["never"]),
        ("planned", "Hanne", [], [], []),
        ("planned", "", [], [], ["nobody"]),
        ("done", "", [], [], ["never"]),
        ("running", "Hanne", [Followed(WEEK_AGO, "continue")], [], []),
        ("running", "Hanne", [Followed(YEAR_AGO, "continue")], [], ["late"]),
        # The newest counts, in whatever order they come.
        ("running", "Hanne", [Followed(WEEK_AGO, ""), Followed(YEAR_AGO, "stop")], [], ["undecided"]),
        ("running", "Hanne", [Followed(WEEK_AGO, "stop")], [], ["not_stopped"]),
        ("stopped", "", [Followed(YEAR_AGO, "stop")], [], []),
        ("running", "Hanne", [Followed(WEEK_AGO, "adjust")],
         [Dated("Møde", "1. november", date(2026, 11, 1), date(2026, 11, 1))], ["passed"]),
        ("running", "Hanne", [Followed(WEEK_AGO, "adjust")],
         [Dated("Møde", "1. november", date(2026, 11, 1), date(2026, 11, 1), done=True),
          Dated("Måling", "hver måned", date(2026, 1, 1), date(2026, 11, 1), recurring=True),
          Dated("Løst", "engang", None, None)], []),
    ],
)  # fmt: skip
def test_what_is_missing(
    state: str, owner: str, follow_ups: list[Followed], schedule: list[Dated], found: list[str]
) -> None:
    args = {"begins": date(2026, 1, 1), "rhythm": "year", "today": TODAY}
    assert lacking(state=state, owner=owner, follow_ups=follow_ups, schedule=schedule, **args) == found


def test_nothing_is_late_in_a_plan_that_has_no_rhythm_or_has_not_begun() -> None:
    args = {"owner": "Hanne", "schedule": [], "today": TODAY}
    old = [Followed(date(2020, 1, 1), "continue")]
    assert lacking(state="running", follow_ups=old, begins=YEAR_AGO, rhythm="halfway", **args) == []
    assert lacking(state="running", follow_ups=[], begins=date(2027, 1, 1), rhythm="year", **args) == []


def test_what_comes_next() -> None:
    over = Dated("Over", "oktober", date(2026, 10, 1), date(2026, 10, 31))
    now = Dated("Nu", "november", date(2026, 11, 1), date(2026, 11, 30))
    later = Dated("Senere", "januar", date(2027, 1, 1), date(2027, 1, 31))
    often = Dated("Tit", "hver uge", date(2026, 1, 1), date(2026, 12, 31), recurring=True)
    unknown = Dated("Ukendt", "engang", None, None)
    assert coming([later, often, unknown, over, now], TODAY) == now
    assert coming([later, often], TODAY) == later
    assert coming([often, over], TODAY) == often
    assert coming([unknown, over], TODAY) is None
