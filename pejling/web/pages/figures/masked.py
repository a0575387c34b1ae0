"""Values as this reader may see them: a hidden one has neither estimate nor counts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pejling.analysis.engine.question import Value
from pejling.web.components.masking import Step, shown_steps, shown_together, small, tells


@dataclass(frozen=True, slots=True)
class Seen:
    """A value, and whether it is hidden from this reader (then ``value`` holds no numbers)."""

    value: Value
    hidden: bool = False


def side_by_side(values: Sequence[Value], smallest: int) -> list[Seen]:
    """Values about the same students: windows and variants of one indicator, without groups."""
    may = shown_together([step_of(value) for value in values], smallest)
    return [_seen(value, shown, smallest) for value, shown in zip(values, may, strict=True)]


def over_time(values: Sequence[Value], smallest: int) -> list[Seen]:
    """One figure over snapshots, oldest first: neighbours must not tell of one student either."""
    may = shown_steps([_firm(value) for value in values], smallest)
    return [_seen(value, shown, smallest) for value, shown in zip(values, may, strict=True)]


def breakdown(values: Sequence[Value], wanted: Callable[[Value], bool], smallest: int) -> list[Seen]:
    """One value per group: the ``wanted`` among all windows and variants of each group.

    Each group is held against its other windows and variants, which the reader may ask for next. The total is known,
    so the next smallest group goes with the hidden ones until the total less the others tells nothing small either.
    """
    of_group: dict[tuple, list[Value]] = {}
    for value in values:
        of_group.setdefault(tuple(value.by.values()), []).append(value)
    chosen, may = [], []
    for mine in of_group.values():
        shown = shown_together([step_of(value) for value in mine], smallest)
        for value, seen in zip(mine, shown, strict=True):
            if wanted(value):
                chosen.append(value)
                may.append(seen)
    _hide_with_the_hidden([step_of(value) for value in chosen], may, smallest)
    return [_seen(value, shown, smallest) for value, shown in zip(chosen, may, strict=True)]


def _hide_with_the_hidden(steps: Sequence[Step], may: list[bool], smallest: int) -> None:
    """Turn ``may`` off, smallest group first, while the hidden groups together hold a small count."""
    while not all(may):
        hidden = [step for step, shown in zip(steps, may, strict=True) if not shown]
        together = Step(sum(step.n for step in hidden), sum(step.left for step in hidden))
        rest = [place for place, shown in enumerate(may) if shown and steps[place].n]
        if not rest or (len(hidden) > 1 and not tells(together, smallest)):
            return
        may[min(rest, key=lambda place: steps[place].n)] = False


def step_of(value: Value) -> Step:
    """What is counted: a count's own number is its n; a ratio of hours has no events."""
    return Step(value.n, value.events or 0)


def _firm(value: Value) -> Step:
    return Step(value.n, min(value.events or 0, value.n))


def _seen(value: Value, shown: bool, smallest: int) -> Seen:
    excluded = _big_only(value.excluded, smallest)
    if shown:
        return Seen(replace(value, excluded=excluded))
    empty = replace(value, estimate=None, n=0, lower=None, upper=None, events=None, excluded={}, reason=None)
    return Seen(empty, hidden=True)


def _big_only(counts: Mapping[str, int], smallest: int) -> dict[str, int]:
    return {reason: count for reason, count in counts.items() if not small(count, smallest)}
