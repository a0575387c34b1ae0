"""A mapping as frozen values: files and their columns, tables and the rules that fill them. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass
from typing import Any

from pejling.analysis.tables import DELIVERED
from pejling.facts.deliveries.mapping.codes import CodeList


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column of a foreign file: how to find it and how to read it.

    ``position`` counts from 1. ``instead_of``: used as that column where the file lacks it.
    """

    label: str
    names: tuple[str, ...] = ()
    position: int | None = None
    required: bool = False
    identifier: bool = False
    hash: bool = False
    instead_of: str | None = None
    date_style: str | None = None
    two_digit_years: bool = False
    decimal: str | None = None
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unpivot:
    """Several columns of one row as rows of their own: what a column is called goes under the label ``name``, what
    stands in it under ``value``.

    ``columns``: those columns' labels and what each is called; or ``pattern``: all columns whose header fits it, read
    as ``cell`` says.
    """

    name: str
    value: str
    columns: tuple[tuple[str, str], ...] = ()
    pattern: str | None = None
    cell: SourceColumn | None = None

    def label_of(self, called: str) -> str:
        """The label of the column called so. (A label that somebody chose can't hold a dot.)"""
        return f"{self.value}.{called}"


@dataclass(frozen=True, slots=True)
class FileRole:
    """One kind of file in a delivery. ``columns`` holds the unpivoted ones too, but for those found by a pattern."""

    name: str
    title: str
    columns: tuple[SourceColumn, ...]
    file_name: str | None = None
    encoding: str | None = None
    separator: str | None = None
    header: str = "auto"
    sheet: str | None = None
    unpivot: Unpivot | None = None

    def column(self, label: str) -> SourceColumn:
        """The column with that label; KeyError where there is none."""
        for column in self.columns:
            if column.label == label:
                return column
        if self.unpivot and self.unpivot.cell and label.startswith(f"{self.unpivot.value}."):
            return self.unpivot.cell
        raise KeyError(label)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that rules may name."""
        if self.unpivot is None:
            return tuple(column.label for column in self.columns)
        unpivoted = {label for label, _ in self.unpivot.columns}
        own = (column.label for column in self.columns if column.label not in unpivoted)
        return (*own, self.unpivot.name, self.unpivot.value)


@dataclass(frozen=True, slots=True)
class Take:
    """The value of a source column (``file.label`` for a joined file's)."""

    label: str


@dataclass(frozen=True, slots=True)
class Constant:
    """The same value in every row."""

    value: str | int


@dataclass(frozen=True, slots=True)
class DaysFrom:
    """A date as whole days from another."""

    label: str
    origin: Rule


@dataclass(frozen=True, slots=True)
class Term:
    """A date from text such as ``2013J``: four digits of year and a term whose first day (month, day) is given."""

    label: str
    terms: Dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Code:
    """A code by a list: the code itself in its canonical form, or (``give``) what the list says about it."""

    label: str
    codes: CodeList
    give: str | None = None
    empty: str | None = None
    unknown: str = "error"


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first of several rules that gives a value."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A condition per column, all of which must hold: ``present``, ``empty``, or one of some values."""

    conditions: tuple[tuple[str, str | tuple[str, ...]], ...]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Cases:
    """The rule of the first case that holds, else ``otherwise`` (None: empty)."""

    cases: tuple[Case, ...]
    otherwise: Rule | None


Rule = Take | Constant | DaysFrom | Term | Code | FirstOf | Cases


@dataclass(frozen=True, slots=True)
class Join:
    """Another file of the delivery whose columns are laid beside, by equal labels ``on``."""

    file: str
    on: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class TableRule:
    """How one file fills one table.

    ``key``: alternatives of labels and columns that make the table's made key (``spell``, ``agreement``); the first
    whose source columns are all in the file counts. ``gather``: many rows tell of one thing; the label of the date
    that says which is newest.
    """

    table: str
    file: str
    columns: Dict[str, Rule]
    joins: tuple[Join, ...] = ()
    key: tuple[tuple[str, ...], ...] = ()
    gather: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping: one source. ``version`` is a hash of its content, code lists included."""

    name: str
    title: str
    precedence: int
    version: str
    files: tuple[FileRole, ...]
    rules: tuple[TableRule, ...]
    never_started: str = "<="
    programmes: CodeList | None = None
    leave_codes: CodeList | None = None

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables it can fill, in the declared order."""
        filled = {rule.table for rule in self.rules}
        return tuple(name for name in DELIVERED if name in filled)

    def file(self, name: str) -> FileRole:
        """The file role of that name; KeyError where there is none."""
        for role in self.files:
            if role.name == name:
                return role
        raise KeyError(name)


def labels_in(rule: Rule | None) -> list[str]:
    """Every source column a rule looks at."""
    match rule:
        case Take(label) | Term(label) | Code(label):
            return [label]
        case DaysFrom(label, origin):
            return [label, *labels_in(origin)]
        case FirstOf(rules):
            return [label for inner in rules for label in labels_in(inner)]
        case Cases(cases, otherwise):
            found: list[Any] = []
            for case in cases:
                found += [label for label, _ in case.conditions] + labels_in(case.rule)
            return found + labels_in(otherwise)
        case _:
            return []
