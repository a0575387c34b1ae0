"""Which further cells are hidden so that every target can move: a set of moves that reaches all targets, kept cheap.

What must be hidden is what the moves use; a cell that no move uses is shown again. So every hidden cell is proven by
a move that uses it, and one move (one second table) proves many cells.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pejling.analysis.disclosure.boxes import Boxes
from pejling.analysis.disclosure.moving import Move, Mover
from pejling.analysis.disclosure.problem import Floats, Integers

#: A box that costs so little is taken without looking for anything cheaper.
GOOD_ENOUGH = 0.0


class Cover:
    """Moves that together reach every target that can be reached, and what they make hidden."""

    def __init__(self, mover: Mover) -> None:
        self.mover, self.problem = mover, mover.problem
        self.boxes = Boxes(mover.problem, mover.near)
        self.moves: dict[int, Move] = {}
        self._next = 0
        #: how many moves use each variable
        self.uses: Integers = np.zeros(len(self.problem), dtype=np.int64)

    @property
    def price(self) -> float:
        """What the complement costs: cells hidden for others' sake."""
        return float(self.problem.cost[(self.uses > 0) & ~self.problem.open].sum())

    def price_now(self) -> Floats:
        """What hiding each variable would cost now: nothing where it is hidden already."""
        return np.where(self.problem.open | (self.uses > 0), 0.0, self.problem.cost)

    def uncovered(self) -> Integers:
        return np.flatnonzero(self.problem.targets & (self.uses == 0))

    def add(self, move: Move) -> int:
        self.uses[list(move)] += 1
        self.moves[self._next] = move
        self._next += 1
        return self._next - 1

    def drop(self, number: int) -> Move:
        move = self.moves.pop(number)
        self.uses[list(move)] -= 1
        return move

    def reach(
        self, targets: Iterable[int], *, dearer: dict[int, float] | None = None, budget: int = 250,
        ceiling: float = np.inf,
    ) -> list[int]:  # fmt: skip
        """Add moves until these targets move; gives those for which none was found. `dearer`: variables to avoid.
        `ceiling`: no cell that costs more is hidden, and no long search is made."""
        missed = []
        for target in targets:
            if self.uses[target]:
                continue
            price = self.price_now()
            for variable, times in (dearer or {}).items():
                price[variable] *= times
            price[price > ceiling] = np.inf
            move: Move | None = self.boxes.cheapest(target, price)
            self.mover.spent += 1.0
            dear = move is None or float(price[list(move)].sum()) > GOOD_ENOUGH
            if dear and not self.mover.late():
                wanted = self.problem.targets & (self.uses == 0)
                found = self.mover.move(target, price, wanted, budget=budget, far=not np.isfinite(ceiling))
                if found is not None and (move is None or price[list(found)].sum() < price[list(move)].sum()):
                    move = found
            if move is None:
                missed.append(target)
            else:
                self.add(move)
        return missed

    def reach_freely(self) -> None:
        """Moves that need nothing more hidden, as many targets at a time as there are."""
        price = np.where(self.problem.open | (self.uses > 0), 0.0, np.inf)
        for target in self.uncovered():
            if not self.uses[target]:
                move = self.boxes.cheapest(int(target), price)
                if move is not None:
                    self.add(move)
        while len(left := self.uncovered()) > 5 and not self.mover.late():
            move = self.mover.many(left, price)
            if move is None:
                break
            self.add(move)
            if len(self.uncovered()) > 0.8 * len(left):
                break

    def thin(self) -> None:
        """Drop moves whose targets others reach, the dearest first."""

        def own(move: Move) -> float:
            return sum(
                self.problem.cost[variable]
                for variable in move
                if self.uses[variable] == 1 and not self.problem.open[variable]
            )

        for number in sorted(self.moves, key=lambda number: -own(self.moves[number])):
            needed = any(
                self.problem.targets[variable] and self.uses[variable] == 1 for variable in self.moves[number]
            )
            if not needed:
                self.drop(number)

    def replace_users(self, variable: int, *, times: float, budget: int = 250) -> bool:
        """Try to do without a hidden cell; True where that is cheaper, else all is as it was."""
        before, kept = self.price, dict(self.moves)
        for number in [number for number, move in self.moves.items() if variable in move]:
            self.drop(number)
        missed = self.reach(self.uncovered(), dearer={variable: times}, budget=budget)
        if not missed:
            self.thin()
            if self.price < before - 1e-9:
                return True
        for number in self.moves.keys() - kept.keys():
            self.drop(number)
        for number in kept.keys() - self.moves.keys():
            self.moves[number] = kept[number]
            self.uses[list(kept[number])] += 1
        return False

    def improve(self, work: float, *, budget: int = 250, rounds: int = 3) -> None:
        """Go through the cells hidden for others' sake, the dearest first, and try to show each again; until so much
        has been spent."""
        enough = self.mover.spent + work
        for _round in range(rounds):
            better = False
            hidden = np.flatnonzero((self.uses > 0) & ~self.problem.open)
            for variable in hidden[np.argsort(-self.problem.cost[hidden], kind="stable")]:
                if self.mover.late() or self.mover.spent > enough:
                    return
                if self.uses[variable]:
                    better |= self.replace_users(int(variable), times=50.0, budget=budget)
            if not better:
                return
