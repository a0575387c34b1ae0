"""A report to JSON and back, exactly; its hash is what a publication is known by. *Pure.*

The form follows the value's own fields (``report.py``): a block says its ``type``, a decimal is a string, a day ISO,
a cell null, a text, or one of ``{"number"}``, ``{"date"}``, ``{"hidden": true}``. What is as by default is left out.
Keys are sorted in the canonical form, so the same report always has the same bytes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from pejling.analysis.reports import report as model
from pejling.analysis.reports.report import FORMAT, HIDDEN, Block, Cell, Report, ReportError

_BLOCKS: dict[str, type] = {kind.__name__.lower(): kind for kind in typing.get_args(Block)}


def to_json(report: Report) -> str:
    """The canonical form: one line, sorted keys, UTF-8 letters as they are."""
    content = {"format": FORMAT, **_written(report)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Report:
    """The report; ReportError where the text isn't one, or is of a newer format."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise ReportError("not_json") from error
    if not isinstance(content, dict) or "format" not in content:
        raise ReportError("not_a_report")
    found = content.pop("format")
    if found != FORMAT:
        raise ReportError("unknown_format", found=found, known=FORMAT)
    return _read(Report, content, "")


def report_hash(report: Report) -> str:
    """SHA-256 of the canonical form, as hexadecimal digits."""
    return hashlib.sha256(to_json(report).encode()).hexdigest()


@cache
def _fields(kind: type) -> tuple[tuple[str, Any, Any], ...]:
    hints = typing.get_type_hints(kind, vars(model))
    return tuple((found.name, hints[found.name], found.default) for found in dataclasses.fields(kind))


def _written(value: Any) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name, hint, default in _fields(type(value)):
        found = getattr(value, name)
        if default is dataclasses.MISSING or found != default:
            content[name] = _write(found, hint)
    return content


def _write(value: Any, hint: Any) -> Any:
    if hint == Cell:
        return _write_cell(value)
    if isinstance(value, tuple):
        return [_write(one, inner) for one, inner in zip(value, _inner(hint, len(value)), strict=True)]
    if dataclasses.is_dataclass(value):
        content = _written(value)
        return {"type": type(value).__name__.lower(), **content} if hint == Block else content
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _write_cell(cell: Cell) -> Any:
    if cell is HIDDEN:
        return {"hidden": True}
    if isinstance(cell, Decimal):
        return {"number": str(cell)}
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def _read(kind: type, content: Any, place: str) -> Any:
    if not isinstance(content, dict):
        raise ReportError("not_a_section", place)
    known = {name: hint for name, hint, _default in _fields(kind)}
    unknown = sorted(set(content) - set(known))
    if unknown:
        raise ReportError("unknown_field", f"{place}.{unknown[0]}".lstrip("."))
    made = {
        name: _value(found, known[name], f"{place}.{name}".lstrip(".")) for name, found in content.items()
    }
    try:
        return kind(**made)
    except TypeError as error:
        raise ReportError("missing_field", place) from error


def _value(found: Any, hint: Any, place: str) -> Any:
    if hint == Cell:
        return _cell(found, place)
    if hint == Block:
        return _block(found, place)
    if isinstance(hint, types.UnionType):  # X | None
        if found is None:
            return None
        hint = next(one for one in typing.get_args(hint) if one is not type(None))
    if typing.get_origin(hint) is tuple:
        if not isinstance(found, list):
            raise ReportError("not_a_list", place)
        inner = _inner(hint, len(found))
        if len(inner) != len(found):
            raise ReportError("list_of_another_length", place)
        pairs = enumerate(zip(found, inner, strict=True))
        return tuple(_value(one, sort, f"{place}[{number}]") for number, (one, sort) in pairs)
    if dataclasses.is_dataclass(hint):
        return _read(typing.cast("type", hint), found, place)
    if hint is Decimal:
        return _decimal(found, place)
    if hint is date:
        return _day(found, place)
    if not isinstance(found, hint) or (hint is int and isinstance(found, bool)):
        raise ReportError("value_of_another_kind", place, found=str(found)[:40])
    return found


def _inner(hint: Any, length: int) -> tuple[Any, ...]:
    """The hint of each part of a tuple."""
    if isinstance(hint, types.UnionType):
        hint = next(one for one in typing.get_args(hint) if typing.get_origin(one) is tuple)
    inner = typing.get_args(hint)
    return inner[:1] * length if inner[-1] is Ellipsis else inner


def _cell(found: Any, place: str) -> Cell:
    if found is None or isinstance(found, str):
        return found
    match found:
        case {"hidden": True} if len(found) == 1:
            return HIDDEN
        case {"number": text} if len(found) == 1:
            return _decimal(text, place)
        case {"date": text} if len(found) == 1:
            return _day(text, place)
    raise ReportError("unknown_cell", place)


def _block(found: Any, place: str) -> Any:
    if not isinstance(found, dict) or found.get("type") not in _BLOCKS:
        raise ReportError("unknown_block", place)
    return _read(_BLOCKS[found["type"]], {name: one for name, one in found.items() if name != "type"}, place)


def _decimal(found: Any, place: str) -> Decimal:
    try:
        made = Decimal(found) if isinstance(found, str) else None
    except InvalidOperation:
        made = None
    if made is None or not made.is_finite():
        raise ReportError("not_a_decimal", place, found=str(found)[:40])
    return made


def _day(found: Any, place: str) -> date:
    try:
        return date.fromisoformat(found)
    except (TypeError, ValueError) as error:
        raise ReportError("not_a_date", place, found=str(found)[:40]) from error
