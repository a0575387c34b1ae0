"""Kill a delivery after each of its database statements in turn, and look at what is left.

Run as a program in an installation's environment: `kill_points.py FIRST SECOND STEP`. FIRST has been imported; SECOND
is imported again and again in a forked child that kills itself (SIGKILL) after its K-th statement, until one child
lives to the end. Prints one line of JSON per child: {"k": K, "state": STATE} where STATE is a digest of all that the
register shows, then {"done": true, ...}.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import signal
import sys
from datetime import date
from pathlib import Path


def main(second: str, step: int) -> int:
    import django

    django.setup()
    # Loaded before the forks, so that a child only does the work.
    for name in ("pejling.flows.take_in", "pejling.facts.register.freezing", "psycopg"):
        importlib.import_module(name)
    at = 1
    while True:
        outcome = child(lambda at=at: receive(Path(second), at))
        state = json.loads(child(show_state))
        finished = outcome == "finished"
        print(json.dumps({"k": at, "finished": finished, **state}), flush=True)
        if finished:
            return 0
        at += step


def child(work: object) -> str:
    """What ``work`` returns, done in a forked child; '' where the child was killed."""
    read, write = os.pipe()
    if (pid := os.fork()) == 0:
        os.close(read)
        try:
            os.write(write, str(work()).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as stream:
        text = stream.read()
    os.waitpid(pid, 0)
    return text


def receive(path: Path, at: int) -> str:
    from django.db import connection

    from pejling.base.organisations.queries import school_named
    from pejling.facts.deliveries import bulk_rows
    from pejling.facts.deliveries.mapping.load import load_mapping
    from pejling.flows.take_in import take_in

    seen = 0

    def count() -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        count()
        return result

    insert_batch = bulk_rows._insert_batch

    def batch(*arguments):
        # PostgreSQL's COPY isn't a statement that the wrapper sees.
        insert_batch(*arguments)
        count()

    bulk_rows._insert_batch = batch
    with connection.execute_wrapper(statement):
        take_in(
            by=None, organisation=school_named(None), paths=[path], mapping=load_mapping("uddata"),
            as_of=date(2025, 3, 31), scope="full", accept_gone=True,
        )  # fmt: skip
    return "finished"


def show_state() -> str:
    """A digest of the merged register, and whether every snapshot's folder is whole."""
    from pejling.base.organisations.queries import school_named
    from pejling.facts.register.freezing import export
    from pejling.facts.snapshots.queries import folder_of, snapshots_of

    school = school_named(None)
    # The random names differ from run to run where a student was new; everything else must not.
    tables = export(school, None).tables
    rows = [str(table.drop_columns([c for c in ("pseudonym", "spell") if c in table.column_names]).to_pylist())
            for table in tables.values()]  # fmt: skip
    whole = all(
        (folder_of(snapshot) / entry["file"]).is_file()
        for snapshot in snapshots_of(school)
        for entry in snapshot.manifest["tables"].values()
    )
    lines = sorted(line for text in rows for line in text.split("}, {"))
    return json.dumps(
        {"state": hashlib.sha256("".join(lines).encode()).hexdigest(), "snapshots_whole": whole}
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
