"""Moves that can be written down without solving anything: one step up here, one down there, over a box of cells.

Along each column the box takes the cell's value and one more: another value, where it goes the other way, so that the
total stays; or the total, which then goes along. Over all columns together that makes a move under which every sum of
a crossed table holds. (Boxes of this kind are what the hypercube method for complementary suppression hides.)
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pejling.analysis.disclosure.neighbourhood import Neighbourhoods
from pejling.analysis.disclosure.problem import Floats, Integers, Problem

#: How many boxes are looked at for one cell, about.
MANY = 700


class Boxes:
    """Looks for boxes in one problem."""

    def __init__(self, problem: Problem, near: Neighbourhoods) -> None:
        self._problem, self._near = problem, near
        codes = problem.places @ near.strides
        order = np.argsort(codes, kind="stable")
        self._codes, self._variables = codes[order], problem.place_variable[order]
        width = problem.places.shape[1]
        self._bits = 1 << np.arange(width)
        self._patterns = np.zeros(1 << width, dtype=bool)
        self._patterns[((problem.places > 0) @ self._bits)] = True

    def cheapest(self, target: int, cost: Floats) -> dict[int, int] | None:
        """The cheapest box that moves a target, of those beside it that are cheap to hide; None where none does."""
        row = self._problem.places[self._problem.first_place[target]]
        width = len(row)
        if not width or not len(self._codes):
            return None
        many = max(2, int(MANY ** (1 / self._near.ways)))
        values, signs = [], []
        for column in range(width):
            others = self._near.beside(target, column, cost, many)
            if row[column]:
                values.append(np.concatenate([others, [0]]))
                signs.append(np.concatenate([-np.ones(len(others)), [1.0]]))
            else:
                values.append(others if len(others) else np.zeros(1, dtype=np.int64))
                signs.append(np.ones(len(others)) if len(others) else np.zeros(1))
        up, down = self._prices(row, values, signs, cost)
        for prices, direction in ((up, 1), (down, -1)) if up.min() <= down.min() else ((down, -1), (up, 1)):
            for flat in np.argsort(prices, axis=None)[:4]:
                if not np.isfinite(prices.flat[flat]):
                    break
                chosen = np.unravel_index(flat, prices.shape)
                move = self._written(row, [v[i] for v, i in zip(values, chosen, strict=True)],
                                     [s[i] for s, i in zip(signs, chosen, strict=True)], direction)  # fmt: skip
                if move is not None and move.get(target):
                    return move
        return None

    def _prices(
        self, row: Integers, values: list[Integers], signs: list[Floats], cost: Floats
    ) -> tuple[Floats, Floats]:
        """What every box costs when the target goes up, and when it goes down; infinite where it can't be."""
        width = len(row)
        shape = tuple(len(some) for some in values)
        up, down = np.zeros(shape), np.zeros(shape)
        idle = sum(1 << column for column in range(width) if not signs[column].any())
        for mask in range(1 << width):
            if mask & idle:
                continue
            code: npt.NDArray[np.int64] = np.zeros((1,) * width, dtype=np.int64)
            pattern: npt.NDArray[np.int64] = np.zeros((1,) * width, dtype=np.int64)
            sign: Floats = np.ones((1,) * width)
            for column in range(width):
                along = [1] * width
                if mask >> column & 1:
                    along[column] = -1
                    value = values[column].reshape(along)
                    sign = sign * signs[column].reshape(along)
                else:
                    value = np.array(row[column]).reshape(along)
                code = code + value * self._near.strides[column]
                pattern = pattern + (value > 0) * self._bits[column]
            at = np.minimum(np.searchsorted(self._codes, code), len(self._codes) - 1)
            there = self._codes[at] == code
            variable = self._variables[at]
            fits = there | ~self._patterns[pattern] | (sign == 0)
            price = np.where(there & (sign != 0), cost[variable], 0.0)
            stays = there & (self._problem.down[variable] < 1)
            up = up + np.where(fits & ~(stays & (sign < 0)), price, np.inf)
            down = down + np.where(fits & ~(stays & (sign > 0)), price, np.inf)
        return up, down

    def _written(
        self, row: Integers, values: list[int], signs: list[float], direction: int
    ) -> dict[int, int] | None:
        move: dict[int, int] = {}
        for mask in range(1 << len(row)):
            code, sign = 0, float(direction)
            for column, (value, factor) in enumerate(zip(values, signs, strict=True)):
                other = bool(mask >> column & 1)
                code += int((value if other else row[column]) * self._near.strides[column])
                sign *= factor if other else 1.0
            at = min(int(np.searchsorted(self._codes, code)), len(self._codes) - 1)
            if sign == 0 or self._codes[at] != code:
                continue
            if move.setdefault(int(self._variables[at]), int(sign)) != int(sign):
                return None
        return move if self._problem.holds(move) else None
