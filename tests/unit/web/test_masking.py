"""What a reader without small counts may see. The attacker in these tests only subtracts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pejling.web.components.masking import Step, hidden_parts, shown_together


def test_who_may_see_small_counts_sees_everything() -> None:
    assert shown_together([Step(3, 1)], 0) == [True]


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
