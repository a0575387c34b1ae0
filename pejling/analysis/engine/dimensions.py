"""The dimensions of a spell as SQL, and the values as a reader sees them.

Months and intakes are whole numbers (YYYYMM) inside the engine: that is quicker than text, and sorts the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pejling.analysis.definition_model import Age25
from pejling.analysis.engine.question import Accepted, IndicatorError, Where
from pejling.analysis.intakes import Intakes

#: The pseudonym: a reader held to own students is held by it, but nothing is counted by it.
STUDENT = "student"
OVER, UNDER, UNKNOWN = "25+", "under 25", "unknown"
NO_MUNICIPALITY = "none"
_COLUMN = {
    "department": "department",
    "programme": "programme",
    "part": "part",
    "school": "school",
    "student_type": "student_type",
    "class": "first_class",
}
_MONTHS = ("intake", "start_month")


class Bound:
    """Collects the values of a query: each becomes a named parameter and is never part of the SQL text."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    def __call__(self, value: object) -> str:
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def any_of(self, expression: str, values: Sequence[object]) -> str:
        """SQL: the expression is one of the values (None: is null)."""
        known = [value for value in values if value is not None]
        parts = [f"{expression} IN ({', '.join(self(value) for value in known)})"] if known else []
        if len(known) < len(values):
            parts.append(f"{expression} IS NULL")
        return f"({' OR '.join(parts)})" if parts else "false"


def dimension_sql(name: str, alias: str, bound: Bound, intakes: Intakes, age25: Age25) -> str:
    """The SQL of one spell dimension; ``alias`` is the spells table in the query."""
    if name in _COLUMN:
        return f"{alias}.{_COLUMN[name]}"
    if name == STUDENT:
        return f"{alias}.pseudonym"
    if name == "municipality":
        return f"coalesce({alias}.municipality_at_start, '{NO_MUNICIPALITY}')"
    if name == "start_month":
        return f"(year({alias}.starts_on) * 100 + month({alias}.starts_on))"
    if name == "intake":
        return _intake_sql(alias, bound, intakes)
    return _age_sql(alias, bound, age25)


def _intake_sql(alias: str, bound: Bound, intakes: Intakes) -> str:
    start = f"{alias}.starts_on"
    day = f"(month({start}) * 100 + day({start}))"
    cases = []
    for window in intakes:
        first, last, month = bound(window.first), bound(window.last), bound(window.month)
        if window.crosses_new_year:
            cases.append(f"WHEN {day} >= {first} THEN year({start}) * 100 + {month}")
            cases.append(f"WHEN {day} <= {last} THEN (year({start}) - 1) * 100 + {month}")
        else:
            cases.append(f"WHEN {day} BETWEEN {first} AND {last} THEN year({start}) * 100 + {month}")
    month_of_start = f"year({start}) * 100 + month({start})"
    return f"(CASE {' '.join(cases)} ELSE {month_of_start} END)" if cases else f"({month_of_start})"


def _age_sql(alias: str, bound: Bound, age25: Age25) -> str:
    def says(patterns: Sequence[str]) -> str:
        tests = [
            f"lower({alias}.student_type) LIKE {bound(like(pattern))} ESCAPE '\\'" for pattern in patterns
        ]
        return " OR ".join(tests) or "false"

    return (
        f"(CASE WHEN {says(age25.under)} THEN '{UNDER}' WHEN {says(age25.over)} THEN '{OVER}' "
        f"WHEN {alias}.age_at_first >= 25 THEN '{OVER}' "
        f"WHEN {alias}.age_at_first < 25 THEN '{UNDER}' ELSE '{UNKNOWN}' END)"
    )


def like(pattern: str) -> str:
    """A pattern with ``*`` as SQL's LIKE wants it: lower case, its own wildcards escaped."""
    escaped = re.sub(r"([\\%_])", r"\\\1", pattern.lower())
    return escaped.replace("*", "%")


def where_sql(where: Where, bound: Bound, sql_of: Callable[[str], str]) -> str:
    """The filter as SQL; ``sql_of`` gives a dimension's expression."""
    parts = []
    for name, accepted in where.accepted:
        values = stored(name, accepted)
        parts.append(bound.any_of(sql_of(name), values) if values else "false")
    if where.within:
        parts.append(f"({' OR '.join(f'({where_sql(box, bound, sql_of)})' for box in where.within)})")
    return " AND ".join(parts) or "true"


def stored(name: str, accepted: Accepted) -> list[object]:
    """Accepted values as the engine holds them: ``2025-08`` becomes 202508; IndicatorError for another form."""
    if name not in _MONTHS:
        return list(accepted)
    found: list[object] = []
    for value in accepted:
        match = re.fullmatch(r"(\d{4})-(\d{2})", str(value))
        if match is None:
            raise IndicatorError("not_a_month", dimension=name, value=value)
        found.append(int(match[1]) * 100 + int(match[2]))
    return found


def shown(name: str, value: object) -> str | int | None:
    """A value as a reader sees it."""
    if value is None:
        return None
    if name in _MONTHS:
        return f"{int(value) // 100:04d}-{int(value) % 100:02d}"  # type: ignore[call-overload]
    return int(value) if name == "year" else str(value)  # type: ignore[call-overload]
