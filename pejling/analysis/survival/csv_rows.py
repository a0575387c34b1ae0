"""The records of a CSV file one by one, numbered as a spreadsheet numbers them."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from pejling.analysis.language import _
from pejling.analysis.survival.refusal import Refusal
from pejling.analysis.survival.spell_file import SpellFile


def numbered_rows(file: SpellFile) -> Iterator[tuple[int, list[str]]]:
    """(row, values) after the header, which is row 1. A blank line counts as a row but is not given. Refusal for a
    row with more or fewer values than the header."""
    csv.field_size_limit(1 << 27)
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=file.separator or ",", strict=True)
        try:
            for row, values in enumerate(reader, start=1):
                if row == 1 or not values:
                    continue
                if len(values) != len(file.names):
                    raise Refusal(
                        _("row %(row)s has %(found)s values, the header has %(expected)s"),
                        row=row,
                        found=len(values),
                        expected=len(file.names),
                    )
                yield row, values
        except csv.Error as error:
            raise Refusal(
                _("the file %(name)s can't be read: %(why)s"), name=file.path.name, why=error
            ) from None
