"""A school's figures as counts that hang together, and back: which values and which cells of the grid may be shown.

*Pure.* What may be asked for is declared beforehand, and nothing else can be: every indicator as a whole and by
programme, department or intake, one at a time; retention by intake for everybody, one programme or one department, at
``GRID_MONTHS``. So everything a reader can subtract is in one problem.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pejling.analysis.engine.question import Value
from pejling.analysis.guarded.linked import Cell, Group, Linked, group_of

#: one at a time
CUTS = ("programme", "department", "intake")
#: by which the retention grid may be filtered, one at a time
FILTERS = ("programme", "department")
GRID_MONTHS = (3, 6, 12, 24, 36, 48)
SPELLS, STAY = "spells", "stay"


def left(month: int) -> str:
    """The name of how many have left by a month."""
    return f"left:{month}"


def linked(values: Mapping[str, Sequence[Value]], by_month: Iterable[Value]) -> Linked:
    """``values``: by indicator, those that are shown, as a whole and by each cut. ``by_month``: how many have left,
    for the grid: by intake and month, and by each filter, intake and month, up to the last of ``GRID_MONTHS``."""
    made = Linked()
    _left_by_month(made, by_month)
    for key in values:
        for value in values[key]:
            for name, count, shown in told(value):
                made.put(name, {group_of(value.by): count}, shown=shown)
    _subtract(made)
    made.add_up()
    return made


def told(value: Value) -> list[tuple[str, int, bool]]:
    """(name, count, whether it is printed) of every count of persons that a value tells."""
    if value.indicator in ("entrants", "active"):
        return [(f"{value.indicator}:{value.variant or ''}:{value.months or ''}", value.n, True)]
    if value.indicator == "agreement_target":
        # The agreed number isn't one of persons; those who have an agreement are.
        return [(f"agreements:{value.months}", value.events or 0, True)]
    if value.indicator in ("dropout", "interruption", "retention") and value.variant in (None, "gross"):
        return [(SPELLS, value.n, True), (left(value.months or 0), value.events or 0, True)]
    who = SPELLS if value.indicator in ("dropout", "completion") else f"n:{value.indicator}:{value.months}"
    counts = [(who, value.n, True)]
    if value.events is not None:
        counts.append((f"{value.indicator}:{value.variant or ''}:{value.months}", value.events, True))
    return counts


def _left_by_month(made: Linked, values: Iterable[Value]) -> None:
    """The grid: a cohort that hasn't reached a month stands there as it did at its last one."""
    for value in values:
        month = value.months or 0
        if month not in GRID_MONTHS:
            continue
        group = group_of({name: found for name, found in value.by.items() if name != "month"})
        made.put(SPELLS, {group: value.n})
        made.put(left(month), {group: value.events or 0})


def _subtract(made: Linked) -> None:
    names = {cell.name for cell in made.counts}
    months = sorted(int(name.partition(":")[2]) for name in names if name.startswith("left:"))
    made.chain([*(left(month) for month in months), SPELLS], "between:")
    for name in sorted(names):
        kind, _, rest = name.partition(":")
        if kind == "dropout":
            made.difference(left(int(rest.rpartition(":")[2])), name, f"back:{rest}")
        elif kind == "completion":
            made.difference(SPELLS, name, f"not:{name}")
        elif kind in ("active", "entrants") and name != "entrants::":
            made.difference("entrants::", name, f"not:{name}")
        elif f"n:{name.replace('::', ':')}" in names:
            made.difference(f"n:{name.replace('::', ':')}", name, f"not:{name}")
    made.difference("entrants::", SPELLS, "undated")


def may_be_shown(value: Value, hidden: frozenset[Cell]) -> bool:
    """Whether nothing that a value tells is hidden."""
    group = group_of(value.by)
    return not any(Cell(name, group) in hidden for name, _count, shown in told(value) if shown)


def group_in_grid(
    row: str | None, accepted: Mapping[str, str], rows: str = "intake", *, total: bool = False
) -> Group:
    """The group of one row of the grid under a filter; with ``total`` that of all rows together."""
    return group_of(dict(accepted) if total else {**accepted, rows: row})


def hidden_months(hidden: Iterable[Cell]) -> dict[Group, frozenset[int]]:
    """By group, the months of the grid that are hidden; 0 where the size of the group is."""
    found: dict[Group, set[int]] = defaultdict(set)
    for cell in hidden:
        if cell.name == SPELLS:
            found[cell.group].add(0)
        elif cell.name.startswith("left:"):
            found[cell.group].add(int(cell.name.partition(":")[2]))
    return {group: frozenset(months) for group, months in found.items()}
