"""Reading a YAML section strictly: every key is asked for by name, and what is left over is a typo. *Pure.*"""

from __future__ import annotations

import difflib
from typing import Any

from pejling.facts.deliveries.problems import MappingError

_MISSING = object()


class Section:
    """A dict that remembers which keys were asked for. ``path`` is its place in the file."""

    def __init__(self, data: Any, path: str = "") -> None:
        if not isinstance(data, dict):
            raise MappingError("not_a_section", path, {"found": _kind(data)})
        self._data: dict[str, Any] = data
        self._asked: dict[str, None] = {}
        self.path = path

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def unread(self) -> list[str]:
        """Keys nobody has asked for yet."""
        return [key for key in self._data if key not in self._asked]

    def at(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def take(self, key: str, default: Any = _MISSING) -> Any:
        """The raw value; `MappingError` where it is missing and there is no default."""
        self._asked[key] = None
        if key in self._data:
            return self._data[key]
        if default is _MISSING:
            near = difflib.get_close_matches(key, self._data, 1)
            raise MappingError("missing_key", self.at(key), {"key": key, "near": near[0] if near else ""})
        return default

    def text(self, key: str, default: Any = _MISSING) -> Any:
        """A text; a whole number counts as one."""
        value = self.take(key, default)
        if value is default:
            return value
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise MappingError("not_a_text", self.at(key), {"found": _kind(value)})
        return str(value)

    def number(self, key: str, default: Any = _MISSING, least: int | None = None) -> Any:
        """A whole number."""
        value = self.take(key, default)
        if value is default:
            return value
        if isinstance(value, bool) or not isinstance(value, int) or (least is not None and value < least):
            raise MappingError("not_a_whole_number", self.at(key), {"found": str(value)[:40], "least": least})
        return value

    def truth(self, key: str, default: bool = False) -> bool:
        """``true`` or ``false``."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise MappingError("not_a_truth", self.at(key), {"found": str(value)[:40]})
        return value

    def texts(self, key: str, default: Any = _MISSING) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        value = self.take(key, default)
        if value is default:
            return tuple(value)
        items = value if isinstance(value, list) else [value]
        for item in items:
            if isinstance(item, bool) or not isinstance(item, str | int):
                raise MappingError("not_a_text", self.at(key), {"found": _kind(item)})
        return tuple(str(item) for item in items)

    def choice(self, key: str, known: tuple[str, ...], default: Any = _MISSING) -> Any:
        """One of the known values."""
        value = self.text(key, default)
        if value is not default and value not in known:
            near = difflib.get_close_matches(value, known, 1)
            params = {"found": value, "known": list(known), "near": near[0] if near else ""}
            raise MappingError("unknown_value", self.at(key), params)
        return value

    def section(self, key: str, default: Any = _MISSING) -> Section:
        """An inner section."""
        return Section(self.take(key, default), self.at(key))

    def done(self) -> None:
        """Refuse keys nobody asked for, with the one that was probably meant."""
        for key in self.unread():
            near = difflib.get_close_matches(key, self._asked, 1)
            params = {"key": key, "near": near[0] if near else "", "known": sorted(self._asked)}
            raise MappingError("unknown_key", self.at(key), params)


def _kind(value: Any) -> str:
    """What a value is, as a code."""
    kinds = {dict: "section", list: "list", bool: "truth", int: "number", str: "text", type(None): "nothing"}
    return kinds.get(type(value), "other")
