"""One thing that was found in a plan: where, what, and the figures that go with it. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: so much of a partner's name is in a gap's, which a row of the database holds
MOST_OF_A_NAME = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """``path``: the place in the file, counted from 1; ``code`` and ``params``: what ``wording`` puts in words."""

    path: str
    code: str
    params: Mapping[str, object]

    @property
    def gap(self) -> str:
        """What a gap is called when somebody accepts it: its code and place, and the partner it is about."""
        partner = str(self.params.get("partner", ""))[:MOST_OF_A_NAME]
        return f"{self.code}:{self.path}#{partner}" if partner else self.any_partners

    @property
    def any_partners(self) -> str:
        """The same whichever partner it is about: what was accepted so is accepted of all of them."""
        return f"{self.code}:{self.path}"
