"""When a source's data are older than usual; expected values worked by hand."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from pejling.facts.deliveries.queries import SourceAge, _rhythm
from pejling.web.components.data_age import ages, is_old


@pytest.mark.parametrize(
    ("days", "rhythm", "old"),
    [
        (0, None, False), (120, None, False), (121, None, True),
        # every day: a week's grace; every month: half a month's
        (8, 1, False), (9, 1, True), (45, 30, False), (46, 30, True),
    ],
)  # fmt: skip
def test_old_is_half_a_rhythm_late_and_never_less_than_a_week(
    days: int, rhythm: int | None, old: bool
) -> None:
    assert is_old(days, rhythm) is old


def test_the_rhythm_is_the_median_of_the_latest_gaps() -> None:
    monthly = [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)]
    assert _rhythm(monthly) == 30  # gaps 28, 31, 30
    assert _rhythm(monthly[:2]) is None
    # Six gaps count: a habit of yearly deliveries long ago is forgotten.
    old = [date(year, 1, 1) for year in range(2010, 2020)]
    daily = [date(2025, 6, day) for day in range(1, 8)]
    assert _rhythm([*old, *daily]) == 1


def test_ages_are_told_in_words() -> None:
    today = date(2025, 5, 20)
    sources = [
        SourceAge("A", today, None),
        SourceAge("B", date(2025, 5, 19), 1),
        SourceAge("C", date(2025, 3, 1), 30),
    ]
    with translation.override("da"):
        told = ages(sources, today)
    assert [(age.ago, age.is_old, age.usual) for age in told] == [
        ("i dag", False, ""),
        ("1 dag gammel", False, "hver dag"),
        ("80 dage gamle", True, "hver 30. dag"),
    ]
