"""What is asked of the engine and what it answers: ``Where``, ``Value``, and the error for what it can't answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

Accepted = tuple[str | int | None, ...]


class IndicatorError(ValueError):
    """The question can't be answered. ``code`` and ``params`` say why; ``params["known"]`` lists what there is."""

    def __init__(self, code: str, **params: object) -> None:
        self.code, self.params = code, params
        super().__init__(f"{code}: {params}")


def _sortable(value: str | int | None) -> tuple[bool, str, str]:
    return (value is None, type(value).__name__, str(value))


class Where:
    """A filter: for each named dimension the accepted values; a dimension that isn't named accepts everything.

    ``Where(programme=("SSA",), intake=("2025-08", "2025-12"))``. None among the values means "not known", except for
    municipality, where that is the value "none". ``class`` may be given as ``class_``. Frozen and hashable; two
    filters that accept the same are equal. An empty tuple accepts nothing.

    ``within``: filters of which a row must pass at least one besides (none given: no such condition); see
    ``held_within``. There, and only there, ``student`` (a pseudonym) may be named as well.
    """

    __slots__ = ("accepted", "within")
    accepted: tuple[tuple[str, Accepted], ...]
    within: tuple[Where, ...]

    def __init__(self, **accepted: Iterable[str | int | None] | str | int | None) -> None:
        found: dict[str, Accepted] = {}
        for name, values in accepted.items():
            if values is None:
                continue
            values = (values,) if isinstance(values, str | int) else tuple(values)
            found[name.rstrip("_")] = tuple(sorted(set(values), key=_sortable))
        object.__setattr__(self, "accepted", tuple(sorted(found.items())))
        object.__setattr__(self, "within", ())

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Where is frozen")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Where) and (self.accepted, self.within) == (other.accepted, other.within)

    def __hash__(self) -> int:
        return hash((self.accepted, self.within))

    def __repr__(self) -> str:
        text = f"Where({', '.join(f'{name}={values!r}' for name, values in self.accepted)})"
        return f"{text}.held_within({list(self.within)!r})" if self.within else text

    @property
    def names(self) -> tuple[str, ...]:
        """The dimensions that are filtered."""
        return tuple(name for name, _ in self.accepted)

    def but(self, **accepted: Iterable[str | int | None] | str | int | None) -> Where:
        """The same filter with some dimensions replaced (None: freed)."""
        changed = {name.rstrip("_"): values for name, values in accepted.items()}
        return Where(**{**dict(self.accepted), **changed})._with(self.within)

    def held_within(self, boxes: Iterable[Where]) -> Where:
        """The same filter for the rows that pass at least one of ``boxes``; () are no rows at all."""
        return self._with(tuple(sorted(set(boxes), key=repr)) or (NOTHING,))

    def _with(self, within: tuple[Where, ...]) -> Where:
        made = Where(**dict(self.accepted))
        object.__setattr__(made, "within", within)
        return made

    @property
    def held_by(self) -> frozenset[str]:
        """The dimensions that ``within`` looks at: one that accepts nothing needn't be looked at."""
        return frozenset(name for box in self.within for name, values in box.accepted if values)

    def as_dict(self) -> dict[str, list[str | int | None]]:
        """Plain lists by dimension, for JSON; ``within`` isn't part of it: it says who asks, not what is asked."""
        return {name: list(values) for name, values in self.accepted}

    @classmethod
    def from_dict(cls, found: Mapping[str, Iterable[str | int | None]]) -> Where:
        """The reverse of ``as_dict``."""
        return cls(**dict(found))


#: Nobody passes it, whatever the table: no row has a student without a pseudonym.
NOTHING = Where(student=())


@dataclass(frozen=True, slots=True)
class Value:
    """One figure. Shares are between 0 and 1 (the target share may pass 1); counts are whole numbers.

    ``months``: the window in the definition's unit (days for the transition, the calendar year for the target).
    ``n``: how many are behind it: spells, students (absence), the agreed number (target). ``events``: how many of
    the n have had what is counted, within the window. ``complete``: the window is over for all that are counted.
    ``excluded``: how many were left out, by reason. ``reason``: why there is no estimate, where there is none:
    ``not_delivered`` (a table it needs has never been delivered), ``too_early`` (nobody has been followed long
    enough), ``nobody`` (nothing to count) or ``no_quota``.
    """

    indicator: str
    variant: str | None
    months: int | None
    by: Mapping[str, str | int | None]
    estimate: float | None
    n: int
    lower: float | None
    upper: float | None
    events: int | None
    as_of: date | None
    version: str
    snapshot: str
    complete: bool
    excluded: Mapping[str, int] = field(default_factory=dict)
    reason: str | None = None
