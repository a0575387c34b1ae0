"""Linear programs and whole-number programs for HiGHS, through SciPy."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from pejling.analysis.disclosure.problem import Floats


class OutOfTime(Exception):
    """The solver could neither find a solution nor show that there is none."""


def lowest(
    cost: Floats, matrix: sparse.spmatrix, lower: Floats, upper: Floats,
    *, whole: bool = False, seconds: float | None = None,
) -> Floats | None:  # fmt: skip
    """The x between its bounds with matrix @ x = 0 and the least cost @ x (the best found in the time); None where
    there is none. OutOfTime where that isn't known."""
    options = {"time_limit": max(seconds, 0.01)} if seconds is not None else {}
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
