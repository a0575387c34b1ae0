"""The form of a rule: its kind, the fields of that kind, and what was sent read back, each mistake at its field.

A rule is taken apart to flat names and texts (``r-kind``, ``r-parameters-0-baseline``, ``r-rules-1-bound``), which
is what a form sends; so what was written comes back as it was, whatever is wrong with it. *Words* (what is asked)
and *values* (what came of it) are told apart, since an adopted plan lets only the values be changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.analysis.plans.exact import as_typed, exact
from pejling.analysis.plans.read_rules import read_rule
from pejling.analysis.plans.rule_parts import ROWS, VALUES
from pejling.analysis.plans.wording import message
from pejling.analysis.plans.writing import write_rule
from pejling.analysis.strict_fields import FieldError, Fields
from pejling.web.pages.plans.rule_words import KINDS

NUMBER, COUNT, FLAG, CHOICE, LINE, PROSE = "number", "count", "flag", "choice", "line", "prose"
#: rows offered beside those there are; the most rows that are read, and how deep rules may hold rules
SPARE, MOST, DEEPEST = 2, 100, 3
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a kind of rule."""

    name: str
    sort: str
    title: str | Promise
    needed: bool = False
    hint: str | Promise = ""
    choices: tuple[tuple[str, str | Promise], ...] = ()


_MET = (("", gettext_lazy("Not known yet")), ("yes", gettext_lazy("Met")), ("no", gettext_lazy("Not met")))
_BETTER = Entry(
    "better", CHOICE, gettext_lazy("Better is"),
    choices=(("higher", gettext_lazy("higher")), ("lower", gettext_lazy("lower, such as dropout"))),
)  # fmt: skip
_PARTLY = Entry("partly", FLAG, gettext_lazy("Partly reached gives part of the weight"))
_VALUE = Entry(
    "value", NUMBER, gettext_lazy("The figure now"), hint=gettext_lazy("Empty while it isn't known")
)
SHAPES: dict[str, tuple[Entry, ...]] = {
    "threshold": (
        Entry("way", CHOICE, gettext_lazy("The figure must be"),
              choices=(("at_least", gettext_lazy("at least")), ("at_most", gettext_lazy("at most")))),
        Entry("bound", NUMBER, gettext_lazy("The bound"), needed=True),
        _VALUE,
    ),
    "quota": (
        Entry("agreed", NUMBER, gettext_lazy("Agreed"), needed=True),
        Entry("reached", NUMBER, gettext_lazy("Reached"), hint=gettext_lazy("Empty while it isn't known")),
        _PARTLY,
    ),
    "held": (_BETTER, Entry("all_needed", FLAG, gettext_lazy("Every parameter must be held, else nothing"))),
    "coverage": (
        Entry("of", COUNT, gettext_lazy("To be done for how many"), needed=True),
        Entry("done", COUNT, gettext_lazy("Done for"), hint=gettext_lazy("Empty while it isn't known")),
        _PARTLY,
    ),
    "each_of": (),
    "steps": (_BETTER, _VALUE),
    "linear": (
        Entry("nothing_at", NUMBER, gettext_lazy("Gives nothing at"), needed=True),
        Entry("all_at", NUMBER, gettext_lazy("Gives all at"), needed=True),
        _VALUE,
    ),
    "judged": (
        Entry("percent", NUMBER, gettext_lazy("Reached, in per cent"), hint=gettext_lazy("From 0 to 100")),
        Entry("reason", PROSE, gettext_lazy("The reason")),
    ),
    "all_of": (),
}  # fmt: skip
COLUMNS: dict[str, tuple[str, str | Promise, tuple[Entry, ...]]] = {
    "held": ("parameters", gettext_lazy("Parameters"), (
        Entry("name", LINE, gettext_lazy("Parameter"), needed=True),
        Entry("baseline", NUMBER, gettext_lazy("Baseline"), needed=True),
        Entry("value", NUMBER, gettext_lazy("The figure now")),
    )),
    "each_of": ("items", gettext_lazy("What is alike"), (
        Entry("name", LINE, gettext_lazy("What"), needed=True),
        Entry("met", CHOICE, gettext_lazy("Met"), choices=_MET),
    )),
    "steps": ("steps", gettext_lazy("Steps"), (
        Entry("at", NUMBER, gettext_lazy("From"), needed=True),
        Entry("percent", NUMBER, gettext_lazy("Per cent of the weight"), needed=True),
    )),
}  # fmt: skip


@dataclass(slots=True)
class Shown:
    """One input, or (``fixed``) what can't be changed now as text."""

    name: str
    title: str
    sort: str
    value: str
    needed: bool = False
    hint: str = ""
    error: str = ""
    fixed: bool = False
    options: list[tuple[str, str, bool]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The value in words, for one that is fixed."""
        if self.sort == FLAG:
            return _("yes") if self.value else _("no")
        return (
            next((title for value, title, _chosen in self.options if value == self.value), self.value) or "–"
        )


@dataclass(slots=True)
class Box:
    """A rule's part of the form; ``inner``: the rules that must all hold."""

    prefix: str
    kind: Shown
    explained: str
    entries: list[Shown] = field(default_factory=list)
    rows_title: str = ""
    rows: list[list[Shown]] = field(default_factory=list)
    rows_error: str = ""
    inner: list[Box] = field(default_factory=list)

    @property
    def has_rows(self) -> bool:
        """Whether the kind of rule, or of one within it, has rows that there may be more of."""
        return bool(self.rows_title or self.kind.value == "all_of")


@dataclass(slots=True)
class Parsed:
    """What a form said: the rule (None: none is chosen) where nothing is wrong with it, and the mistakes by input."""

    rule: dict[str, Any] | None = None
    errors: dict[str, str] = field(default_factory=dict)


def flat(rule: Mapping[str, Any] | None, prefix: str = "r") -> dict[str, str]:
    """A stored rule as the texts of its form."""
    if not rule:
        return {f"{prefix}-kind": ""}
    kind = rule["kind"]
    found = {f"{prefix}-kind": kind}
    for entry in SHAPES[kind]:
        found[f"{prefix}-{entry.name}"] = _text(entry, _held(rule, entry.name))
    if kind in COLUMNS:
        rows, _title, columns = COLUMNS[kind]
        for place, row in enumerate(rule[rows]):
            for entry in columns:
                found[f"{prefix}-{rows}-{place}-{entry.name}"] = _text(entry, row.get(entry.name))
    for place, inner in enumerate(rule.get("rules", ()) if kind == "all_of" else ()):
        found |= flat(inner, f"{prefix}-rules-{place}")
    return found


def _held(rule: Mapping[str, Any], name: str) -> Any:
    if name == "way":
        return "at_most" if "at_most" in rule else "at_least"
    if name == "bound":
        return rule.get("at_most", rule.get("at_least"))
    return rule.get(name, "higher" if name == "better" else None)


def _text(entry: Entry, value: Any) -> str:
    if value is None:
        return ""
    if entry.sort == FLAG:
        return "yes" if value else ""
    if entry.name == "met":
        return "yes" if value else "no"
    return str(value).replace(".", ",") if entry.sort == NUMBER else str(value)


def value_names(texts: Mapping[str, str], prefix: str = "r") -> set[str]:
    """The names of the inputs that hold values, of the rule that ``texts`` tell."""
    kind = texts.get(f"{prefix}-kind", "")
    found = {f"{prefix}-{name}" for name in VALUES.get(kind, ())}
    if kind in ROWS:
        rows, value = ROWS[kind]
        found |= {f"{prefix}-{rows}-{place}-{value}" for place in _places(texts, f"{prefix}-{rows}")}
    if kind == "all_of":
        for place in _places(texts, f"{prefix}-rules"):
            found |= value_names(texts, f"{prefix}-rules-{place}")
    return found


def _places(texts: Mapping[str, str], prefix: str) -> list[int]:
    """The numbers of the rows that are there."""
    start = f"{prefix}-"
    found = {name[len(start) :].partition("-")[0] for name in texts if name.startswith(start)}
    return sorted(int(one) for one in found if one.isascii() and one.isdigit() and int(one) < MOST)


def parse(texts: Mapping[str, str], prefix: str = "r", depth: int = 1) -> Parsed:
    """The rule that the form's texts tell."""
    kind = texts.get(f"{prefix}-kind", "")
    if not kind:
        return Parsed()
    if kind not in SHAPES or (kind == "all_of" and depth >= DEEPEST):
        return Parsed(
            None, {f"{prefix}-kind": message("unknown_value", {"found": kind[:40], "known": list(KINDS)})}
        )
    errors: dict[str, str] = {}
    rule: dict[str, Any] = {"kind": kind}
    for entry in SHAPES[kind]:
        value = _read(entry, f"{prefix}-{entry.name}", texts, errors)
        name = texts.get(f"{prefix}-way", "at_least") if entry.name == "bound" else entry.name
        if value is not None and entry.name != "way":
            rule["at_most" if name == "at_most" else "at_least" if entry.name == "bound" else name] = value
    places: list[int] = []
    if kind in COLUMNS:
        rows, _title, columns = COLUMNS[kind]
        rule[rows] = []
        for place in _places(texts, f"{prefix}-{rows}"):
            names = {entry.name: f"{prefix}-{rows}-{place}-{entry.name}" for entry in columns}
            if not any(texts.get(name, "").strip() for name in names.values()):
                continue
            row = {entry.name: _read(entry, names[entry.name], texts, errors) for entry in columns}
            rule[rows].append({name: value for name, value in row.items() if value is not None})
            places.append(place)
    if kind == "all_of":
        rule["rules"] = []
        for place in _places(texts, f"{prefix}-rules"):
            inner = parse(texts, f"{prefix}-rules-{place}", depth + 1)
            errors |= inner.errors
            if inner.rule:
                rule["rules"].append(inner.rule)
    if errors:
        return Parsed(None, errors)
    try:
        return Parsed(write_rule(read_rule(Fields(rule))))
    except FieldError as error:
        return Parsed(None, {_input(prefix, error.path, places): message(error.code, error.params)})


def _input(prefix: str, path: str, places: list[int]) -> str:
    """The input that a place in a rule is written in: ``steps[2].at`` -> ``r-steps-3-at``."""
    head, _dot, last = path.partition(".")
    name, _bracket, number = head.partition("[")
    if number:
        return f"{prefix}-{name}-{places[int(number.rstrip(']')) - 1]}-{last}"
    return f"{prefix}-{'bound' if name in ('at_least', 'at_most') else name}"


def _read(entry: Entry, name: str, texts: Mapping[str, str], errors: dict[str, str]) -> Any:
    """The value of one input; None for an empty one, and for one that is wrong (which is noted)."""
    text = texts.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()
    if entry.sort == FLAG:
        return True if text == "yes" else None
    if not text:
        if entry.needed:
            errors[name] = message("empty", {})
        return None
    if entry.name == "met":
        return text == "yes"
    if entry.sort == CHOICE:
        known = [key for key, _title in entry.choices]
        if text not in known:
            errors[name] = message("unknown_value", {"found": text[:40], "known": known})
        return text if text != "higher" else None
    if entry.sort == COUNT:
        plain = re.sub(r"\s", "", text)
        # Nobody counts in thousandths: a point is one between thousands, or a mistake.
        if _GROUPED.fullmatch(plain):
            plain = plain.replace(".", "")
        if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
            errors[name] = message("not_a_whole_number", {"found": text[:40]})
            return None
        return int(plain)
    if entry.sort == NUMBER:
        try:
            plain = as_typed(text, name, percent=True)
            exact(plain, name)
        except FieldError as error:
            found = {"found": text[:40]} if error.code == "not_a_decimal" else {}
            errors[name] = message(error.code, {**error.params, **found})
            return None
        return plain.replace(",", ".")
    return " ".join(text.split())[:2000]


def box(
    texts: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    words_open: bool,
    prefix: str = "r",
    depth: int = 1,
    more: bool = False,
) -> Box:
    """The form's part for the rule that ``texts`` tell; with spare rows while its words may be changed.

    ``more``: rows were asked for, so that those which are still empty are kept, and others come after them.
    """
    kind = texts.get(f"{prefix}-kind", "")
    kind = kind if kind in SHAPES else ""

    def one(entry: Entry, name: str, is_value: bool) -> Shown:
        shown = Shown(
            name, str(entry.title), entry.sort, texts.get(name, ""), entry.needed, str(entry.hint),
            errors.get(name, ""), not (words_open or is_value),
        )  # fmt: skip
        if entry.choices:
            shown.options = [(key, str(title), key == shown.value) for key, title in entry.choices]
        return shown

    kinds = [key for key in KINDS if key != "all_of" or depth < DEEPEST - 1 or kind == "all_of"]
    chosen = Shown(f"{prefix}-kind", _("Kind of rule"), CHOICE, kind, error=errors.get(f"{prefix}-kind", ""),
                   fixed=not words_open)  # fmt: skip
    nothing = _("No rule: the result is stated") if depth == 1 else _("None")
    chosen.options = [("", nothing, not kind), *((key, str(KINDS[key][0]), key == kind) for key in kinds)]
    made = Box(prefix, chosen, str(KINDS[kind][1]) if kind else "")
    if not kind:
        return made
    held = VALUES.get(kind, ())
    made.entries = [one(entry, f"{prefix}-{entry.name}", entry.name in held) for entry in SHAPES[kind]]
    if kind in COLUMNS:
        rows, title, columns = COLUMNS[kind]
        made.rows_title, made.rows_error = str(title), errors.get(f"{prefix}-{rows}", "")
        value = ROWS.get(kind, ("", ""))[1]
        for place in _shown_places(texts, f"{prefix}-{rows}", words_open, len(columns), more):
            made.rows.append(
                [
                    one(entry, f"{prefix}-{rows}-{place}-{entry.name}", entry.name == value)
                    for entry in columns
                ]
            )
    if kind == "all_of":
        made.rows_error = errors.get(f"{prefix}-rules", "")
        for place in _shown_places(texts, f"{prefix}-rules", words_open, 0, more):
            inner = f"{prefix}-rules-{place}"
            made.inner.append(
                box(texts, errors, words_open=words_open, prefix=inner, depth=depth + 1, more=more)
            )
    return made


def _shown_places(
    texts: Mapping[str, str], prefix: str, words_open: bool, columns: int, more: bool
) -> list[int]:
    """The rows that say something, and spare ones after them while rows may be added."""
    filled = [
        place
        for place in _places(texts, prefix)
        if more or any(text for name, text in texts.items() if name.startswith(f"{prefix}-{place}-"))
    ]
    spare = (SPARE if columns else max(2 - len(filled), 1)) if words_open else 0
    first = max(filled, default=-1) + 1
    return [*filled, *range(first, first + spare)]
