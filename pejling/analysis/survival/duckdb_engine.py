"""The fast engine: DuckDB counts the spells, numpy makes the life tables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pejling.analysis import lifetable
from pejling.analysis.logrank import log_rank
from pejling.analysis.survival import problems
from pejling.analysis.survival.answer import Comparison, LifeTables
from pejling.analysis.survival.duckdb_counts import Counts, Integers, count_spells
from pejling.analysis.survival.question import Question

#: A comparison holds a matrix of groups x groups.
MOST_COMPARED = 5000


def life_tables(question: Question) -> LifeTables:
    """The life table of every group. Refusal when the file can't answer the question."""
    counts = count_spells(question)
    order, new_group = _sorted_by_group_and_time(counts)
    time, status, n = counts.time[order], counts.status[order], counts.n[order]
    group = np.cumsum(new_group) - 1
    first = np.flatnonzero(new_group | np.r_[True, time[1:] != time[:-1]][: len(time)])
    kinds = 1 + len(question.causes)
    row = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(time)]))
    cells = np.bincount(row * kinds + status, n, len(first) * kinds).astype(np.int64).reshape(-1, kinds)
    row_group, row_time, leaving = group[first], time[first], cells.sum(axis=1)
    if counts.entry is None:
        at_risk = lifetable.at_risk_without_entry(row_group, leaving)
    else:
        at_risk = lifetable.at_risk_with_entry(row_group, row_time, leaving, group, counts.entry[order], n)
    found = lifetable.estimate(row_group, at_risk, cells[:, 1:])
    by = [labels[codes[order[first]]] for labels, codes in zip(counts.labels, counts.codes, strict=True)]
    values = [
        *by,
        row_time,
        at_risk,
        *cells[:, 1:].T,
        cells[:, 0],
        found.survival,
        found.se,
        found.lower,
        found.upper,
    ]
    for cause in range(len(question.causes)):
        values += [found.cif[:, cause], found.cif_se[:, cause]]
    return LifeTables(dict(zip(question.answer_columns, values, strict=True)), counts.left_out, counts.never)


def compare(question: Question) -> Comparison:
    """The log-rank test between the groups; competing values count as censored."""
    counts = count_spells(question)
    named = np.ones(len(counts.n), bool)
    for codes, labels in zip(counts.codes, counts.labels, strict=True):
        named &= (labels != "")[codes]
    key = _group_keys(counts)[0][named]
    _keys, members, group = np.unique(key, return_index=True, return_inverse=True)
    if not 2 <= len(members) <= MOST_COMPARED:
        raise problems.refuse_comparison(len(members), MOST_COMPARED)
    n = counts.n[named]
    result = log_rank(len(members), group, counts.time[named], n * (counts.status[named] == 1), n)
    values = [
        labels[codes[named][members]] for labels, codes in zip(counts.labels, counts.codes, strict=True)
    ]
    names = tuple(" / ".join(parts) for parts in zip(*values, strict=True))
    return Comparison(
        names, result.n, result.events, result.chi2, result.df, result.p, counts.left_out, counts.never
    )


def _group_keys(counts: Counts) -> tuple[Integers, int]:
    """One number per combination of by values, in sorted order, below the returned bound (at most 2^62)."""
    key, bound = np.zeros(len(counts.n), np.int64), 1
    for codes, labels in zip(counts.codes, counts.labels, strict=True):
        if bound * max(1, len(labels)) > 1 << 62:
            found, key = np.unique(key, return_inverse=True)
            bound = len(found)
        key = key * len(labels) + codes
        bound *= max(1, len(labels))
    return key, bound


def _sorted_by_group_and_time(counts: Counts) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """The order of the counts by group, then time; and where, in that order, a new group begins."""
    key, bound = _group_keys(counts)
    last = float(counts.time.max(initial=0.0))
    if last < (1 << 62) // bound - 1 and np.array_equal(counts.time, np.floor(counts.time)):
        # Whole times fit into one number with the group: one sort instead of two.
        order = np.argsort(key * (int(last) + 1) + counts.time.astype(np.int64))
    else:
        order = np.lexsort((counts.time, key))
    key = key[order]
    return order, np.r_[True, key[1:] != key[:-1]][: len(key)]
