"""What is odd about accepted rows: listed, never refused. *Pure.*"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pejling.facts.deliveries.mapping.codes import CodeList
from pejling.facts.deliveries.problems import Notice, Notices

#: Outcomes that mean somebody left before the end.
LEFT = ("interrupted", "never_started")
_LEFT_THEN = pa.schema(
    [("student", pa.string()), ("programme", pa.string()), ("part", pa.string()), ("left_on", pa.date32())]
)


def settle_outcomes(spells: dict[str, pa.Array], never_started: str, as_of: date) -> dict[str, pa.Array]:
    """Outcomes as they can be told from one row: never started by the dates, ended without a word about how.

    Somebody who left, or whose spell ended without a word, on or before (``<=``; a mapping may say ``<``) the first
    day never started; nor did somebody who is said to have completed before it. A spell without an outcome, or one
    said to be active whose last day has passed with nothing said, is active while open and ended afterwards; a
    leavers file may know better.

    Beside the outcomes: ``_silent``, where the end came without a word, and ``_backwards``, where the end is before
    the start though nothing says that somebody left.
    """
    outcome = spells["outcome"]
    ends, starts = spells["ends_on"], spells["starts_on"]
    past = pc.fill_null(pc.less_equal(ends, pa.scalar(as_of)), False)
    unsaid = pc.is_null(spells["leave_code"])
    silent = pc.or_(pc.is_null(outcome), pc.and_(pc.equal(outcome, "active"), unsaid))
    silent = pc.and_(pc.fill_null(silent, True), past)
    outcome = pc.fill_null(pc.if_else(silent, "ended", outcome), "active")
    before = pc.fill_null(pc.less(ends, starts), False)
    at_once = pc.fill_null(pc.less_equal(ends, starts), False) if never_started == "<=" else before
    left = pc.is_in(outcome, pa.array(["interrupted", "ended"]))
    backwards = pc.and_(pc.is_in(outcome, pa.array(["completed", "active"])), before)
    never = pc.or_(pc.and_(left, at_once), pc.and_(pc.equal(outcome, "completed"), before))
    outcome = pc.if_else(never, "never_started", outcome)
    return spells | {
        "outcome": outcome,
        "_silent": pc.and_(silent, pc.equal(outcome, "ended")),
        "_backwards": backwards,
    }


def note_spells(rows: pa.Table, programmes: CodeList | None, notices: Notices) -> None:
    """Never started, undated leaves, ends without a code ...

    ``rows``: accepted spells with ``_file``, ``_row``, ``_silent`` and ``_backwards`` (see ``settle_outcomes``).
    """
    outcome = rows.column("outcome")
    undated = pc.is_null(rows.column("ends_on"))
    early = pc.less(rows.column("expected_end_on"), rows.column("starts_on"))
    one_day = pc.equal(rows.column("ends_on"), rows.column("starts_on"))
    for code, mask in (
        ("never_started", pc.equal(outcome, "never_started")),
        ("ends_before_start", rows.column("_backwards")),
        ("ended_on_first_day", pc.and_(pc.is_in(outcome, pa.array(["completed", "active"])), one_day)),
        ("undated_leave", pc.and_(pc.is_in(outcome, pa.array(LEFT)), undated)),
        ("undated_completion", pc.and_(pc.is_in(outcome, pa.array(["completed", "ended"])), undated)),
        ("end_without_code", rows.column("_silent")),
        ("expected_end_before_start", early),
    ):
        note_rows(rows, "spells", code, mask, notices)
    note_programmes(rows, "spells", programmes, notices)


def note_rows(
    rows: pa.Table, table: str, code: str, mask: pa.ChunkedArray, notices: Notices, **params: str
) -> None:
    """A notice for every row where ``mask`` holds."""
    places = np.flatnonzero(pc.fill_null(mask, False).to_numpy(zero_copy_only=False))
    if len(places):
        listed = rows.select(["_file", "_row"]).take(pa.array(places[: max(notices.room(code), 0)]))
        notices.add((Notice(code, f, table, r, dict(params)) for f, r in _pairs(listed)), code, len(places))


def note_programmes(rows: pa.Table, table: str, programmes: CodeList | None, notices: Notices) -> None:
    """Programmes, and parts of them, that the list doesn't know."""
    if programmes is None:
        return
    names = ["programme", "part"] if "part" in rows.column_names else ["programme"]
    pairs = rows.select(names).group_by(names).aggregate([]).to_pylist()
    for pair in sorted(pairs, key=str):
        programme, part = pair["programme"], pair.get("part")
        found = None if programme is None else programmes.find(programme)
        parts = (programmes.about(found, "parts") or ()) if found else ()
        if programme is None or (found and (part is None or not parts or part in parts)):
            continue
        mask = pc.equal(rows.column("programme"), programme)
        if "part" in names:
            here = pc.is_null(rows.column("part")) if part is None else pc.equal(rows.column("part"), part)
            mask = pc.and_(mask, here)
        note_rows(rows, table, "unknown_programme", mask, notices, programme=programme, part=part or "")


def note_overlaps(
    rows: pa.Table, leavers: pa.Table | None, engine: duckdb.DuckDBPyConnection, notices: Notices
) -> None:
    """Spells that begin before an earlier spell of the same student has ended.

    Where the enrolment is open the leavers of the same delivery may know when it ended.

    The last day of one may be the first of the next. Spells that count nowhere (left out, never started) and undated
    leaves, whose end nobody knows, are left aside.
    """
    columns = ["student", "programme", "part", "starts_on", "ends_on", "outcome", "_file", "_row"]
    engine.register("accepted", rows.select(columns))
    engine.register(
        "left_then", _LEFT_THEN.empty_table() if leavers is None else leavers.select(_LEFT_THEN.names)
    )
    found = engine.sql(
        """
        WITH counted AS (
            SELECT student, starts_on, _file, _row, coalesce(
                ends_on,
                (SELECT min(left_on) FROM left_then l
                 WHERE l.student = a.student AND l.programme = a.programme
                   AND l.part IS NOT DISTINCT FROM a.part AND l.left_on >= a.starts_on),
                DATE '9999-12-31') AS until
            FROM accepted a
            WHERE outcome NOT IN ('left_out', 'never_started') AND NOT (outcome <> 'active' AND ends_on IS NULL)
              AND (ends_on IS NULL OR ends_on > starts_on)
        ), several AS (
            SELECT * FROM counted WHERE student IN (SELECT student FROM counted GROUP BY student HAVING count(*) > 1)
        ), beside AS (
            SELECT _file, _row, starts_on, max(until) OVER w AS latest, arg_max(_row, until) OVER w AS other
            FROM several
            WINDOW w AS (PARTITION BY student ORDER BY starts_on, until, _file, _row
                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        )
        SELECT _file, _row, other FROM beside WHERE latest > starts_on ORDER BY _file, _row
        """
    ).to_arrow_table()
    engine.unregister("accepted")
    engine.unregister("left_then")
    code = "overlapping_spells"
    listed = found.slice(0, max(notices.room(code), 0)).to_pylist()
    made = (Notice(code, row["_file"], "spells", row["_row"], {"other_row": row["other"]}) for row in listed)
    if found.num_rows:
        notices.add(made, code, found.num_rows)


def _pairs(rows: pa.Table) -> Iterator[tuple[int, int]]:
    yield from zip(rows.column("_file").to_pylist(), rows.column("_row").to_pylist(), strict=True)
