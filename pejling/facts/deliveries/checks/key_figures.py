"""What a key figure must say to be read (a period, a scale), and sums that don't agree. *Pure.*"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pejling.analysis.periods import parse_period
from pejling.facts.deliveries.checks.cells import Issue
from pejling.facts.deliveries.problems import Notice, Notices

#: So many municipalities in a delivery seem to be all 98, so that their sum may be held against the country's.
ALL_MUNICIPALITIES = 90
_COUNT = ["origin", "indicator", "place", "place_kind", "subgroup", "period", "value", "unit", "part_of"]


def settle_periods(columns: dict[str, pa.Array], header: str, as_of: date) -> list[Issue]:
    """Write every period in one form, find its days where none were delivered, date what has no date of retrieval.

    Changes ``columns``; returns the rows whose period can't be read. ``as_of``: the date of extraction.
    """
    texts = columns["period"].dictionary_encode()
    found = [None if text is None else parse_period(text) for text in texts.dictionary.to_pylist()]
    labels = pa.array([period and period.label for period in found], pa.string())
    for name, days in (
        ("period_from", [period and period.first for period in found]),
        ("period_to", [period and period.last for period in found]),
    ):
        computed = pa.array(days, pa.date32()).take(texts.indices)
        columns[name] = pc.coalesce(columns[name], computed)
    read = labels.take(texts.indices)
    wrong = pc.and_(pc.is_valid(columns["period"]), pc.is_null(read)).to_numpy(zero_copy_only=False)
    issues = []
    if wrong.any():
        places = np.flatnonzero(wrong)
        issues.append(Issue("not_a_period", places, header, columns["period"].take(pa.array(places))))
    columns["period"] = read
    columns["retrieved_on"] = pc.coalesce(columns["retrieved_on"], pa.scalar(as_of, pa.date32()))
    return issues


def note_sums(rows: pa.Table, engine: duckdb.DuckDBPyConnection, notices: Notices) -> None:
    """Tell of counts whose parts don't add up to the whole, or municipalities that don't add up to the country.

    Nothing is mended: the figures stay as they were published. A part that is left out isn't counted as 0, so a sum
    below the whole is told only where there are two parts or more; one above it always.
    """
    engine.register("counted", rows.select([*_COUNT, "_file", "_row"]))
    for code, sql, params in (
        ("parts_do_not_add_up", _PARTS, None),
        ("places_do_not_add_up", _PLACES, {"least": ALL_MUNICIPALITIES}),
    ):
        found = engine.sql(sql, params=params).to_arrow_table()
        listed = found.slice(0, max(notices.room(code), 0)).to_pylist()
        if found.num_rows:
            notices.add(_notices(code, listed), code, found.num_rows)
    engine.unregister("counted")


def _notices(code: str, rows: list[dict]) -> Iterator[Notice]:
    for row in rows:
        about = " · ".join(str(row[name]) for name in ("place", "subgroup", "period") if row.get(name))
        params = {
            "of": row["indicator"],
            "about": about,
            "parts": f"{row['parts']:g}",
            "whole": f"{row['whole']:g}",
        }
        yield Notice(code, row["_file"], "key_figures", row["_row"], params)


_PARTS = """
SELECT w.indicator, w.place, w.subgroup, w.period, w.value AS whole, sum(p.value) AS parts,
       any_value(w._file) AS _file, any_value(w._row) AS _row
FROM counted w JOIN counted p ON p.part_of = w.indicator AND p.origin = w.origin AND p.period = w.period
     AND p.place IS NOT DISTINCT FROM w.place AND p.subgroup IS NOT DISTINCT FROM w.subgroup
     AND p.indicator <> w.indicator
WHERE w.unit = 'count' AND p.unit = 'count' AND w.value IS NOT NULL AND p.value IS NOT NULL
GROUP BY w.origin, w.indicator, w.place, w.subgroup, w.period, w.value
HAVING sum(p.value) > w.value OR (sum(p.value) < w.value AND count(*) > 1)
ORDER BY _file, _row, w.period
"""
_PLACES = """
SELECT w.indicator, w.place, w.subgroup, w.period, w.value AS whole, sum(p.value) AS parts,
       any_value(w._file) AS _file, any_value(w._row) AS _row
FROM counted w JOIN counted p ON p.indicator = w.indicator AND p.origin = w.origin AND p.period = w.period
     AND p.subgroup IS NOT DISTINCT FROM w.subgroup
WHERE w.place_kind = 'country' AND p.place_kind = 'municipality' AND w.unit = 'count' AND p.unit = 'count'
      AND w.value IS NOT NULL AND p.value IS NOT NULL
GROUP BY w.origin, w.indicator, w.place, w.subgroup, w.period, w.value
HAVING count(*) >= $least AND sum(p.value) <> w.value
ORDER BY _file, _row, w.indicator, w.period
"""
