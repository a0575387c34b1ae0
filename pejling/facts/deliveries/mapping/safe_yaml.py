"""YAML that can't harm: no tags, few aliases, limited size and depth, no key twice, and no surprising types. *Pure.*

Only ``true``/``false``, whole numbers without a leading zero, and empty or ``null`` are other than text: ``no``,
``0101``, ``02-01`` and ``2013-10-01`` stay what they look like.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from pejling.facts.deliveries.problems import MappingError

_BYTES = 1_000_000
_ALIASES = 50
_DEPTH = 20
_NODES = 50_000


class _Loader(yaml.SafeLoader):
    """SafeLoader without its guesses at types."""

    yaml_implicit_resolvers: dict[str, Any] = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^(?:0|-?[1-9][0-9]{0,14})$"), list("-0123456789")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:|~|null)$"), ["~", "n", ""])

_PLAIN = {
    "tag:yaml.org,2002:str": str,
    "tag:yaml.org,2002:bool": lambda text: text == "true",
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:null": lambda _: None,
}


def load(text: str) -> Any:
    """The one document in ``text`` as dicts, lists, texts, whole numbers, truths and None.

    Raises `MappingError` with the line where there is one to name.
    """
    if len(text.encode("utf-8", "replace")) > _BYTES:
        raise MappingError("yaml_too_large", "", {"limit": _BYTES})
    _count_events(text)
    node, line = None, 0
    try:
        node = yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
    except (yaml.YAMLError, ValueError, RecursionError):
        line = 1
    if line:
        raise MappingError("not_yaml", "", {"line": line})
    if node is None:
        raise MappingError("empty_mapping")
    return _plain(node, "", [_NODES], frozenset())


def _count_events(text: str) -> None:
    """Refuse before anything is built: too many aliases, too deep, too much."""
    aliases = depth = events = line = 0
    code = ""
    try:
        for event in yaml.parse(text, _Loader):
            events += 1
            if isinstance(event, yaml.AliasEvent):
                aliases += 1
            elif isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            too_much = {
                "too_many_aliases": aliases > _ALIASES,
                "too_deep": depth > _DEPTH,
                "yaml_too_large": events > _NODES,
            }
            code = next((name for name, wrong in too_much.items() if wrong), "")
            if code:
                line = event.start_mark.line + 1
                break
    except yaml.MarkedYAMLError as error:
        code, line = "not_yaml", error.problem_mark.line + 1 if error.problem_mark else 1
    except (yaml.YAMLError, ValueError, RecursionError):
        code, line = "not_yaml", 1
    if code:
        limit = {"too_many_aliases": _ALIASES, "too_deep": _DEPTH, "yaml_too_large": _NODES}.get(code, 0)
        raise MappingError(code, "", {"line": line, "limit": limit})


def _plain(node: yaml.Node, path: str, left: list[int], above: frozenset[int]) -> Any:
    """A node as plain data; aliases are followed, and what they multiply to is counted."""
    left[0] -= 1
    line = node.start_mark.line + 1
    if left[0] < 0 or id(node) in above:
        raise MappingError("too_many_aliases", path, {"line": line, "limit": _ALIASES})
    above = above | {id(node)}
    if isinstance(node, yaml.ScalarNode):
        make = _PLAIN.get(node.tag)
        if make is None:
            raise MappingError("yaml_tag", path, {"line": line, "tag": node.tag})
        return make(node.value)
    if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
        return [_plain(item, f"{path}[{place}]", left, above) for place, item in enumerate(node.value, 1)]
    if not isinstance(node, yaml.MappingNode) or node.tag != "tag:yaml.org,2002:map":
        raise MappingError("yaml_tag", path, {"line": line, "tag": node.tag})
    made: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise MappingError("yaml_key", path, {"line": key_node.start_mark.line + 1})
        key = key_node.value
        inner = f"{path}.{key}" if path else key
        if key in made:
            raise MappingError("key_twice", inner, {"line": key_node.start_mark.line + 1, "key": key})
        made[key] = _plain(value_node, inner, left, above)
    return made
