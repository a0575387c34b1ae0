"""A school's own kinds of plan, file by file: one that can't be read is told, and the others are kept. *Pure.*"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pejling.analysis.plans.kinds import PlanKind, plan_kind
from pejling.analysis.plans.wording import message
from pejling.analysis.strict_fields import FieldError


@dataclass(frozen=True, slots=True)
class OwnKinds:
    """The kinds of a folder by their key, and of each file that can't be read its name and why."""

    kinds: dict[str, PlanKind] = field(default_factory=dict)
    broken: tuple[tuple[str, Exception], ...] = ()


def own_kinds(folder: Path) -> OwnKinds:
    """What the folder's ``*.yaml`` files say; nothing where it isn't there."""
    made: dict[str, PlanKind] = {}
    broken: list[tuple[str, Exception]] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            kind = plan_kind(path)
        except (FieldError, OSError, UnicodeDecodeError) as wrong:
            broken.append((path.name, wrong))
        else:
            made[kind.key] = kind
    return OwnKinds(made, tuple(broken))


def said_of(wrong: Exception) -> str:
    """What is wrong in a file, with its place, in the words of the moment's language."""
    if not isinstance(wrong, FieldError):
        return str(wrong)
    said = message(wrong.code, wrong.params)
    return f"{wrong.path}: {said}" if wrong.path else said
