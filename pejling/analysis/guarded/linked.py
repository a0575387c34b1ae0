"""Counts of persons that hang together: what is shown of them, what a reader can work out, and what adds up to what.

*Pure.* A reader subtracts: the students of one programme from those of all, the leavers at three months from those at
six, dropout net of programme change from gross dropout. Each such difference is a count of persons, too. Here it
becomes a cell of its own that nobody is shown; where it is small, the disclosure control must keep it from being
worked out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

#: A group: its dimensions and values in order; () is everybody. A value of None is "not known".
Group = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True, order=False)
class Cell:
    """One count: ``name`` says of what, ``group`` of whom."""

    name: str
    group: Group = ()


@dataclass(slots=True)
class Linked:
    """``counts`` of every cell; ``shown``: those that are printed somewhere; ``sums``: (total, its parts)."""

    counts: dict[Cell, int] = field(default_factory=dict)
    shown: set[Cell] = field(default_factory=set)
    sums: list[tuple[Cell, tuple[Cell, ...]]] = field(default_factory=list)

    def put(self, name: str, counts: Mapping[Group, int], *, shown: bool = True) -> None:
        """Add what is counted under one name, group by group; ValueError where it is there already and differs."""
        for group, count in counts.items():
            cell = Cell(name, group)
            if self.counts.setdefault(cell, count) != count:
                raise ValueError(f"{cell} is {self.counts[cell]} and {count}")
            if shown:
                self.shown.add(cell)

    def difference(self, whole: str, part: str, rest: str) -> None:
        """What is left of ``whole`` without ``part`` is a count of persons, in every group that has both.

        Where the part is larger anywhere, one isn't a part of the other, and nothing is said.
        """
        groups = [
            cell.group for cell in self.counts if cell.name == part and Cell(whole, cell.group) in self.counts
        ]
        left = {group: self.counts[Cell(whole, group)] - self.counts[Cell(part, group)] for group in groups}
        if not left or min(left.values()) < 0:
            return
        self.put(rest, left, shown=False)
        self.sums += [(Cell(whole, group), (Cell(part, group), Cell(rest, group))) for group in groups]

    def chain(self, names: Iterable[str], between: str) -> None:
        """Each of ``names`` is a part of the next: what came between is a count of persons."""
        for number, (part, whole) in enumerate(pairwise(names)):
            self.difference(whole, part, f"{between}{number}")

    def add_up(self) -> None:
        """Under each name, groups add up to the group without one of their dimensions, where their counts do."""
        parts: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
        for cell in self.counts:
            for name, _value in cell.group:
                parts[Cell(cell.name, without(cell.group, name)), name].append(cell)
        for (total, _name), cells in parts.items():
            if total in self.counts and self.counts[total] == sum(self.counts[cell] for cell in cells):
                self.sums.append((total, tuple(cells)))


def without(group: Group, name: str) -> Group:
    """The group with one dimension left out."""
    return tuple(one for one in group if one[0] != name)


def group_of(values: Mapping[str, Hashable]) -> Group:
    """A group from the values it is cut by."""
    return tuple(sorted((name, None if value is None else str(value)) for name, value in values.items()))
