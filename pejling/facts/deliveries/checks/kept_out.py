"""Which rows of a file are kept out: a row that is wrong for one table fills no other. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from pejling.facts.deliveries.checks.fill import Filled
from pejling.facts.deliveries.checks.unite import United

#: For each file, by its place in the delivery: which of its rows are sound.
Sound = dict[int, np.ndarray]


def sound_rows(filled: Sequence[Filled]) -> Sound:
    """The rows with nothing wrong in any of the tables they fill."""
    sound: Sound = {}
    for part in filled:
        good = sound.setdefault(part.file.place, np.ones(part.size, dtype=bool))
        for issue in part.issues:
            good[issue.places] = False
    return sound


def drop_conflicts(sound: Sound, parts: Sequence[Filled], rows: pa.Table, united: United) -> set[int]:
    """Take the rows that lost against another with their key out of ``sound``; the files they stand in.

    ``rows``: the table's rows with ``_file`` and ``_row``, as they were united.
    """
    if not len(united.conflicts):
        return set()
    lost = rows.select(["_file", "_row"]).take(pa.array(united.conflicts[:, 0]))
    files, numbers = lost.column("_file").to_numpy(), lost.column("_row").to_numpy()
    touched = {part.file.place: part.file.grid.rows for part in parts if part.file.place in files}
    for place, known in touched.items():
        sound[place][np.searchsorted(known, numbers[files == place])] = False
    return set(touched)
