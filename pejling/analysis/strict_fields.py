"""Take a plain dict apart field by field, strictly: every field is asked for by name, what is left over is a typo.

*Pure.* A missing, unknown or mistyped field is an error with its place, and the word that was probably meant.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from typing import Any


class FieldError(ValueError):
    """A field is wrong. ``path`` (such as ``variants[1].key``, counted from 1), ``code`` and ``params`` say why."""

    def __init__(self, path: str, code: str, **params: object) -> None:
        self.path, self.code, self.params = path, code, params
        super().__init__(f"{path or '(top)'}: {code} {params}" if params else f"{path or '(top)'}: {code}")


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like ``word``; "" where none is near."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


class Fields:
    """The fields of one mapping, ``path`` its place. Read what you know, then call ``done()``.

    Every reader takes a default (returned as it is) for a field that may be missing.
    """

    def __init__(self, content: object, path: str = "") -> None:
        if not isinstance(content, dict):
            raise FieldError(path, "not_a_section", found=_kind(content))
        self._content: dict[str, Any] = {str(key): value for key, value in content.items()}
        self._asked: dict[str, None] = {}
        self.path = path

    def __contains__(self, name: str) -> bool:
        """Whether the field is there; that alone doesn't make it known."""
        return name in self._content

    def at(self, name: str) -> str:
        """The place of a field here."""
        return f"{self.path}.{name}" if self.path else name

    def unread(self) -> list[str]:
        """Names of the fields nobody has asked for yet: all of them, for a mapping whose names are free."""
        return [name for name in self._content if name not in self._asked]

    def has(self, name: str) -> bool:
        """Whether the field is there; it is known from now on."""
        self._asked[name] = None
        return name in self._content

    def take(self, name: str, default: Any = ...) -> Any:
        """The value as it is."""
        if self.has(name):
            return self._content[name]
        if default is ...:
            raise FieldError(self.at(name), "missing_key", key=name, near=nearest(name, self._content))
        return default

    def text(self, name: str, default: Any = ...) -> Any:
        """A text as it stands; a whole number counts as one."""
        value = self.take(name, default)
        return value if value is default else _text(value, self.at(name))

    def prose(self, name: str, default: Any = ...) -> Any:
        """A text for people, blanks and line breaks drawn together: folding a paragraph differently says the same."""
        value = self.take(name, default)
        if not isinstance(value, str):
            if value is default:
                return value
            raise FieldError(self.at(name), "not_a_text", found=_kind(value))
        if not value.strip() and default is ...:
            raise FieldError(self.at(name), "empty")
        return " ".join(value.split())

    def choice(self, name: str, known: Sequence[str], default: Any = ...) -> Any:
        """A text that must be one of ``known``."""
        value = self.text(name, default)
        if value is not default:
            _among(value, known, self.at(name))
        return value

    def number(self, name: str, default: Any = ..., lowest: int = 0, highest: int = 100_000) -> Any:
        """A whole number within bounds."""
        value = self.take(name, default)
        if value is default:
            return value
        _whole(value, self.at(name))
        if not lowest <= value <= highest:
            raise FieldError(self.at(name), "out_of_range", found=value, lowest=lowest, highest=highest)
        return value

    def flag(self, name: str, default: Any = ...) -> Any:
        """true or false."""
        value = self.take(name, default)
        if value is not default and not isinstance(value, bool):
            raise FieldError(self.at(name), "not_a_truth", found=str(value)[:40])
        return value

    def numbers(self, name: str, default: Any = ...) -> Any:
        """A list of whole numbers, all different."""
        return self._list(name, default, _whole)

    def texts(self, name: str, default: Any = ..., known: Sequence[str] | None = None) -> Any:
        """A list of texts, none blank, all different; each one of ``known`` where that is given."""

        def one(value: Any, path: str) -> str:
            if not isinstance(value, str):
                raise FieldError(path, "not_a_text", found=_kind(value))
            if known is not None:
                _among(value, known, path)
            return _not_blank(value, path)

        return self._list(name, default, one)

    def text_or_texts(self, name: str, default: Any = ...) -> Any:
        """The same, but whole numbers count as texts, and a text alone is a list of one."""
        value = self.take(name, default)
        if value is default or isinstance(value, list):
            return self._list(name, default, lambda item, path: _not_blank(_text(item, path), path))
        return (_not_blank(_text(value, self.at(name)), self.at(name)),)

    def _list(self, name: str, default: Any, read: Callable[[Any, str], Any]) -> Any:
        values = self.take(name, default)
        if values is default:
            return values
        if not isinstance(values, list):
            raise FieldError(self.at(name), "not_a_list", found=_kind(values))
        items = tuple(read(value, f"{self.at(name)}[{place}]") for place, value in enumerate(values, 1))
        if len(set(items)) < len(items):
            raise FieldError(self.at(name), "repeated")
        return items

    def section(self, name: str, default: Any = ...) -> Fields:
        """The mapping under ``name``."""
        return Fields(self.take(name, default), self.at(name))

    def sections(self, name: str) -> list[Fields]:
        """The mappings in the list under ``name``; [] where the field isn't there."""
        values = self.take(name, [])
        if not isinstance(values, list):
            raise FieldError(self.at(name), "not_a_list", found=_kind(values))
        return [Fields(value, f"{self.at(name)}[{place}]") for place, value in enumerate(values, 1)]

    def done(self) -> None:
        """Complain about the first field nobody has asked for."""
        for name in self.unread():
            known = sorted(self._asked)
            raise FieldError(
                self.at(name), "unknown_key", key=name, near=nearest(name, self._asked), known=known
            )


def _text(value: Any, path: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise FieldError(path, "not_a_text", found=_kind(value))
    return str(value)


def _not_blank(value: str, path: str) -> str:
    if not value.strip():
        raise FieldError(path, "empty")
    return value


def _whole(value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise FieldError(path, "not_a_whole_number", found=str(value)[:40])
    return value


def _among(value: str, known: Sequence[str], path: str) -> None:
    if value not in known:
        raise FieldError(path, "unknown_value", found=value, known=list(known), near=nearest(value, known))


def _kind(value: Any) -> str:
    """What a value is, as a code."""
    kinds = {dict: "section", list: "list", bool: "truth", int: "number", str: "text", type(None): "nothing"}
    return kinds.get(type(value), "other")
