"""95 % intervals for shares, means and differences; each function names its source.

A share is a number of successes out of n; intervals are (lower, upper). Nothing to count (n = 0) gives nan, never an
invented interval. All functions take plain numbers.
"""

from __future__ import annotations

import math

#: The 97.5 % point of the normal distribution.
Z95 = 1.959963984540054

Interval = tuple[float, float]
UNDEFINED: Interval = (math.nan, math.nan)


def wilson(successes: float, n: float, z: float = Z95) -> Interval:
    """Score interval for a share, without continuity correction.

    Source: Wilson (1927), JASA 22:209-212; method 3 of Newcombe (1998), Statistics in Medicine 17:857-872.
    ValueError when successes are not between 0 and n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes out of {n}")
    if n == 0:
        return UNDEFINED
    share = successes / n
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # At the ends the limit is the end itself; the subtraction above would leave a rounding error there.
    lower = 0.0 if successes == 0 else (centre - spread) / scale
    upper = 1.0 if successes == n else (centre + spread) / scale
    return lower, upper


def newcombe(successes_a: float, n_a: float, successes_b: float, n_b: float, z: float = Z95) -> Interval:
    """Hybrid score interval for the difference a - b of two independent shares.

    Source: method 10 of Newcombe (1998), Statistics in Medicine 17:873-890: two Wilson intervals, squared and added.
    """
    if n_a == 0 or n_b == 0:
        return UNDEFINED
    share_a, share_b = successes_a / n_a, successes_b / n_b
    return difference(share_a, wilson(successes_a, n_a, z), share_b, wilson(successes_b, n_b, z))


def difference(estimate_a: float, interval_a: Interval, estimate_b: float, interval_b: Interval) -> Interval:
    """Interval for a - b of two independent estimates from their own, perhaps asymmetric, intervals (MOVER).

    The lower limit recovers the variance of a near its lower and of b near its upper limit, and the reverse.
    Source: Zou & Donner (2008), Statistics in Medicine 27:1693-1702. nan where a limit is.
    """
    gap = estimate_a - estimate_b
    below = math.hypot(estimate_a - interval_a[0], interval_b[1] - estimate_b)
    above = math.hypot(interval_a[1] - estimate_a, estimate_b - interval_b[0])
    return gap - below, gap + above


def t_mean(mean: float, sd: float, n: int, level: float = 0.95) -> Interval:
    """Student's interval for a mean from its standard deviation (divisor n - 1); nan with fewer than two values.

    Source: "Student" (1908), Biometrika 6:1-25.
    """
    if n < 2:
        return UNDEFINED
    # SciPy takes long to import; most callers never come here.
    from scipy.special import stdtrit

    spread = float(stdtrit(n - 1, 0.5 + level / 2)) * sd / math.sqrt(n)
    return mean - spread, mean + spread


def welch(
    mean_a: float, sd_a: float, n_a: int, mean_b: float, sd_b: float, n_b: int, level: float = 0.95
) -> Interval:
    """Interval for the difference a - b of two means whose spreads may differ; nan with fewer than two values in one.

    Without any spread in either the interval is the difference itself.
    Source: Welch (1947), Biometrika 34:28-35; degrees of freedom by Satterthwaite (1946).
    """
    if n_a < 2 or n_b < 2:
        return UNDEFINED
    part_a, part_b = sd_a * sd_a / n_a, sd_b * sd_b / n_b
    gap = mean_a - mean_b
    if part_a + part_b == 0:
        return gap, gap
    freedom = (part_a + part_b) ** 2 / (part_a**2 / (n_a - 1) + part_b**2 / (n_b - 1))
    from scipy.special import stdtrit

    spread = float(stdtrit(freedom, 0.5 + level / 2)) * math.sqrt(part_a + part_b)
    return gap - spread, gap + spread
