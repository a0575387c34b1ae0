"""The arithmetic of life tables: many groups at once, edges, and independence of other groups."""

from __future__ import annotations

import numpy as np
import pytest

from pejling.analysis import lifetable
from pejling.analysis.logrank import log_rank


def estimates_of(at_risk: list[int], *causes: list[int]) -> lifetable.Estimates:
    group = np.zeros(len(at_risk), np.int64)
    return lifetable.estimate(group, np.array(at_risk), np.array(causes).T)


def test_no_rows() -> None:
    nothing = np.zeros(0, np.int64)
    found = lifetable.estimate(nothing, nothing, np.zeros((0, 2), np.int64))
    assert found.survival.shape == (0,)
    assert found.cif.shape == (0, 2)
    assert lifetable.at_risk_without_entry(nothing, nothing).shape == (0,)


def test_survival_stays_0_when_others_enter_later() -> None:
    found = estimates_of([1, 2, 2], [1, 1, 1])
    assert found.survival.tolist() == [0, 0, 0]
    assert np.isnan(found.se).all()
    assert found.cif[:, 0].tolist() == [1, 1, 1]
    assert found.cif_se[:, 0].tolist() == [0, 0, 0]


def test_survival_and_incidences_add_up_to_one() -> None:
    random = np.random.default_rng(3)
    causes = random.integers(0, 3, (3, 200))
    at_risk = np.cumsum(causes.sum(axis=0)[::-1])[::-1]
    found = estimates_of(at_risk.tolist(), *causes.tolist())
    np.testing.assert_allclose(found.survival + found.cif.sum(axis=1), 1, rtol=0, atol=1e-14)


def test_incidence_without_competition_has_the_survivals_error_exactly() -> None:
    found = estimates_of([9, 7, 4], [1, 2, 1], [0, 0, 0])
    assert found.cif_se[:, 0].tolist() == found.se.tolist()
    assert found.cif_se[:, 1].tolist() == [0, 0, 0]


def test_a_group_is_the_same_to_the_last_digit_whatever_else_is_computed() -> None:
    random = np.random.default_rng(4)
    sizes = np.r_[1, 400, random.integers(1, 40, 3000), 70_000]
    group = np.repeat(np.arange(len(sizes)), sizes)
    events = random.integers(0, 2, (len(group), 2))
    at_risk = lifetable.at_risk_without_entry(group, events.sum(axis=1) + 1)
    together = lifetable.estimate(group, at_risk, events)
    for number in (0, 1, 2, 1500, len(sizes) - 1):
        mine = group == number
        alone = lifetable.estimate(group[mine] * 0, at_risk[mine], events[mine])
        for name in lifetable.Estimates.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(together, name)[mine], getattr(alone, name))


def test_half_a_million_times_in_one_group() -> None:
    """Without censoring the survival is the share left, and its error that of a share: sqrt(p(1-p)/n)."""
    n = 500_000
    group, one = np.zeros(n, np.int64), np.ones(n, np.int64)
    found = lifetable.estimate(group, np.arange(n, 0, -1), one[:, None])
    share = np.arange(n - 1, -1, -1) / n
    np.testing.assert_allclose(found.survival, share, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(found.se[:-1], np.sqrt(share * (1 - share) / n)[:-1], rtol=1e-9)


def test_at_risk_with_entry() -> None:
    """(entry, time): (0, 2), (1, 4), (2, 3) in the first group; (0, 1) in the second."""
    found = lifetable.at_risk_with_entry(
        np.array([0, 0, 0, 1]),
        np.array([2.0, 3.0, 4.0, 1.0]),
        np.array([1, 1, 1, 1]),
        np.array([0, 0, 1, 0]),
        np.array([0.0, 2.0, 0.0, 1.0]),
        np.array([1, 1, 1, 1]),
    )
    assert found.tolist() == [2, 2, 1, 1]


def test_groups_that_never_meet_are_not_compared() -> None:
    """The second group is over before anybody of the first has the event; its own event left nobody to compare."""
    group, time = np.array([0, 0, 1]), np.array([5.0, 6.0, 9.0])
    found = log_rank(2, group, time, np.array([0, 0, 1]), np.array([1, 1, 1]))
    assert (found.n, found.events, found.df) == (3, 1, 0)
    assert np.isnan(found.chi2)
    assert np.isnan(found.p)


def test_log_rank_takes_times_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    group, time = random.integers(0, 3, 300), random.integers(0, 40, 300).astype(float)
    events = random.integers(0, 2, 300)
    whole = log_rank(3, group, time, events, np.ones(300, np.int64))
    monkeypatch.setattr("pejling.analysis.logrank._CELLS", 7)
    in_blocks = log_rank(3, group, time, events, np.ones(300, np.int64))
    assert in_blocks.chi2 == pytest.approx(whole.chi2, rel=1e-12)
    assert (in_blocks.n, in_blocks.events, in_blocks.df) == (whole.n, whole.events, 2)
