"""One of another's dropout figures beside the school's own."""

from __future__ import annotations

from dataclasses import dataclass

from pejling.analysis.results.dropout_beside import Beside
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.followed import Followed
from pejling.web.components.sight import Seen


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the other's figures beside the school's own; ``same_time``: the own one is of the same starts."""

    followed: Followed
    result: Beside
    own: list[Seen]
    same_time: bool

    @property
    def figure(self) -> KeyFigure:
        """The other's figure."""
        return self.result.figure
