"""The part of a problem in which a cell's move is looked for first: a small sub-table through the cell.

All values but a few along each column are left out, so that what is left is a table of the same shape, small enough
to be solved in milliseconds. Values are taken that are cheapest to hide beside the cell.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from pejling.analysis.disclosure.problem import Flags, Floats, Integers, Problem

Nested = dict[int, dict[int, Integers]]


class Neighbourhoods:
    """Made once for a problem. `nested`: fine column -> coarser column -> the coarser place of each place."""

    def __init__(self, problem: Problem, nested: Nested) -> None:
        self._problem, self._nested = problem, nested
        self._width = problem.places.shape[1]
        self._sizes = problem.places.max(axis=0, initial=0) + 1
        strides = (
            np.cumprod(np.concatenate([[1], self._sizes[:-1]]))
            if self._width
            else np.zeros(0, dtype=np.int64)
        )
        self._strides = strides.astype(np.int64)
        codes = problem.places @ self._strides
        self._lines: list[dict[int, Integers]] = []
        for column in range(self._width):
            rest = codes - problem.places[:, column] * self._strides[column]
            order = np.argsort(rest, kind="stable")
            starts = np.flatnonzero(np.diff(rest[order], prepend=-1))
            groups = np.split(order, starts[1:])
            self._lines.append({int(rest[group[0]]): group for group in groups if len(group)})

    def around(self, variable: int, cost: Floats, budget: int) -> Integers:
        """The variables of a sub-table of about `budget` cells. `cost`: what hiding each variable costs now."""
        problem = self._problem
        if budget >= len(problem):
            return np.arange(len(problem))
        row = problem.places[problem.first_place[variable]]
        free = sum(1 for column in range(self._width) if self._sizes[column] > 2)
        many = max(2, int(budget ** (1 / max(free, 1))) - 2)
        allowed = [np.zeros(size, dtype=bool) for size in self._sizes]
        for column in range(self._width):
            allowed[column][0] = allowed[column][row[column]] = True
            picked = self._cheapest(row, column, cost, many)
            allowed[column][picked] = True
            self._pick_within(row, column, picked, cost, allowed)
        for fine, coarser in self._nested.items():
            for coarse, place in coarser.items():
                allowed[coarse][place[np.flatnonzero(allowed[fine])]] = True
        kept = np.logical_and.reduce(
            [allowed[column][problem.places[:, column]] for column in range(self._width)]
        )
        chosen: Flags = np.zeros(len(problem), dtype=bool)
        chosen[problem.place_variable[kept]] = True
        return np.flatnonzero(chosen)

    def _pick_within(
        self, row: Integers, coarse: int, picked: Integers, cost: Floats, allowed: list[Flags]
    ) -> None:
        """Of each value taken along a coarse column, a few of its parts."""
        for fine, coarser in self._nested.items():
            if coarse not in coarser:
                continue
            for value in picked:
                inside = row.copy()
                inside[coarse] = value
                for other, above in self._nested.items():
                    if coarse in above:
                        inside[other] = 0
                allowed[fine][self._cheapest(inside, fine, cost, 2)] = True

    def _cheapest(self, row: Integers, column: int, cost: Floats, many: int) -> Integers:
        """The values along a column that are cheapest beside a cell; beside a total over it where it has no line."""
        specific = [place for place in range(self._width) if row[place] and place != column]
        for left_out in range(len(specific) + 1):
            for some in combinations(specific, left_out):
                near = row.copy()
                near[list(some)] = 0
                line = self._lines[column].get(
                    int(near @ self._strides - near[column] * self._strides[column])
                )
                if line is None:
                    continue
                values = self._problem.places[line, column]
                costs = cost[self._problem.place_variable[line]]
                other = (values != row[column]) & (values != 0)
                if other.any():
                    order = np.argsort(costs[other], kind="stable")[:many]
                    return values[other][order]
        return np.zeros(0, dtype=np.int64)
