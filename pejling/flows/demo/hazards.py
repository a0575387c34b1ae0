"""How likely a student is to interrupt in a month of a spell. Pure; every number was chosen, none was measured.

Highest in the first three months (probation, and finding out whether one is in the right place), lower after, and
lower still after the first year. Within a year about 15 % interrupt SSA and SSH and 9 % PAU; about 16 % interrupt
their GF2 before it ends.
"""

from __future__ import annotations

from datetime import date
from math import pi, sin

from . import school

#: (programme, part) -> monthly hazard in months 1-3, in the rest of the first year, and later.
MONTHLY: dict[tuple[str, str], tuple[float, float, float]] = {
    ("SOSU", "GF1"): (0.032, 0.018, 0.018),
    ("SSH", "GF2"): (0.052, 0.026, 0.026),
    ("SSA", "GF2"): (0.050, 0.026, 0.026),
    ("PAU", "GF2"): (0.045, 0.022, 0.022),
    ("SSH", "HF"): (0.026, 0.010, 0.010),
    ("SSA", "HF"): (0.025, 0.010, 0.005),
    ("PAU", "HF"): (0.016, 0.006, 0.003),
}

#: Students of 25 and above stay a little more often.
OLDER = 0.85


def _times(department: str, day: date) -> float:
    """Good and bad years: a wave of five years, which reaches the departments one after the other."""
    years = (day - date(2015, 1, 1)).days / 365.25
    return 1 + 0.15 * sin(2 * pi * (years / 5 + list(school.DEPARTMENTS).index(department) / 6))


def monthly_hazard(
    programme: str, part: str, month: int, *, department: str, older: bool, day: date
) -> float:
    """The probability of interrupting in month ``month`` (0 = the first) of the spell, which begins on ``day``."""
    early, later, late = MONTHLY[programme, part]
    base = early if month < 3 else later if month < 12 else late
    return base * school.DEPARTMENTS[department][2] * _times(department, day) * (OLDER if older else 1.08)
