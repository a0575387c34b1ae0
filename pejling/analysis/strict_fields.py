"""Take a plain dict apart field by field, strictly: a missing, unknown or mistyped field is an error with a path."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import Any


class FieldError(ValueError):
    """A field is wrong. ``path`` (dotted, such as ``window.default``), ``code`` and ``params`` say where and why."""

    def __init__(self, path: str, code: str, **params: object) -> None:
        self.path, self.code, self.params = path, code, params
        super().__init__(f"{path or '(top)'}: {code} {params}" if params else f"{path or '(top)'}: {code}")


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that looks most like ``word``; "" where none is near."""
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found else ""


class Fields:
    """The fields of one mapping. Read what you know, then call ``done()``: what is left over is unknown."""

    def __init__(self, content: object, path: str = "") -> None:
        if not isinstance(content, dict):
            raise FieldError(path, "not_a_mapping", found=type(content).__name__)
        self._content: dict[str, Any] = {str(key): value for key, value in content.items()}
        self._known: list[str] = []
        self.path = path

    def at(self, name: str) -> str:
        """The dotted path of a field here."""
        return f"{self.path}.{name}" if self.path else name

    def names(self) -> tuple[str, ...]:
        """The names of the fields that are there, for a mapping whose names are free."""
        return tuple(self._content)

    def has(self, name: str) -> bool:
        """Whether the field is there (and thereby known)."""
        self._known.append(name)
        return name in self._content

    def _take(self, name: str, kind: type, word: str, default: Any) -> Any:
        if not self.has(name):
            if default is ...:
                raise FieldError(self.at(name), "missing")
            return default
        value = self._content[name]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise FieldError(self.at(name), "wrong_type", wanted=word, found=type(value).__name__)
        return value

    def text(self, name: str, default: Any = ...) -> Any:
        """A text, blanks and line breaks drawn together, so that folding a paragraph differently says the same."""
        value = self._take(name, str, "text", default)
        if not isinstance(value, str):
            return value
        if not value.strip() and default is ...:
            raise FieldError(self.at(name), "empty")
        return " ".join(value.split())

    def choice(self, name: str, known: Sequence[str], default: Any = ...) -> Any:
        """A text that must be one of ``known``."""
        value = self.text(name, default)
        if value is not default and value not in known:
            raise FieldError(
                self.at(name), "unknown_value", value=value, known=list(known), near=nearest(value, known)
            )
        return value

    def number(self, name: str, default: Any = ..., lowest: int = 0, highest: int = 100_000) -> Any:
        """A whole number within bounds."""
        value = self._take(name, int, "whole number", default)
        if value is not default and not lowest <= value <= highest:
            raise FieldError(self.at(name), "out_of_range", value=value, lowest=lowest, highest=highest)
        return value

    def flag(self, name: str, default: Any = ...) -> Any:
        """true or false."""
        return self._take(name, bool, "true or false", default)

    def numbers(self, name: str, default: Any = ...) -> Any:
        """A list of whole numbers, all different."""
        return self._list(name, default, lambda value: isinstance(value, int) and not isinstance(value, bool))

    def texts(self, name: str, default: Any = ..., known: Sequence[str] | None = None) -> Any:
        """A list of texts, all different; each one of ``known`` where that is given."""
        values = self._list(name, default, lambda value: isinstance(value, str) and bool(value.strip()))
        for place, value in enumerate(values if known is not None else ()):
            if value not in known:
                raise FieldError(
                    f"{self.at(name)}[{place}]",
                    "unknown_value",
                    value=value,
                    known=list(known),
                    near=nearest(value, known),
                )
        return values

    def _list(self, name: str, default: Any, fits: Callable[[Any], bool]) -> Any:
        values = self._take(name, list, "list", default)
        if values is default:
            return values
        for place, value in enumerate(values):
            if not fits(value):
                raise FieldError(
                    f"{self.at(name)}[{place}]", "wrong_type", wanted="item", found=type(value).__name__
                )
        if len(set(values)) < len(values):
            raise FieldError(self.at(name), "repeated")
        return tuple(values)

    def section(self, name: str) -> Fields:
        """The mapping under ``name``."""
        if not self.has(name):
            raise FieldError(self.at(name), "missing")
        return Fields(self._content[name], self.at(name))

    def sections(self, name: str) -> list[Fields]:
        """The mappings in the list under ``name``; [] where the field isn't there."""
        values = self._take(name, list, "list", [])
        return [Fields(value, f"{self.at(name)}[{place}]") for place, value in enumerate(values)]

    def done(self) -> None:
        """Complain about the first field nobody has asked for."""
        for name in self._content:
            if name not in self._known:
                raise FieldError(
                    self.at(name), "unknown_field", near=nearest(name, self._known), known=sorted(self._known)
                )
