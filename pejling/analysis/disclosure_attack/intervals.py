"""From what is known to intervals: the least and the largest whole number each unknown count can be.

Unknowns that no equation ties together are looked at apart. A second possible count is a proof of safety; that there
is none is proven by the solver's two bounds.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from pejling.analysis.disclosure.tables import Key
from pejling.analysis.disclosure_attack.knowledge import Contradiction, Equation, Knowledge

Floats = npt.NDArray[np.float64]
TOLERANCE = 1e-5
#: How many unknowns around a cell are changed when another count is looked for.
SOME = (250, 250, 500, 500, 1000)


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


def intervals(
    known: Knowledge, wanted: Collection[Key], deadline: float, *, bounds: bool = True
) -> dict[Key, Interval]:
    """An interval for each wanted unknown, as exact as time allows; without `bounds` only whether it is one count or
    more. Contradiction where nothing is possible."""
    numbers = {known.unknown[key]: key for key in wanted if key in known.unknown}
    keys = {number: key for key, number in known.unknown.items()}
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
            systems.append(_System(members, some, known.least, keys, asked, deadline))
    for system in systems:
        system.look_for_others()
    for system in systems if bounds else ():
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


def _places(keys: list[Key]) -> npt.NDArray[np.int64]:
    """Each key as numbers along its columns, 0 for a total."""
    columns = []
    for values in zip(*keys, strict=True):
        numbers: dict[str | None, int] = {None: 0}
        columns.append([numbers.setdefault(value, len(numbers)) for value in values])
    return np.array(columns, dtype=np.int64).reshape(len(columns), len(keys)).T


class _System:
    """One group of unknowns with its equations."""

    def __init__(
        self, members: list[int], equations: list[Equation], least: list[int],
        keys: dict[int, Key],
        asked: dict[int, Interval], deadline: float,
    ) -> None:  # fmt: skip
        self._deadline = deadline
        place = {number: at for at, number in enumerate(members)}
        self._interval = {place[number]: interval for number, interval in asked.items()}
        self._asked = list(self._interval.items())
        self._places = _places([keys[number] for number in members])
        self._ways = max(1, int((self._places > 0).sum(axis=1).max()))
        self._random = np.random.default_rng(5)
        #: the possible table met last
        self._current: Floats | None = None
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
        self._columns = self._matrix.tocsc()
        self._low = np.array([equation.low for equation in equations], dtype=float)
        self._high = np.array([equation.high for equation in equations], dtype=float)
        self._about = [equation.about for equation in equations]
        self._size = len(members)
        if not equations:
            for at, interval in self._asked:
                interval.low, interval.unbounded = int(self._lower[at]), True

    def look_for_others(self) -> None:
        """Two possible counts for each cell, or the proof that there is one only."""
        if not len(self._low):
            return
        self._solve(np.zeros(self._size), whole=True)
        self._find_unbounded()
        if self._current is not None:
            for at, interval in self._asked:
                for reach in SOME:
                    if not interval.safe and self._time_left() > 0:
                        self._move_near(at, reach)
        for at, interval in self._asked:
            if not interval.safe and not interval.exact:
                self._upper(at, interval)
            if not interval.safe and not interval.exact:
                self._lowest(at, interval)

    def _move_near(self, at: int, reach: int) -> None:
        """Change some unknowns around a cell, the others staying as they are in a possible table."""
        assert self._current is not None
        near = self._around(at, reach)
        rows = np.unique(np.concatenate([self._columns.indices[self._span(one)] for one in near]))
        part = self._matrix[rows][:, near]
        rest = self._matrix[rows] @ self._current - part @ self._current[near]
        objective = np.zeros(len(near))
        open_now = np.array([one in self._interval and not self._interval[one].safe for one in near])
        objective[open_now] = self._random.choice([-1.0, 1.0], size=int(open_now.sum()))
        found = milp(
            objective,
            integrality=np.ones(len(near)),
            bounds=Bounds(self._lower[near], self._current[near] + 3),
            constraints=LinearConstraint(part, self._low[rows] - rest, self._high[rows] - rest),
            options={"time_limit": max(min(5.0, self._time_left()), 0.05), "mip_rel_gap": 0.3},
        )
        if found.x is None:
            return
        moved = self._current.copy()
        moved[near] = np.rint(found.x)
        if self._fits(moved):
            self._remember(moved, near)

    def _around(self, at: int, reach: int) -> npt.NDArray[np.int64]:
        """About `reach` unknowns that with the cell make a smaller table of the same shape: of every column's values
        the cell's own and some others, by chance."""
        share = min(1.0, (reach / self._size) ** (1 / self._ways))
        inside = np.ones(self._size, dtype=bool)
        for column in range(self._places.shape[1]):
            values = self._places[:, column]
            chosen = self._random.random(int(values.max()) + 1) < share
            chosen[[0, values[at]]] = True
            inside &= chosen[values]
        return np.flatnonzero(inside)

    def _span(self, column: int) -> slice:
        return slice(self._columns.indptr[column], self._columns.indptr[column + 1])

    def _remember(self, table: Floats, changed: Iterable[int] | None = None) -> None:
        """A possible table: every count in it is one that its cell can have."""
        self._current = table
        for one in self._interval if changed is None else changed:
            if one in self._interval:
                self._interval[one].meet(int(table[one]))

    def bound(self) -> None:
        """The exact least and largest count of each cell, while there is time."""
        for at, interval in self._asked:
            if self._time_left() <= 0:
                return
            if interval.low is None and interval.seen_low == self._lower[at]:
                interval.low = interval.seen_low
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
                raise Contradiction(self._furthest_off())
            return None
        solution = np.asarray(found.x)
        rounded = np.rint(solution)
        is_whole = bool(np.abs(solution - rounded).max(initial=0) < TOLERANCE) and self._fits(rounded)
        if is_whole:
            self._remember(rounded)
        if found.status != 0:
            return None
        return float(found.fun), is_whole

    def _furthest_off(self) -> Key | None:
        """Where nothing is possible: the total that is furthest off when all others are kept as well as can be."""
        one = sparse.identity(len(self._low), format="csr")
        slack = np.concatenate([np.zeros(self._size), np.ones(2 * len(self._low))])
        found = milp(
            slack,
            bounds=Bounds(np.concatenate([self._lower, np.zeros(2 * len(self._low))]), np.inf),
            constraints=LinearConstraint(sparse.hstack([self._matrix, one, -one]), self._low, self._high),
            options={"time_limit": max(self._time_left(), 1.0)},
        )
        if found.x is None:
            return next(iter(self._about), None)
        up, down = np.split(np.asarray(found.x)[self._size :], 2)
        return self._about[int(np.argmax(up + down))]

    def _fits(self, rounded: Floats) -> bool:
        sums = self._matrix @ rounded
        enough = (rounded >= self._lower).all()
        return bool(enough and (sums >= self._low - 1e-3).all() and (sums <= self._high + 1e-3).all())

    def _time_left(self) -> float:
        return self._deadline - time.monotonic()
