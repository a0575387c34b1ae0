"""Follow many small groups step by step: who is left, who has had the event, with limits, for dense arrays of counts.

A life table of ``lifetable.py`` has one row per observed time. A grid wants every group at every step, also where
nothing happens, so that a column is one array: here the rows of such a table are laid out that way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pejling.analysis import lifetable
from pejling.analysis.intervals import wilson

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Followup:
    """Arrays of shape (groups, steps), step 0 first; events of a step come before the censoring of that step.

    ``at_risk``: still in just before the step. ``share``: an array of (groups, ways, steps): the survival (way 0)
    and the cumulative incidence of each way out. ``events``: how many have gone by way 1 so far. ``lower``,
    ``upper``: 95 % limits of the share of way 1: log-log on its complement; Wilson on ``at_risk`` where nobody has
    gone that way (on the whole group where it has emptied by other ways), and on those gone where everybody has.
    ``known``: the share can be given: somebody is at risk, or nobody is left in; limits are nan where it can't.
    """

    at_risk: Counts
    events: Counts
    share: Floats
    lower: Floats
    upper: Floats
    known: Flags


@dataclass(frozen=True, slots=True)
class Plain:
    """What a cell needs of a ``Followup``, as lists [group][step]: far quicker to read one by one than arrays."""

    at_risk: list[list[int]]
    events: list[list[int]]
    share: list[list[float]]
    lower: list[list[float]]
    upper: list[list[float]]
    known: list[list[bool]]


def plain(made: Followup) -> Plain:
    """The share of way 1 with all that belongs to it, as lists."""
    return Plain(
        at_risk=made.at_risk.tolist(),
        events=made.events.tolist(),
        share=made.share[:, 1, :].tolist(),
        lower=made.lower.tolist(),
        upper=made.upper.tolist(),
        known=made.known.tolist(),
    )


def follow(exits: Counts) -> Followup:
    """Follow groups. ``exits[group, way, step]``: how many leave observation at the step by that way.

    Way 0 is censoring, way 1 the event, others compete. The last step may hold everybody who stays longer.
    """
    leaving = exits.sum(axis=1)
    total = leaving.sum(axis=1, keepdims=True)
    at_risk = total - np.cumsum(leaving, axis=1) + leaving
    share, se = _estimate(exits, at_risk)
    events = np.cumsum(exits[:, 1, :], axis=1)
    rivals = np.cumsum(exits[:, 2:, :].sum(axis=1), axis=1)
    known = (at_risk > 0) | ((total > 0) & (share[:, 0, :] == 0))
    # Exactly all: nobody is left in and nobody went another way (a sum of floats need not be exactly 1).
    everybody = (share[:, 0, :] == 0) & (rivals == 0) & (total > 0)
    share[:, 1, :][everybody] = 1.0
    below, above = lifetable.log_log_limits(1 - share[:, 1, :], se)
    lower, upper = 1 - above, 1 - below
    ends = ((events == 0) | everybody) & known
    whole = np.broadcast_to(total, events.shape)
    counts = np.stack([events, np.where(events > 0, events, np.where(at_risk > 0, at_risk, whole))], axis=-1)[
        ends
    ]
    # Few different pairs of numbers fill many cells.
    pairs, place = np.unique(counts, axis=0, return_inverse=True)
    limits = np.array([wilson(int(gone), int(n)) for gone, n in pairs]).reshape(-1, 2)[place.reshape(-1)]
    lower[ends], upper[ends] = limits[:, 0], limits[:, 1]
    lower[~known], upper[~known] = np.nan, np.nan
    return Followup(at_risk, events, share, lower, upper, known)


def _estimate(exits: Counts, at_risk: Counts) -> tuple[Floats, Floats]:
    """Shares (groups, ways, steps), and the standard error of the share of way 1 (groups, steps)."""
    groups, ways, steps = exits.shape
    if not groups:
        return np.zeros((0, ways, steps)), np.zeros((0, steps))
    number = np.repeat(np.arange(groups), steps)
    # Where nobody is at risk nothing happens either: any number at risk says that.
    rows = np.maximum(at_risk, 1).reshape(-1)
    events = exits[:, 1:, :].transpose(0, 2, 1).reshape(groups * steps, ways - 1)
    made = lifetable.estimate(number, rows, events)
    share = np.empty((groups, ways, steps))
    share[:, 0, :] = made.survival.reshape(groups, steps)
    share[:, 1:, :] = made.cif.reshape(groups, steps, ways - 1).transpose(0, 2, 1)
    return share, made.cif_se[:, 0].reshape(groups, steps)
