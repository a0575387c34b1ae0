"""Import 1,000,000 enrolment rows with all checks, beside a bare bulk load of the same rows into the same database.

Run as `python -m bench.import_rows [ROWS]`; prints a Markdown section. SQLite, or PostgreSQL by DATABASE_URL.
The bare load parses the file with Python's csv module and inserts into a table with the same columns and indexes as
the register's (COPY on PostgreSQL); it checks, compares and versions nothing. Each measurement is a process of its
own on a fresh installation, in turn, three times; the medians are quoted.
"""

from __future__ import annotations

import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    "Elevnr;Navn;Uddannelse;Forløbsdel;Tilmeldt;Startdato;Slutdato;Forventet slutdato;Afgangsårsag;Lokal årsag;"
    "Hold;Afdeling;Institutionsnr;Elevtype;Alder;Kontaktlærer;Orlov fra;Orlov til"
).split(";")
TIMES = 3


def write_rows(path: Path, rows: int, *, order: int = 0) -> None:
    """An enrolments extract of that many spells; another ``order`` gives the same rows shuffled, in UTF-16."""
    chance = random.Random(1)
    first = date(2015, 8, 1)
    lines = []
    for number in range(rows):
        starts = first + timedelta(days=chance.randrange(120) * 30)
        left = chance.random() < 0.3
        ends = starts + timedelta(days=chance.randrange(1, 400)) if left else None
        # Two spells a student, one of each part, so that no two rows share a key.
        programme, part = chance.choice(["SSH", "SSA", "PAU"]), ("GF2", "HF")[number % 2]
        lines.append(
            ";".join(
                [
                    f"E{number // 2:07d}", f"Elev {number // 2}", programme, part, _day(starts), _day(starts),
                    _day(ends), _day(starts + timedelta(days=600)), "20" if left else "", "", f"H{number % 400}",
                    f"Afdeling {number % 6}", "999999", "EUD", str(16 + number // 2 % 40), "ABC", "", "",
                ]
            )
        )  # fmt: skip
    if order:
        random.Random(order).shuffle(lines)
    text = ";".join(HEADER) + "\r\n" + "\r\n".join(lines) + "\r\n"
    path.write_bytes(text.encode("utf-16" if order else "utf-8"))


def _day(day: date | None) -> str:
    return day.strftime("%d-%m-%Y") if day else ""


def child(kind: str, *paths: str) -> dict[str, float]:
    """Run one measurement in a process and an installation of its own."""
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as home:
        environment = {
            **os.environ,
            "PEJLING_HOME": home,
            "DJANGO_SETTINGS_MODULE": "pejling.config.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench.import_rows", "--child", kind, *paths],
            env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def measure(kind: str, paths: list[str]) -> dict[str, float]:
    """Inside the child: seconds by step."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    return bare_load(Path(paths[0])) if kind == "bare" else imports([Path(path) for path in paths])


def bare_load(path: Path) -> dict[str, float]:
    from django.db import connection, transaction

    columns = [f"c{i} text" for i in range(len(HEADER))]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare")
        serial = "bigserial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(f"CREATE TABLE bare (id {serial} PRIMARY KEY, {', '.join(columns)})")
        for name, over in (("bare_a", "c2, c3"), ("bare_b", "c4"), ("bare_c", "c0")):
            cursor.execute(f"CREATE INDEX {name} ON bare ({over})")
    start = time.perf_counter()
    names = ", ".join(f"c{i}" for i in range(len(HEADER)))
    with (
        path.open(encoding="utf-8", newline="") as stream,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        rows = csv.reader(stream, delimiter=";")
        next(rows)
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY bare ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(HEADER))
            cursor.executemany(f"INSERT INTO bare ({names}) VALUES ({marks})", rows)
    seconds = time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bare")
    return {"bare": seconds}


def imports(paths: list[Path]) -> dict[str, float]:
    from pejling.base.organisations.actions import found
    from pejling.facts.deliveries.actions import receive
    from pejling.facts.deliveries.mapping.load import load_mapping
    from pejling.facts.snapshots.actions import freeze

    school, mapping = found(by=None, name="Bench"), load_mapping("uddata")
    seconds = {}
    for step, path in zip(("import", "again, reordered, UTF-16"), paths, strict=False):
        start = time.perf_counter()
        received = receive(
            by=None, organisation=school, paths=[path], mapping=mapping, as_of=date(2026, 1, 31)
        )
        seconds[step] = time.perf_counter() - start
        seconds[f"{step}: spells new or changed"] = sum(
            received.tables["spells"][key] for key in ("new", "changed")
        )
    start = time.perf_counter()
    freeze(by=None, organisation=school)
    seconds["snapshot"] = time.perf_counter() - start
    return seconds


def main(rows: int) -> None:
    """Measure in turn and print Markdown."""
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as folder:
        first, second = Path(folder, "a.csv"), Path(folder, "b.txt")
        write_rows(first, rows)
        write_rows(second, rows, order=2)
        found: dict[str, list[float]] = {}
        for _turn in range(TIMES):
            for kind in ("bare", "full"):
                for step, value in child(kind, str(first), str(second)).items():
                    found.setdefault(step, []).append(value)
    bare = statistics.median(found["bare"])
    database = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    print(f"## Import of {rows:,} enrolment rows ({database})\n")
    print("| step | seconds (median, min - max) | times the bare load |\n|---|---|---|")
    for step, values in found.items():
        if "spells" in step:
            continue
        middle = statistics.median(values)
        print(f"| {step} | {middle:.1f} ({min(values):.1f} - {max(values):.1f}) | {middle / bare:.2f} |")
    for step, values in found.items():
        if "spells" in step:
            print(f"\n{step}: {values[0]:,.0f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(measure(sys.argv[2], sys.argv[3:])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
