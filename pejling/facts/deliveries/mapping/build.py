"""What was pointed at, written as a mapping: the same YAML somebody could have written by hand. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from pejling.analysis.tables import DELIVERED
from pejling.facts.deliveries.cpr import REMOVED
from pejling.facts.deliveries.mapping.build_codes import OwnCodes, own_outcome
from pejling.facts.deliveries.mapping.model import Mapping
from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.mapping.pointing import (
    IDENTIFIERS,
    NAME,
    NUMBER,
    Given,
    Pointed,
    PointedFile,
    fields_of,
)
from pejling.facts.deliveries.mapping.recognise import folded
from pejling.facts.deliveries.reading.separated import SEPARATORS

_LONGEST_HEADER = 119
_NUMBERS = ("integer", "decimal")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What must be pointed at before there is a mapping: the file's place (None: the whole), the field, the code."""

    file: int | None
    field: str
    code: str


class Incomplete(Exception):
    """Something is missing or can't be; ``complaints`` says what."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        super().__init__(len(complaints))
        self.complaints = tuple(complaints)


def build(pointed: Pointed) -> str:
    """The mapping's YAML. Raises `Incomplete`, or `MappingError` where what was written can't be."""
    complaints = complaints_of(pointed)
    if complaints:
        raise Incomplete(complaints)
    text = as_yaml(content_of(pointed))
    parse(text)
    return text


def built(pointed: Pointed) -> Mapping:
    """The mapping itself; raises as `build` does."""
    return parse(build(pointed))


def as_yaml(content: Dict[str, Any]) -> str:
    """A mapping's content as text."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)


def complaints_of(pointed: Pointed) -> list[Complaint]:
    """Everything that stands in the way, in the order of the page."""
    found = []
    for place, file in enumerate(pointed.files):
        for field in fields_of(file.kind):
            given = file.given.get(field.key, Given())
            wide = file.wide is not None and field.key in ("value", file.wide.called)
            if field.required and not given.is_given and not wide:
                found.append(Complaint(place, field.key, "field_missing"))
            elif given.constant and (field.type in ("date", "decimal") or field.key in ("student", NUMBER)):
                found.append(Complaint(place, field.key, "field_not_constant"))
            elif given.constant and field.type == "integer" and not _whole(given.constant):
                found.append(Complaint(place, field.key, "field_not_whole"))
            elif given.constant and field.listed and given.constant not in field.listed:
                found.append(Complaint(place, field.key, "field_not_listed"))
            elif given.position is not None and not 1 <= given.position <= len(file.headers):
                found.append(Complaint(place, field.key, "field_missing"))
            elif given.position in file.cpr and field.key != "student":
                found.append(Complaint(place, field.key, "field_is_cpr"))
            elif field.coded and given.position is not None and not _meant(file, given):
                found.append(Complaint(place, field.key, "no_meaning"))
        if file.wide and not file.wide.columns:
            found.append(Complaint(place, "value", "field_missing"))
        if file.wide and len(set(file.wide.columns.values())) < len(file.wide.columns):
            found.append(Complaint(place, "value", "wide_twice"))
    if not pointed.files:
        found.append(Complaint(None, "", "no_kind"))
    return found


def _meant(file: PointedFile, given: Given) -> bool:
    """Whether some value was given a meaning, or the shipped list may know them."""
    return any(given.values.values()) or not given.values or not own_outcome(file)


def content_of(pointed: Pointed) -> dict[str, Any]:
    """The mapping as sections and lists."""
    codes = OwnCodes()
    files: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for file in pointed.files:
        labels = _labels(file)
        files[file.role] = _file(file, labels)
        for table, section in _tables(file, labels, codes):
            before = tables.get(table)
            tables[table] = section if before is None else [*_listed(before), section]
    return {
        "name": pointed.name,
        "title": pointed.title,
        "precedence": pointed.precedence,
        "programmes": "none",
        **({"leave_codes": "leave"} if "leave" in codes.lists else {}),
        **({"codes": codes.lists} if codes.lists else {}),
        "files": files,
        "tables": tables,
    }


def _labels(file: PointedFile) -> dict[int, str]:
    """Source column -> its label: the first field that reads it, however many do."""
    labels: dict[int, str] = {}
    for field in fields_of(file.kind):
        given = file.given.get(field.key)
        if given and given.position is not None and not _widened(file, field.key):
            labels.setdefault(given.position, field.key)
    return labels


def _widened(file: PointedFile, key: str) -> bool:
    return file.wide is not None and key in ("value", file.wide.called)


def _file(file: PointedFile, labels: dict[int, str]) -> dict[str, Any]:
    """One kind of file: how to know it, and its columns."""
    made: dict[str, Any] = {"title": file.title}
    if file.file_name:
        made["file_name"] = file.file_name
    if file.encoding:
        made["encoding"] = file.encoding
    if file.separator:
        made["separator"] = next(
            (name for name, sign in SEPARATORS.items() if sign == file.separator), file.separator
        )
    if file.sheet:
        made["sheet"] = file.sheet
    if not file.has_header:
        made["header"] = "none"
    made["columns"] = {label: _column(file, position) for position, label in labels.items()}
    if file.wide:
        made["unpivot"] = _unpivot(file)
    return made


def _column(file: PointedFile, position: int) -> dict[str, Any]:
    """One source column, with all that its fields need to be said of it."""
    made: dict[str, Any] = _place(file, position)
    read_by = [
        (field, file.given[field.key])
        for field in fields_of(file.kind)
        if file.given.get(field.key, Given()).position == position
    ]
    if any(field.required for field, _ in read_by):
        made["required"] = True
    if position in file.cpr:
        made["hash"] = True
    elif any(field.key in IDENTIFIERS for field, _ in read_by):
        made["identifier"] = True
    for field, given in read_by:
        if field.type == "date" and given.date_style:
            made["date_style"] = given.date_style
        if field.type == "date" and given.two_digit_years:
            made["two_digit_years"] = True
        if field.type in _NUMBERS and given.decimal:
            made["decimal"] = given.decimal
    if file.empty:
        made["empty"] = list(file.empty)
    return made


def _place(file: PointedFile, position: int) -> dict[str, Any]:
    """How a column is found: by its name, and its place too where the name stands twice; by its place alone where
    there is no name to look for.
    """
    header = file.headers[position - 1]
    if not file.has_header or not header.strip() or REMOVED in header or len(header) >= _LONGEST_HEADER:
        return {"position": position}
    twice = sum(folded(other) == folded(header) for other in file.headers) > 1
    return {"names": header, "position": position} if twice else {"names": header}


def _unpivot(file: PointedFile) -> dict[str, Any]:
    """Figures side by side: what each column is called, and where it stands."""
    wide = file.wide
    given = file.given.get("value", Given())
    made: dict[str, Any] = {"name": wide.called, "value": "value"}
    if given.decimal:
        made["decimal"] = given.decimal
    if file.empty:
        made["empty"] = list(file.empty)
    made["columns"] = {called: _place(file, position) for position, called in sorted(wide.columns.items())}
    return made


def _tables(file: PointedFile, labels: dict[int, str], codes: OwnCodes) -> list[tuple[str, dict[str, Any]]]:
    """The tables a file fills."""
    columns: dict[str, Any] = {}
    for field in fields_of(file.kind):
        given = file.given.get(field.key, Given())
        if field.table != file.kind or field.key == NUMBER:
            continue
        if _widened(file, field.key):
            columns[field.key] = field.key
        elif given.position is not None:
            columns[field.key] = codes.rule(field, given, labels[given.position], file)
        elif given.constant:
            columns[field.key] = {
                "constant": int(given.constant) if field.type == "integer" else given.constant
            }
    if file.kind == "spells":
        codes.settle_outcome(file, labels, columns)
    own: dict[str, Any] = {"file": file.role}
    key = _key(file, labels, columns)
    if key:
        own["key"] = key
    made = [(file.kind, {**own, "columns": _in_order(file.kind, columns)})]
    name = file.given.get(NAME)
    if file.kind == "spells" and name and name.position is not None:
        student = {"student": columns["student"], NAME: labels[name.position]}
        made.append(("students", {"file": file.role, "gather": columns["starts_on"], "columns": student}))
    return made


def _key(file: PointedFile, labels: dict[int, str], columns: Dict[str, Any]) -> list | None:
    """What tells a student's rows apart: the file's own number, or what the rows say."""
    number = file.given.get(NUMBER, Given()).position
    by_rows = {"spells": ("programme", "part", "starts_on"), "agreements": ("employer", "starts_on")}.get(
        file.kind
    )
    if by_rows is None:
        return None
    usual = [name for name in by_rows if name in columns]
    if number is None:
        return usual
    return [[labels[number]], usual]


def _in_order(kind: str, columns: Dict[str, Any]) -> dict[str, Any]:
    return {name: columns[name] for name in DELIVERED[kind].names if name in columns}


def _listed(section: Any) -> list:
    return section if isinstance(section, list) else [section]


def _whole(text: str) -> bool:
    return text.isascii() and text.lstrip("-").isdigit() and len(text) <= 15
