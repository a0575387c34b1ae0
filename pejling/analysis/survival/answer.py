"""What an engine answers: life tables as named columns, or a comparison of groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pejling.analysis.language import _

#: Why a row was left out, by the code the engines use.
LEFT_OUT = {
    "starts_after": _("start after the as-of date"),
    "undated": _("an event or competing outcome without an end date"),
    "entry_too_late": _("entry not before the end of observation"),
}


@dataclass(frozen=True, slots=True)
class LifeTables:
    """Equally long columns in the order in which they are shown, one row per group and observed time.

    Groups are sorted as text. Undefined numbers are nan. `left_out`: how many rows of the file were not used, by a
    code of `LEFT_OUT`; only those that occur. `never`: competing values that the file doesn't hold.
    """

    columns: Mapping[str, npt.NDArray[np.generic]]
    left_out: Mapping[str, int]
    never: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.columns["time"])


@dataclass(frozen=True, slots=True)
class Comparison:
    """A log-rank test. `groups`: the names of the groups in the test; with several columns their values joined by
    " / ". `n` rows and `events` events in all groups; `chi2` and `p` are nan where nothing can be compared (df 0)."""

    groups: tuple[str, ...]
    n: int
    events: int
    chi2: float
    df: int
    p: float
    left_out: Mapping[str, int]
    never: tuple[str, ...] = ()
