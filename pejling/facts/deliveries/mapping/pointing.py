"""What a person points at to make a mapping: kinds of file, their fields, and what was said of each. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from functools import cache

from pejling.analysis.tables import DELIVERED, STUDENTS, Column, Table
from pejling.facts.deliveries.mapping.rules import MADE_KEYS

#: What a file can hold, as a choice, and the name such a file has in a mapping.
KINDS = {
    "spells": "enrolments",
    "leavers": "leavers",
    "agreements": "agreements",
    "quotas": "quotas",
    "absence": "absence",
    "students": "names",
    "key_figures": "results",
}
#: A field that isn't a column of the table itself: the student's name in a file of enrolments.
NAME = "name"
#: What tells a student's spells or agreements apart, where the file has a number for it.
NUMBER = "number"
#: The field whose values are given outcomes, per kind of file.
CODED = {"spells": "outcome", "leavers": "leave_code"}
#: Fields whose values may be called something else.
TRANSLATED = ("programme", "part", "municipality", "indicator", "place", "origin")
#: Columns that hold numbers of things, never of persons, though they may look like CPR numbers.
IDENTIFIERS = ("workplace", NUMBER)


@dataclass(frozen=True, slots=True)
class Field:
    """Something to point at. ``table`` is where it goes; ``required`` whether a row can't do without it."""

    key: str
    table: str
    column: Column
    required: bool

    @property
    def type(self) -> str:
        """One of ``tables.TYPES``."""
        return self.column.type

    @property
    def coded(self) -> bool:
        """Whether its values are given outcomes."""
        return CODED.get(self.table) == self.key

    @property
    def listed(self) -> tuple[str, ...]:
        """The few values it can have; () where it may have any."""
        return self.column.values


@cache
def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a kind of file: what is required first, then as the table declares them."""
    table: Table = DELIVERED[kind]
    made = MADE_KEYS.get(kind)
    found = [
        Field(column.name, kind, column, column.required) for column in table.columns if column.name != made
    ]
    if kind == "students":
        found = [Field(one.key, kind, one.column, True) for one in found]
    if kind == "spells":
        found.append(Field(NAME, "students", STUDENTS.column("name"), False))
    if made:
        number = Column(NUMBER, "text", "What tells a student's rows apart", personal=True)
        found.append(Field(NUMBER, kind, number, False))
    return tuple(sorted(found, key=lambda one: not one.required))


@dataclass(frozen=True, slots=True)
class Given:
    """What was said of one field: the column it is read from (from 1), or a value that is always the same.

    ``date_style``, ``decimal``: as a mapping says them; "" where they are to be found. ``two_digit_years`` allows
    them. ``values``: what stands in the file -> what it means. ``empty_means``: for empty cells of a coded field.
    """

    position: int | None = None
    constant: str = ""
    date_style: str = ""
    decimal: str = ""
    two_digit_years: bool = False
    values: Dict[str, str] = field(default_factory=dict)
    empty_means: str = ""

    @property
    def is_given(self) -> bool:
        """Whether anything was said."""
        return self.position is not None or bool(self.constant)


@dataclass(frozen=True, slots=True)
class Wide:
    """Figures side by side: the columns (position -> what it is called) that become rows, and the field that what
    they are called belongs to."""

    called: str
    columns: Dict[int, str]


@dataclass(frozen=True, slots=True)
class PointedFile:
    """A kind of file, with what was said of each field. ``headers``: as the file has them; ``has_header``: whether it
    has any. ``file_name``: the pattern its name must fit. ``empty``: texts that mean an empty cell. ``encoding``,
    ``separator``, ``sheet``: set where somebody overruled what was found."""

    kind: str
    role: str
    title: str
    headers: tuple[str, ...]
    has_header: bool
    given: Dict[str, Given]
    cpr: frozenset[int] = frozenset()
    file_name: str = ""
    empty: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    wide: Wide | None = None


@dataclass(frozen=True, slots=True)
class Pointed:
    """A whole mapping as it was pointed at."""

    title: str
    files: tuple[PointedFile, ...]
    name: str = "new"
    precedence: int = 50
