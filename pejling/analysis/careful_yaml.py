"""Read a catalogue's YAML without trusting it: small, shallow, no tags, no piles of aliases, no doubled keys.

A catalogue file may come from anybody. PyYAML's safe loader builds no objects, but a few nested aliases can still
fill the memory ("billion laughs"), and a doubled key silently loses the first value. Both are refused here.
"""

from __future__ import annotations

from typing import Any

import yaml

MOST_CHARACTERS = 200_000
MOST_ALIASES = 20
DEEPEST = 20


class UnreadableYaml(ValueError):
    """The text isn't YAML that is accepted here. ``code`` and ``params`` say why, ``line`` where (1-based, or 0)."""

    def __init__(self, code: str, line: int = 0, **params: object) -> None:
        self.code, self.line, self.params = code, line, params
        super().__init__(f"line {line}: {code} {params}")


class _CarefulLoader(yaml.SafeLoader):
    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._aliases = 0
        self._depth = 0

    def compose_node(self, parent, index):  # type: ignore[no-untyped-def]
        line = self.peek_event().start_mark.line + 1
        if self.check_event(yaml.AliasEvent):
            self._aliases += 1
            if self._aliases > MOST_ALIASES:
                raise UnreadableYaml("too_many_aliases", line, most=MOST_ALIASES)
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadableYaml("too_deep", line, most=DEEPEST)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node, deep=False):  # type: ignore[no-untyped-def]
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, str | int | bool):
                raise UnreadableYaml("odd_key", line)
            if key in seen:
                raise UnreadableYaml("doubled_key", line, key=str(key))
            seen.add(key)
        return super().construct_mapping(node, deep)


def read(text: str) -> Any:
    """The document as plain dicts, lists and scalars; UnreadableYaml where it can't be had."""
    if len(text) > MOST_CHARACTERS:
        raise UnreadableYaml("too_long", most=MOST_CHARACTERS)
    loader = None
    try:
        loader = _CarefulLoader(text)
        found = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableYaml("not_yaml", mark.line + 1 if mark else 0, problem=error.problem or "") from error
    except yaml.YAMLError as error:
        raise UnreadableYaml("not_yaml", problem=str(error).splitlines()[0]) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, UnreadableYaml):
            raise
        raise UnreadableYaml("not_yaml", problem=str(error).splitlines()[0]) from error
    finally:
        if loader is not None:
            loader.dispose()
    _bottom(found)
    return found


def _bottom(value: Any, depth: int = 0) -> None:
    """An alias of something it is itself in has no bottom: such a document is refused."""
    if depth > DEEPEST * 2:
        raise UnreadableYaml("too_deep", most=DEEPEST)
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _bottom(item, depth + 1)
