"""The year as a wheel: where days lie, and that nothing lies over anything else."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pejling.analysis.wheel import Span, wheel


def test_the_year_goes_clockwise_from_the_top() -> None:
    drawn = wheel(2026, [Span(1, date(2026, 4, 1), date(2026, 4, 2), "ahead")], date(2026, 7, 2))
    assert drawn is not None
    (mark,) = drawn.marks
    # The first days of April lie at three o'clock, where a quarter of the year has passed.
    assert mark.x > 200
    assert abs(mark.y) < 10
    assert drawn.hand is not None
    # In the middle of the year the hand points straight down.
    assert abs(drawn.hand[0]) < 5
    assert drawn.hand[1] > 200
    assert len(drawn.months) == 12


def test_another_year_has_no_hand_and_a_span_is_cut_to_the_year() -> None:
    spans = [
        Span(1, date(2025, 12, 15), date(2026, 1, 31), "now"),
        Span(2, date(2027, 1, 1), date(2027, 2, 1), "ahead"),
    ]
    drawn = wheel(2026, spans, date(2025, 12, 20))
    assert drawn is not None
    assert drawn.hand is None
    assert [mark.number for mark in drawn.marks] == [1]
    assert drawn.marks[0].x > 0  # in January, right of the top


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(0, 60)), max_size=25))
def test_no_number_lies_on_another(found: list[tuple[date, int]]) -> None:
    spans = [
        Span(n, first, first + timedelta(days=more), "ahead") for n, (first, more) in enumerate(found, 1)
    ]
    drawn = wheel(2026, spans, date(2026, 1, 1))
    if drawn is None:
        return
    places = [(mark.x, mark.y) for mark in drawn.marks]
    assert all(math.dist(a, b) > 12 for i, a in enumerate(places) for b in places[:i])
    assert all(re.fullmatch(r"[MALZ\d. -]+", mark.path) for mark in drawn.marks)


def test_too_much_at_the_same_time_is_no_picture() -> None:
    spans = [Span(n, date(2026, 3, 1), date(2026, 3, 30), "ahead") for n in range(1, 40)]
    assert wheel(2026, spans, date(2026, 1, 1)) is None
