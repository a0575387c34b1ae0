"""Kinds of plan as data (catalogue/plan_kinds/*.yaml): what levels are called, what must be said, what is public.

*Pure.* A school adds a kind by putting a file beside these; none of it is code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pejling.analysis.careful_yaml import read
from pejling.analysis.plans.cycle import CycleStep, read_cycle
from pejling.analysis.plans.plan_model import Action, Goal, Measure
from pejling.analysis.plans.read_rules import decimal
from pejling.analysis.strict_fields import FieldError, Fields

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue" / "plan_kinds"
LANGUAGES = ("da", "en")
WEIGHTS = ("needed", "allowed", "none")
RHYTHMS = ("month", "quarter", "half year", "year", "halfway", "none")
#: what may be asked for, and shown to the public, of each sort of part
FIELDS = {
    "goal": ("description", "reason", "concerns", "references", "measures", "actions", "commitments"),
    "measure": ("description", "indicator", "baseline", "target", "unit", "rule"),
    "action": (
        *(
            "description",
            "needed_change",
            "operational_goal",
            "strategy",
            "owner",
            "involved",
            "evaluation_plan",
        ),
        *(
            "expected_effect",
            "schedule",
            "state",
            "approach",
            "reach",
            "sub_actions",
            "addenda",
            "follow_ups",
        ),
    ),
}
#: what may be shown to the public: the same, and of the plan itself its concluded reviews
PUBLIC = {"plan": ("reviews",), **FIELDS}
_SORTS = {"goal": Goal, "measure": Measure, "action": Action}


@dataclass(frozen=True, slots=True)
class KindWords:
    """What a kind is called in one language. ``levels``: a name for each depth of goals, the outermost first."""

    title: str
    description: str
    levels: tuple[str, ...]
    action: str
    measure: str


@dataclass(frozen=True, slots=True)
class PlanKind:
    """One kind of plan.

    ``weights``: whether parts must, may or mustn't weigh; ``whole``: what all weighs together. ``needed``: the fields
    that must be said, by sort of part (``FIELDS``). ``concerns``: at least one goal must be about each of these.
    ``review``: how often it is followed up. ``public``: the fields that are published, by sort of part.
    ``cycle``: its year, step by step.
    """

    key: str
    words: Mapping[str, KindWords]
    weights: str
    whole: Decimal
    needed: Mapping[str, tuple[str, ...]]
    concerns: tuple[str, ...]
    review: str
    public: Mapping[str, tuple[str, ...]]
    board: bool
    partners: bool
    cycle: tuple[CycleStep, ...] = ()

    @property
    def depth(self) -> int:
        """How many levels of goals there may be."""
        return len(self.words["da"].levels)


def read_kind(text: str) -> PlanKind:
    """A kind from its file; FieldError with the place of what is wrong."""
    fields = Fields(read(text))
    words = {language: _words(fields.section(language)) for language in LANGUAGES}
    if len({len(found.levels) for found in words.values()}) > 1:
        raise FieldError("en.levels", "levels_differ")
    weights = fields.choice("weights", WEIGHTS)
    kind = PlanKind(
        key=fields.text("key"),
        words=words,
        weights=weights,
        whole=decimal(fields, "whole", Decimal(100)),
        needed=_by_sort(fields, "needed", FIELDS),
        concerns=fields.texts("concerns", ()),
        review=fields.choice("review", RHYTHMS, "year"),
        public=_by_sort(fields, "public", PUBLIC),
        board=fields.flag("board", False),
        partners=fields.flag("partners", False),
        cycle=read_cycle(fields.sections("cycle"), LANGUAGES),
    )
    fields.done()
    return kind


def plan_kinds(folders: Iterable[Path] = (CATALOGUE,)) -> dict[str, PlanKind]:
    """Every kind by its key; a kind in a later folder takes the place of one of the same key before it."""
    found: dict[str, PlanKind] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            kind = plan_kind(path)
            found[kind.key] = kind
    return found


def plan_kind(path: Path) -> PlanKind:
    """The kind of one file, which is called as the file is."""
    kind = read_kind(path.read_text(encoding="utf-8"))
    if kind.key != path.stem:
        raise FieldError("key", "key_is_not_the_files_name", found=kind.key, file=path.name)
    return kind


def _words(fields: Fields) -> KindWords:
    words = KindWords(
        fields.prose("title"), fields.prose("description"), fields.texts("levels"), fields.prose("action"),
        fields.prose("measure"),
    )  # fmt: skip
    fields.done()
    if not words.levels:
        raise FieldError(fields.at("levels"), "empty")
    return words


def _by_sort(
    fields: Fields, name: str, fields_of: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    if not fields.has(name):
        return {}
    inner = fields.section(name)
    found = {sort: inner.texts(sort, (), known=known) for sort, known in fields_of.items()}
    inner.done()
    return found
