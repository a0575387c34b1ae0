"""Filled tables to accepted rows, quarantine and warnings. *Pure.*"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pejling.analysis.tables import DELIVERED, Table
from pejling.facts.deliveries.checks.cells import Issue
from pejling.facts.deliveries.checks.evaluate import ARROW
from pejling.facts.deliveries.checks.fill import Filled
from pejling.facts.deliveries.checks.kept_out import Sound, drop_conflicts, sound_rows
from pejling.facts.deliveries.checks.key_figures import note_sums
from pejling.facts.deliveries.checks.oddities import note_overlaps, note_programmes, note_rows, note_spells
from pejling.facts.deliveries.checks.unite import United, unite
from pejling.facts.deliveries.mapping.model import Mapping, Take
from pejling.facts.deliveries.problems import COLUMN_SHOWN, Notice, Notices, Problem, cut, shown


def collect(
    mapping: Mapping, filled: Sequence[Filled], engine: duckdb.DuckDBPyConnection, notices: Notices
) -> tuple[dict[str, pa.Table], list[Problem]]:
    """The accepted rows of each table (declared columns and ``content``), and what was kept out."""
    tables: dict[str, pa.Table] = {}
    problems = _everything_wrong(filled)
    by_table = {name: [part for part in filled if part.rule.table == name] for name in DELIVERED}
    own = {name: parts for name, parts in by_table.items() if parts and parts[0].rule.gather is None}
    gathered = {name: parts for name, parts in by_table.items() if parts and parts[0].rule.gather is not None}
    sound = sound_rows(filled)
    united = {name: _united(name, parts, sound, engine) for name, parts in own.items()}
    lost: dict[str, set[int]] = {}
    for name, (rows, found) in united.items():
        problems += _conflicts(DELIVERED[name], own[name], rows, found)
        lost[name] = drop_conflicts(sound, own[name], rows, found)
    for name, parts in own.items():
        elsewhere = set().union(*(files for other, files in lost.items() if other != name))
        if elsewhere & {part.file.place for part in parts}:
            united[name] = _united(name, parts, sound, engine)
    # Gathered tables come last: a row that is kept out tells nothing of its student either.
    united |= {name: _united(name, parts, sound, engine) for name, parts in gathered.items()}
    spells: pa.Table | None = None
    for name in (name for name in DELIVERED if name in united):
        kept = _keep(DELIVERED[name], *united.pop(name), notices, name in gathered)
        _note(name, kept, mapping, notices)
        if name == "key_figures" and kept.num_rows:
            note_sums(kept, engine, notices)
        spells = kept if name == "spells" else spells
        tables[name] = kept.select([*DELIVERED[name].names, "content"])
    if spells is not None and spells.num_rows:
        note_overlaps(spells, tables.get("leavers"), engine, notices)
    problems.sort(key=lambda problem: (problem.file, problem.row, problem.table, problem.column))
    return tables, problems


def _everything_wrong(filled: Sequence[Filled]) -> list[Problem]:
    """What keeps rows out by itself, each thing told once, under the table a file is there for."""
    problems: list[Problem] = []
    main = _main_tables(filled)
    told: dict[int, set[tuple[str, str, int]]] = {}
    for part in sorted(filled, key=lambda part: part.rule.gather is not None):
        place = part.file.place
        if place not in told:
            problems += _ragged(part)
        table = part.rule.table if part.rule.gather is None else main[place]
        problems += _problems(part, table, told.setdefault(place, set()))
    return problems


def _united(
    name: str, parts: Sequence[Filled], sound: Sound, engine: duckdb.DuckDBPyConnection
) -> tuple[pa.Table, United]:
    """The sound rows of a table from all its files, and which of them share a key."""
    table = DELIVERED[name]
    rows = pa.concat_tables(
        [
            _accepted(table, part, sound[part.file.place]).append_column(
                "_part", pa.repeat(pa.scalar(number, pa.int64()), int(sound[part.file.place].sum()))
            )
            for number, part in enumerate(parts)
        ]
    )
    if parts[0].rule.gather is None:
        return rows, unite(table, rows, engine)
    rows = _told_once(table, rows)
    return rows, unite(table, rows, engine, "_newest")


def _main_tables(filled: Sequence[Filled]) -> dict[int, str]:
    """For each file the table that its faulty rows are told under: the first that isn't gathered."""
    main: dict[int, str] = {}
    for part in sorted(filled, key=lambda part: part.rule.gather is not None):
        main.setdefault(part.file.place, part.rule.table)
    return main


def _accepted(table: Table, part: Filled, good: np.ndarray) -> pa.Table:
    """The rows of a part marked in ``good``, with the file and row they came from."""
    columns = {name: part.columns[name] for name in table.names}
    columns["_file"] = pa.repeat(pa.scalar(part.file.place, pa.int64()), part.size)
    columns["_row"] = pa.array(part.file.grid.rows, pa.int64())
    columns["_newest"] = part.newest if part.newest is not None else pa.nulls(part.size, ARROW["date"])
    for name in ("_silent", "_backwards"):
        columns[name] = part.columns.get(name, pa.nulls(part.size, pa.bool_()))
    rows = pa.table(columns)
    return rows if good.all() else rows.filter(pa.array(good))


def _told_once(table: Table, rows: pa.Table) -> pa.Table:
    """Rows that say the same, once, with the newest of their dates: many rows tell of one student."""
    grouped = rows.group_by(list(table.names), use_threads=False).aggregate(
        [("_newest", "max"), ("_file", "first"), ("_row", "first")]
    )
    return grouped.rename_columns([*table.names, "_newest", "_file", "_row"])


def _problems(part: Filled, table: str, told: set[tuple[str, str, int]]) -> Iterator[Problem]:
    """Every issue of a part as problems of ``table``, row by row.

    ``told``: (code, column, row) of what was told of the file before: several rules may read one cell.
    """
    students = part.columns.get("student")
    for issue in part.issues:
        rows = part.file.grid.rows[issue.places].tolist()
        values = _values(issue)
        whose = [None] * len(rows)
        if students is not None:
            whose = students.take(pa.array(issue.places)).to_pylist()
        for at, (row, value, student) in enumerate(zip(rows, values, whose, strict=True)):
            if (issue.code, issue.column, row) in told:
                continue
            told.add((issue.code, issue.column, row))
            params = issue.about[at] if issue.about else issue.params or {}
            known = None if issue.code == "cpr_as_key" or student == "[CPR]" else student
            name = cut(issue.column, COLUMN_SHOWN)
            yield Problem(part.file.place, row, table, name, value, issue.code, shown(params), known)


def _values(issue: Issue) -> list[str]:
    """What stood in the cells, fit to be shown; each distinct text is looked at once."""
    if issue.values is None:
        return [""] * len(issue.places)
    distinct: dict[str, str] = {}
    values = [value or "" for value in issue.values.to_pylist()]
    for value in values:
        if value not in distinct:
            distinct[value] = shown(value)
    return [distinct[value] for value in values]


def _ragged(part: Filled) -> Iterator[Problem]:
    """Rows with too many or too few cells. Whose they are is read where the student should stand."""
    rule = part.rule.columns.get("student")
    place = part.file.match.places.get(rule.label) if isinstance(rule, Take) else None
    expected = len(part.file.headers)
    # Which columns the cells belong to nobody knows: the row as a whole is meant, from first column to last.
    named = [header for header in part.file.headers if header]
    first, last = (cut(named[at], COLUMN_SHOWN // 2 - 2) for at in (0, -1))
    for number, cells in part.file.ragged:
        student = cells[place].strip() if place is not None and place < len(cells) else ""
        yield Problem(
            part.file.place,
            number,
            part.rule.table,
            f"{first} … {last}",
            shown(" | ".join(cells)),
            "wrong_cell_count",
            {"found": len(cells), "expected": expected},
            student if student and "[CPR]" not in student else None,
        )


def _conflicts(table: Table, parts: Sequence[Filled], rows: pa.Table, united: United) -> Iterator[Problem]:
    """Rows that share a key with a kept row but say something else: told with the columns that differ."""
    if not len(united.conflicts):
        return
    lost = rows.take(pa.array(united.conflicts[:, 0])).to_pylist()
    kept = rows.take(pa.array(united.conflicts[:, 1])).to_pylist()
    for one, other in zip(lost, kept, strict=True):
        names = parts[one["_part"]].headers
        differ = [name for name in table.names if one[name] != other[name]]
        yield Problem(
            one["_file"],
            one["_row"],
            table.name,
            cut(names[differ[0]], COLUMN_SHOWN),
            shown("" if one[differ[0]] is None else str(one[differ[0]])),
            "conflicting_row",
            {
                "columns": list(dict.fromkeys(names[name] for name in differ)),
                "other_row": other["_row"],
                "other_file": other["_file"],
            },
            one.get("student"),
        )


def _keep(table: Table, rows: pa.Table, united: United, notices: Notices, gathered: bool) -> pa.Table:
    """The rows that stay, with their content hash; duplicates are noted (in gathered tables only what differs)."""
    noted, code = (united.conflicts, "differing_values") if gathered else (united.duplicates, "duplicate_row")
    if len(noted):
        listed = noted[: max(notices.room(code), 0)]
        told = rows.select(["_file", "_row"])
        first = told.take(pa.array(listed[:, 0])).to_pylist()
        second = told.take(pa.array(listed[:, 1])).column("_row").to_pylist()
        made = (
            Notice(code, one["_file"], table.name, one["_row"], {"other_row": other})
            for one, other in zip(first, second, strict=True)
        )
        notices.add(made, code, len(noted))
    rows = rows.append_column("content", united.content)
    away = np.concatenate((united.duplicates[:, 0], united.conflicts[:, 0]))
    if not len(away):
        return rows
    keep = np.ones(len(rows), dtype=bool)
    keep[away] = False
    return rows.filter(pa.array(keep))


def _note(name: str, rows: pa.Table, mapping: Mapping, notices: Notices) -> None:
    """What is odd about the accepted rows of a table."""
    if not rows.num_rows:
        return
    if name == "spells":
        note_spells(rows, mapping.programmes, notices)
    elif "programme" in rows.column_names:
        note_programmes(rows, name, mapping.programmes, notices)
    if name == "leavers":
        undated = pc.is_null(rows.column("left_on"))
        note_rows(rows, name, "undated_leave", undated, notices)
