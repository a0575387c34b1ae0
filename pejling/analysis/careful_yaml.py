"""Read YAML that can't harm: no tags, few aliases, limited size and depth, no key twice, no surprising types. *Pure.*

A catalogue file may come from anybody. PyYAML's safe loader builds no objects, but a few nested aliases can still
fill the memory ("billion laughs"), a doubled key silently loses the first value, and ``no`` becomes false. Here only
``true``/``false``, whole numbers without a leading zero, and empty or ``null`` are other than text: ``no``, ``0101``,
``02-01`` and ``2013-10-01`` stay what they look like, also where a program has tagged them ``!!float`` or
``!!timestamp``. Keys are always text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from pejling.analysis.strict_fields import FieldError

MOST_BYTES = 200_000
MOST_ALIASES = 20
MOST_NODES = 50_000
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a document may hold: bytes as it stands, nodes when its aliases are followed, and aliases."""

    bytes: int = MOST_BYTES
    nodes: int = MOST_NODES
    aliases: int = MOST_ALIASES


USUAL = Limits()
LIMITS = {"too_many_aliases": MOST_ALIASES, "too_deep": DEEPEST, "yaml_too_large": MOST_NODES}


class UnreadableYaml(FieldError):
    """The text isn't YAML that is accepted here. ``params["line"]`` says where (from 1; 0: the text as a whole)."""

    def __init__(self, code: str, line: int = 0, path: str = "", **params: object) -> None:
        super().__init__(path, code, line=line, **params)


_TEXT, _TRUTH, _NUMBER, _NOTHING = (f"tag:yaml.org,2002:{name}" for name in ("str", "bool", "int", "null"))
_LIST, _MAPPING = "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"
_DECIMAL, _DAY = "tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp"
#: what a plain text is other than text, with the signs that it can begin with
_OTHER = (
    (_TRUTH, re.compile(r"^(?:true|false)$"), "tf"),
    (_NUMBER, re.compile(r"^(?:0|-?[1-9][0-9]{0,14})$"), "-0123456789"),
    (_NOTHING, re.compile(r"^(?:|~|null)$"), ("~", "n", "")),
)
# A tag written out may stand on a text that isn't of its kind (``!!int x``): that is a tag refused, too.
_PLAIN: dict[str, tuple[str, Callable[[str], Any]]] = {
    _TEXT: (r"(?s).*", str),
    _TRUTH: (r"true|false", lambda text: text == "true"),
    _NUMBER: (r"0|-?[1-9][0-9]{0,14}", int),
    _NOTHING: (r"~|null|", lambda _: None),
    # What programs write that quote everything: here it is the text it stands as.
    _DECIMAL: (r"-?[0-9]{1,15}\.[0-9]{1,30}", str),
    _DAY: (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str),
}
_BY_SIGN = {sign: (tag, pattern) for tag, pattern, signs in _OTHER for sign in signs}
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def resolvers() -> dict[str, Any]:
    """Which plain texts are other than text: for a writer whose files are read here."""
    return {sign: [(tag, pattern)] for sign, (tag, pattern) in _BY_SIGN.items()}


def read(text: str, path: str = "", limits: Limits = USUAL) -> Any:
    """The one document in ``text`` as dicts, lists, texts, whole numbers, truths and None.

    Raises `UnreadableYaml`; its place begins with ``path``, where the text itself has one.
    """
    if len(text.encode("utf-8", "replace")) > limits.bytes:
        raise UnreadableYaml("yaml_too_large", path=path, limit=limits.bytes)
    builder = _Builder(path, limits)
    try:
        for event in yaml.parse(text, _Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # A bracket that is never closed is noticed behind the last line.
        line = min(mark.line, text.rstrip().count("\n")) + 1 if mark else 1
        raise UnreadableYaml("not_yaml", line, path, problem=error.problem or "") from error
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, UnreadableYaml):
            raise
        odd = _UNPRINTABLE.search(text)
        line = text.count("\n", 0, odd.start()) + 1 if odd else 1
        raise UnreadableYaml("not_yaml", line, path, problem=str(getattr(error, "reason", ""))) from error
    if not builder.made:
        raise UnreadableYaml("empty_document", path=path)
    return builder.made[0]


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end hasn't come yet."""

    into: list[Any] | dict[str, Any]
    path: str
    anchor: str | None
    #: how many nodes had been counted when it began
    before: int
    #: how many levels it holds, its own among them
    height: int = 1
    #: the key whose value comes next
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Plain data straight from the events, so that nothing is built of what is refused.

    An alias is the same object again; what it multiplies to is counted all the same.
    """

    path: str
    limits: Limits
    made: list[Any] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    #: the value of an anchor, how many nodes and how many levels it holds; None while it is still open
    anchors: dict[str, tuple[Any, int, int] | None] = field(default_factory=dict)
    nodes: int = 0
    events: int = 0
    aliases: int = 0

    def take(self, event: Any) -> None:
        """The next event."""
        self.events += 1
        if self.events > self.limits.nodes:
            raise UnreadableYaml("yaml_too_large", _line(event), self.path, limit=self.limits.nodes)
        match event:
            case yaml.ScalarEvent():
                self.scalar(event)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self.open(event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self.close()
            case yaml.AliasEvent():
                self.alias(event)
            case yaml.DocumentStartEvent() if self.made:
                raise UnreadableYaml(
                    "not_yaml", _line(event), self.path, problem="another document", another=True
                )

    def place(self) -> str:
        """Where the next value stands."""
        if not self.opened:
            return self.path
        top = self.opened[-1]
        if isinstance(top.into, list):
            return f"{top.path}[{len(top.into) + 1}]"
        return f"{top.path}.{top.key}" if top.path else str(top.key)

    def awaits_key(self) -> bool:
        return bool(self.opened) and isinstance(self.opened[-1].into, dict) and self.opened[-1].key is None

    def count(self, event: Any, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > self.limits.nodes:
            raise UnreadableYaml("too_many_aliases", _line(event), self.place(), limit=MOST_ALIASES)

    def put(self, value: Any) -> None:
        if not self.opened:
            self.made.append(value)
            return
        top = self.opened[-1]
        if isinstance(top.into, list):
            top.into.append(value)
        elif top.key is not None:
            top.into[top.key] = value
            top.key = None

    def scalar(self, event: Any) -> None:
        tag, value = event.tag, event.value
        if tag is None or tag == "!":
            tag = _TEXT
            if event.implicit[0] and (other := _BY_SIGN.get(value[:1])) and other[1].match(value):
                tag = other[0]
        if self.awaits_key():
            self.key(event, tag)
            return
        self.count(event, 1)
        made = value
        if tag != _TEXT:
            pattern, make = _PLAIN.get(tag, (None, None))
            if pattern is None or make is None or not re.fullmatch(pattern, value):
                raise UnreadableYaml("yaml_tag", _line(event), self.place(), tag=tag)
            made = make(value)
        if event.anchor is not None:
            self.anchors[event.anchor] = made, 1, 0
        self.put(made)

    def key(self, event: Any, tag: str) -> None:
        top = self.opened[-1]
        if tag not in (_TEXT, _TRUTH, _NUMBER):
            raise UnreadableYaml("yaml_key", _line(event), top.path)
        top.key = event.value
        if event.value in top.into:
            raise UnreadableYaml("key_twice", _line(event), self.place(), key=event.value)
        if event.anchor is not None:
            self.anchors[event.anchor] = event.value, 1, 0

    def open(self, event: Any) -> None:
        is_list = isinstance(event, yaml.SequenceStartEvent)
        if self.awaits_key():
            raise UnreadableYaml("yaml_key", _line(event), self.opened[-1].path)
        place = self.place()
        if event.tag not in (None, "!", _LIST if is_list else _MAPPING):
            raise UnreadableYaml("yaml_tag", _line(event), place, tag=event.tag)
        if len(self.opened) >= DEEPEST:
            raise UnreadableYaml("too_deep", _line(event), self.path, limit=DEEPEST)
        self.count(event, 1)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.opened.append(_Open([] if is_list else {}, place, event.anchor, self.nodes - 1))

    def close(self) -> None:
        done = self.opened.pop()
        self.hold(done.height)
        if done.anchor is not None:
            self.anchors[done.anchor] = done.into, self.nodes - done.before, done.height
        self.put(done.into)

    def hold(self, height: int) -> None:
        """What is open holds something this high."""
        if self.opened:
            self.opened[-1].height = max(self.opened[-1].height, height + 1)

    def alias(self, event: Any) -> None:
        self.aliases += 1
        if self.aliases > self.limits.aliases:
            raise UnreadableYaml("too_many_aliases", _line(event), self.path, limit=self.limits.aliases)
        if self.awaits_key():
            raise UnreadableYaml("yaml_key", _line(event), self.opened[-1].path)
        if event.anchor not in self.anchors:
            raise UnreadableYaml("not_yaml", _line(event), self.path, problem="an alias of nothing")
        held = self.anchors[event.anchor]
        if held is None:
            raise UnreadableYaml("too_many_aliases", _line(event), self.place(), limit=MOST_ALIASES)
        value, nodes, height = held
        self.count(event, nodes)
        if len(self.opened) + height > DEEPEST:
            raise UnreadableYaml("too_deep", _line(event), self.place(), limit=DEEPEST)
        self.hold(height)
        self.put(value)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
