"""Rows of one file laid beside rows of another by equal keys. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pejling.facts.deliveries.checks.cells import Cells


@dataclass(frozen=True, slots=True)
class Joined:
    """For each row of the main file the place of its partner (-1: none), and which rows have partners that differ.

    ``used``: which rows of the other file found a partner.
    """

    places: np.ndarray
    ambiguous: np.ndarray
    used: np.ndarray


def join(main: Sequence[Cells], other: Sequence[Cells], everything: Sequence[Cells]) -> Joined:
    """Match rows by the columns ``main`` and ``other``, pairwise; rows with an empty key never match.

    ``everything``: all columns of the other file; partners alike in all of them are one and the same.
    """
    left, right = _numbers(main, other)
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    start = np.searchsorted(ordered, left, "left")
    end = np.searchsorted(ordered, left, "right")
    found = (end > start) & (left >= 0)
    places = np.full(len(left), -1, dtype=np.int64)
    places[found] = order[start[found]]
    same = np.flatnonzero((ordered[1:] == ordered[:-1]) & (ordered[1:] >= 0))
    unlike = np.zeros(len(same), dtype=bool)
    for cells in everything:
        unlike |= cells.indices[order[same]] != cells.indices[order[same + 1]]
    several = np.isin(left, ordered[same[unlike]])
    return Joined(places, several & found, np.isin(right, left) & (right >= 0))


def _numbers(main: Sequence[Cells], other: Sequence[Cells]) -> tuple[np.ndarray, np.ndarray]:
    """One number per distinct composite key, the same on both sides; -1 where a part is empty."""
    size = len(main[0])
    total = np.zeros(size + len(other[0]), dtype=np.int64)
    empty = np.zeros(len(total), dtype=bool)
    for one, two in zip(main, other, strict=True):
        both = pa.chunked_array([one.scrubbed(), two.scrubbed()]).combine_chunks()
        if isinstance(both, pa.ChunkedArray):
            both = pa.concat_arrays(both.chunks)
        encoded = both.dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        blank = np.array([text == "" for text in encoded.dictionary.to_pylist()], dtype=bool)
        empty |= blank[codes]
        _, total = np.unique(total * (len(blank) + 1) + codes, return_inverse=True)
    total = np.where(empty, -1, total)
    return total[:size], total[size:]
