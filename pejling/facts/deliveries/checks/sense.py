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
REMARKS, LONGEST_REMARK = frozenset({"leave_reason", "end_reason", "note"}), 2_000

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

#: More people than this are behind no figure of this country.
_PEOPLE = 10_000_000


def _without_scale(columns: Columns) -> pa.Array:
    ends = pc.and_(pc.is_valid(columns["scale_from"]), pc.is_valid(columns["scale_to"]))
    return pc.and_(pc.equal(columns["unit"], "score"), pc.invert(ends))


def _off_the_scale(columns: Columns) -> pa.Array:
    # A mean comes with rounding: 5.0000001 of 5 is no mistake.
    low, high = pc.subtract(columns["scale_from"], 1e-6), pc.add(columns["scale_to"], 1e-6)
    outside = pc.or_(pc.less(columns["value"], low), pc.greater(columns["value"], high))
    return pc.and_(pc.equal(columns["unit"], "score"), outside)


_CHECKS["key_figures"] = (
    ("no_scale", "unit", None, _without_scale, {}),
    ("limits_reversed", "scale_to", "scale_from", lambda c: pc.less_equal(c["scale_to"], c["scale_from"]), {}),
    ("off_the_scale", "value", "scale_to", _off_the_scale, {}),
    (
        "outside", "value", None,
        lambda c: pc.and_(pc.equal(c["unit"], "count"), pc.less(c["value"], 0)), {"low": 0, "high": 10**15},
    ),
    (
        "outside", "value", None,
        lambda c: pc.and_(pc.equal(c["unit"], "percent"), _outside("value", 0, 1_000)(c)), {"low": 0, "high": 1_000},
    ),
    ("outside", "n", None, _outside("n", 0, _PEOPLE), {"low": 0, "high": _PEOPLE}),
    ("outside", "sd", None, _outside("sd", 0, 1_000_000), {"low": 0, "high": 1_000_000}),
    ("outside", "response_rate", None, _outside("response_rate", 0, 100), {"low": 0, "high": 100}),
    ("limits_reversed", "upper", "lower", lambda c: pc.less(c["upper"], c["lower"]), {}),
    ("dates_reversed", "collected_to", "collected_from", _ends_before("collected_from", "collected_to"), {}),
    ("dates_reversed", "period_to", "period_from", _ends_before("period_from", "period_to"), {}),
)  # fmt: skip


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
