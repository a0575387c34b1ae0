"""Cells as variables: which always move together, how far each may move, and what it costs to hide it.

A second table that could just as well be the true one is the true one plus a *move*: whole numbers, one for each
variable, under which every sum still holds. A hidden cell may move down to the least count a hidden cell can have and
up without limit; a visible one not at all.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Node:
    """A cell before it is a variable. `cost` 0: it is never printed. `down`: how far it may go down when hidden.
    `fixed`: everybody knows its count anyway. `values`: its place along each column, for choosing neighbours."""

    down: int
    cost: float
    fixed: bool
    hidden: bool
    target: bool
    values: tuple[int, ...]


@dataclass(slots=True)
class Problem:
    """Arrays by variable; `sums`: sums x variables, whole numbers. `variable_of`: by node, -1 where it can't move.

    `cost` is that of hiding; `open`: hidden from the start or never printed; `targets`: must be able to move.
    `places`: one row per node that moves: its variable in `place_variable`, its place along each column (0: total).
    `stuck`: nodes that must move but can't, whatever is hidden.
    """

    sums: sparse.csc_matrix
    down: Integers
    cost: Floats
    open: Flags
    targets: Flags
    variable_of: Integers
    places: Integers
    place_variable: Integers
    first_place: Integers
    stuck: frozenset[int]

    def __len__(self) -> int:
        return len(self.cost)

    def holds(self, move: Mapping[int, int]) -> bool:
        """Whether a move (variable -> whole number) keeps every sum and no cell falls too low: exactly."""
        columns = np.fromiter(move, dtype=np.int64)
        steps = np.fromiter(move.values(), dtype=np.int64)
        return bool((steps >= -self.down[columns]).all()) and not (self.sums[:, columns] @ steps).any()


def usual_cost(count: int, typical: float) -> float:
    """What hiding a cell costs: one cell, and more the more it tells about; a total of all is given up last."""
    return 1.0 + 0.5 * math.sqrt(count / typical)


def assemble(nodes: Sequence[Node], sums: Iterable[Mapping[int, int]]) -> Problem:
    """Nodes and sums (node -> coefficient, adding up to nothing) to variables: what can't move is left out, what
    always moves alike is one variable."""
    merged = _Merged([node.fixed for node in nodes])
    rows = merged.reduced([dict(row) for row in sums])
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(nodes)):
        if not merged.fixed[merged.root(number)]:
            groups[merged.root(number)].append(number)
    at = {root: place for place, root in enumerate(groups)}
    variable_of = np.full(len(nodes), -1, dtype=np.int64)
    for root, members in groups.items():
        variable_of[members] = at[root]
    size = len(groups)
    down, cost = np.zeros(size, dtype=np.int64), np.zeros(size)
    is_open, targets = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    first = np.zeros(size, dtype=np.int64)
    places, place_variable = [], []
    for root, members in groups.items():
        place = at[root]
        some = [nodes[number] for number in members]
        down[place] = min(node.down for node in some)
        cost[place] = sum(node.cost for node in some)
        is_open[place] = cost[place] == 0 or any(node.hidden for node in some)
        targets[place] = any(node.target for node in some)
        first[place] = len(places) + max(
            range(len(some)), key=lambda number: (sum(value > 0 for value in some[number].values), -number)
        )
        places += [node.values for node in some]
        place_variable += [place] * len(some)
    entries = [(number, at[root], step) for number, row in enumerate(rows) for root, step in row.items()]
    matrix = sparse.csc_matrix(
        (
            np.array([step for _row, _at, step in entries], dtype=np.int64),
            ([row for row, _at, _step in entries], [place for _row, place, _step in entries]),
        ),
        shape=(len(rows), size),
    )
    width = len(nodes[0].values) if nodes else 0
    return Problem(
        matrix, down, cost, is_open, targets, variable_of,
        np.array(places, dtype=np.int64).reshape(len(places), width),
        np.array(place_variable, dtype=np.int64), first,
        frozenset(number for number, node in enumerate(nodes) if node.target and variable_of[number] < 0),
    )  # fmt: skip


class _Merged:
    """Nodes that always move alike, found from sums in which only two can move."""

    def __init__(self, fixed: list[bool]) -> None:
        self.fixed = fixed
        self._parent = list(range(len(fixed)))

    def root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def reduced(self, rows: list[dict[int, int]]) -> list[dict[int, int]]:
        """The sums that are left, between roots; none has fewer than two members, or two that are simply equal."""
        changed = True
        while changed:
            changed = False
            left = []
            for row in rows:
                now: dict[int, int] = defaultdict(int)
                for number, step in row.items():
                    root = self.root(number)
                    if not self.fixed[root]:
                        now[root] += step
                now = {root: step for root, step in now.items() if step}
                if len(now) == 1:
                    self.fixed[next(iter(now))] = True
                    changed = True
                elif len(now) == 2 and sum(now.values()) == 0:
                    one, other = now
                    self._parent[max(one, other)] = min(one, other)
                    changed = True
                elif now:
                    left.append(now)
            rows = left
        unique = {tuple(sorted(row.items())): row for row in rows}
        return list(unique.values())
