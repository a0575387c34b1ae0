"""What a reader without small counts may see. The attacker in these tests only subtracts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pejling.web.components.masking import Step, hidden_parts, shown_steps, shown_together

TABLE = """
n   left by month 1, 2, ...     shown
20  0 0 0                       yyy
20  0 1 4 5                     yn n y
20  5 6 9 10                    ynny
20  5 5 11                      yyy
20  16 20                       ny
4   0 0                         nn
5   0 5                         yy
"""


def test_the_rule_as_a_table() -> None:
    for line in TABLE.strip().splitlines()[1:]:
        n, rest = line.split(maxsplit=1)
        words = rest.split()
        left = [int(word) for word in words if word.isdigit()]
        wanted = [letter == "y" for letter in "".join(word for word in words if not word.isdigit())]
        assert shown_steps([Step(int(n), count) for count in left], 5) == wanted, line


def test_who_may_see_small_counts_sees_everything() -> None:
    assert shown_steps([Step(3, 1)], 0) == [True]
    assert shown_together([Step(3, 1)], 0) == [True]


cohorts = st.integers(0, 60).flatmap(
    lambda n: st.lists(st.integers(0, n), min_size=1, max_size=12).map(lambda left: (n, sorted(left)))
)


@given(cohorts)
def test_no_subtraction_of_neighbours_gives_one_to_four(cohort: tuple[int, list[int]]) -> None:
    n, left = cohort
    steps = [Step(n, count) for count in left]
    seen = [step for step, may in zip(steps, shown_steps(steps, 5), strict=True) if may]
    told = [step.left for step in seen] + [step.n - step.left for step in seen]
    told += [later.left - earlier.left for earlier, later in pairwise(seen)]
    assert not [count for count in told if 0 < count < 5]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_no_subtraction_of_any_two_side_by_side_gives_one_to_four(pairs: list[tuple[int, int]]) -> None:
    steps = [Step(n, min(n, left)) for n, left in pairs]
    seen = [step for step, may in zip(steps, shown_together(steps, 5), strict=True) if may]
    told = [abs(a.left - b.left) for a in seen for b in seen] + [abs(a.n - b.n) for a in seen for b in seen]
    told += [step.left for step in seen] + [step.n - step.left for step in seen]
    assert not [count for count in told if 0 < count < 5]


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=1))
def test_a_hidden_part_is_not_the_total_less_the_others(counts: dict[str, int]) -> None:
    hidden = hidden_parts(counts, 5)
    assert {key for key, count in counts.items() if 0 < count < 5} <= hidden
    rest = sum(counts[key] for key in hidden)
    others = [key for key, count in counts.items() if key not in hidden and count]
    assert not hidden or not others or (len(hidden) > 1 and not 0 < rest < 5)
