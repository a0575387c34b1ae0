"""Follow many small groups step by step: who is left, who has had the event, with limits, for dense arrays of counts.

The life table of ``lifetable.py`` has one row per observed time. A grid wants the opposite: every group at every
step, also where nothing happens, so that a column is one array. The estimate is the same (Aalen-Johansen; its
variance is the multi-state Greenwood formula, Andersen et al. 1993, ch. IV.4), and a test holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: The 0.975 quantile of the normal distribution.
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Followup:
    """Arrays of shape (groups, steps), step 0 first; events of a step come before the censoring of that step.

    ``at_risk``: still in just before the step. ``share``: cumulative incidence of each way out, an array of
    (groups, ways, steps); way 0 is "still in" (the survival). ``se``: standard error of the share of way 1.
    ``lower``, ``upper``: 95 % limits of the share of way 1: log-log on its complement; Wilson on ``at_risk`` where
    it is 0, and on those who have left where it is 1; nan where there is nothing to go by.
    ``known``: the share can be given at this step: somebody is at risk, or nobody is left in.
    """

    at_risk: Counts
    events: Counts
    share: Floats
    se: Floats
    lower: Floats
    upper: Floats
    known: Flags


def follow(exits: Counts) -> Followup:
    """Follow groups. ``exits[group, way, step]``: how many leave observation at the step by that way.

    Way 0 is censoring, way 1 the event, others compete. The last step may hold everybody who stays longer.
    """
    groups, ways, steps = exits.shape
    leaving = exits.sum(axis=1)
    total = leaving.sum(axis=1, keepdims=True)
    at_risk = total - np.cumsum(leaving, axis=1) + leaving
    share = np.zeros((groups, ways, steps))
    variance = np.zeros((groups, steps))
    survival, cumulated = np.ones(groups), np.zeros((groups, max(ways - 1, 0)))
    v_ss, v_sf, v_ff = np.zeros(groups), np.zeros(groups), np.zeros(groups)
    for step in range(steps):
        n = np.maximum(at_risk[:, step], 1)
        out = exits[:, 1:, step] / n[:, None]
        all_out = exits[:, 1:, step].sum(axis=1) / n
        event = out[:, 0] if ways > 1 else np.zeros(groups)
        stay = 1 - all_out
        squared = survival**2 / n
        v_ff = v_ff + 2 * event * v_sf + event**2 * v_ss + squared * event * (1 - event)
        v_sf = stay * (v_sf + event * v_ss) - squared * event * stay
        v_ss = stay**2 * v_ss + squared * all_out * stay
        cumulated = cumulated + survival[:, None] * out
        survival = survival * stay
        share[:, 0, step], share[:, 1:, step], variance[:, step] = survival, cumulated, v_ff
    events = np.cumsum(exits[:, 1, :], axis=1)
    rivals = np.cumsum(exits[:, 2:, :].sum(axis=1), axis=1)
    known = (at_risk > 0) | ((total > 0) & (share[:, 0, :] == 0))
    se = np.sqrt(np.maximum(variance, 0))
    # Exactly all: nobody is left in and nobody went another way (the sum of floats need not be exactly 1).
    everybody = (share[:, 0, :] == 0) & (rivals == 0) & (total > 0)
    share[:, 1, :][everybody] = 1.0
    lower, upper = _limits(share[:, 1, :], se, events, at_risk, everybody)
    lower[~known], upper[~known] = np.nan, np.nan
    return Followup(at_risk, events, share, se, lower, upper, known)


def _limits(
    share: Floats, se: Floats, events: Counts, at_risk: Counts, everybody: Flags
) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = 1 - share
        spread = Z * se / (kept * np.abs(np.log(kept)))
        lower, upper = 1 - kept ** np.exp(-spread), 1 - kept ** np.exp(spread)
    nobody = events == 0
    for rows, count, n in ((nobody, np.zeros_like(events), at_risk), (everybody, events, events)):
        low, high = wilson(count, n)
        lower, upper = np.where(rows, low, lower), np.where(rows, high, upper)
    return lower, upper


def wilson(count: Counts, n: Counts) -> tuple[Floats, Floats]:
    """Wilson's 95 % limits (Wilson 1927) for ``count`` of ``n``, element by element; nan where n is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        total = np.where(n > 0, n, np.nan).astype(float)
        p = count / total
        middle = p + Z**2 / (2 * total)
        spread = Z * np.sqrt(p * (1 - p) / total + Z**2 / (4 * total**2))
        scale = 1 + Z**2 / total
        lower, upper = (middle - spread) / scale, (middle + spread) / scale
    return np.where(count == 0, np.where(n > 0, 0.0, np.nan), lower), np.where(
        count == n, np.where(n > 0, 1.0, np.nan), upper
    )
