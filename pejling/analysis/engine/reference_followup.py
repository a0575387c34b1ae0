"""The slow, obvious life table and intervals that the engine is held against. One person at a time, no arrays."""

from __future__ import annotations

import math
from collections.abc import Sequence

Z = 1.959963984540054
Person = tuple[int, str | None]  # the last step seen, and the way out at that step (None: still in)


def add_months(year: int, month: int, day: int, months: int) -> tuple[int, int, int]:
    """The date so many months later; where that month has no such day, its last day."""
    whole = year * 12 + (month - 1) + months
    year, month = divmod(whole, 12)
    month += 1
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    longest = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return year, month, min(day, longest)


def share_at(people: Sequence[Person], step: int, event: str) -> tuple[float, float, float] | None:
    """Cumulative incidence of ``event`` at a step with its 95 % limits; None where nothing can be said.

    The variance goes through the covariance of (survival, incidence) step by step, Andersen et al. (1993), IV.4.1.
    """
    survival, incidence = 1.0, 0.0
    v_ss = v_sf = v_ff = 0.0
    emptied = False
    for at in range(step + 1):
        at_risk = [person for person in people if person[0] >= at]
        n = len(at_risk)
        if n == 0:
            break
        here = [way for last, way in at_risk if last == at and way is not None]
        event_rate = sum(way == event for way in here) / n
        all_rate = len(here) / n
        noise = survival * survival / n
        v_ff += 2 * event_rate * v_sf + event_rate**2 * v_ss + noise * event_rate * (1 - event_rate)
        v_sf = (1 - all_rate) * (v_sf + event_rate * v_ss) - noise * event_rate * (1 - all_rate)
        v_ss = (1 - all_rate) ** 2 * v_ss + noise * all_rate * (1 - all_rate)
        incidence += survival * event_rate
        survival *= 1 - all_rate
        emptied = len(here) == n
    still = sum(last >= step for last, _ in people)
    if not people or (still == 0 and not emptied):
        return None
    gone = sum(way == event and last <= step for last, way in people)
    rivals = sum(way not in (event, None) and last <= step for last, way in people)
    if gone == 0:
        return (0.0, *wilson(0, still or len(people)))
    if emptied and rivals == 0:
        return (1.0, *wilson(gone, gone))
    kept = 1 - incidence
    spread = Z * math.sqrt(max(v_ff, 0.0)) / (kept * -math.log(kept))
    return incidence, 1 - kept ** math.exp(-spread), 1 - kept ** math.exp(spread)


def wilson(count: int, n: int) -> tuple[float, float]:
    """The two shares p at which ``count`` of ``n`` lies just z standard errors away: roots of Wilson's equation."""
    a = n + Z * Z
    b = -(2 * count + Z * Z)
    c = count * count / n
    root = math.sqrt(max(b * b - 4 * a * c, 0.0))
    lower, upper = (-b - root) / (2 * a), (-b + root) / (2 * a)
    return (0.0 if count == 0 else lower), (1.0 if count == n else upper)


def ratio_with_limits(
    pairs: Sequence[tuple[float, float]],
) -> tuple[float | None, float | None, float | None]:
    """Sum of y over sum of x for (x, y) of each student, with t limits on the residuals y - ratio * x."""
    from scipy.special import stdtrit

    total_x, total_y, n = sum(x for x, _ in pairs), sum(y for _, y in pairs), len(pairs)
    if not total_x:
        return None, None, None
    ratio = total_y / total_x
    squares = sum((y - ratio * x) ** 2 for x, y in pairs)
    if n < 2 or squares < 1e-18:
        return ratio, None, None
    error = math.sqrt(squares / (n - 1) / n) / (total_x / n)
    spread = float(stdtrit(n - 1, 0.975)) * error
    return ratio, max(0.0, ratio - spread), min(1.0, ratio + spread)
