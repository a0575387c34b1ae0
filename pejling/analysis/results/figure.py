"""A key figure with all that is needed to read it, and the key figures of a snapshot. *Pure.*"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pejling.analysis.engine.snapshot_files import open_snapshot, reading
from pejling.analysis.tables import KEY_FIGURES


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One result of one period; fields as ``tables.KEY_FIGURES`` says.

    ``whole``: the figure this count is a part of, where the snapshot has it: the share is ``value / whole``.
    """

    origin: str
    indicator: str
    period: str
    unit: str
    place: str | None = None
    place_kind: str | None = None
    subgroup: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    value: float | None = None
    scale_from: float | None = None
    scale_to: float | None = None
    n: int | None = None
    sd: float | None = None
    lower: float | None = None
    upper: float | None = None
    response_rate: float | None = None
    part_of: str | None = None
    collected_from: date | None = None
    collected_to: date | None = None
    retrieved_on: date | None = None
    published_by: str | None = None
    visibility: str | None = None
    note: str | None = None
    whole: float | None = None

    @property
    def series(self) -> str:
        """The name of the figure followed over periods: a digest, fit for an address."""
        text = "\x1f".join(part or "" for part in (self.origin, self.indicator, self.place, self.subgroup))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def about_the_school(self) -> bool:
        """Whether the figure is the school's own, not a department's, a municipality's or the country's."""
        return self.place_kind == "school" or (self.place_kind is None and self.place is None)

    @property
    def share(self) -> float | None:
        """The share (0-1): of a count its part of the whole, of a percentage itself; None where there is none.

        A whole of 0 has no share: nobody lives there to be a share of.
        """
        if self.value is None:
            return None
        if self.unit == "percent":
            return self.value / 100
        return self.value / self.whole if self.unit == "count" and self.whole else None

    @property
    def behind(self) -> float | None:
        """How many are behind it: the n that was given, or the whole of a count."""
        return self.n if self.n is not None else self.whole

    @property
    def dated(self) -> date | None:
        """The day the result stands for: the end of collection, else the end of the period."""
        return self.collected_to or self.collected_from or self.period_to


def load(folder: Path) -> list[KeyFigure]:
    """The key figures in a snapshot's folder; [] in a snapshot made before there were any.

    IndicatorError ``not_a_snapshot`` where there is none.
    """
    snapshot = open_snapshot(folder)
    if KEY_FIGURES.name not in snapshot.files:
        return []
    names = ", ".join(f"k.{name}" for name in KEY_FIGURES.names)
    sql = f"""
        WITH k AS (SELECT * FROM read_parquet($file)),
        wholes AS (SELECT origin, indicator, place, subgroup, period, any_value(value) AS value
                   FROM k WHERE unit = 'count' GROUP BY ALL)
        SELECT {names}, w.value AS whole
        FROM k LEFT JOIN wholes w ON w.origin = k.origin AND w.indicator = k.part_of AND w.period = k.period
             AND w.place IS NOT DISTINCT FROM k.place AND w.subgroup IS NOT DISTINCT FROM k.subgroup
        ORDER BY k.origin, k.indicator, k.place NULLS FIRST, k.subgroup NULLS FIRST, k.period_to, k.period
    """
    with reading(snapshot) as connection:
        rows = connection.execute(sql, {"file": str(snapshot.files[KEY_FIGURES.name])}).fetchall()
    return [KeyFigure(**dict(zip([*KEY_FIGURES.names, "whole"], row, strict=True))) for row in rows]
