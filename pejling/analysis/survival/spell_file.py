"""Which kind of file it is and what its columns are called, before an engine reads it."""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pejling.analysis.language import _
from pejling.analysis.survival.refusal import Refusal

#: Types whose values have an obvious text; nested and binary columns have none.
_READABLE = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_decimal,
    pa.types.is_boolean,
    pa.types.is_temporal,
    pa.types.is_null,
)


@dataclass(frozen=True, slots=True)
class SpellFile:
    """A readable file. `names`: trimmed column names in file order; `separator` for CSV, None for Parquet.

    `odd_quotes`: a CSV file whose quotation marks don't pair up, so that a quoted value may never end.
    """

    path: Path
    names: tuple[str, ...]
    separator: str | None
    odd_quotes: bool = False

    def positions(self, wanted: tuple[str, ...]) -> dict[str, int]:
        """Position of each wanted column. Refusal names the unknown ones and those that exist."""
        missing = [name for name in wanted if name not in self.names or not name]
        if missing:
            raise Refusal(
                _("no column %(missing)s in the file; its columns are: %(names)s"),
                missing=", ".join(f'"{name}"' for name in missing),
                names=", ".join(f'"{name}"' for name in self.names if name),
            )
        return {name: self.names.index(name) for name in wanted}


def open_spells(path: Path, wanted: tuple[str, ...]) -> SpellFile:
    """Look at the file. Refusal when it can't be read, is empty, isn't UTF-8 or has two columns of one name."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
        if not start:
            raise Refusal(_("the file %(name)s is empty"), name=path.name)
        found = _parquet(path) if start == b"PAR1" else _csv(path)
    except OSError as error:
        raise Refusal(
            _("can't read the file %(name)s: %(why)s"), name=path.name, why=error.strerror or error
        ) from None
    names = [name for name in found.names if name]
    for name in names:
        if names.count(name) > 1:
            raise Refusal(
                _('the file has two columns called "%(name)s"; give them different names'), name=name
            )
    found.positions(wanted)
    return found


def _parquet(path: Path) -> SpellFile:
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise Refusal(
            _("the file %(name)s is not a whole Parquet file: %(why)s"), name=path.name, why=error
        ) from None
    return SpellFile(path, tuple(name.strip() for name in schema.names), None)


def check_readable(path: Path, columns: tuple[str, ...]) -> None:
    """Refusal when a wanted Parquet column holds lists, structures or bytes."""
    for field in pq.read_schema(path):
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if field.name.strip() in columns and not any(fits(kind) for fits in _READABLE):
            raise Refusal(
                _('column "%(column)s" holds %(kind)s, not plain values'), column=field.name, kind=kind
            )


def _csv(path: Path) -> SpellFile:
    if path.suffix.lower() == ".parquet":
        raise Refusal(_("the file %(name)s is called Parquet but is not a Parquet file"), name=path.name)
    quotes = _check_utf8(path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        first_line = stream.readline()
        stream.seek(0)
        separator = separator_of(first_line)
        try:
            header = next(csv.reader(stream, delimiter=separator, strict=True), [])
        except csv.Error as error:
            raise Refusal(
                _("the header of %(name)s can't be read: %(why)s"), name=path.name, why=error
            ) from None
    names = tuple(name.strip() for name in header)
    if not any(names):
        raise Refusal(_("the first line of %(name)s is empty; it must hold the column names"), name=path.name)
    return SpellFile(path, names, separator, quotes % 2 == 1)


def separator_of(header: str) -> str:
    """Comma; only a header without any comma may be divided by semicolons or tabs."""
    if "," in header:
        return ","
    return next((mark for mark in (";", "\t") if mark in header), ",")


def _check_utf8(path: Path) -> int:
    """Refusal unless the whole file is UTF-8; returns the number of quotation marks in it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, quotes = 1, 0
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(1 << 20)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                raise Refusal(
                    _("the file %(name)s is not UTF-8 (line %(line)s); save it as CSV UTF-8"),
                    name=path.name,
                    line=line,
                ) from None
            if not chunk:
                return quotes
            quotes += chunk.count(b'"')
            line += chunk.count(b"\n")
