"""What a reader asks of the retention page, as a frozen value that turns into an address and back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self

from pejling.web.components.bad_address import BadAddress

MONTHS = (12, 24, 36, 48)
ROWS = ("intake", "class")
#: An intake is written as its month, YYYY-MM.
MONTH = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")
FILTERS = ("department", "programme", "part", "intake", "class_group", "municipality")
#: field -> the engine's dimension, where they differ (``class`` is a word of Python's own)
DIMENSION = {name: name for name in FILTERS} | {"class_group": "class"}


@dataclass(frozen=True, slots=True)
class Question:
    """The filters ("" accepts all), what the rows are, how many months, and which snapshots ("" = the newest)."""

    department: str = ""
    programme: str = ""
    part: str = ""
    intake: str = ""
    class_group: str = ""
    municipality: str = ""
    rows: str = "intake"
    months: int = 12
    counts: bool = False
    snapshot: str = ""
    compare: str = ""

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Self:
        """From an address; BadAddress for months, an intake, a kind of rows or a mark that can't be."""
        months = query.get("months") or "12"
        if months not in {str(known) for known in MONTHS}:
            raise BadAddress("months", months)
        rows = query.get("rows") or "intake"
        if rows not in ROWS:
            raise BadAddress("rows", rows)
        counts = query.get("counts") or ""
        if counts not in {"", "1"}:
            raise BadAddress("counts", counts)
        texts = {name: query.get(name, "").strip() for name in (*FILTERS, "snapshot", "compare")}
        if texts["intake"] and not MONTH.fullmatch(texts["intake"]):
            raise BadAddress("intake", texts["intake"])
        return cls(**texts, months=int(months), rows=rows, counts=counts == "1")

    def as_query(self) -> dict[str, str]:
        """What is written in the address: whatever differs from the default."""
        plain = Question()
        found = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != getattr(plain, field.name):
                found[field.name] = "1" if value is True else str(value)
        return found

    def but(self, **changes: object) -> Self:
        """The same question with some fields replaced."""
        return replace(self, **changes)

    @property
    def accepted(self) -> dict[str, str]:
        """Dimension -> chosen value, for the filters in use."""
        return {DIMENSION[name]: value for name in FILTERS if (value := getattr(self, name))}

    @property
    def cuts(self) -> frozenset[str]:
        """The dimensions the question cuts by, rows included: what the access layer is asked about."""
        return frozenset({*self.accepted, self.rows})
