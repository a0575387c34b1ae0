"""The address holds something that isn't a choice: a 400 that says what, not a guess. Pure."""

from __future__ import annotations


class BadAddress(ValueError):
    """``field`` and ``value`` say what can't be used."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"{field}={value!r}")
        self.field, self.value = field, value
