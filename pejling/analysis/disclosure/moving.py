"""Moves that prove a cell safe: a second table of whole numbers, as possible as the true one, with another count.

Every move is checked exactly, in whole numbers; the solver's own tolerances never decide what is safe.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import linprog

from pejling.analysis.disclosure.neighbourhood import Neighbourhoods
from pejling.analysis.disclosure.problem import Flags, Floats, Integers, Problem
from pejling.analysis.disclosure.solving import OutOfTime, effort, lowest

Move = Mapping[int, int]

#: How far a cell moves in one program; further is tried only where nothing else is found.
REACH = 4.0
FAR = 1e6
#: Where a move costs more, a larger part of the problem is looked through once.
DEAR = 10.0
#: For moving many targets at once: steps of the simplex method; where it takes more, one at a time is quicker.
MANY_STEPS = 20_000
#: Branchings in looking for whole numbers.
NODES = 200
#: Fractions that a program may end with are multiplied away.
MULTIPLES = (1, 2, 3, 4, 6, 12)


class Mover:
    """Finds moves in one problem, until `deadline` (time.monotonic). `spent`: what its programs count as so far;
    `cut_short`: whether the deadline has had a say in what was found."""

    def __init__(self, problem: Problem, near: Neighbourhoods, deadline: float, seed: int = 2026) -> None:
        self.problem, self.near, self.deadline = problem, near, deadline
        self._random = np.random.default_rng(seed)
        self.spent = 0.0
        self.cut_short = False

    def late(self) -> bool:
        late = time.monotonic() > self.deadline
        self.cut_short |= late
        return late

    def move(
        self, target: int, cost: Floats, wanted: Flags | None = None,
        *, budget: int = 250, far: bool = True,
    ) -> Move | None:  # fmt: skip
        """The cheapest move of a target found. `cost`: of each variable, 0 where it is hidden, infinite where it must
        stay visible. `wanted`: variables that had better move too. None: there is none, or no time to find it."""
        best: Move | None = None
        least = math.inf
        sizes = [size for size in (budget, 8 * budget) if size < len(self.problem)]
        if far or not sizes:
            sizes.append(len(self.problem))
        for size in sizes:
            columns = self.near.around(target, cost, size)
            columns = columns[np.isfinite(cost[columns])]
            for reach in (REACH, FAR) if size == len(self.problem) else (REACH,):
                try:
                    found = self._within(columns, target, cost, wanted, reach)
                except OutOfTime:
                    return best
                if found is not None and (price := float(cost[list(found)].sum())) < least:
                    best, least = found, price
                if best is not None:
                    break
            if self.late() or least < DEAR or (best is not None and size > budget):
                break
        return best

    def many(self, targets: Integers, cost: Floats) -> Move | None:
        """One move of as many targets as can be, of variables that cost nothing."""
        columns = np.flatnonzero(cost == 0)
        liked = np.isin(columns, targets)
        objective = np.where(liked, self._random.choice([-1.0, 1.0], size=len(columns)), 0.0)
        down = np.minimum(self.problem.down[columns], 1).astype(float)
        matrix = _used_rows(self.problem.sums[:, columns])
        self.spent += effort(len(columns))
        found = linprog(
            objective,
            A_eq=matrix,
            b_eq=np.zeros(matrix.shape[0]),
            bounds=np.column_stack([-down, np.ones(len(columns))]),
            method="highs",
            options={"maxiter": MANY_STEPS, "time_limit": self._left()},
        )
        if self.late() or found.status != 0:
            return None
        return self._exact(columns, found.x, None)

    def stuck(self, target: int) -> bool:
        """Whether it is certain that a target can't move, however much is hidden: False where time is too short."""
        everything = np.arange(len(self.problem))
        nothing = np.zeros(len(self.problem))
        matrix = self.problem.sums
        for direction in (1, -1):
            low, high = -self.problem.down.astype(float), np.full(len(everything), np.inf)
            low[target], high[target] = (1, np.inf) if direction > 0 else (low[target], -1)
            if low[target] > high[target]:
                continue
            try:
                if lowest(nothing, matrix, low, high, whole=True, seconds=self._left()) is not None:
                    return False
            except OutOfTime:
                return False
        return True

    def _within(
        self, columns: Integers, target: int, cost: Floats, wanted: Flags | None, reach: float
    ) -> Move | None:
        best: tuple[float, Move] | None = None
        matrix = _used_rows(self.problem.sums[:, columns])
        for direction in (1, -1):
            if direction < 0 and not self.problem.down[target]:
                continue
            found = self._solve(matrix, columns, target, direction, cost, wanted, reach)
            if found is None:
                continue
            price = float(cost[list(found)].sum())
            if best is None or price < best[0]:
                best = (price, found)
            if price == 0:
                break
        return best[1] if best else None

    def _solve(
        self, matrix: sparse.csc_matrix, columns: Integers, target: int, direction: int,
        cost: Floats, wanted: Flags | None, reach: float,
    ) -> Move | None:  # fmt: skip
        price = cost[columns]
        down = np.minimum(self.problem.down[columns], reach).astype(float)
        paid = price > 0
        at = int(np.searchsorted(columns, target))
        # Free variables are one column each, up and down; of those that cost, down is a column of its own.
        low, high = np.where(paid, 0.0, -down), np.full(len(columns), reach)
        low[at] = high[at] = direction
        mirrored = np.flatnonzero(paid & (down > 0))
        objective = np.where(paid, price, 0.0)
        if wanted is not None:
            liked = wanted[columns] & ~paid
            objective[liked] = 1e-4 * self._random.choice([-1.0, 1.0], size=int(liked.sum()))
        whole_matrix = (
            sparse.hstack([matrix, -matrix[:, mirrored]], format="csc") if len(mirrored) else matrix
        )
        objective = np.concatenate([objective, price[mirrored]])
        low = np.concatenate([low, np.zeros(len(mirrored))])
        high = np.concatenate([high, down[mirrored]])

        def put_together(solution: Floats) -> Floats:
            steps = solution[: len(columns)].copy()
            steps[mirrored] -= solution[len(columns) :]
            return steps

        self.spent += effort(len(columns))
        solution = self._lowest(objective, whole_matrix, low, high)
        if solution is None:
            return None
        found = self._exact(columns, put_together(solution), target)
        if found is None:
            self.spent += 10 * effort(len(columns))
            solution = self._lowest(objective, whole_matrix, low, high, whole=True, nodes=NODES)
            found = None if solution is None else self._exact(columns, put_together(solution), target)
        return found

    def _lowest(
        self, objective: Floats, matrix: sparse.csc_matrix, low: Floats, high: Floats,
        *, whole: bool = False, nodes: int | None = None,
    ) -> Floats | None:  # fmt: skip
        try:
            return lowest(objective, matrix, low, high, whole=whole, nodes=nodes, seconds=self._left())
        finally:
            self.late()

    def _left(self) -> float:
        return max(self.deadline - time.monotonic(), 0.05)

    def _exact(self, columns: Integers, steps: Floats, target: int | None) -> Move | None:
        for multiple in MULTIPLES:
            rounded = np.rint(steps * multiple).astype(np.int64)
            if np.abs(rounded - steps * multiple).max(initial=0) > 1e-5:
                continue
            moving = np.flatnonzero(rounded)
            move = dict(zip(columns[moving].tolist(), rounded[moving].tolist(), strict=True))
            if move and (target is None or target in move) and self.problem.holds(move):
                return move
        return None


def _used_rows(matrix: sparse.csc_matrix) -> sparse.csc_matrix:
    """Without the sums that none of the columns is part of."""
    used = np.zeros(matrix.shape[0], dtype=bool)
    used[matrix.indices] = True
    place = np.cumsum(used) - 1
    return sparse.csc_matrix(
        (matrix.data, place[matrix.indices], matrix.indptr), shape=(int(used.sum()), matrix.shape[1])
    )
