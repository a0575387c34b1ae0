"""Dates as said, worked out by hand from the calendar of 2021 (ISO week 38 began on Monday 20 September)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pejling.analysis.plans.fuzzy_dates import MONTHS, understand

YEAR = (date(2021, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("ultimo september 2021", "2021-09-21", "2021-09-30"),
        ("medio maj", "2021-05-11", "2021-05-20"),
        ("Primo februar", "2021-02-01", "2021-02-10"),
        ("forår 2021", "2021-03-01", "2021-05-31"),
        ("efteråret", "2021-09-01", "2021-11-30"),
        ("vinteren 2021", "2020-12-01", "2021-02-28"),
        ("uge 38", "2021-09-20", "2021-09-26"),
        ("uge 53, 2020", "2020-12-28", "2021-01-03"),
        ("uge 36-38", "2021-09-06", "2021-09-26"),
        ("D. 15. marts", "2021-03-15", "2021-03-15"),
        # Read off a calendar: 1 September 2021 was a Wednesday, 31 May 2021 a Monday.
        ("første torsdag i september", "2021-09-02", "2021-09-02"),
        ("den 2. onsdag i september 2021", "2021-09-08", "2021-09-08"),
        ("Sidste fredag i maj", "2021-05-28", "2021-05-28"),
        ("24.3", "2021-03-24", "2021-03-24"),
        ("10/3", "2021-03-10", "2021-03-10"),
        ("24. sept. 2021", "2021-09-24", "2021-09-24"),
        ("14.05.2022", "2022-05-14", "2022-05-14"),
        ("2021-09-24", "2021-09-24", "2021-09-24"),
        ("februar 2024", "2024-02-01", "2024-02-29"),
        ("3. kvartal", "2021-07-01", "2021-09-30"),
        ("2. halvår 2021", "2021-07-01", "2021-12-31"),
        ("2024-2028", "2024-01-01", "2028-12-31"),
        ("i løbet af 2021", "2021-01-01", "2021-12-31"),
        ("skoleåret 2024/25", "2024-08-01", "2025-07-31"),
        ("ved årets afslutning", "2021-12-01", "2021-12-31"),
        ("9. august til 15. september", "2021-08-09", "2021-09-15"),
        ("1/8-15/8", "2021-08-01", "2021-08-15"),
        ("1.8.-15.8.2021", "2021-08-01", "2021-08-15"),
        ("9.-15.9.", "2021-09-09", "2021-09-15"),
        ("9.-15. september 2021", "2021-09-09", "2021-09-15"),
        ("august 2021 - juni 2022", "2021-08-01", "2022-06-30"),
        ("løbende", "2021-01-01", "2021-12-31"),
        ("slutningen af efteråret", "2021-11-01", "2021-11-30"),
        ("starten af vinteren 2021/22", "2021-12-01", "2021-12-31"),
        ("inden sommerferien", "2021-07-01", "2021-08-10"),
        ("efterårsferien 2021", "2021-10-18", "2021-10-24"),
        ("Q2 2021", "2021-04-01", "2021-06-30"),
        ("1.-2. kvartal 2021", "2021-01-01", "2021-06-30"),
        ("udgangen af 2021", "2021-11-01", "2021-12-31"),
        ("august/september 2021", "2021-08-01", "2021-09-30"),
        ("onsdag den 4. august kl. 13.00-15.30", "2021-08-04", "2021-08-04"),
        ("March 2021", "2021-03-01", "2021-03-31"),
        ("skoleåret 21/22", "2021-08-01", "2022-07-31"),
        ("midtvejs", "2021-07-01", "2021-07-31"),
    ],
)
def test_a_date_as_said_is_a_span_of_days(said: str, first: str, last: str) -> None:
    found = understand(said, YEAR)
    assert (found.said, found.first, found.last) == (
        said,
        date.fromisoformat(first),
        date.fromisoformat(last),
    )


@pytest.mark.parametrize(
    ("said", "recurring"),
    [("hver måned", "month"), ("én gang om måneden i det første år", "month"), ("hvert år i marts", "year"),
     ("kvartalsvis", "quarter"), ("to gange årligt", "year"), ("hvert halve år", "half year"),
     ("første torsdag i måneden", "month"), ("Den 15. i hver måned", "month"),
     ("hver tirsdag", "week"), ("april, august og december", "named months")],
)  # fmt: skip
def test_what_recurs_spans_the_plan(said: str, recurring: str) -> None:
    found = understand(said, YEAR)
    assert (found.recurring, found.first, found.last) == (recurring, *YEAR)


@pytest.mark.parametrize(
    "said",
    [
        "når vi når det",
        "første torsdag",
        "femte mandag i maj",
        "31. februar 2021",
        "uge 60",
        "13. måned",
        "",
        "5. kvartal",
        "x " * 5000 + "til y",
    ],
)
def test_what_is_not_a_date_stays_as_said(said: str) -> None:
    found = understand(said, YEAR)
    assert (found.said, found.understood) == (said, False)


def test_the_middle_of_a_long_period_is_a_year() -> None:
    found = understand("Midtvejs i perioden", (date(2024, 1, 1), date(2028, 12, 31)))
    assert (found.first, found.last) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("said", "first"),
    [("fra april 2021 og frem", (2021, 4, 1)), ("fra 1. august", (2021, 8, 1)), ("Fra og med uge 38", (2021, 9, 20)),
     ("fra efteråret 2021", (2021, 9, 1))],
)  # fmt: skip
def test_an_open_end_is_no_end(said: str, first: tuple[int, int, int]) -> None:
    found = understand(said, YEAR)
    assert (found.first, found.last, found.exact) == (date(*first), None, False)


def test_a_beginning_with_an_end_has_it() -> None:
    found = understand("fra 9. august til 15. september", YEAR)
    assert (found.first, found.last) == (date(2021, 8, 9), date(2021, 9, 15))


@pytest.mark.parametrize(
    ("said", "year", "first"),
    # 2026 has 53 weeks, the last from Monday 28 December; 2027 has 52. 2024 and 2028 have a 29 February.
    [("uge 53", (2026, 2026), (2026, 12, 28)), ("29. februar", (2024, 2028), (2024, 2, 29)),
     ("29. februar", (2025, 2028), (2028, 2, 29))],
)  # fmt: skip
def test_what_only_some_years_have_is_found_in_those(
    said: str, year: tuple[int, int], first: tuple[int, int, int]
) -> None:
    assert understand(said, (date(year[0], 1, 1), date(year[1], 12, 31))).first == date(*first)


@pytest.mark.parametrize("said", ["uge 53", "29. februar"])
def test_what_no_year_of_the_plan_has_is_no_date(said: str) -> None:
    assert not understand(said, (date(2023, 1, 1), date(2023, 12, 31))).understood


def test_a_year_not_said_is_the_plans() -> None:
    """A plan from August to July: March is that of the second year; without a plan nothing is guessed."""
    assert understand("marts", (date(2024, 8, 1), date(2025, 7, 31))).first == date(2025, 3, 1)
    assert not understand("marts").understood


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_every_day_written_out_is_that_day(day: date) -> None:
    for said in (
        f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        str(day),
    ):
        found = understand(said)
        assert (found.first, found.last, found.exact) == (day, day, True)


@given(st.text(max_size=40))
def test_nothing_said_breaks_it(said: str) -> None:
    found = understand(said, YEAR)
    assert found.said == said
    assert found.first is None or found.last is None or found.first <= found.last
