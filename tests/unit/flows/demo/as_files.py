"""The demo's files read back with nothing but the standard library: what a school's staff would see in them."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import fastexcel

from pejling.flows.demo.generate import DemoDelivery, generate

ENCODINGS = {
    "tilmeldinger.csv": ("cp1252", ";"),
    "afgang.csv": ("utf-8", ";"),
    "aftaler.csv": ("utf-8-sig", ";"),
    "fravaer.txt": ("utf-16", "\t"),
}
NOT_COUNTED = ("1", "31", "66")
NOT_LEFT = ("10", "14", "33", "")


@dataclass(frozen=True)
class Read:
    """One delivery and the rows of its files."""

    delivery: DemoDelivery
    enrolments: list[dict[str, str]]
    leavers: list[dict[str, str]]
    agreements: list[dict[str, str]]
    absence: list[dict[str, str]]
    quotas: list[tuple]


def read(delivery: DemoDelivery) -> Read:
    rows = {}
    for path in delivery.files:
        if path.name in ENCODINGS:
            encoding, separator = ENCODINGS[path.name]
            text = io.StringIO(path.read_bytes().decode(encoding), newline="")
            rows[path.name] = list(csv.DictReader(text, delimiter=separator))
    workbook = next(path for path in delivery.files if path.suffix == ".xlsx")
    sheet = fastexcel.read_excel(workbook).load_sheet(0).to_arrow()
    quotas = list(zip(*(column.to_pylist() for column in sheet.columns), strict=True))
    return Read(delivery, *(rows[name] for name in ENCODINGS), quotas)


def make(folder: Path, today: date, **options: int) -> list[Read]:
    return [read(delivery) for delivery in generate(folder, today=today, **options)]


def all_text(path: Path) -> str:
    """A file's text; of a workbook the text of all its parts."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    return path.read_bytes().decode(ENCODINGS[path.name][0])


def dashes(text: str) -> date | None:
    """dd-mm-yyyy; None for nothing, an open end or an impossible day."""
    return _day(text, "%d-%m-%Y")


def slashes(text: str) -> date | None:
    return _day(text, "%d/%m %Y")


def _day(text: str, style: str) -> date | None:
    try:
        day = datetime.strptime(text, style).date()
    except ValueError:
        return None
    return None if day.year == 9999 else day


def key(row: dict[str, str]) -> tuple[str, ...]:
    return row["Elevnr"], row["Uddannelse"], row["Forløbsdel"], row["Startdato"]


@dataclass(frozen=True)
class Course:
    """One enrolment with its leave, wherever the leave was written."""

    programme: str
    part: str
    start: date
    registered: date
    end: date | None
    interrupted: bool


def courses(extract: Read) -> list[Course]:
    """Every readable, counted enrolment; a leave is looked up in the leavers file where enrolments are silent."""
    leaves: dict[tuple[str, ...], list[date]] = {}
    for row in extract.leavers:
        if row["Afgangsdato"] and row["Afgangsårsag"] not in NOT_COUNTED:
            leave = date.fromisoformat(row["Afgangsdato"])
            leaves.setdefault((row["Elevnr"], row["Uddannelse"], row["Forløbsdel"]), []).append(leave)
    result = []
    for row in extract.enrolments:
        start, end = dashes(row["Startdato"]), dashes(row["Slutdato"])
        if start is None or row["Afgangsårsag"] in NOT_COUNTED:
            continue
        interrupted = row["Afgangsårsag"] not in NOT_LEFT
        if end is None:
            own = [day for day in leaves.get(key(row)[:3], []) if day >= start]
            end, interrupted = (min(own), True) if own else (None, interrupted)
        registered = dashes(row["Tilmeldt"])
        assert registered
        result.append(Course(row["Uddannelse"], row["Forløbsdel"], start, registered, end, interrupted))
    return result
