"""From what is known to intervals: the least and the largest whole number each unknown count can be.

Unknowns that no equation ties together are looked at apart. A second possible count is a proof of safety; that there
is none is proven by the solver's two bounds.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from pejling.analysis.disclosure.tables import Key
from pejling.analysis.disclosure_attack.knowledge import Contradiction, Equation, Knowledge

Floats = npt.NDArray[np.float64]
TOLERANCE = 1e-5


@dataclass(slots=True)
class Interval:
    """`seen_low`, `seen_high`: possible counts that were met; `low`, `high`: the bounds, None while not known.
    `unbounded`: there is no largest."""

    seen_low: int | None = None
    seen_high: int | None = None
    low: int | None = None
    high: int | None = None
    unbounded: bool = False

    @property
    def safe(self) -> bool:
        return self.unbounded or (self.seen_low is not None and self.seen_low != self.seen_high)

    @property
    def only_one(self) -> bool:
        return self.low is not None and self.low == self.high

    @property
    def exact(self) -> bool:
        return self.low is not None and (self.high is not None or self.unbounded)

    def meet(self, count: int) -> None:
        self.seen_low = count if self.seen_low is None else min(self.seen_low, count)
        self.seen_high = count if self.seen_high is None else max(self.seen_high, count)


def intervals(known: Knowledge, wanted: Collection[Key], deadline: float) -> dict[Key, Interval]:
    """An interval for each wanted unknown, as exact as time allows. Contradiction where nothing is possible."""
    numbers = {known.unknown[key]: key for key in wanted if key in known.unknown}
    fixed, equations = _worked_out(known)
    found = {
        key: Interval(fixed[number], fixed[number], fixed[number], fixed[number])
        for number, key in numbers.items()
        if number in fixed
    }
    systems = []
    for members, some in _apart(equations, [n for n in range(len(known.least)) if n not in fixed]):
        asked = {number: Interval() for number in members if number in numbers}
        found |= {numbers[number]: interval for number, interval in asked.items()}
        if asked or some:
            systems.append(_System(members, some, known.least, asked, deadline))
    for system in systems:
        system.look_for_others()
    for system in systems:
        system.bound()
    return found


def _worked_out(known: Knowledge) -> tuple[dict[int, int], list[Equation]]:
    """Unknowns that follow by plain subtraction, and the equations that are left without them."""
    fixed: dict[int, int] = {}
    left = known.equations
    while True:
        before, now = len(fixed), []
        for equation in left:
            terms = {number: factor for number, factor in equation.terms.items() if number not in fixed}
            off = sum(factor * fixed[number] for number, factor in equation.terms.items() if number in fixed)
            reduced = Equation(terms, equation.low - off, equation.high - off, equation.about)
            if not terms:
                if not reduced.low - TOLERANCE <= 0 <= reduced.high + TOLERANCE:
                    raise Contradiction(equation.about)
            elif len(terms) == 1 and reduced.low == reduced.high:
                ((number, factor),) = terms.items()
                value = reduced.low / factor
                if value != int(value) or value < known.least[number]:
                    raise Contradiction(equation.about)
                fixed[number] = int(value)
            else:
                now.append(reduced)
        left = now
        if len(fixed) == before:
            return fixed, left


def _apart(equations: list[Equation], numbers: list[int]) -> list[tuple[list[int], list[Equation]]]:
    """Unknowns and equations in groups that have nothing to do with each other."""
    leader = {number: number for number in numbers}

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for equation in equations:
        first, *others = equation.terms
        for other in others:
            leader[find(other)] = find(first)
    members, some = defaultdict(list), defaultdict(list)
    for number in numbers:
        members[find(number)].append(number)
    for equation in equations:
        some[find(next(iter(equation.terms)))].append(equation)
    return [(group, some[leading]) for leading, group in members.items()]


class _System:
    """One group of unknowns with its equations."""

    def __init__(
        self, members: list[int], equations: list[Equation], least: list[int],
        asked: dict[int, Interval], deadline: float,
    ) -> None:  # fmt: skip
        self._deadline = deadline
        place = {number: at for at, number in enumerate(members)}
        self._asked = [(place[number], interval) for number, interval in asked.items()]
        self._lower = np.array([least[number] for number in members], dtype=float)
        rows = [
            (row, place[number], factor)
            for row, equation in enumerate(equations)
            for number, factor in equation.terms.items()
        ]
        self._matrix = sparse.csr_matrix(
            (
                [float(factor) for *_at, factor in rows],
                ([row for row, *_ in rows], [at for _, at, _ in rows]),
            ),
            shape=(len(equations), len(members)),
        )
        self._low = np.array([equation.low for equation in equations], dtype=float)
        self._high = np.array([equation.high for equation in equations], dtype=float)
        self._about = next((equation.about for equation in equations), None)
        self._size = len(members)
        if not equations:
            for at, interval in self._asked:
                interval.low, interval.unbounded = int(self._lower[at]), True

    def look_for_others(self) -> None:
        """Two possible counts for each cell, or the proof that there is one only."""
        if not len(self._low):
            return
        if self._solve(np.zeros(self._size), whole=True) is None and self._time_left() > 0:
            raise Contradiction(self._about)
        self._find_unbounded()
        random = np.random.default_rng(5)
        for _try in range(6):
            open_now = [at for at, interval in self._asked if not interval.safe]
            if not open_now or self._time_left() <= 0:
                break
            objective = np.zeros(self._size)
            # A cell without an upper limit would run away with the sum.
            tied = [at for at in open_now if not self._endless[at]]
            objective[tied] = random.choice([-1.0, 1.0], size=len(tied))
            self._solve(objective)
        for at, interval in self._asked:
            if not interval.safe and not interval.exact:
                self._upper(at, interval)
            if not interval.safe and not interval.exact:
                self._lowest(at, interval)

    def bound(self) -> None:
        """The exact least and largest count of each cell, while there is time."""
        for at, interval in self._asked:
            if self._time_left() <= 0:
                return
            if interval.low is None:
                self._lowest(at, interval)
            if interval.high is None and not interval.unbounded:
                self._upper(at, interval)

    def _upper(self, at: int, interval: Interval) -> None:
        if interval.unbounded or interval.high is not None:
            return
        bound = self._extreme(at, -1.0)
        interval.high = None if bound is None else -bound

    def _lowest(self, at: int, interval: Interval) -> None:
        if interval.low is None:
            interval.low = self._extreme(at, 1.0)

    def _extreme(self, at: int, sign: float) -> int | None:
        """The least whole value of sign x unknown: by fractions first, which is often whole already."""
        objective = np.zeros(self._size)
        objective[at] = sign
        relaxed = self._solve(objective)
        if relaxed is None:
            return None
        value, whole = relaxed
        if not whole:
            exact = self._solve(objective, whole=True)
            if exact is None:
                return None
            value = exact[0]
        return math.ceil(value - TOLERANCE)

    def _find_unbounded(self) -> None:
        """Cells that can grow for ever: directions, all upwards, along which every equation holds."""
        self._endless = np.zeros(self._size, dtype=bool)
        low = np.where(np.isfinite(self._low), 0.0, -np.inf)
        high = np.where(np.isfinite(self._high), 0.0, np.inf)
        while self._time_left() > 0:
            objective = np.where(self._endless, 0.0, -1.0)
            found = milp(
                objective,
                bounds=Bounds(0, 1),
                constraints=LinearConstraint(self._matrix, low, high),
                options={"time_limit": max(self._time_left(), 0.05)},
            )
            if found.x is None:
                break
            more = (np.asarray(found.x) > TOLERANCE) & ~self._endless
            if not more.any():
                break
            self._endless |= more
        for at, interval in self._asked:
            interval.unbounded = bool(self._endless[at])

    def _solve(self, objective: Floats, *, whole: bool = False) -> tuple[float, bool] | None:
        """The least value of an objective, and whether the solution is whole; what is met is remembered."""
        if self._time_left() <= 0:
            return None
        found = milp(
            objective,
            integrality=np.full(self._size, int(whole)),
            bounds=Bounds(self._lower, np.inf),
            constraints=LinearConstraint(self._matrix, self._low, self._high),
            options={"time_limit": max(self._time_left(), 0.05)},
        )
        if found.x is None:
            if found.status == 2:
                raise Contradiction(self._about)
            return None
        solution = np.asarray(found.x)
        rounded = np.rint(solution)
        is_whole = bool(np.abs(solution - rounded).max(initial=0) < TOLERANCE) and self._fits(rounded)
        if is_whole:
            for at, interval in self._asked:
                interval.meet(int(rounded[at]))
        if found.status != 0:
            return None
        return float(found.fun), is_whole

    def _fits(self, rounded: Floats) -> bool:
        sums = self._matrix @ rounded
        enough = (rounded >= self._lower).all()
        return bool(enough and (sums >= self._low - 1e-3).all() and (sums <= self._high + 1e-3).all())

    def _time_left(self) -> float:
        return self._deadline - time.monotonic()
