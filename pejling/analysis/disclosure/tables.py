"""What suppressor and attacker are given: tables of counts that share cells and totals, and rates with counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pejling.analysis.disclosure.refusal import Unusable
from pejling.analysis.language import _

#: A value for each column a table is cut by; None is the total over that column.
Key = tuple[str | None, ...]

#: No count of persons is larger; beyond it the solver's arithmetic would no longer be exact.
LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts by key. `by`: the columns the table is cut by; a key holds one value for each, None for a total.

    A count of None is hidden (allowed where an attacker reads, not where cells are to be chosen). A key that isn't
    there is a combination that doesn't occur. `snapshot`: only tables of one snapshot are held together.
    """

    name: str
    by: tuple[str, ...]
    counts: Mapping[Key, int | None]
    snapshot: str = ""

    def __post_init__(self) -> None:
        for key, count in self.counts.items():
            if len(key) != len(self.by):
                raise ValueError(f"{self.name}: the key {key} isn't one of {self.by}")
            if count is not None and not 0 <= count <= LARGEST:
                raise Unusable(
                    _("%(table)s: %(cell)s: the count %(count)s is not between 0 and %(largest)s"),
                    table=self.name, cell=in_words(self.by, key), count=count, largest=LARGEST,
                )  # fmt: skip

    def full(self, key: Key, by: Sequence[str]) -> Key:
        """The key over all columns: this table holds totals over those it isn't cut by."""
        own = dict(zip(self.by, key, strict=True))
        return tuple(own.get(column) for column in by)


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage of one count in another, published with `decimals` decimals (rounded half up).

    `numerator` and `denominator`: keys over the columns `by` of the tables, both in the same snapshot. `percent`:
    what is published (None: hidden), as the attacker reads it; the suppressor works it out.
    """

    numerator: Key
    denominator: Key
    decimals: int = 1
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How to hide. `threshold`: counts from 1 to one less are small. `zeros`: shown, or hidden as small ones are.
    `seconds`: time to look for the least loss. `weights`: by full key, what it costs to hide a cell as a multiple of
    the usual (above 1: should rather stay visible)."""

    threshold: int = 5
    zeros: Literal["show", "hide"] = "show"
    seconds: float = 60.0
    weights: Mapping[Key, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.threshold < 1 or self.seconds <= 0 or self.zeros not in ("show", "hide"):
            raise ValueError("threshold and seconds are positive, zeros is show or hide")
        if any(weight <= 0 for weight in self.weights.values()):
            raise ValueError("weights are positive")

    def small(self, count: int) -> bool:
        """Whether a count must be hidden for its own sake."""
        return count < self.threshold and (count > 0 or self.zeros == "hide")

    @property
    def least(self) -> int:
        """The least count a hidden cell can have, as everybody knows."""
        return 1 if self.zeros == "show" else 0


def all_columns(tables: Sequence[CountTable]) -> tuple[str, ...]:
    """The columns of all tables, each once, in the order they are met."""
    return tuple(dict.fromkeys(column for table in tables for column in table.by))


def may_be_of(snapshot: str, earlier: Sequence[CountTable]) -> list[CountTable]:
    """The earlier tables that may be of a snapshot's counts: those of it, and where one doesn't say, all that may."""
    return [table for table in earlier if not snapshot or table.snapshot in ("", snapshot)]


def of_no(snapshots: Iterable[str], earlier: Sequence[CountTable]) -> list[str]:
    """The names of the earlier tables that are of none of these snapshots."""
    known = set(snapshots)
    return [table.name for table in earlier if table.snapshot and not known & {"", table.snapshot}]


def in_words(by: Sequence[str], key: Key, total: str = "Total") -> str:
    """A cell as a person would point at it: school=A, year=Total."""
    return ", ".join(
        f"{column}={total if value is None else value}" for column, value in zip(by, key, strict=True)
    )
