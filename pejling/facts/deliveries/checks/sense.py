"""What can't be true of a row, whatever the mapping says. *Pure.*

Only what is impossible is refused here; what is merely odd is a warning (see ``oddities``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pejling.facts.deliveries.checks.cells import Issue
from pejling.facts.deliveries.checks.dates import FIRST_YEAR, LAST_YEAR

#: So many characters a text may have: names of departments, programmes and the like are kept with this length.
LONGEST = 200
#: A remark written by hand may be longer: a row isn't kept out for it before it is a page.
REMARKS, LONGEST_REMARK = frozenset({"leave_reason", "end_reason"}), 2_000

Columns = Mapping[str, pa.Array]
#: A check: (code, the column it is about, the other column, what is impossible, limits to tell).
_Check = tuple[str, str, str | None, Callable[[Columns], pa.Array], dict]


def _ends_before(first: str, last: str) -> Callable[[Columns], pa.Array]:
    return lambda columns: pc.less(columns[last], columns[first])


def _outside(name: str, low: float, high: float) -> Callable[[Columns], pa.Array]:
    return lambda columns: pc.or_(pc.less(columns[name], low), pc.greater(columns[name], high))


_CHECKS: dict[str, tuple[_Check, ...]] = {
    "spells": (
        ("outside", "age", None, _outside("age", 10, 110), {"low": 10, "high": 110}),
        ("dates_reversed", "leave_to", "leave_from", _ends_before("leave_from", "leave_to"), {}),
    ),
    "agreements": (("dates_reversed", "ends_on", "starts_on", _ends_before("starts_on", "ends_on"), {}),),
    "quotas": (
        ("outside", "agreed", None, _outside("agreed", 0, 1_000_000), {"low": 0, "high": 1_000_000}),
        (
            "outside",
            "year",
            None,
            _outside("year", FIRST_YEAR, LAST_YEAR),
            {"low": FIRST_YEAR, "high": LAST_YEAR},
        ),
    ),
    "absence": (
        ("dates_reversed", "to_on", "from_on", _ends_before("from_on", "to_on"), {}),
        ("outside", "hours_absent", None, _outside("hours_absent", 0, 10_000), {"low": 0, "high": 10_000}),
        (
            "outside",
            "hours_scheduled",
            None,
            _outside("hours_scheduled", 0, 10_000),
            {"low": 0, "high": 10_000},
        ),
        (
            "absent_more_than_scheduled",
            "hours_absent",
            "hours_scheduled",
            lambda columns: pc.greater(columns["hours_absent"], pc.add(columns["hours_scheduled"], 1e-9)),
            {},
        ),
    ),
}


def too_long(texts: pa.Array, header: str, column: str = "") -> list[Issue]:
    """The rows whose text is longer than can be kept of ``column``; ``header``: what the file calls the column."""
    limit = LONGEST_REMARK if column in REMARKS else LONGEST
    wrong = pc.fill_null(pc.greater(pc.utf8_length(texts), limit), False).to_numpy(zero_copy_only=False)
    if not wrong.any():
        return []
    places = np.flatnonzero(wrong)
    return [Issue("too_long_text", places, header, texts.take(pa.array(places)), {"limit": limit})]


def impossible(table: str, columns: Columns, headers: Mapping[str, str]) -> list[Issue]:
    """The rows of a table that can't be true. ``headers``: what the file calls each column."""
    issues: list[Issue] = []
    for code, name, other, wrong_in, limits in _CHECKS.get(table, ()):
        wrong = pc.fill_null(wrong_in(columns), False).to_numpy(zero_copy_only=False)
        if not wrong.any():
            continue
        places = np.flatnonzero(wrong)
        at = pa.array(places)
        values = columns[name].take(at).cast(pa.string())
        if other is None:
            issues.append(Issue(code, places, headers[name], values, limits))
            continue
        others = columns[other].take(at).cast(pa.string()).to_pylist()
        about = tuple({"other": headers[other], "other_value": value} for value in others)
        issues.append(Issue(code, places, headers[name], values, about=about))
    return issues
