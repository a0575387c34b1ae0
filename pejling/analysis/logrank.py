"""The log-rank test of no difference between groups, from counts per group and time.

Source: Mantel (1966); Peto & Peto (1972); the k-sample form as in R's `survdiff` (rho = 0).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

#: Cells of a times x groups matrix computed at a time.
_CELLS = 1 << 20


@dataclass(frozen=True, slots=True)
class LogRank:
    """`n` and `events` in all, `chi2` on `df` degrees of freedom, and its p-value.

    `df` is the number of groups less one, unless some groups were never at risk together with the others when
    somebody left: those say nothing about a difference. With df = 0 there is no test: `chi2` and `p` are nan.
    """

    n: int
    events: int
    chi2: float
    df: int
    p: float


def log_rank(groups: int, group: Integers, time: Floats, events: Integers, leaving: Integers) -> LogRank:
    """Compare `groups` groups, numbered from 0. One entry per group and time, in any order: how many had the event
    and how many left observation altogether (event or censored). Everybody is followed from the start."""
    excess, covariance = np.zeros(groups), np.zeros((groups, groups))
    together = np.zeros((groups, groups), bool)
    for at_risk, died in _at_event_times(groups, group, time, events, leaving):
        n, d = at_risk.sum(axis=1), died.sum(axis=1)
        share = at_risk / n[:, None]
        excess += (died - d[:, None] * share).sum(axis=0)
        # Where all at risk leave at once, or one alone is at risk, nothing could have come out differently.
        weight = np.where(n > 1, d * (n - d) / np.maximum(n - 1, 1), 0.0)
        covariance += np.diag(weight @ share) - share.T @ (share * weight[:, None])
        present = ((at_risk > 0) & (weight > 0)[:, None]).astype(np.float64)
        together |= (present.T @ present) > 0
    kept = _one_less_per_component(together)
    n, d = int(leaving.sum()), int(events.sum())
    if not len(kept):
        return LogRank(n, d, float("nan"), 0, float("nan"))
    chi2 = float(excess[kept] @ np.linalg.solve(covariance[np.ix_(kept, kept)], excess[kept]))
    return LogRank(n, d, chi2, len(kept), _upper_tail(chi2, len(kept)))


def _at_event_times(
    groups: int, group: Integers, time: Floats, events: Integers, leaving: Integers
) -> Iterator[tuple[Floats, Floats]]:
    """At risk and events as times x groups, for the times at which somebody had the event; in blocks of times."""
    times, step = np.unique(time, return_inverse=True)
    order = np.argsort(step, kind="stable")
    step, group, events, leaving = step[order], group[order], events[order], leaving[order]
    remaining = np.bincount(group, leaving, groups)
    block = max(1, _CELLS // groups)
    for first in range(0, len(times), block):
        last = min(first + block, len(times))
        part = slice(*np.searchsorted(step, [first, last]))
        cell = (step[part] - first) * groups + group[part]
        shape, size = (last - first, groups), (last - first) * groups
        out = np.bincount(cell, leaving[part], size).reshape(shape)
        died = np.bincount(cell, events[part], size).reshape(shape)
        gone = np.cumsum(out, axis=0)
        at_risk = remaining - gone + out
        remaining = remaining - gone[-1]
        some = died.sum(axis=1) > 0
        yield at_risk[some], died[some]


def _one_less_per_component(together: npt.NDArray[np.bool_]) -> Integers:
    """The groups that span the covariance matrix: all but one of each set that was at risk together.

    The matrix is a graph Laplacian, so its rank is the number of groups less the number of connected components:
    no tolerance decides it.
    """
    seen, kept = np.zeros(len(together), bool), []
    for start in range(len(together)):
        if seen[start]:
            continue
        seen[start] = True
        waiting = [start]
        while waiting:
            new = np.flatnonzero(together[waiting.pop()] & ~seen)
            seen[new] = True
            waiting.extend(new)
            kept.extend(new)
    return np.array(sorted(kept), dtype=np.int64)


def _upper_tail(chi2: float, df: int) -> float:
    # SciPy takes long to import and only a comparison needs it.
    from scipy.special import chdtrc

    return float(chdtrc(df, chi2))
