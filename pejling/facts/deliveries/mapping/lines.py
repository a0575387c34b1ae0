"""On which line of a mapping's text something stands: an error is mended sooner where its place is told. *Pure.*"""

from __future__ import annotations

import re

import yaml

_STEP = re.compile(r"\[([0-9]+)\]")


def line_of(text: str, path: str) -> int | None:
    """The line (from 1) of ``path`` (such as ``files.a.columns.b`` or ``tables.spells[2].key``) or of the nearest
    section around it; None where the text isn't YAML."""
    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if node is None:
        return None
    line = node.start_mark.line + 1
    rest = path
    while rest:
        found = _step(node, rest)
        if found is None:
            break
        line, node, rest = found
    return line


def slice_of(text: str, key: str) -> tuple[int, int] | None:
    """Where the value of a key at the top stands in the text: first sign, sign after the last."""
    node = yaml.compose(text, yaml.SafeLoader)
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return value.start_mark.index, value.end_mark.index
    return None


def _step(node: yaml.Node, path: str) -> tuple[int, yaml.Node, str] | None:
    """One step down a path: (line, node, what is left of the path)."""
    if isinstance(node, yaml.SequenceNode):
        found = _STEP.match(path)
        place = int(found[1]) - 1 if found else -1
        if not 0 <= place < len(node.value):
            return None
        inner = node.value[place]
        return inner.start_mark.line + 1, inner, path[found.end() :].lstrip(".")
    if not isinstance(node, yaml.MappingNode):
        return None
    # A key may hold dots itself: the longest that fits is meant.
    fitting = [
        (name, value)
        for name, value in node.value
        if path == str(name.value) or path.startswith((f"{name.value}.", f"{name.value}["))
    ]
    if not fitting:
        return None
    name, value = max(fitting, key=lambda pair: len(str(pair[0].value)))
    return name.start_mark.line + 1, value, path[len(str(name.value)) :].lstrip(".")
