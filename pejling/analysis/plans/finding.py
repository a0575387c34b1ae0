"""One thing that was found in a plan: where, what, and the figures that go with it. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """``path``: the place in the file, counted from 1; ``code`` and ``params``: what ``wording`` puts in words."""

    path: str
    code: str
    params: Mapping[str, object]

    @property
    def gap(self) -> str:
        """What a gap is called when somebody accepts it: its code and place."""
        return f"{self.code}:{self.path}"
