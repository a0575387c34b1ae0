"""A file looked at before anything is done with it: what was found, its columns and its first rows. *Pure.*

Only a bounded part is read, so that a file of a million rows is shown at once. What is shown holds no CPR number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pejling.facts.deliveries.cpr import scrub_text
from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.looks import Looks, look_at
from pejling.facts.deliveries.problems import SHOWN, Unreadable, cut
from pejling.facts.deliveries.reading.grid import Grid, Wanted, is_blank
from pejling.facts.deliveries.reading.header import guess_header
from pejling.facts.deliveries.reading.open import kind_of, name_of
from pejling.facts.deliveries.reading.part import check_size, read_part
from pejling.facts.deliveries.reading.separated import (
    SEPARATORS,
    find_separator,
    read_separated,
    sample_rows,
)
from pejling.facts.deliveries.reading.workbook_part import read_workbook_part

#: Bytes of a text file, and rows of a sheet, that are looked at.
PART_BYTES = 8 * 2**20
PART_ROWS = 50_000
_HEADER_SHOWN = 120
_ABOVE_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """One column. ``position`` counts from 1; ``header`` is empty where there is none; the rest is as `Looks`."""

    position: int
    header: str
    examples: tuple[str, ...]
    filled: float
    looks_like: str
    date_style: str | None
    two_digit_years: bool
    decimal: str | None
    distinct: int
    values: tuple[tuple[str, int], ...]
    cpr_found: int
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePreview:
    """A file as it was found, or as it looks when somebody overrules that.

    ``encoding`` and ``separator`` (one sign) are empty for a workbook, ``sheets`` and ``sheet`` for text. ``header``:
    the row the header is in, None where there is none. ``first_rows``: (row number, cells); ``above``: what stands
    over the header. ``odd_rows``: rows with another number of cells than the others. ``row_count``: rows below the
    header, reckoned from a part where not ``whole``. ``cpr_found``: cells with a CPR number in the part looked at.
    """

    name: str
    size: int
    encoding: str
    separator: str
    header: int | None
    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[ColumnPreview, ...]
    first_rows: tuple[tuple[int, tuple[str, ...]], ...]
    row_count: int
    whole: bool
    cpr_found: int
    odd_rows: int = 0
    above: tuple[str, ...] = field(default=())

    @property
    def headers(self) -> tuple[str, ...]:
        """What the columns are called, empty texts where nothing stands."""
        return tuple(column.header for column in self.columns)

    def as_dict(self) -> dict[str, Any]:
        """The preview as JSON can hold it. It shows values from the file: personal."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> FilePreview:
        """What `as_dict` gave."""
        columns = tuple(
            ColumnPreview(
                **{
                    **column,
                    "examples": tuple(column["examples"]),
                    "blanks": tuple(column["blanks"]),
                    "values": tuple((text, count) for text, count in column["values"]),
                }
            )
            for column in kept["columns"]
        )
        rows = tuple((number, tuple(cells)) for number, cells in kept["first_rows"])
        tuples = {name: tuple(kept[name]) for name in ("sheets", "above")}
        return cls(**{**kept, **tuples, "columns": columns, "first_rows": rows})


def preview(
    path: Path,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    header: int | None = None,
    sheet: str | None = None,
    rows: int = 20,
    limits: Limits | None = None,
) -> FilePreview:
    """What a file holds. Raises `Unreadable`, naming the file.

    ``encoding``: a key of ``ENCODINGS``; ``separator``: a key or value of ``SEPARATORS``; ``header``: the number of
    the row it is in, 0 where there is none; ``sheet``: its name. What isn't given is found.
    """
    path, limits = Path(path), limits or Limits()
    name = scrub_text(name_of(path))
    wrong: Unreadable | None = None
    try:
        check_size(path, limits.file_bytes)
        if kind_of(path) == "workbook":
            grid, sheets, count, whole = read_workbook_part(path, sheet, _choice(header), PART_ROWS, limits)
        else:
            grid, count, whole = _text(path, encoding, separator, header, limits)
            sheets = ()
        if not len(grid.rows) and not grid.ragged:
            raise Unreadable("only_a_header" if grid.header else "empty_file")
    except Unreadable as error:
        wrong = Unreadable(error.code, {"file": name, **error.params})
    if wrong:
        raise wrong
    return _shown(name, path.stat().st_size, grid, sheets, count, whole, rows)


def _choice(header: int | None) -> Callable[[list[tuple[int, list[str]]]], str | int]:
    """Which row is the header, as `Wanted` says it, for the first rows of a table."""

    def choose(sample: list[tuple[int, list[str]]]) -> str | int:
        if header is None:
            return guess_header(sample) or "none"
        return header or "none"

    return choose


def _text(
    path: Path, encoding: str | None, separator: str | None, header: int | None, limits: Limits
) -> tuple[Grid, int, bool]:
    """The first part of a text file, how many rows it has in all, and whether that was counted."""
    part = read_part(path, PART_BYTES, encoding)
    unknown = Wanted(lambda cells: (False, 0), lambda rows: False)
    sign = SEPARATORS.get(separator or "", separator) or find_separator(part.text, unknown)
    sample = [(number, cells) for number, cells, _ in sample_rows(part.text, sign)]
    chosen = _choice(header)(sample)
    if isinstance(chosen, int) and chosen not in {number for number, cells in sample if not is_blank(cells)}:
        raise Unreadable("no_such_header_row", {"row": chosen})
    wanted = Wanted(unknown.score, unknown.headerless, separator=sign, header=chosen)
    grid = read_separated(part.text, part.encoding, wanted, limits)
    seen = len(grid.rows) + len(grid.ragged)
    return grid, round(seen * part.size / max(part.taken, 1)), part.whole


def _shown(
    name: str, size: int, grid: Grid, sheets: tuple[str, ...], count: int, whole: bool, rows: int
) -> FilePreview:
    """The preview of what was read."""
    columns = tuple(
        _column(place, grid.header[place] if grid.header else "", look_at(cells))
        for place, cells in enumerate(grid.columns)
    )
    # A column that holds CPR numbers shows none of its cells: replacement numbers aren't found by their look.
    hidden = {column.position - 1 for column in columns if column.looks_like == "cpr"}
    first = tuple(
        (
            int(grid.rows[row]),
            tuple(
                "[CPR]" if place in hidden and cells[row].as_py().strip() else _cell(cells[row].as_py())
                for place, cells in enumerate(grid.columns)
            ),
        )
        for row in range(min(rows, len(grid.rows)))
    )
    return FilePreview(
        name=name,
        size=size,
        encoding="" if sheets else grid.encoding,
        separator=grid.separator,
        header=grid.header_row if grid.header is not None else None,
        sheet=grid.sheet or "",
        sheets=sheets,
        columns=columns,
        first_rows=first,
        row_count=count,
        whole=whole,
        cpr_found=sum(column.cpr_found for column in columns),
        odd_rows=len(grid.ragged),
        above=tuple(
            _cell(" ".join(cell.strip() for cell in cells if cell.strip()))
            for _, cells in grid.above[:_ABOVE_SHOWN]
        ),
    )


def _column(place: int, header: str, looks: Looks) -> ColumnPreview:
    return ColumnPreview(
        position=place + 1,
        header=cut(scrub_text(header.strip()), _HEADER_SHOWN),
        examples=looks.examples,
        filled=looks.filled,
        looks_like=looks.kind,
        date_style=looks.date_style,
        two_digit_years=looks.two_digit_years,
        decimal=looks.decimal,
        distinct=looks.distinct,
        values=looks.values,
        cpr_found=looks.cpr,
        blanks=looks.blanks,
    )


def _cell(text: str) -> str:
    return cut(scrub_text(text.strip()), SHOWN)
