"""What the slow engine's rules have in common: the question, a row's place under a dimension, and dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from pejling.analysis.definition_model import IndicatorDefinition, Variant
from pejling.analysis.engine.question import Value, Where
from pejling.analysis.engine.reference_followup import add_months
from pejling.analysis.intakes import Intakes, intake_of

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Case:
    """One question: a variant, a window, the day everything is censored at."""

    definition: IndicatorDefinition
    tables: Tables
    by: tuple[str, ...]
    where: Where
    window: int | None
    variant: Variant | None
    as_of: date
    intakes: Intakes
    snapshot: str


def value(case: Case, key: Key, n: int, estimate: float | None, **more: Any) -> Value:
    plain: dict[str, Any] = {"lower": None, "upper": None, "events": None, "complete": False}
    plain |= {"months": case.window, "as_of": case.as_of, **more}
    return Value(
        indicator=case.definition.key,
        variant=case.variant.key if case.variant else None,
        by=dict(zip(case.by, key, strict=False)),
        estimate=estimate,
        n=n,
        version=case.definition.version,
        snapshot=case.snapshot,
        **plain,
    )


def dimension(case: Case, spell: Row, name: str) -> Any:
    """What a spell is under a dimension."""
    if name == "class":
        return spell.get("first_class")
    if name == "municipality":
        return spell.get("municipality_at_start") or "none"
    if name in ("intake", "start_month"):
        start = spell.get("starts_on")
        return None if start is None else intake_of(start, case.intakes if name == "intake" else ())
    if name == "age25":
        return age25(case.definition, spell)
    return spell.get("pseudonym" if name == "student" else name)


def age25(definition: IndicatorDefinition, spell: Row) -> str:
    """25 or over: by the student type where it says so, else by the age at first, else unknown."""
    said = (spell.get("student_type") or "").lower()
    for label, patterns in (("under 25", definition.age25.under), ("25+", definition.age25.over)):
        if said and any(fnmatchcase(said, pattern.lower()) for pattern in patterns):
            return label
    age = spell.get("age_at_first")
    if age is None:
        return "unknown"
    return "25+" if age >= 25 else "under 25"


def passes(where: Where, look: Callable[[str], Any]) -> bool:
    """Whether a row passes the filter."""
    fits = all(bool(accepted) and look(name) in accepted for name, accepted in where.accepted)
    return fits and (not where.within or any(passes(box, look) for box in where.within))


def months_after(day: date, months: int) -> date:
    """The date so many months later."""
    return date(*add_months(day.year, day.month, day.day, months))
