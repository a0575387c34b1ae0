"""Linear programs and whole-number programs for HiGHS, through SciPy; and what each of them counts as.

How long is looked for something better is counted in programs, not in seconds: the same tables give the same choice
on any machine, however busy. Two different choices for the same tables, both published, would tell more than one.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from pejling.analysis.disclosure.problem import Floats

#: So many columns in a program double what it counts as.
USUAL_COLUMNS = 250
#: What a quiet machine does in a second, about.
EFFORT_IN_A_SECOND = 300.0


def effort(columns: int) -> float:
    """What a program counts as: about 1 for a small one, and more the larger it is."""
    return float(1.0 + (columns / USUAL_COLUMNS) ** 1.5)


class OutOfTime(Exception):
    """The solver could neither find a solution nor show that there is none."""


def lowest(
    cost: Floats, matrix: sparse.spmatrix, lower: Floats, upper: Floats,
    *, whole: bool = False, seconds: float | None = None, nodes: int | None = None,
) -> Floats | None:  # fmt: skip
    """The x between its bounds with matrix @ x = 0 and the least cost @ x (the best found in the time, or in so
    many branchings); None where there is none. OutOfTime where that isn't known."""
    options: dict[str, float] = {"time_limit": max(seconds, 0.01)} if seconds is not None else {}
    if nodes is not None:
        options["node_limit"] = nodes
    found = milp(
        cost,
        integrality=np.full(len(cost), int(whole)),
        bounds=Bounds(lower, upper),
        constraints=LinearConstraint(matrix, 0, 0) if matrix.shape[0] else None,
        options=options,
    )
    if found.x is not None:
        return np.asarray(found.x)
    if found.status == 2:
        return None
    raise OutOfTime
