"""The picture of a plan's dates: which kind each is drawn as, and where."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from pejling.analysis.plans.fuzzy_dates import understand
from pejling.analysis.plans.timeline import DAYS, WORDS, Group, Mark, domain, kind_of, occurrences, svg

PERIOD = (date(2021, 1, 1), date(2021, 12, 31))
WORD = {key: key for key in ("day", "span", "recurring", "open", "done", "late", "today")}
MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]


def mark(when: str, title: str = "Møde", **more: bool) -> Mark:
    found = understand(when, PERIOD)
    assert found.first is not None
    return Mark(title, when, found.first, found.last, found.recurring, **more)


def drawn(*marks: Mark, today: date = date(2021, 7, 1)) -> ElementTree.Element:
    text = svg(
        [Group("Et tiltag", "I gang", marks)], PERIOD, today=today, title="Datoer", words=WORD, months=MONTHS
    )
    return ElementTree.fromstring(text)


@pytest.mark.parametrize(
    ("when", "kind"),
    [
        ("16. september", "day"),
        ("ultimo september", "span"),
        ("hver måned", "recurring"),
        ("fra april 2021 og frem", "open"),
        ("løbende", "span"),
    ],
)
def test_each_way_of_saying_when_has_its_kind(when: str, kind: str) -> None:
    assert mark(when).kind == kind
    assert kind_of(None, None, "") == "unknown"


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("hver måned", [(month, 1) for month in range(1, 13)]),
        ("hvert kvartal", [(1, 1), (4, 1), (7, 1), (10, 1)]),
        ("april, august og december", [(4, 1), (8, 1), (12, 1)]),
        ("hvert år i marts", [(3, 1)]),
        ("årligt", [(1, 1)]),
    ],
)
def test_what_recurs_is_drawn_where_it_falls(when: str, days: list[tuple[int, int]]) -> None:
    assert [(day.month, day.day) for day in occurrences(mark(when), PERIOD[1])] == days


def test_the_picture_shows_the_period_and_what_lies_a_year_outside_it() -> None:
    long_ago = Mark("Gammel", "2010", date(2010, 1, 1), date(2010, 12, 31))
    before = mark("ultimo 2020")  # November and December
    assert domain([Group("", "", (long_ago, before))], PERIOD) == (date(2020, 11, 1), date(2021, 12, 31))


def test_a_day_is_a_diamond_at_its_place_and_a_span_a_bar_as_long_as_it_lasts() -> None:
    # 1 July is day 181 of the 365 after 1 January; "ultimo september" is ten of them, from day 263.
    picture = drawn(mark("1. juli"), mark("ultimo september"))
    space = "{http://www.w3.org/2000/svg}"
    rows = picture.findall(f"{space}g")
    diamond = rows[0].find(f"{space}path")
    assert diamond is not None
    assert float(diamond.attrib["d"].split()[0][1:]) == pytest.approx(WORDS + DAYS * 181 / 365, abs=0.1)
    bar = rows[1].find(f"{space}rect")
    assert bar is not None
    assert float(bar.attrib["x"]) == pytest.approx(WORDS + DAYS * 263 / 365, abs=0.1)
    assert float(bar.attrib["width"]) == pytest.approx(DAYS * 10 / 365, abs=0.2)


def test_done_and_late_are_signs_and_words_are_text() -> None:
    picture = drawn(mark("1. maj", done=True), mark("2. maj", late=True), mark("3. maj", title="<script>&"))
    texts = _texts(picture)
    assert texts.count("✓") == 1 and texts.count("!") == 1
    assert "<script>& – 3. maj" in texts
    assert "today" in texts
    assert "today" not in _texts(drawn(mark("1. maj"), today=date(2030, 1, 1)))


def _texts(picture: ElementTree.Element) -> list[str]:
    return ["".join(found.itertext()) for found in picture.iter("{http://www.w3.org/2000/svg}text")]


def test_a_weekday_of_every_month_is_drawn_at_its_days() -> None:
    """Read off a calendar: the last Fridays of 2021's first quarter."""
    assert occurrences(mark("sidste fredag i hver måned"), date(2021, 3, 31)) == [
        date(2021, 1, 29), date(2021, 2, 26), date(2021, 3, 26),
    ]  # fmt: skip
