"""Columns as rows: a file with a column per year, or per answer, told once for each of those columns. *Pure.*

Each telling keeps the file's rows and row numbers, so that what is wrong in one cell is told of that cell, and keeps
out the row it stands in.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from pejling.facts.deliveries.checks.cells import Cells
from pejling.facts.deliveries.mapping.model import SourceColumn
from pejling.facts.deliveries.reading.delivered import Delivered


def unpivoted(file: Delivered) -> list[Delivered]:
    """The file once per unpivoted column it has; the file itself where nothing is unpivoted."""
    unpivot = file.match.role.unpivot
    if unpivot is None:
        return [file]
    called = dict(unpivot.columns) or {
        label: cells.header for label, cells in file.cells.items() if label.startswith(f"{unpivot.value}.")
    }
    shared = {label: cells for label, cells in file.cells.items() if label not in called}
    size = len(file.grid.rows)
    return [
        replace(
            file,
            cells=shared
            | {unpivot.name: _always(name, unpivot.name, size), unpivot.value: file.cells[label]},
        )
        for label, name in called.items()
        if label in file.cells
    ]


def _always(text: str, label: str, size: int) -> Cells:
    """A column that says the same in every row."""
    column = SourceColumn(label)
    return Cells(label, np.zeros(size, dtype=np.int32), pa.array([text]), np.zeros(1, dtype=bool), column)
