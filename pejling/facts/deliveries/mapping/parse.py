"""A mapping's YAML to a `Mapping`: strict, with the place of every mistake and the word that was probably meant.

*Pure.* The format is described in ``docs/mappings.md``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pejling.analysis.careful_yaml import read
from pejling.analysis.strict_fields import Fields, nearest
from pejling.facts.deliveries.mapping.codes import CodeList, read_codes, read_values
from pejling.facts.deliveries.mapping.find import load_codes
from pejling.facts.deliveries.mapping.model import FileRole, Mapping, SourceColumn, Unpivot
from pejling.facts.deliveries.mapping.refusing import refusing
from pejling.facts.deliveries.mapping.rules import read_tables
from pejling.facts.deliveries.problems import MappingError
from pejling.facts.deliveries.reading.encoding import ENCODINGS
from pejling.facts.deliveries.reading.separated import SEPARATORS

DATE_STYLES = ("day-first", "month-first", "year-first")


@refusing
def parse(text: str, folders: Sequence[Path] = ()) -> Mapping:
    """The mapping in ``text``; code lists in files are looked for in ``folders``, then the shipped catalogue."""
    data = read(text)
    top = Fields(data)
    name = top.text("name")
    title = top.text("title", name)
    precedence = top.number("precedence", 0, lowest=-100_000)
    never_started = top.choice("never_started", ("<=", "<"), "<=")
    codes = _codes(top.section("codes", {}), folders)
    programmes = _list_named(top, "programmes", codes)
    leave_codes = _list_named(top, "leave_codes", codes)
    files = _files(top.section("files"))
    rules = read_tables(top.section("tables"), files, codes)
    top.take("note", None)
    top.done()
    content = [data, {name: codes[name].values for name in sorted(codes)}]
    version = hashlib.sha256(json.dumps(content, sort_keys=True, default=list).encode()).hexdigest()[:16]
    return Mapping(name, title, precedence, version, files, rules, never_started, programmes, leave_codes)


def _codes(section: Fields, folders: Sequence[Path]) -> dict[str, CodeList]:
    """The code lists a mapping names: from a file, inline, or a file with additions."""
    lists: dict[str, CodeList] = {}
    for name in section.unread():
        inner = section.section(name)
        if "file" not in inner:
            lists[name] = read_codes(name, inner)
            continue
        listed = load_codes(inner.text("file"), folders, inner.at("file"))
        values = dict(listed.values)
        if "add" in inner:
            values |= read_values(inner.section("add"))
        inner.done()
        lists[name] = CodeList(name, values, listed.source, listed.source_year)
    return lists


def _list_named(top: Fields, key: str, codes: dict[str, CodeList]) -> CodeList | None:
    """The code list a key names; None for ``none`` or nothing."""
    name = top.text(key, "none")
    if name == "none":
        return None
    if name not in codes:
        raise MappingError("no_such_code_list", top.at(key), {"name": name, "near": nearest(name, codes)})
    return codes[name]


def _files(section: Fields) -> tuple[FileRole, ...]:
    roles = tuple(_role(name, section.section(name)) for name in section.unread())
    if not roles:
        raise MappingError("empty_section", section.path)
    return roles


def _role(name: str, section: Fields) -> FileRole:
    listed = section.section("columns")
    columns = tuple(_column(label, listed.take(label), listed.at(label)) for label in listed.unread())
    unpivot, beside = _unpivot(section.section("unpivot"), columns) if section.has("unpivot") else (None, ())
    columns = (*columns, *beside)
    separator = section.choice("separator", (*SEPARATORS, *SEPARATORS.values()), None)
    role = FileRole(
        name,
        section.text("title", name),
        columns,
        file_name=section.text("file_name", None),
        encoding=section.choice("encoding", tuple(ENCODINGS), None),
        separator=SEPARATORS.get(separator, separator),
        header=section.choice("header", ("auto", "first", "none"), "auto"),
        sheet=section.text("sheet", None),
        unpivot=unpivot,
    )
    section.done()
    if not any(column.required for column in columns) and role.file_name is None:
        raise MappingError("nothing_required", section.path, {"file": name})
    labels = [column.label for column in columns]
    for column in columns:
        where = f"{listed.path}.{column.label}"
        if column.instead_of is not None and column.instead_of not in labels:
            raise unknown_label(f"{where}.instead_of", column.instead_of, labels)
        if role.header == "none" and column.position is None:
            raise MappingError("no_position", where, {"column": column.label})
    return role


def _unpivot(section: Fields, columns: Sequence[SourceColumn]) -> tuple[Unpivot, tuple[SourceColumn, ...]]:
    """Which columns become rows, and those columns; a text under ``columns`` is a pattern that headers must fit."""
    name, value = section.text("name"), section.text("value")
    for label in (name, value):
        if "." in label:
            raise MappingError("dot_in_label", section.path, {"label": label})
    if name == value or {name, value} & {column.label for column in columns}:
        raise MappingError("repeated", section.path)
    decimal = section.choice("decimal", ("comma", "point"), None)
    empty = section.text_or_texts("empty", ())
    given = section.take("columns")
    if isinstance(given, str):
        cell = SourceColumn(value, (given,), decimal=decimal, empty=empty)
        section.done()
        return Unpivot(name, value, pattern=given, cell=cell), ()
    listed = (
        Fields({text: text for text in given}, section.at("columns")) if isinstance(given, list) else None
    )
    listed = listed or section.section("columns")
    found: list[SourceColumn] = []
    for called in listed.unread():
        read = _column(called.replace(".", " "), listed.take(called), listed.at(called))
        label = f"{value}.{called}"
        # A file that lacks one of them is another kind of file, unless the mapping says that it may be missing.
        needed = not (
            isinstance(given, dict) and isinstance(given[called], dict) and "required" in given[called]
        )
        found.append(
            replace(
                read, label=label, required=needed or read.required, decimal=read.decimal or decimal,
                empty=read.empty or empty,
            )
        )  # fmt: skip
    section.done()
    if not found:
        raise MappingError("empty_section", section.at("columns"))
    pairs = tuple((column.label, column.label.partition(".")[2]) for column in found)
    return Unpivot(name, value, columns=pairs), tuple(found)


def _column(label: str, given: Any, path: str) -> SourceColumn:
    """A source column; a text is its name, a number its position, a list its names."""
    if isinstance(given, int) and not isinstance(given, bool):
        given = {"position": given}
    elif isinstance(given, str | list):
        given = {"names": given}
    if "." in label:
        raise MappingError("dot_in_label", path, {"label": label})
    section = Fields(given, path)
    column = SourceColumn(
        label,
        names=section.text_or_texts("names", ()),
        position=section.number("position", None, lowest=1),
        required=section.flag("required", False),
        identifier=section.flag("identifier", False),
        hash=section.flag("hash", False),
        instead_of=section.text("instead_of", None),
        date_style=section.choice("date_style", DATE_STYLES, None),
        two_digit_years=section.flag("two_digit_years", False),
        decimal=section.choice("decimal", ("comma", "point"), None),
        empty=section.text_or_texts("empty", ()),
    )
    section.done()
    if not column.names and column.position is None:
        raise MappingError("no_name_or_position", path, {"column": label})
    if column.hash and column.identifier:
        raise MappingError("hash_and_identifier", path, {"column": label})
    return column


def unknown_label(path: str, label: str, known: Sequence[str]) -> MappingError:
    """The error for a column label nobody declared."""
    return MappingError(
        "unknown_label", path, {"label": label, "known": list(known), "near": nearest(label, known)}
    )
