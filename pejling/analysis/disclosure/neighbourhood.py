"""The part of a problem in which a cell's move is looked for first: a small sub-table through the cell.

All values but a few along each column are left out, so that what is left is a table of the same shape, small enough
to be solved in milliseconds. Values are taken that are cheapest to hide beside the cell.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from pejling.analysis.disclosure.problem import Flags, Floats, Integers, Problem

#: What a value is reckoned to cost that has no count there to hide.
LACKING = 100.0

Nested = dict[int, dict[int, Integers]]


class Neighbourhoods:
    """Made once for a problem. `nested`: fine column -> coarser column -> the coarser place of each place."""

    def __init__(self, problem: Problem, nested: Nested) -> None:
        self._problem, self._nested = problem, nested
        self._width = problem.places.shape[1]
        self.sizes = problem.places.max(axis=0, initial=0) + 1
        strides = (
            np.cumprod(np.concatenate([[1], self.sizes[:-1]])) if self._width else np.zeros(0, dtype=np.int64)
        )
        self.strides = strides.astype(np.int64)
        #: along how many columns at most a cell has a value
        self.ways = max(1, int((problem.places[:, self.sizes > 2] > 0).sum(axis=1).max(initial=1)))
        codes = problem.places @ self.strides
        self._lines: list[dict[int, Integers]] = []
        for column in range(self._width):
            rest = codes - problem.places[:, column] * self.strides[column]
            order = np.argsort(rest, kind="stable")
            starts = np.flatnonzero(np.diff(rest[order], prepend=-1))
            groups = np.split(order, starts[1:])
            self._lines.append({int(rest[group[0]]): group for group in groups if len(group)})
        order = np.argsort(problem.place_variable, kind="stable")
        starts = np.flatnonzero(np.diff(problem.place_variable[order], prepend=-1))
        groups = np.split(order, starts[1:])
        #: variables that stand in several places
        self._called = {int(problem.place_variable[group[0]]): group for group in groups if len(group) > 1}

    def around(self, variable: int, cost: Floats, budget: int) -> Integers:
        """The variables of a sub-table of about `budget` cells. `cost`: what hiding each variable costs now."""
        problem = self._problem
        if budget >= len(problem):
            return np.arange(len(problem))
        row = problem.places[problem.first_place[variable]]
        many = max(3, int(budget ** (1 / self.ways)) - 2)
        allowed = [np.zeros(size, dtype=bool) for size in self.sizes]
        for column in range(self._width):
            allowed[column][0] = allowed[column][row[column]] = True
            picked = self.beside(variable, column, cost, many)
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
                allowed[fine][self.cheapest(inside, fine, cost, 2)] = True

    def beside(self, variable: int, column: int, cost: Floats, many: int) -> Integers:
        """The values along a column that are cheapest beside a cell, whatever it is called: where one count stands in
        several places, a value that has no count beside one of them is of little use."""
        problem = self._problem
        row = problem.places[problem.first_place[variable]]
        if not row[column] or variable not in self._called:
            return self.cheapest(row, column, cost, many)
        total = np.zeros(self.sizes[column])
        lines = 0
        for place in self._called[variable]:
            near = problem.places[place]
            if near[column] != row[column]:
                continue
            line = self._lines[column][int(near @ self.strides - near[column] * self.strides[column])]
            values = problem.places[line, column]
            other = (values != row[column]) & (values != 0)
            if not other.any():
                continue
            prices = np.full(self.sizes[column], LACKING)
            prices[values[other]] = np.minimum(cost[problem.place_variable[line[other]]], LACKING)
            total += prices
            lines += 1
        if not lines:
            return self.cheapest(row, column, cost, many)
        total[[0, row[column]]] = np.inf
        order = np.argsort(total, kind="stable")[:many]
        return order[total[order] < lines * LACKING]

    def cheapest(self, row: Integers, column: int, cost: Floats, many: int) -> Integers:
        """The values along a column that are cheapest beside a cell; beside a total over it where it has no line."""
        specific = [place for place in range(self._width) if row[place] and place != column]
        for left_out in range(len(specific) + 1):
            for some in combinations(specific, left_out):
                near = row.copy()
                near[list(some)] = 0
                line = self._lines[column].get(int(near @ self.strides - near[column] * self.strides[column]))
                if line is None:
                    continue
                values = self._problem.places[line, column]
                costs = cost[self._problem.place_variable[line]]
                other = (values != row[column]) & (values != 0)
                if other.any():
                    order = np.argsort(costs[other], kind="stable")[:many]
                    return values[other][order]
        return np.zeros(0, dtype=np.int64)
