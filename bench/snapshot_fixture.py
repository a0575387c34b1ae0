"""A synthetic snapshot folder of any size, made fast: for benches and tests. Nobody in it exists.

``make_snapshot(folder, students)`` writes manifest and Parquet as the product does. Hazards, programmes and intakes
are plausible, not measured. ``write_snapshot`` writes any tables given as lists of dicts or Arrow tables.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pejling.analysis.tables import FROZEN, Table

ARROW = {
    "text": pa.string(),
    "date": pa.date32(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "flag": pa.bool_(),
}
PROGRAMMES = (
    ("GF1", "GF1", 5),
    ("GF2-SSA", "GF2", 5),
    ("GF2-SSH", "GF2", 5),
    ("SSH", "HF", 14),
    ("SSA", "HF", 34),
)
MUNICIPALITIES = ("Alrum", "Birkely", "Dybvad", "Elmose", "Fjordby", "Granlev")
EPOCH = np.datetime64("1970-01-01", "D")


def schema(table: Table) -> pa.Schema:
    """The Arrow schema of a snapshot table."""
    return pa.schema([(column.name, ARROW[column.type]) for column in table.columns])


def write_snapshot(
    folder: Path,
    tables: Mapping[str, pa.Table | Sequence[Mapping[str, object]]],
    *,
    as_of: date,
    table_as_of: Mapping[str, date | None] | None = None,
    snapshot: str | None = None,
) -> Path:
    """Write manifest and all four Parquet files; a table that isn't given is empty and was never delivered."""
    folder.mkdir(parents=True, exist_ok=True)
    described = {}
    for name, table in FROZEN.items():
        rows = tables.get(name, [])
        if not isinstance(rows, pa.Table):
            full = [{column: row.get(column) for column in table.names} for row in rows]
            rows = pa.Table.from_pylist(full, schema=schema(table))
        file = folder / f"{name}.parquet"
        pq.write_table(rows, file)
        delivered = (table_as_of or {}).get(name, as_of if name in tables else None)
        described[name] = {
            "file": file.name,
            "rows": rows.num_rows,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "as_of": delivered.isoformat() if delivered else None,
            "columns": {column.name: column.type for column in table.columns},
        }
    manifest = {
        "snapshot": snapshot or str(uuid.UUID(int=len(described), version=4)),
        "organisation": str(uuid.UUID(int=1, version=4)),
        "as_of": as_of.isoformat(),
        "made_at": f"{as_of.isoformat()}T04:00:00Z",
        "tables": described,
        "deliveries": [],
        "hash": hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest(),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def make_snapshot(
    folder: Path, students: int, *, as_of: date = date(2026, 11, 1), years: int = 8, seed: int = 7
) -> Path:
    """A snapshot with ``students`` students, a little more than one spell each, spread over ``years`` of intakes."""
    random = np.random.default_rng(seed)
    day = (np.datetime64(as_of) - EPOCH).astype(int)
    intakes = _intakes(as_of, years)
    which = random.integers(0, len(PROGRAMMES), students)
    start = intakes[random.integers(0, len(intakes), students)] + random.integers(-10, 11, students)
    first = _spells(random, np.arange(students), which, start, day)
    again = np.flatnonzero(
        (first["outcome"] == "interrupted") & (random.random(students) < 0.25)
        | (first["outcome"] == "completed")
    )
    later = _spells(
        random,
        again,
        np.where(which[again] < 3, 3 + random.integers(0, 2, len(again)), which[again]),
        np.maximum(first["end"][again], start[again] + 1) + random.integers(0, 200, len(again)),
        day,
    )
    kept = later["start"] <= day
    columns = {name: np.concatenate([first[name], later[name][kept]]) for name in first}
    spells = _spell_table(random, columns)
    tables = {"spells": spells, "agreements": _agreements(random, students, columns, day)}
    tables["quotas"] = [
        {"programme": programme, "municipality": place, "year": as_of.year - back, "agreed": 20}
        for programme in ("SSH", "SSA")
        for place in MUNICIPALITIES
        for back in range(3)
    ]
    return write_snapshot(folder, tables, as_of=as_of)


def _intakes(as_of: date, years: int) -> np.ndarray:
    days = [
        date(year, month, 10)
        for year in range(as_of.year - years, as_of.year + 1)
        for month in (4, 8, 12)
        if date(year, month, 10) < as_of
    ]
    return np.array([(np.datetime64(found) - EPOCH).astype(int) for found in days])


def _spells(
    random: np.random.Generator, who: np.ndarray, which: np.ndarray, start: np.ndarray, as_of: int
) -> dict[str, np.ndarray]:
    length = np.array([programme[2] for programme in PROGRAMMES])[which] * 30
    leave = np.minimum(random.exponential(900, len(who)).astype(int), 3000)
    finish = length + random.integers(-5, 60, len(who))
    end = start + np.minimum(leave, finish)
    outcome = np.where(leave < finish, "interrupted", "completed").astype(object)
    outcome[random.random(len(who)) < 0.01] = "never_started"
    outcome[(end > as_of) & (outcome != "never_started")] = "active"
    end = np.where(outcome == "never_started", start, end)
    return {"who": who, "which": which, "start": start, "end": end, "outcome": outcome}


def _text(values: Sequence[str], index: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(index, pa.int32()), pa.array(values)).cast(pa.string())


def _spell_table(random: np.random.Generator, columns: dict[str, np.ndarray]) -> pa.Table:
    n, which = len(columns["who"]), columns["which"]
    start, end, outcome = columns["start"], columns["end"], columns["outcome"]
    open_end = outcome == "active"
    age = random.integers(16, 55, n)
    classes = [f"{PROGRAMMES[p][0]}-{letter}" for p in range(len(PROGRAMMES)) for letter in "abcd"]
    group = pa.array([f"{uuid.UUID(int=int(x), version=4)}" for x in columns["who"]])
    months = _text([f"{y}-{m:02d}" for y in range(2000, 2040) for m in range(1, 13)], _month_index(start))
    letter = _text(classes, which * 4 + random.integers(0, 4, n))
    cohort = pa.array([f"{c}-{m}" for c, m in zip(letter.to_pylist(), months.to_pylist(), strict=True)])
    on_leave = open_end & (random.random(n) < 0.03)
    found = {
        "pseudonym": group,
        "spell": pa.array([f"s{place:08d}" for place in range(n)]),
        "programme": _text([p[0] for p in PROGRAMMES], which),
        "part": _text([p[1] for p in PROGRAMMES], which),
        "department": _text(["Nord", "Syd", "Øst", "Vest", "Midt", "Ø"], random.integers(0, 6, n)),
        "school": _text(["280001"], np.zeros(n, int)),
        "class_group": cohort,
        "first_class": cohort,
        "student_type": _text(["EUD", "EUV1", "EUV2"], np.where(age < 25, 0, random.integers(1, 3, n))),
        "age_at_first": pa.array(age, pa.int64()),
        "municipality_at_start": pa.array(
            np.array([*MUNICIPALITIES, None], dtype=object)[random.integers(0, 7, n)], pa.string()
        ),
        "registered_on": pa.array((start - 30).astype("int32")).cast(pa.date32()),
        "starts_on": pa.array(start.astype("int32")).cast(pa.date32()),
        "ends_on": pa.array(end.astype("int32"), mask=open_end).cast(pa.date32()),
        "expected_end_on": pa.array((start + 400).astype("int32")).cast(pa.date32()),
        "outcome": pa.array(outcome, pa.string()),
        "leave_code": pa.nulls(n, pa.string()),
        "leave_from": pa.array((start + 20).astype("int32"), mask=~on_leave).cast(pa.date32()),
        "leave_to": pa.nulls(n, pa.date32()),
    }
    return pa.table([found[name] for name in FROZEN["spells"].names], schema=schema(FROZEN["spells"]))


def _month_index(days: np.ndarray) -> np.ndarray:
    return (EPOCH + days.astype("timedelta64[D]")).astype("datetime64[M]").astype(int) - (2000 - 1970) * 12


def _agreements(
    random: np.random.Generator, students: int, columns: dict[str, np.ndarray], as_of: int
) -> pa.Table:
    main = (columns["which"] >= 3) & (random.random(len(columns["which"])) < 0.9)
    start = columns["start"][main]
    n = len(start)
    signed = start - random.integers(0, 60, n)
    found = {
        "pseudonym": pa.array([f"{uuid.UUID(int=int(x), version=4)}" for x in columns["who"][main]]),
        "municipality": _text(MUNICIPALITIES, random.integers(0, 6, n)),
        "programme": _text([p[0] for p in PROGRAMMES], columns["which"][main]),
        "signed_on": pa.array(signed.astype("int32")).cast(pa.date32()),
        "starts_on": pa.array(start.astype("int32")).cast(pa.date32()),
        "ends_on": pa.array(
            columns["end"][main].astype("int32"), mask=columns["outcome"][main] == "active"
        ).cast(pa.date32()),
    }
    return pa.table([found[name] for name in FROZEN["agreements"].names], schema=schema(FROZEN["agreements"]))
