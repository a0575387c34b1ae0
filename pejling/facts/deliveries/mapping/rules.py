"""The ``tables`` of a mapping: which file fills which table, and by what rule each column gets its value. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pejling.analysis.strict_fields import Fields, nearest
from pejling.analysis.tables import DELIVERED, Column, Table
from pejling.facts.deliveries.mapping.codes import CodeList
from pejling.facts.deliveries.mapping.model import (
    Case,
    Cases,
    Code,
    Constant,
    DaysFrom,
    FileRole,
    FirstOf,
    Join,
    Rule,
    TableRule,
    Take,
    Term,
)
from pejling.facts.deliveries.problems import MappingError

#: Columns that the mapping's ``key`` makes.
MADE_KEYS = {"spells": "spell", "agreements": "agreement"}
#: The largest whole number a mapping can write (fifteen digits).
_LARGEST = 10**15
_KINDS = ("constant", "days", "term", "code", "cases")


def read_tables(
    section: Fields, files: Sequence[FileRole], codes: Dict[str, CodeList]
) -> tuple[TableRule, ...]:
    """Every table rule of a mapping. Raises `MappingError`."""
    rules: list[TableRule] = []
    for name in section.unread():
        if name not in DELIVERED:
            raise _unknown("unknown_table", section.at(name), "table", name, list(DELIVERED))
        given = section.take(name)
        several = given if isinstance(given, list) else [given]
        for place, one in enumerate(several, 1):
            path = section.at(name) + (f"[{place}]" if len(several) > 1 else "")
            rules.append(_table(DELIVERED[name], Fields(one, path), files, codes))
    if not rules:
        raise MappingError("empty_section", section.path)
    return tuple(rules)


def _unknown(code: str, path: str, what: str, found: str, known: Sequence[str]) -> MappingError:
    return MappingError(code, path, {what: found, "known": list(known), "near": nearest(found, known)})


def _table(table: Table, section: Fields, files: Sequence[FileRole], codes: Dict[str, CodeList]) -> TableRule:
    by_name = {role.name: role for role in files}
    role = _role(section, "file", by_name)
    joins = _joins(section, role, by_name)
    labels = list(role.labels)
    for join in joins:
        labels += [f"{join.file}.{label}" for label in by_name[join.file].labels]
    reader = _RuleReader(labels, codes)
    listed = section.section("columns")
    columns: dict[str, Rule] = {}
    for name in listed.unread():
        if name not in table.names:
            raise _unknown("unknown_column", listed.at(name), "column", name, table.names)
        columns[name] = reader.rule(listed.take(name), listed.at(name), table.column(name))
    key = _key(section, table, columns, labels)
    for name in table.required:
        if name not in columns and not (key and name == MADE_KEYS.get(table.name)):
            raise MappingError("missing_column_rule", listed.path, {"table": table.name, "column": name})
    gather = section.text("gather", None)
    if gather is not None and gather not in labels:
        raise _unknown("unknown_label", section.at("gather"), "label", gather, labels)
    section.done()
    return TableRule(table.name, role.name, columns, joins, key, gather)


def _role(section: Fields, key: str, roles: Dict[str, FileRole]) -> FileRole:
    name = section.text(key)
    if name not in roles:
        raise _unknown("unknown_file", section.at(key), "file", name, list(roles))
    return roles[name]


def _joins(section: Fields, role: FileRole, roles: Dict[str, FileRole]) -> tuple[Join, ...]:
    given = section.take("join", [])
    if not isinstance(given, list):
        given = [given]
    joins: list[Join] = []
    for place, one in enumerate(given, 1):
        inner = Fields(one, f"{section.at('join')}[{place}]")
        other = _role(inner, "file", roles)
        on = inner.text_or_texts("on")
        for label in on:
            for side in (role, other):
                known = [column.label for column in side.columns]
                if label not in known:
                    raise _unknown("unknown_label", inner.at("on"), "label", label, known)
        if not on or other.name == role.name or other.name in {join.file for join in joins}:
            raise MappingError("bad_join", inner.path, {"file": other.name})
        joins.append(Join(other.name, on, inner.flag("required", False)))
        inner.done()
    return tuple(joins)


def _key(
    section: Fields, table: Table, columns: Dict[str, Rule], labels: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """Alternatives of what makes the key; one alternative may be written without the outer list."""
    given = section.take("key", None)
    if given is None:
        return ()
    made = MADE_KEYS.get(table.name)
    if made is None or made in columns:
        raise MappingError("key_not_made", section.at("key"), {"table": table.name})
    alternatives = given if isinstance(given, list) and given and isinstance(given[0], list) else [given]
    known = [*columns, *labels]
    read: list[tuple[str, ...]] = []
    for place, one in enumerate(alternatives, 1):
        parts = Fields({"key": one}, f"{section.at('key')}[{place}]").text_or_texts("key")
        for part in parts:
            if part not in known:
                raise _unknown("unknown_label", section.at("key"), "label", part, known)
        read.append(parts)
    if not all(read):
        raise MappingError("empty_section", section.at("key"))
    return tuple(read)


@dataclass(frozen=True, slots=True)
class _RuleReader:
    """Reads rules against the labels and code lists that exist."""

    labels: Sequence[str]
    codes: Dict[str, CodeList]

    def rule(self, given: Any, path: str, column: Column) -> Rule:
        """Any rule for a column of that type."""
        if isinstance(given, str):
            return Take(self._label(given, path))
        if isinstance(given, list):
            if not given:
                raise MappingError("empty_section", path)
            inner = (self.rule(one, f"{path}[{place}]", column) for place, one in enumerate(given, 1))
            return FirstOf(tuple(inner))
        section = Fields(given, path)
        kind = next((kind for kind in _KINDS if kind in section), None)
        if kind is None:
            raise MappingError("unknown_rule", path, {"known": list(_KINDS), "found": section.unread()})
        read = getattr(self, f"_{kind}")(section, column)
        section.done()
        return read

    def _label(self, label: str, path: str) -> str:
        if label not in self.labels:
            raise _unknown("unknown_label", path, "label", label, self.labels)
        return label

    def _constant(self, section: Fields, column: Column) -> Constant:
        if column.type == "integer":
            return Constant(section.number("constant", lowest=-_LARGEST, highest=_LARGEST))
        if column.type != "text":
            raise MappingError("wrong_type", section.path, {"column": column.name, "type": column.type})
        if column.values:
            return Constant(section.choice("constant", column.values))
        return Constant(section.text("constant"))

    def _days(self, section: Fields, column: Column) -> DaysFrom:
        self._only(section, column, "date")
        label = self._label(section.text("days"), section.at("days"))
        return DaysFrom(label, self.rule(section.take("from"), section.at("from"), column))

    def _term(self, section: Fields, column: Column) -> Term:
        self._only(section, column, "date")
        label = self._label(section.text("term"), section.at("term"))
        starts = section.section("starts")
        terms: dict[str, tuple[int, int]] = {}
        for term in starts.unread():
            month, _, day = starts.text(term).partition("-")
            if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12 and 1 <= int(day) <= 28):
                raise MappingError("not_month_day", starts.at(term))
            terms[term] = (int(month), int(day))
        if not terms:
            raise MappingError("empty_section", starts.path)
        return Term(label, terms)

    def _code(self, section: Fields, column: Column) -> Code:
        self._only(section, column, "text")
        label = self._label(section.text("code"), section.at("code"))
        name = section.text("list")
        if name not in self.codes:
            raise _unknown("no_such_code_list", section.at("list"), "name", name, list(self.codes))
        give = section.text("give", None)
        empty = section.text("empty", None)
        unknown = section.choice("unknown", ("error", "keep", "empty"), "error")
        if column.values:
            for code, about in self.codes[name].values.items():
                if give is None or about.get(give) not in column.values:
                    raise MappingError(
                        "code_gives_nothing", section.path, {"code": code, "known": list(column.values)}
                    )
            if empty is not None and empty not in column.values:
                raise _unknown("unknown_value", section.at("empty"), "found", empty, column.values)
            if unknown == "keep":
                raise MappingError(
                    "code_gives_nothing",
                    section.at("unknown"),
                    {"code": "keep", "known": list(column.values)},
                )
        return Code(label, self.codes[name], give, empty, unknown)

    def _cases(self, section: Fields, column: Column) -> Cases:
        given = section.take("cases")
        if not isinstance(given, list) or not given:
            raise MappingError("empty_section", section.at("cases"))
        cases: list[Case] = []
        for place, one in enumerate(given, 1):
            inner = Fields(one, f"{section.at('cases')}[{place}]")
            when = inner.section("when")
            conditions = tuple(
                (self._label(label, when.path), _condition(when, label)) for label in when.unread()
            )
            if not conditions:
                raise MappingError("empty_section", when.path)
            cases.append(Case(conditions, self.rule(inner.take("take"), inner.at("take"), column)))
            inner.done()
        otherwise = section.take("otherwise", None)
        rest = None if otherwise is None else self.rule(otherwise, section.at("otherwise"), column)
        return Cases(tuple(cases), rest)

    @staticmethod
    def _only(section: Fields, column: Column, type: str) -> None:
        if column.type != type:
            raise MappingError("wrong_type", section.path, {"column": column.name, "type": column.type})


def _condition(when: Fields, label: str) -> str | tuple[str, ...]:
    """``present``, ``empty`` or the values to look for."""
    if when.take(label) in ("present", "empty"):
        return when.text(label)
    return when.text_or_texts(label)
