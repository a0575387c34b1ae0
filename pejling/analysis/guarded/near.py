"""The part of a school's counts in which a way to move one of them is looked for first.

*Pure.* A small sub-table through the cell: its own values and a few others along each dimension, with everything that
is counted of those groups, for what hangs together within a group (windows, variants) can't be taken apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import numpy as np
import numpy.typing as npt

from pejling.analysis.guarded.linked import Cell, Group


class Near:
    """Made once for a problem. ``variable_of``: each cell's variable, -1 where it can't move."""

    def __init__(self, cells: Sequence[Cell], variable_of: npt.NDArray[np.int64], size: int) -> None:
        self.size = size
        self.cell_of: dict[int, Cell] = {}
        self.variable: dict[Cell, int] = {}
        in_group: dict[Group, set[int]] = defaultdict(set)
        self.values: dict[str, set[str | None]] = defaultdict(set)
        for cell, found in zip(cells, variable_of.tolist(), strict=True):
            for name, value in cell.group:
                self.values[name].add(value)
            if found < 0:
                continue
            in_group[cell.group].add(found)
            self.variable[cell] = found
            best = self.cell_of.get(found)
            if best is None or len(cell.group) > len(best.group):
                self.cell_of[found] = cell
        self.in_group = {group: np.array(sorted(found)) for group, found in in_group.items()}
        #: no columns: there are no boxes to be written down here without solving
        self.strides, self.ways = np.zeros(0, dtype=np.int64), 1
        self.most = max((len(found) for found in self.in_group.values()), default=1)

    def around(self, variable: int, cost: npt.NDArray[np.float64], budget: int) -> npt.NDArray[np.int64]:
        """The variables of a sub-table of about ``budget`` cells. ``cost``: what hiding each costs now."""
        if budget >= self.size:
            return np.arange(self.size)
        cell = self.cell_of[variable]
        own = dict(cell.group)
        many = max(1, int((budget / self.most) ** (1 / max(len(self.values) - 1, 1))) - 1)
        axes = []
        for name in sorted(self.values):
            others = self._cheapest(cell, name, cost, many)
            axes.append([(name, value) for value in others] + ([(name, own[name])] if name in own else []))
        picked = []
        for chosen in product(*([None, *axis] for axis in axes)):
            group = tuple(one for one in chosen if one is not None)
            if group in self.in_group:
                picked.append(self.in_group[group])
        return np.unique(np.concatenate(picked))

    def _cheapest(self, cell: Cell, name: str, cost: npt.NDArray[np.float64], many: int) -> list[str | None]:
        rest = tuple(one for one in cell.group if one[0] != name)
        own = dict(cell.group).get(name, "")
        priced = []
        for value in self.values[name]:
            if value == own and name in dict(cell.group):
                continue
            beside = Cell(cell.name, tuple(sorted([*rest, (name, value)], key=lambda one: one[0])))
            if beside in self.variable:
                priced.append((float(cost[self.variable[beside]]), str(value), value))
        return [value for _price, _text, value in sorted(priced)[:many]]
