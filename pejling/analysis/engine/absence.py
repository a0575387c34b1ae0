"""Absence: hours absent over hours scheduled, the student as the unit (a ratio of two sums, linearised)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb

from pejling.analysis.engine.compile_incidence import Asked, Query
from pejling.analysis.engine.dimensions import STUDENT, Bound, dimension_sql, shown, where_sql
from pejling.analysis.engine.question import Value
from pejling.analysis.engine.snapshot_files import Snapshot


def absence_query(asked: Asked, files: dict[str, Path]) -> Query:
    """One row per group and reason: students, and sums over students of x (scheduled), y (absent) and their products.

    Hours are exact decimals (four places), so the sums don't depend on the order in which rows are read.
    """
    bound, definition = Bound(), asked.definition

    def sql_of(name: str) -> str:
        if name == STUDENT:
            return "a.pseudonym"
        own = f"a.{name}" if name in ("programme", "part") else None
        expression = dimension_sql(name, "s", bound, asked.intakes, definition.age25)
        return f"coalesce({own}, {expression})" if own else expression

    groups = "".join(f"{sql_of(name)} AS g{place}, " for place, name in enumerate(asked.by))
    names = "".join(f"g{place}, " for place in range(len(asked.by)))
    as_of = f"CAST({bound(asked.as_of)} AS DATE)"
    reasons = bound.any_of("s.outcome", definition.excluded_outcomes)
    conditions = [where_sql(asked.where, bound, sql_of)]
    if definition.parts:
        conditions.append(bound.any_of(sql_of("part"), definition.parts))
    sql = f"""WITH periods AS (SELECT {groups} a.pseudonym, CASE WHEN {reasons} THEN s.outcome END AS reason,
    CAST(a.hours_absent AS DECIMAL(14, 4)) AS y, CAST(a.hours_scheduled AS DECIMAL(14, 4)) AS x
  FROM read_parquet({bound(str(files["absence"]))}) a
  LEFT JOIN read_parquet({bound(str(files["spells"]))}) s ON s.pseudonym = a.pseudonym AND s.spell = a.spell
  WHERE a.to_on <= {as_of} AND a.to_on > {as_of} - to_months({bound(asked.window)})
  AND {" AND ".join(conditions)}),
students AS (SELECT {names} reason, pseudonym, CAST(sum(y) AS DECIMAL(16, 4)) AS y,
    CAST(sum(x) AS DECIMAL(16, 4)) AS x, count(*) AS periods FROM periods GROUP BY ALL)
SELECT {names} reason, count(*) AS n, CAST(sum(periods) AS BIGINT) AS periods, sum(y), sum(x),
  sum(CAST(y * y AS DECIMAL(38, 8))), sum(CAST(x * y AS DECIMAL(38, 8))), sum(CAST(x * x AS DECIMAL(38, 8)))
FROM students GROUP BY ALL"""
    return Query(sql, bound.values)


def ratio_limits(
    n: int, y: Decimal, x: Decimal, yy: Decimal, xy: Decimal, xx: Decimal
) -> tuple[float | None, float | None]:
    """95 % limits of y/x: t with n - 1 degrees of freedom on the linearised ratio (Cochran 1977, eq. 6.13).

    Sums over n students of y, x and their products. None where n < 2 or the students don't differ at all.
    """
    if n < 2 or not x:
        return None, None
    ratio = Fraction(y) / Fraction(x)
    squares = Fraction(yy) - 2 * ratio * Fraction(xy) + ratio**2 * Fraction(xx)
    variance = squares * n / (n - 1) / Fraction(x) ** 2
    if variance <= 0:
        return None, None
    # SciPy takes long to import; most figures never come here.
    from scipy.special import stdtrit

    spread = float(stdtrit(n - 1, 0.975)) * math.sqrt(variance)
    return max(0.0, float(ratio) - spread), min(1.0, float(ratio) + spread)


def values(connection: duckdb.DuckDBPyConnection, asked: Asked, snapshot: Snapshot) -> Iterator[Value]:
    """The values of the absence share."""
    query = absence_query(asked, snapshot.files)
    wide = len(asked.by)
    counted: dict[tuple, tuple] = {}
    excluded: dict[tuple, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(query.sql, query.values).fetchall():
        key, (reason, n, periods, *sums) = row[:wide], row[wide:]
        if reason is None:
            counted[key] = (n, *sums)
        else:
            excluded[key][reason] = periods
    if not asked.by:
        zero = Decimal(0)
        counted.setdefault((), (0, zero, zero, zero, zero, zero))
    for key, (n, y, x, yy, xy, xx) in counted.items():
        lower, upper = ratio_limits(n, y, x, yy, xy, xx)
        yield Value(
            indicator=asked.definition.key,
            variant=None,
            months=asked.window,
            by={name: shown(name, value) for name, value in zip(asked.by, key, strict=True)},
            estimate=float(Fraction(y) / Fraction(x)) if x else None,
            n=n,
            lower=lower,
            upper=upper,
            events=None,
            as_of=asked.as_of,
            version=asked.definition.version,
            snapshot=snapshot.uuid,
            complete=n > 0,
            excluded=dict(sorted(excluded[key].items())),
            reason=None if x else "nobody",
        )
