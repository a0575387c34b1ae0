"""What somebody chose about one file instead of what would be found. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass, replace
from typing import Any

from pejling.facts.deliveries.mapping.model import Mapping
from pejling.facts.deliveries.reading.grid import Wanted
from pejling.facts.deliveries.reading.separated import SEPARATORS


@dataclass(frozen=True, slots=True)
class Chosen:
    """Choices for one file; what is None is found.

    ``encoding``: a key of ``ENCODINGS``; ``separator``: a key or value of ``SEPARATORS``; ``header``: the row it is
    in, 0 where there is none; ``sheet``: its name; ``role``: the name of the mapping's kind of file. ``from_copy``:
    the file was made from a scrubbed copy, in which CPR numbers are keyed hashes or taken out already.
    """

    encoding: str | None = None
    separator: str | None = None
    header: int | None = None
    sheet: str | None = None
    role: str | None = None
    from_copy: bool = False

    @classmethod
    def of(cls, kept: Dict[str, Any]) -> Chosen:
        """From JSON; fields of that name only."""
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__ if kept.get(name) is not None})

    def as_dict(self) -> dict[str, Any]:
        """What was chosen, as JSON can hold it."""
        return {
            name: value for name, value in asdict(self).items() if value is not None and value is not False
        }

    def narrowed(self, mapping: Mapping) -> Mapping:
        """The mapping with the chosen kind of file only, whatever the file is called; KeyError for one unknown."""
        if self.role is None:
            return mapping
        return replace(mapping, files=(replace(mapping.file(self.role), file_name=None),))

    def over(self, wanted: Wanted) -> Wanted:
        """What to look for, with the choices in place of what would be found."""
        separator = SEPARATORS.get(self.separator or "", self.separator)
        return replace(
            wanted,
            encoding=self.encoding or wanted.encoding,
            separator=separator or wanted.separator,
            header=wanted.header if self.header is None else (self.header or "none"),
            sheet=self.sheet or wanted.sheet,
        )
