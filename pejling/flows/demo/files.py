"""Rows written as the files of different systems: encodings, separators and date styles differ on purpose. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from .extracts import ABSENCE, AGREEMENTS, ENROLMENTS, LEAVERS, QUOTAS, Row

#: role -> (file name, columns, encoding, separator). Quotas are a workbook.
TEXT_FILES: dict[str, tuple[str, tuple[str, ...], str, str]] = {
    "enrolments": ("tilmeldinger.csv", ENROLMENTS, "cp1252", ";"),
    "leavers": ("afgang.csv", LEAVERS, "utf-8", ";"),
    "agreements": ("aftaler.csv", AGREEMENTS, "utf-8-sig", ";"),
    "absence": ("fravaer.txt", ABSENCE, "utf-16", "\t"),
}
QUOTA_FILE = "kvoter.xlsx"


def write(folder: Path, rows: dict[str, list[Row]], as_of: date) -> tuple[Path, ...]:
    """Write one delivery's files into ``folder`` (made if missing); the same rows give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for role, (name, columns, encoding, separator) in TEXT_FILES.items():
        path = folder / name
        path.write_bytes(_text(rows[role], columns, encoding, separator))
        paths.append(path)
    workbook = folder / QUOTA_FILE
    _write_quotas(workbook, rows["quotas"], as_of)
    return (*paths, workbook)


def _text(rows: list[Row], columns: Sequence[str], encoding: str, separator: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    if encoding == "utf-16":  # little-endian with its mark, whatever machine this is
        return b"\xff\xfe" + out.getvalue().encode("utf-16-le")
    return out.getvalue().encode(encoding)


def _write_quotas(path: Path, rows: list[Row], as_of: date) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime.combine(as_of, time(8))})
        sheet = book.add_worksheet("Måltal")
        sheet.write_row(0, 0, QUOTAS)
        for place, row in enumerate(rows, start=1):
            for column, name in enumerate(QUOTAS):
                value = row[name]
                if value.isdigit():
                    sheet.write_number(place, column, int(value))
                else:
                    sheet.write_string(place, column, value)
