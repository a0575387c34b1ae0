"""Estimates of the reference engine: textbook formulas, step by step, in decimals of 60 digits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Context, Decimal, localcontext
from math import erfc, exp, gamma, lgamma, log, nan, sqrt

Moment = tuple[float, float, str]

#: Enough digits that what should be zero is zero for every purpose.
_CONTEXT = Context(prec=60)
_NOTHING = Decimal("1e-45")
_Z = Decimal("1.959963984540054")


def life_table(moments: Sequence[Moment], causes: Sequence[str]) -> Iterator[tuple[float, ...]]:
    """Rows of one group from (time, entry, outcome) per person: time, at risk, events, competing ..., censored,
    survival, se, lower, upper, then cumulative incidence and its se for each cause."""
    with localcontext(_CONTEXT):
        survival, greenwood = Decimal(1), Decimal(0)
        incidence = [Decimal(0) for _cause in causes]
        # Variance of the survival, and of each incidence, and their covariance: the multi-state Greenwood recursion.
        v_survival, v_incidence = Decimal(0), [Decimal(0) for _cause in causes]
        covariance = [Decimal(0) for _cause in causes]
        for time in sorted({time for time, _entry, _outcome in moments}):
            at_risk = sum(1 for end, entry, _outcome in moments if entry < time <= end)
            if all(entry == float("-inf") for _end, entry, _outcome in moments):
                at_risk = sum(1 for end, _entry, _outcome in moments if time <= end)
            left = [
                sum(1 for end, _e, outcome in moments if end == time and outcome == cause) for cause in causes
            ]
            censored = sum(1 for end, _e, outcome in moments if end == time and outcome not in causes)
            n, d = Decimal(at_risk), Decimal(sum(left))
            stay = (n - d) / n
            for cause, leaving in enumerate(left):
                rate = Decimal(leaving) / n
                new_variance = survival**2 * rate * (1 - rate) / n
                v_incidence[cause] += 2 * rate * covariance[cause] + rate**2 * v_survival + new_variance
                shared = survival**2 * rate * stay / n
                covariance[cause] = stay * (covariance[cause] + rate * v_survival) - shared
                incidence[cause] += survival * rate
            v_survival = stay**2 * v_survival + survival**2 * stay * (1 - stay) / n
            survival *= stay
            greenwood += d / (n * (n - d)) if d < n else Decimal(0)
            yield (
                time,
                at_risk,
                *left,
                censored,
                float(survival),
                *_survival_error(survival, greenwood),
                *(number for pair in zip(incidence, v_incidence, strict=True) for number in _share(*pair)),
            )


def _share(share: Decimal, variance: Decimal) -> tuple[float, float]:
    return float(share), float(variance.sqrt()) if variance > _NOTHING else 0.0


def _survival_error(survival: Decimal, greenwood: Decimal) -> tuple[float, float, float]:
    """Standard error and log-log limits; nan where they are not defined."""
    if survival == 0:
        return nan, nan, nan
    se = survival * greenwood.sqrt()
    if survival == 1:
        return float(se), nan, nan
    centre = (-survival.ln()).ln()
    half = _Z * se / (survival * -survival.ln())
    lower, upper = (-(centre + half).exp()).exp(), (-(centre - half).exp()).exp()
    return float(se), float(lower), float(upper)


def log_rank(
    moments: Sequence[tuple[tuple[str, ...], float, bool]], groups: Sequence[tuple[str, ...]]
) -> tuple[float, int, float]:
    """(chi2, df, p) from (group, time, had the event) per person."""
    place = {group: number for number, group in enumerate(groups)}
    size = len(groups)
    with localcontext(_CONTEXT):
        excess = [Decimal(0)] * size
        matrix = [[Decimal(0)] * size for _row in range(size)]
        for time in sorted({time for _group, time, left in moments if left}):
            at_risk, died = [0] * size, [0] * size
            for group, end, left in moments:
                at_risk[place[group]] += end >= time
                died[place[group]] += left and end == time
            n, d = sum(at_risk), sum(died)
            weight = Decimal(d * (n - d)) / (n - 1) if n > 1 else Decimal(0)
            for i in range(size):
                excess[i] += died[i] - Decimal(d * at_risk[i]) / n
                for j in range(size):
                    part = Decimal(at_risk[i] * (n * (i == j) - at_risk[j])) / (n * n)
                    matrix[i][j] += weight * part
        chi2, df = _quadratic_form(matrix, excess)
    if df == 0:
        return nan, 0, nan
    return float(chi2), df, chi_square_tail(float(chi2), df)


def _quadratic_form(matrix: list[list[Decimal]], vector: list[Decimal]) -> tuple[Decimal, int]:
    """vector' x generalised inverse x vector, and the rank: symmetric elimination, skipping pivots that are zero."""
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    total, rank = Decimal(0), 0
    for k in range(len(rows)):
        pivot = rows[k][k]
        if pivot <= _NOTHING:
            continue
        rank += 1
        total += rows[k][-1] ** 2 / pivot
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / pivot
            rows[i] = [value - factor * above for value, above in zip(rows[i], rows[k], strict=True)]
    return total, rank


def chi_square_tail(x: float, df: int) -> float:
    """P(chi-square with df degrees of freedom > x): Q(a + 1, y) = Q(a, y) + y^a exp(-y) / gamma(a + 1), y = x / 2.

    Abramowitz & Stegun (1964), 26.4.4 and 26.4.5.
    """
    y = x / 2
    tail, a = (erfc(sqrt(y)), 0.5) if df % 2 else (exp(-y), 1.0)
    while a < df / 2:
        if y > 0:
            tail += (
                y**a * exp(-y) / gamma(a + 1) if a < 100 and y < 1e3 else exp(a * log(y) - y - lgamma(a + 1))
            )
        a += 1
    return tail
