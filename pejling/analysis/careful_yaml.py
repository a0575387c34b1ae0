"""Read YAML that can't harm: no tags, few aliases, limited size and depth, no key twice, no surprising types. *Pure.*

A catalogue file may come from anybody. PyYAML's safe loader builds no objects, but a few nested aliases can still
fill the memory ("billion laughs"), a doubled key silently loses the first value, and ``no`` becomes false. Here only
``true``/``false``, whole numbers without a leading zero, and empty or ``null`` are other than text: ``no``, ``0101``,
``02-01`` and ``2013-10-01`` stay what they look like. Keys are always text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from pejling.analysis.strict_fields import FieldError

MOST_BYTES = 200_000
MOST_ALIASES = 20
MOST_NODES = 50_000
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a document may hold: bytes as it stands, and nodes when its aliases are followed."""

    bytes: int = MOST_BYTES
    nodes: int = MOST_NODES


USUAL = Limits()
LIMITS = {"too_many_aliases": MOST_ALIASES, "too_deep": DEEPEST, "yaml_too_large": MOST_NODES}


class UnreadableYaml(FieldError):
    """The text isn't YAML that is accepted here. ``params["line"]`` says where (from 1; 0: the text as a whole)."""

    def __init__(self, code: str, line: int = 0, path: str = "", **params: object) -> None:
        super().__init__(path, code, line=line, **params)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """SafeLoader without its guesses at types."""

    yaml_implicit_resolvers: dict[str, Any] = {}


_TEXT, _TRUTH, _NUMBER, _NOTHING = (f"tag:yaml.org,2002:{name}" for name in ("str", "bool", "int", "null"))
_Loader.add_implicit_resolver(_TRUTH, re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(_NUMBER, re.compile(r"^(?:0|-?[1-9][0-9]{0,14})$"), list("-0123456789"))
_Loader.add_implicit_resolver(_NOTHING, re.compile(r"^(?:|~|null)$"), ["~", "n", ""])


def resolvers() -> dict[str, Any]:
    """Which plain texts are other than text: for a writer whose files are read here."""
    return {letter: list(found) for letter, found in _Loader.yaml_implicit_resolvers.items()}


# A tag written out may stand on a text that isn't of its kind (``!!int x``): that is a tag refused, too.
_PLAIN = {
    _TEXT: (r"(?s).*", str),
    _TRUTH: (r"true|false", lambda text: text == "true"),
    _NUMBER: (r"0|-?[1-9][0-9]{0,14}", int),
    _NOTHING: (r"~|null|", lambda _: None),
}


def read(text: str, path: str = "", limits: Limits = USUAL) -> Any:
    """The one document in ``text`` as dicts, lists, texts, whole numbers, truths and None.

    Raises `UnreadableYaml`; its place begins with ``path``, where the text itself has one.
    """
    if len(text.encode("utf-8", "replace")) > limits.bytes:
        raise UnreadableYaml("yaml_too_large", path=path, limit=limits.bytes)
    try:
        _refuse_too_much(text, path, limits)
        node = yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # A bracket that is never closed is noticed behind the last line.
        line = min(mark.line, text.rstrip().count("\n")) + 1 if mark else 1
        raise UnreadableYaml("not_yaml", line, path, problem=error.problem or "") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, UnreadableYaml):
            raise
        raise UnreadableYaml("not_yaml", 1, path, problem=str(getattr(error, "reason", ""))) from error
    if node is None:
        raise UnreadableYaml("empty_document", path=path)
    return _plain(node, path, [limits.nodes], frozenset())


def _refuse_too_much(text: str, path: str, limits: Limits) -> None:
    """Refuse before anything is built: too many aliases, too deep, too much."""
    most = LIMITS | {"yaml_too_large": limits.nodes}
    aliases = depth = 0
    for events, event in enumerate(yaml.parse(text, _Loader), 1):
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        for code, found in (("too_many_aliases", aliases), ("too_deep", depth), ("yaml_too_large", events)):
            if found > most[code]:
                raise UnreadableYaml(code, event.start_mark.line + 1, path, limit=most[code])


def _plain(node: yaml.Node, path: str, left: list[int], above: frozenset[int]) -> Any:
    """A node as plain data; aliases are followed, and what they multiply to is counted."""
    left[0] -= 1
    line = node.start_mark.line + 1
    if left[0] < 0 or id(node) in above:
        raise UnreadableYaml("too_many_aliases", line, path, limit=MOST_ALIASES)
    above = above | {id(node)}
    if isinstance(node, yaml.ScalarNode):
        pattern, make = _PLAIN.get(node.tag, (None, None))
        if pattern is None or make is None or not re.fullmatch(pattern, node.value):
            raise UnreadableYaml("yaml_tag", line, path, tag=node.tag)
        return make(node.value)
    if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
        return [_plain(item, f"{path}[{place}]", left, above) for place, item in enumerate(node.value, 1)]
    if not isinstance(node, yaml.MappingNode) or node.tag != "tag:yaml.org,2002:map":
        raise UnreadableYaml("yaml_tag", line, path, tag=node.tag)
    made: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode) or key_node.tag not in (_TEXT, _TRUTH, _NUMBER):
            raise UnreadableYaml("yaml_key", line, path)
        key = key_node.value
        inner = f"{path}.{key}" if path else key
        if key in made:
            raise UnreadableYaml("key_twice", line, inner, key=key)
        made[key] = _plain(value_node, inner, left, above)
    return made
