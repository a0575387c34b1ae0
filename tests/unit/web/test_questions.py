"""A question goes into an address and comes back the same; what isn't a choice is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pejling.web.components.bad_address import BadAddress
from pejling.web.components.paging import page_of
from pejling.web.pages.retention.question import MONTHS, ROWS, Question

texts = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12).map(str.strip)
questions = st.builds(
    Question,
    department=texts,
    programme=texts,
    part=texts,
    intake=st.dates().map(lambda day: day.isoformat()[:7]) | st.just(""),
    class_group=texts,
    municipality=texts,
    rows=st.sampled_from(ROWS),
    months=st.sampled_from(MONTHS),
    counts=st.booleans(),
    snapshot=texts,
    compare=texts,
)


@given(questions)
def test_there_and_back(question: Question) -> None:
    assert Question.parse(question.as_query()) == question


@pytest.mark.parametrize(
    "query",
    [
        {"months": "13"},
        {"months": "1e9"},
        {"rows": "student"},
        {"counts": "yes"},
        *(
            {"intake": text}
            for text in ("2025-13", "2025-8", "0000-01", "august", "\0", "２０２５-08", "2025-08-01")
        ),
    ],
)
def test_what_is_not_a_choice_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(BadAddress) as caught:
        Question.parse(query)
    assert caught.value.field in query


def test_the_cuts_are_what_is_filtered_and_what_the_rows_are() -> None:
    assert Question(class_group="A1", rows="intake").cuts == {"class", "intake"}
    assert Question(municipality="none", rows="class").cuts == {"municipality", "class"}


@pytest.mark.parametrize("asked", ["0", "4", "-1", "x", "²", "99999999999999999999"])
def test_a_page_that_does_not_exist_is_refused(asked: str) -> None:
    with pytest.raises(BadAddress):
        page_of(range(25), asked, 10)


def test_pages() -> None:
    shown, paging = page_of(range(25), "3", 10)
    assert list(shown) == [20, 21, 22, 23, 24]
    assert (paging.first, paging.last, paging.total, paging.previous, paging.next) == (21, 25, 25, 2, None)
    assert page_of([], "", 10)[1].pages == 1
