"""Everything the school holds about one person, in one ZIP: JSON for programs, a workbook and a letter for people."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from django.db import models
from django.utils import timezone
from django.utils.timezone import localtime

from pejling.base.accounts.models import User
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import kept_copies
from pejling.facts.deliveries.models import ListedWarning, QuarantinedRow
from pejling.facts.persons.models import PersonRequest
from pejling.facts.register.models import Pseudonym
from pejling.facts.snapshots.queries import folder_of, snapshots_of
from pejling.flows.personal import holdings, wording
from pejling.flows.personal.erasing import Progress, unheard
from pejling.flows.personal.handed_over import file_of, mark

#: Excel holds no more rows in a sheet, and no longer text in a cell
_MOST_ROWS = 1_048_000
_LONGEST = 32_000


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing that is held: what it is called, and its rows as {column: value}."""

    key: str
    title: str
    rows: list[dict[str, Any]]


def write_export(request: PersonRequest, progress: Progress = unheard) -> dict[str, int]:
    """Write the ZIP, readable by the installation's own user alone; {what: how many rows}."""
    school = request.organisation
    if request.about == PersonRequest.About.USER:
        parts = list(parts_of_user(User.objects.get(uuid=request.subject), school))
    else:
        parts = list(parts_of_student(school, request.subject, progress))
    path = file_of(request)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(_archive(school, request, parts))
    beside.replace(path)
    return {part.key: len(part.rows) for part in parts if part.rows}


def parts_of_student(school: Organisation, student: str, progress: Progress = unheard) -> Iterator[Part]:
    """The register's versions, the rows of the files, what was noted of them, and what snapshots hold."""
    for model in holdings.of_students():
        rows = [
            _row(one)
            for query in holdings.rows_of_students(model, school, [student])
            for one in query.order_by("pk")
        ]
        yield Part(model._meta.label, wording.title(model._meta.label), rows)
    yield from _from_copies(school, student, progress)
    yield Part("snapshots", wording.title("snapshots"), list(_from_snapshots(school, student)))


def parts_of_user(user: User, school: Organisation) -> Iterator[Part]:
    """The user's own row, and every row of the school's that names them."""
    yield Part("accounts.User", wording.title("accounts.User"), [_row(user)])
    for model, fields in holdings.of_users():
        rows = holdings.rows_of_user(model, fields, user, school).order_by("pk")
        yield Part(model._meta.label, wording.title(model._meta.label), [_row(one) for one in rows])


def _from_copies(school: Organisation, student: str, progress: Progress) -> Iterator[Part]:
    names = frozenset(Pseudonym.objects.filter(organisation=school).values_list("student", flat=True))
    copies = list(kept_copies.copies_of(school, names.__contains__))
    lines, noted = [], []
    for done, copy in enumerate(copies):
        progress(done, len(copies), "copies")
        found = list(kept_copies.rows_about(copy, student.__eq__))
        delivery = copy.file.delivery
        origin = {"file": copy.file.name, "as_of": delivery.as_of.isoformat()}
        for number, cells in found:
            heads = copy.header or [str(place + 1) for place in range(len(cells))]
            heads = [*heads, *(str(place + 1) for place in range(len(heads), len(cells)))]
            lines.append(origin | {"row": number} | dict(zip(heads, cells, strict=False)))
        of_rows = {"delivery": delivery, "file": copy.file.position, "row__in": [n for n, _cells in found]}
        for model in (QuarantinedRow, ListedWarning):
            noted += [origin | _row(one) for one in model.objects.filter(**of_rows).order_by("pk")]
    yield Part("copies", wording.title("rows_in_copies"), lines)
    yield Part("noted", wording.title("noted"), noted)


def _from_snapshots(school: Organisation, student: str) -> Iterator[dict[str, Any]]:
    pseudonym = Pseudonym.objects.filter(organisation=school, student=student).first()
    if pseudonym is None:
        return
    with duckdb.connect(config={"threads": 1}) as engine:
        for snapshot in snapshots_of(school).order_by("id"):
            for path in sorted(folder_of(snapshot).glob("*.parquet")):
                yield from _frozen_rows(engine, path, pseudonym.name, snapshot.as_of)


def _frozen_rows(engine: Any, path: Path, pseudonym: str, as_of: date) -> Iterator[dict[str, Any]]:
    table = engine.read_parquet(str(path))
    if "pseudonym" not in table.columns:
        return
    found = engine.execute("SELECT * FROM read_parquet(?) WHERE pseudonym = ?", [str(path), pseudonym])
    names = [column[0] for column in found.description]
    for row in found.fetchall():
        values = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        yield {"snapshot": as_of.isoformat(), "table": path.stem} | values


def _row(one: models.Model) -> dict[str, Any]:
    """A row as it stands, but for what would let somebody in; what it points at is named, not numbered."""
    made = {}
    for field in one._meta.concrete_fields:
        if field.name in holdings.SECRET or field.name in {"id", "row_key", "content", "organisation"}:
            continue
        value = getattr(one, field.name)
        made[field.name] = str(value) if isinstance(value, models.Model) else _plain(value)
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (
            localtime(value).isoformat(timespec="seconds") if timezone.is_aware(value) else value.isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return str(value)


def _archive(school: Organisation, request: PersonRequest, parts: list[Part]) -> bytes:
    held = [part for part in parts if part.rows]
    data = {
        "school": school.name,
        "made_at": localtime().isoformat(timespec="seconds"),
        "about": request.about,
        "parts": [{"key": part.key, "title": part.title, "rows": part.rows} for part in held],
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(wording.letter_name(), wording.letter(school, request, [p.title for p in held]))
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1))
        archive.writestr("data.xlsx", _workbook(held))
        archive.comment = mark(school, request.about, request.subject)
    return buffer.getvalue()


def _workbook(parts: list[Part]) -> bytes:
    """One sheet per kind of thing; every cell is text or a number, never a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False,
                                      "strings_to_urls": False}) as book:  # fmt: skip
        bold = book.add_format({"bold": True})
        taken: set[str] = set()
        for number, part in enumerate(parts, start=1):
            sheet = book.add_worksheet(_sheet_name(part.title, number, taken))
            columns = list(dict.fromkeys(name for row in part.rows for name in row))
            for place, name in enumerate(columns):
                sheet.write_string(0, place, wording.column(name), bold)
            for line, row in enumerate(part.rows[:_MOST_ROWS], start=1):
                for place, name in enumerate(columns):
                    _cell(sheet, line, place, row.get(name))
            sheet.freeze_panes(1, 0)
            sheet.autofit()
    return buffer.getvalue()


def _cell(sheet: Any, line: int, place: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, place, value)
        return
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    sheet.write_string(line, place, text[:_LONGEST])


def _sheet_name(title: str, number: int, taken: set[str]) -> str:
    clean = "".join(sign for sign in title if sign not in "[]:*?/\\'")[:28] or str(number)
    name = clean if clean.casefold() not in taken else f"{clean[:25]} {number}"
    taken.add(name.casefold())
    return name
