"""The least costly choice of cells: by cuts that say "of these cells one must be hidden", until none is missing.

For a target that can't move, what stops it is a sum of sums in which every cell that could give way is visible; any
choice that protects the target hides one of those. The least costly choice that meets all such demands so far is
tried; if every target moves, nothing cheaper exists, otherwise new demands are found. (To cut by what the attacker's
linear program says is Fischetti and Salazar's idea, 2001; here each cut is a plain "one of these".)
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from pejling.analysis.disclosure.complement import Cover
from pejling.analysis.disclosure.moving import Mover
from pejling.analysis.disclosure.problem import Flags, Integers, Problem
from pejling.analysis.disclosure.solving import effort

#: Whole numbers are looked for where the program in fractions splits so few choices, or so few are open at all.
MOST_SPLIT = 40
MOST_OPEN = 100
#: Branchings in looking for them.
NODES = 200
SAME = 1e-6


class TooHard(Exception):
    """The cheapest choice can't be found with little enough work."""


def improve_to_optimum(cover: Cover, work: float) -> bool:
    """Better the cover until it is the best there is (True) or so much has been spent. A better one replaces its
    moves."""
    problem, mover = cover.problem, cover.mover
    targets = np.flatnonzero(problem.targets & (cover.uses > 0))
    # A cell that must move is hidden in every choice, also where only an earlier publication hid it.
    given = problem.open | problem.targets
    paid = float(problem.cost[given & ~problem.open].sum())
    choices = np.flatnonzero(~given & (problem.cost > 0))
    if not len(choices) or not len(targets):
        return True
    demands = _Demands(problem, given, choices)
    enough = mover.spent + work
    while mover.spent < enough and not mover.late():
        mover.spent += effort(len(choices))
        try:
            hidden = demands.cheapest(cover.price - paid)
        except TooHard:
            return False
        if hidden is None:
            return True
        tried = Cover(Mover(problem, mover.near, mover.deadline))
        new = _tried(tried, hidden, targets, demands, enough - mover.spent)
        mover.spent += tried.mover.spent
        mover.cut_short |= tried.mover.cut_short
        if not new:
            if new is None or (tried.uses[targets] == 0).any():
                return False
            tried.thin()
            for number in list(cover.moves):
                cover.drop(number)
            for move in tried.moves.values():
                cover.add(move)
            return True
    return False


def _tried(tried: Cover, hidden: Flags, targets: Integers, demands: _Demands, work: float) -> int | None:
    """Move every target with these cells hidden; how many new demands those make that can't. None: too much work."""
    problem, mover = tried.problem, tried.mover
    price = np.where(hidden, 0.0, np.inf)
    new = 0
    for target in targets:
        if tried.uses[target]:
            continue
        if mover.late() or mover.spent > work:
            return None
        move = mover.move(int(target), price, problem.targets & (tried.uses == 0), budget=len(problem))
        if move is not None:
            tried.add(move)
        else:
            mover.spent += effort(len(problem))
            new += demands.add(demanded(problem, int(target), hidden))
    return new


class _Demands:
    """What every good choice of hidden cells meets, and the cheapest choice that meets it."""

    def __init__(self, problem: Problem, given: Flags, choices: Integers) -> None:
        self._problem, self._given, self._choices = problem, given, choices
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

    def cheapest(self, below: float) -> Flags | None:
        """The cheapest choice; None where none costs less than `below`. In fractions first: what that tells of the
        least cost leaves few choices open."""
        problem, choices = self._problem, self._choices
        hidden = self._given.copy()
        if not self._one_of:
            return hidden
        rows = [self._place[one_of] for one_of in self._one_of]
        demanded = sparse.csr_matrix(
            (
                np.ones(sum(map(len, rows))),
                (np.repeat(np.arange(len(rows)), [len(row) for row in rows]), np.concatenate(rows)),
            ),
            shape=(len(rows), len(choices)),
        )
        matrix = sparse.vstack([demanded, self._others], format="csr")
        least = np.concatenate([np.ones(len(rows)), np.zeros(self._others.shape[0])])
        cost = problem.cost[choices]
        relaxed = linprog(cost, A_ub=-matrix, b_ub=-least, bounds=(0, 1), method="highs")
        if relaxed.status != 0:
            raise TooHard
        room = below - SAME - relaxed.fun
        if room <= 0:
            return None
        low = (-relaxed.upper.marginals > room).astype(float)
        high = 1.0 - (relaxed.lower.marginals > room)
        part = np.asarray(relaxed.x)
        split = np.abs(part - np.rint(part)) > SAME
        if split.any():
            if split.sum() > MOST_SPLIT and (low < high).sum() > MOST_OPEN:
                raise TooHard
            found = milp(
                cost,
                integrality=np.ones(len(choices)),
                bounds=Bounds(low, high),
                constraints=LinearConstraint(matrix, least, np.inf),
                options={"node_limit": NODES},
            )
            if found.status == 2:
                return None
            if found.status != 0:
                raise TooHard
            part = np.asarray(found.x)
        if float(cost @ np.rint(part)) >= below - SAME:
            return None
        hidden[choices[part > 0.5]] = True
        return hidden

    def _never_alone(self) -> sparse.csr_matrix:
        """In no sum is one cell hidden alone: for a target the others are demanded, for a choice it takes others."""
        rows, columns, steps = [], [], []
        number = 0
        sums = sparse.csr_matrix(self._problem.sums)
        for row in range(sums.shape[0]):
            members = sums.indices[sums.indptr[row] : sums.indptr[row + 1]]
            opened = members[self._given[members]]
            if len(opened) > 1:
                continue
            chosen = self._place[members[~self._given[members]]]
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
