"""The least costly choice of cells: by cuts that say "of these cells one must be hidden", until none is missing.

For a target that can't move, what stops it is a sum of sums in which every cell that could give way is visible; any
choice that protects the target hides one of those. The least costly choice that meets all such demands so far is
tried; if every target moves, nothing cheaper exists, otherwise new demands are found. (To cut by what the attacker's
linear program says is Fischetti and Salazar's idea, 2001; here each cut is a plain "one of these".)
"""

from __future__ import annotations

import time

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from pejling.analysis.disclosure.complement import Cover
from pejling.analysis.disclosure.moving import Mover
from pejling.analysis.disclosure.problem import Flags, Integers, Problem


def improve_to_optimum(cover: Cover, seconds: float) -> bool:
    """Better the cover until it is the best there is (True) or time is up. A better one replaces its moves."""
    problem, deadline = cover.problem, time.monotonic() + seconds
    targets = np.flatnonzero(problem.targets & (cover.uses > 0))
    choices = np.flatnonzero(~problem.open & (problem.cost > 0))
    if not len(choices) or not len(targets):
        return True
    demands = _Demands(problem, choices)
    while time.monotonic() < deadline:
        hidden = demands.cheapest(deadline)
        if hidden is None:
            return False
        if float(problem.cost[hidden & ~problem.open].sum()) >= cover.price - 1e-6:
            return True
        tried = Cover(Mover(problem, cover.mover.near, deadline))
        price = np.where(hidden, 0.0, np.inf)
        new = 0
        for target in targets:
            if tried.uses[target]:
                continue
            if time.monotonic() > deadline:
                return False
            move = tried.mover.move(
                int(target), price, problem.targets & (tried.uses == 0), budget=len(problem)
            )
            if move is not None:
                tried.add(move)
            elif demands.add(demanded(problem, int(target), hidden)):
                new += 1
        if not new:
            if (tried.uses[targets] == 0).any():
                return False
            tried.thin()
            for number in list(cover.moves):
                cover.drop(number)
            for move in tried.moves.values():
                cover.add(move)
            return True
    return False


class _Demands:
    """What every good choice of hidden cells meets, and the cheapest choice that meets it."""

    def __init__(self, problem: Problem, choices: Integers) -> None:
        self._problem, self._choices = problem, choices
        self._place = np.full(len(problem), -1)
        self._place[choices] = np.arange(len(choices))
        self._one_of: list[Integers] = []
        self._known: set[bytes] = set()
        self._others = self._never_alone()

    def add(self, one_of: Integers | None) -> bool:
        """Demand one of these cells; False where nothing new is demanded."""
        if one_of is None or not len(one_of) or one_of.tobytes() in self._known:
            return False
        self._known.add(one_of.tobytes())
        self._one_of.append(one_of)
        return True

    def cheapest(self, deadline: float) -> Flags | None:
        """None where it can't be found in time."""
        problem, choices = self._problem, self._choices
        hidden = problem.open.copy()
        rows = [self._place[one_of] for one_of in self._one_of]
        numbers = np.repeat(np.arange(len(rows)), [len(row) for row in rows]) if rows else np.zeros(0)
        demanded = sparse.csr_matrix(
            (np.ones(len(numbers)), (numbers, np.concatenate(rows) if rows else np.zeros(0))),
            shape=(len(rows), len(choices)),
        )
        limits = [LinearConstraint(demanded, 1, np.inf)] if rows else []
        limits += [LinearConstraint(self._others, 0, np.inf)] if self._others.shape[0] else []
        if not limits:
            return hidden
        found = milp(
            problem.cost[choices],
            integrality=np.ones(len(choices)),
            bounds=Bounds(0, 1),
            constraints=limits,
            options={"time_limit": max(deadline - time.monotonic(), 0.05)},
        )
        if found.x is None or found.status != 0:
            return None
        hidden[choices[found.x > 0.5]] = True
        return hidden

    def _never_alone(self) -> sparse.csr_matrix:
        """In no sum is one cell hidden alone: for a target the others are demanded, for a choice it takes others."""
        rows, columns, steps = [], [], []
        number = 0
        sums = sparse.csr_matrix(self._problem.sums)
        for row in range(sums.shape[0]):
            members = sums.indices[sums.indptr[row] : sums.indptr[row + 1]]
            opened = members[self._problem.open[members]]
            if len(opened) > 1:
                continue
            chosen = self._place[members[~self._problem.open[members]]]
            if len(opened) == 1:
                if self._problem.targets[opened[0]]:
                    self.add(np.sort(self._choices[chosen]))
                continue
            for one in chosen:
                rows += [number] * len(chosen)
                columns += chosen.tolist()
                steps += [-1.0 if other == one else 1.0 for other in chosen]
                number += 1
        return sparse.csr_matrix((steps, (rows, columns)), shape=(number, len(self._choices)))


def demanded(problem: Problem, target: int, hidden: Flags) -> Integers | None:
    """Cells of which one at least must be hidden for the target to move; None where nothing would help."""
    parts = []
    for direction in (1, -1):
        if direction < 0 and not problem.down[target]:
            continue
        found = _narrowest(problem, target, direction, hidden)
        if found is None:
            found = _by_price(problem, target, direction, hidden), False
        stopped, both_ways = found
        if stopped is not None:
            parts.append(stopped)
        if both_ways:
            break
    return np.flatnonzero(np.logical_or.reduce(parts)) if parts else None


def _narrowest(problem: Problem, target: int, direction: int, hidden: Flags) -> tuple[Flags, bool] | None:
    """The fewest visible cells that keep a target in place (a smallest cut), and whether they do so both up and down;
    None where hidden cells of small counts are part of what keeps it."""
    down = problem.down > 0
    low = np.where(down, np.where(hidden, -np.inf, -1.0), 0.0)
    high = np.where(hidden, np.inf, 1.0)
    low[target], high[target] = (0.0, np.inf) if direction > 0 else (-np.inf, 0.0)
    cost = np.zeros(len(problem))
    cost[target] = -direction
    found = linprog(
        cost,
        A_eq=problem.sums.astype(float),
        b_eq=np.zeros(problem.sums.shape[0]),
        bounds=np.column_stack([low, high]),
        method="highs",
    )
    if found.status != 0:
        return None
    pull = problem.sums.T @ found.eqlin.marginals
    pull[target] = 0.0
    stopped = ~hidden & (np.abs(pull) > 1e-7)
    return stopped, not (np.abs(pull[hidden]) > 1e-7).any()


def _by_price(problem: Problem, target: int, direction: int, hidden: Flags) -> Flags | None:
    """Visible cells that keep a target in place, by what the cheapest move would have to pay for."""
    size = len(problem)
    visible = np.flatnonzero(~hidden)
    down = problem.down.astype(float)
    low = np.concatenate([np.where(hidden, -down, 0.0), np.zeros(len(visible))])
    high = np.concatenate([np.full(size, np.inf), down[visible]])
    low[target] = high[target] = direction
    cost = np.concatenate([np.where(hidden, 0.0, problem.cost), problem.cost[visible]])
    sums = problem.sums.astype(float)
    found = linprog(
        cost,
        A_eq=sparse.hstack([sums, -sums[:, visible]]),
        b_eq=np.zeros(problem.sums.shape[0]),
        bounds=np.column_stack([low, high]),
        method="highs",
    )
    if found.status != 0:
        return None
    if found.fun < 1e-9:
        # A move in fractions exists, none in whole numbers was found: only "anything else" is sure.
        return ~hidden
    pull = problem.sums.T @ found.eqlin.marginals
    return ~hidden & ((pull > 1e-9) | ((pull < -1e-9) & (problem.down > 0)))
