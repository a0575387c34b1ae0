"""What a reader asks of a figure's page, as a frozen value that turns into an address and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.web.components.bad_address import BadAddress

#: kinds of rows behind a value: those counted, those of them with the event, and those left out
ROWS = ("counted", "events", "left_out")


@dataclass(frozen=True, slots=True)
class Question:
    """``variant``, ``window``: "" is the definition's own; ``by``: a dimension or ""; ``rows``: one of ROWS or ""."""

    variant: str = ""
    window: str = ""
    by: str = ""
    snapshot: str = ""
    rows: str = ""

    @classmethod
    def parse(cls, query: Mapping[str, str], definition: IndicatorDefinition) -> Self:
        """From an address; BadAddress for what this definition doesn't have."""
        found = cls(**{field.name: query.get(field.name, "").strip() for field in fields(cls)})
        if found.variant and found.variant not in {variant.key for variant in definition.variants}:
            raise BadAddress("variant", found.variant)
        if found.window and found.window not in {str(length) for length in definition.window.allowed}:
            raise BadAddress("window", found.window)
        if found.by and found.by not in definition.dimensions:
            raise BadAddress("by", found.by)
        if found.rows and found.rows not in ROWS:
            raise BadAddress("rows", found.rows)
        return found

    def as_query(self) -> dict[str, str]:
        """What is written in the address: whatever isn't the default."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    @property
    def length(self) -> int | None:
        """The window asked for; None: the definition's own."""
        return int(self.window) if self.window else None
