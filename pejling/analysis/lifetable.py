"""Life tables: how many were at risk, left and were censored at each time, and what that says about the whole group.

Pure functions on arrays of counts, for many groups at once; where the counts come from is none of their business.
The layout is *rows*: one row per group and distinct observed time, sorted by group, then by time. `group` numbers
the groups 0, 1, 2 ... in that order; events of a time precede the censoring of that time.

Sources: Kaplan & Meier (1958); Greenwood (1926) for the variance; log-log limits as in Kalbfleisch & Prentice (2002),
section 1.4; Aalen & Johansen (1978) for the cumulative incidence, its variance by the delta method as in Marubini &
Valsecchi (1995), section 10.2, which equals the multi-state Greenwood variance of R's `survfit`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

#: The 97.5 % point of the normal distribution: two-sided 95 % limits.
Z95 = 1.959963984540054

#: Cells computed at a time: the arrays of one step then stay in the processor's cache.
_CELLS = 1 << 15


@dataclass(frozen=True, slots=True)
class Estimates:
    """What a life table says, one value per row (shape `rows`) or per row and cause (`rows x causes`).

    `survival`: share free of every counted cause. `se`: its Greenwood standard error, nan where survival is 0.
    `lower`, `upper`: 95 % log-log limits, nan where survival is 0 or 1. `cif`: cumulative incidence of each cause;
    survival + the sum of `cif` = 1. `cif_se`: its standard error, always defined.
    """

    survival: Floats
    se: Floats
    lower: Floats
    upper: Floats
    cif: Floats
    cif_se: Floats


def at_risk_without_entry(group: Integers, leaving: Integers) -> Integers:
    """Number at risk in each row when everybody is followed from the start.

    `leaving`: those whose time ends in the row, with any outcome or censored (shape `rows`).
    """
    if not len(group):
        return np.zeros(0, np.int64)
    gone_before = np.cumsum(leaving) - leaving
    first = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    sizes = np.diff(np.r_[first, len(group)])
    size_of_group = np.add.reduceat(leaving, first)
    return np.repeat(size_of_group + gone_before[first], sizes) - gone_before


def at_risk_with_entry(
    group: Integers,
    time: Floats,
    leaving: Integers,
    entered_group: Integers,
    entered_at: Floats,
    entered: Integers,
) -> Integers:
    """Number at risk in each row under delayed entry: entry < t <= time.

    `entered_group`, `entered_at`, `entered`: how many of a group come in at a time, in any order. Each must leave
    later than it entered; then what a group lets in equals what it lets out, and one running sum over all groups
    starts every group at nobody.
    """
    rows = len(group)
    groups = np.concatenate([group, entered_group])
    times = np.concatenate([time, entered_at])
    # At one and the same time the row is asked first: who enters at t is not yet at risk, who leaves at t still is.
    comes_after = np.concatenate([np.zeros(rows, np.int8), np.ones(len(entered_group), np.int8)])
    order = np.lexsort((comes_after, times, groups))
    change = np.concatenate([-leaving, entered])[order]
    before = np.empty(len(order), np.int64)
    before[order] = np.cumsum(change) - change
    return before[:rows]


def estimate(group: Integers, at_risk: Integers, events: Integers) -> Estimates:
    """Survival and cumulative incidences of every group.

    `events`: shape `rows x causes`, how many left by each cause; their sum over causes is at most `at_risk`.
    Every group is computed by itself, in the order of its times: what other groups hold never touches a digit of it.
    """
    rows, causes = events.shape
    single = (np.empty(rows) for _ in range(4))
    result = Estimates(*single, np.empty((rows, causes)), np.empty((rows, causes)))
    for index, inside in _blocks(group):
        n = np.where(inside, at_risk[index], 1).astype(np.float64)
        d = [np.where(inside, events[index, cause], 0).astype(np.float64) for cause in range(causes)]
        target = index[inside]
        _survival_and_incidence(n, d, result, inside, target)
    result.lower[:], result.upper[:] = log_log_limits(result.survival, result.se)
    return result


def log_log_limits(survival: Floats, se: Floats, z: float = Z95) -> tuple[Floats, Floats]:
    """Limits of a survival share on the log(-log) scale; nan where the share is 0 or 1.

    They stay within 0 and 1. Also right for a cumulative incidence, as the limits of its complement.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        log_survival = np.log(survival)
        spread = z * se / (survival * -log_survival)
        lower = np.exp(log_survival * np.exp(spread))
        upper = np.exp(log_survival * np.exp(-spread))
    defined = (survival > 0) & (survival < 1)
    return np.where(defined, lower, np.nan), np.where(defined, upper, np.nan)


def _blocks(group: Integers) -> Iterator[tuple[Integers, npt.NDArray[np.bool_]]]:
    """Cut the rows into matrices of groups x times, so that running sums and products follow the second axis.

    Yields the row number of each cell, and which cells are inside their group (the others are padding). Groups of
    like length come together, which keeps the padding small.
    """
    if not len(group):
        return
    first = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    sizes = np.diff(np.r_[first, len(group)])
    order = np.argsort(-sizes, kind="stable")
    done = 0
    while done < len(order):
        width = int(sizes[order[done]])
        chosen = order[done : done + max(1, _CELLS // width)]
        done += len(chosen)
        step = np.arange(width)
        inside = step < sizes[chosen][:, None]
        yield np.where(inside, first[chosen][:, None] + step, 0), inside


def _survival_and_incidence(
    n: Floats, d: list[Floats], result: Estimates, inside: npt.NDArray[np.bool_], target: Integers
) -> None:
    """Fill in `result` for one block; `n` and each of `d` are groups x times, padding has n = 1 and d = 0."""
    every = np.sum(d, axis=0)
    stay = n - every
    survival = np.cumprod(stay / n, axis=1)
    before = np.empty_like(survival)
    before[:, 0], before[:, 1:] = 1.0, survival[:, :-1]
    # Where all leave at once the survival is 0 from then on, and the term has nothing left to vary.
    step = np.divide(every, n * stay, out=np.zeros_like(n), where=stay > 0)
    greenwood = np.cumsum(step, axis=1)
    se = survival * np.sqrt(greenwood)
    result.survival[target] = survival[inside]
    result.se[target] = np.where(survival > 0, se, np.nan)[inside]
    left = np.cumsum(every, axis=1)
    for cause, leaving in enumerate(d):
        increment = before * leaving / n
        cif = np.cumsum(increment, axis=1)
        variance = _incidence_variance(n, leaving, before, cif, step, greenwood)
        # While nobody has left by another cause the incidence is 1 - survival, and so is its error: exactly.
        alone = np.cumsum(leaving, axis=1) == left
        result.cif[target, cause] = cif[inside]
        result.cif_se[target, cause] = np.where(alone, se, np.sqrt(np.maximum(variance, 0.0)))[inside]


def _incidence_variance(
    n: Floats, leaving: Floats, before: Floats, cif: Floats, step: Floats, greenwood: Floats
) -> Floats:
    """Delta-method variance of F(t), written with running sums.

    sum over s <= t of (F(t)-F(s))^2 d/(n(n-d)) + S(s-)^2 (n-d_j) d_j/n^3 - 2 (F(t)-F(s)) S(s-) d_j/n^2
    """
    pull = before * leaving / (n * n)
    linear = np.cumsum(cif * step + pull, axis=1)
    constant = np.cumsum(cif * (cif * step + 2 * pull) + before * pull * ((n - leaving) / n), axis=1)
    return cif * (cif * greenwood - 2 * linear) + constant
