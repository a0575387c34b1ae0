"""What adds up to what: every cell of linked tables, the totals over it, and the sums that hold between them.

A key has a value for each column, None for a total over it. Leaving one column out of a key gives a parent, the sum
of all keys that differ from it in that column only. A combination that isn't in a table doesn't occur there, unless a
total says that it must: where a value has a count but no parts at all along a column that other values are cut by, it
isn't cut, and totals that would need its parts aren't formed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pejling.analysis.disclosure.refusal import Unusable
from pejling.analysis.disclosure.rings import TooManyCells, cells_nobody_prints
from pejling.analysis.disclosure.tables import CountTable, Key, in_words
from pejling.analysis.language import _


@dataclass(slots=True)
class Structure:
    """`counts`: every cell's count, the unprinted ones too; None where only an earlier publication has the cell, and
    hid it, and for cells of a table behind a ring of tables. `sums`: (total, parts); with `remainders`: what isn't
    cut is as much as this. `nested`: column -> columns its values determine, and which value each goes with.
    `ring_left_out`: the table behind a ring is too large, or can't be made of the counts."""

    by: tuple[str, ...]
    counts: dict[Key, int | None] = field(default_factory=dict)
    sums: list[tuple[Key, tuple[Key, ...]]] = field(default_factory=list)
    remainders: list[tuple[Key, tuple[Key, ...], int]] = field(default_factory=list)
    nested: dict[int, dict[int, dict[str, str]]] = field(default_factory=dict)
    ring_left_out: bool = False


def structure(
    tables: Sequence[CountTable],
    by: tuple[str, ...],
    total: str = "Total",
    *,
    earlier: Sequence[CountTable] = (),
    rings: bool = True,
) -> Structure:
    """The cells of tables whose counts are all there, and of `earlier` ones, which may have hidden some. Unusable,
    naming the cell, where a count is missing, two tables differ, or parts and total don't add up. `rings`: with the
    cells of the table of all columns that lies behind tables which share columns in a ring, without their counts."""
    made = Structure(by)
    for table in tables:
        for key, count in table.counts.items():
            if count is None:
                raise Unusable(
                    _("%(table)s: %(cell)s has no count; every cell must have one before any can be hidden"),
                    table=table.name, cell=in_words(table.by, key, total),
                )  # fmt: skip
            full = table.full(key, by)
            if made.counts.setdefault(full, count) != count:
                raise Unusable(
                    _("%(cell)s is %(one)s in one table and %(other)s in %(table)s"),
                    cell=in_words(by, full, total), one=made.counts[full], other=count, table=table.name,
                )  # fmt: skip
    for table in earlier:
        for key, count in table.counts.items():
            full = table.full(key, by)
            known = made.counts.setdefault(full, count)
            if known is None:
                made.counts[full] = count
            elif count is not None and count != known:
                raise Unusable(
                    _("%(cell)s is %(one)s in one table and %(other)s in %(table)s"),
                    cell=in_words(by, full, total), one=known, other=count, table=table.name,
                )  # fmt: skip
    made.nested = nested_columns(made.counts, len(by))
    _add_aliases(made)
    if rings and made.counts:
        try:
            made.counts |= {key: None for key in cells_nobody_prints(made.counts) if key not in made.counts}
        except TooManyCells:
            made.ring_left_out = True
    _add_totals(made, total)
    return made


def nested_columns(keys: Iterable[Key], width: int) -> dict[int, dict[int, dict[str, str]]]:
    """For each column whose every value goes with one value only of another: that other, and which value it is."""
    keys = list(keys)
    found: dict[int, dict[int, dict[str, str]]] = {}
    for fine in range(width):
        values = {key[fine] for key in keys} - {None}
        for coarse in range(width):
            if fine == coarse:
                continue
            goes_with: dict[str, str] = {}
            for key in keys:
                one, other = key[fine], key[coarse]
                if one is not None and other is not None and goes_with.setdefault(one, other) != other:
                    break
            else:
                if values and len(goes_with) == len(values):
                    found.setdefault(fine, {})[coarse] = goes_with
    return found


def _add_aliases(made: Structure) -> None:
    """A municipality's count is also its count within its region: both keys are there, and equal."""
    for fine, coarser in list(made.nested.items()):
        for coarse, goes_with in list(coarser.items()):
            added: dict[Key, int | None] = {}
            for key, count in made.counts.items():
                value = key[fine]
                if value is None or key[coarse] is not None:
                    continue
                whole = (*key[:coarse], goes_with[value], *key[coarse + 1 :])
                known = made.counts.get(whole)
                if None not in (known, count) and known != count:
                    # They only happen to go together in these rows.
                    del coarser[coarse]
                    break
                added[whole] = count if known is None else known
            else:
                made.counts |= added


def _add_totals(made: Structure, total: str) -> None:
    """From the finest keys to the grand total, one column less at a time."""
    width = len(made.by)
    levels: dict[int, set[Key]] = defaultdict(set)
    for key in made.counts:
        levels[_level(key)].add(key)
    spoilt: set[tuple[Key, int]] = set()
    for level in range(width, 0, -1):
        parts: dict[tuple[Key, int], list[Key]] = defaultdict(list)
        for key in sorted(levels[level], key=_order):
            for column in range(width):
                if key[column] is not None:
                    parts[_without(key, column), column].append(key)
        by_parent: dict[Key, dict[int, list[Key]]] = defaultdict(dict)
        for (parent, column), children in parts.items():
            by_parent[parent][column] = children
        empty = {
            parent
            for parent, groups in by_parent.items()
            if all(made.counts[child] == 0 for children in groups.values() for child in children)
        }
        for parent in levels[level - 1]:
            (empty.add if made.counts[parent] == 0 else empty.discard)(parent)
        spoilt |= _not_cut((by_parent.keys() | levels[level - 1]) - empty, parts)
        spoilt_above: set[tuple[Key, int]] = set()
        for parent, groups in by_parent.items():
            if _add_total(made, parent, groups, spoilt, total):
                levels[level - 1].add(parent)
            else:
                spoilt_above |= {
                    (_without(parent, column), column)
                    for column in range(width)
                    if parent[column] is not None
                }
        spoilt = spoilt_above


def _not_cut(some: set[Key], parts: dict[tuple[Key, int], list[Key]]) -> set[tuple[Key, int]]:
    """Sums that lack a part: of a value that counts somebody, but isn't cut by a column others like it are cut by."""
    cut_by: dict[tuple[bool, ...], set[int]] = defaultdict(set)
    values: dict[int, set[str]] = defaultdict(set)
    for (parent, column), children in parts.items():
        cut_by[_pattern(parent)].add(column)
        values[column] |= {child[column] or "" for child in children}
    found = set()
    for key in some:
        for column in cut_by[_pattern(key)]:
            if (key, column) not in parts:
                for other, value in enumerate(key):
                    if value is None:
                        continue
                    rest = _without(key, other)
                    for part in values[column]:
                        lacking = (*rest[:column], part, *rest[column + 1 :])
                        if (lacking, other) in parts:
                            found.add((lacking, other))
    return found


def _add_total(
    made: Structure, parent: Key, groups: dict[int, list[Key]], spoilt: set[tuple[Key, int]], total: str
) -> bool:
    """Give the parent its count and its sums; False where it can't be worked out."""
    sums = {column: _sum(made, children) for column, children in groups.items()}
    whole = [column for column in groups if (parent, column) not in spoilt]
    if parent not in made.counts and not whole:
        return False
    count = made.counts.get(parent)
    if count is None:
        count = next((sums[column] for column in whole if sums[column] is not None), None)
    for column, children in groups.items():
        found = sums[column]
        if column in whole and (found is None or count is None or found == count):
            made.sums.append((parent, tuple(children)))
        elif found is None or count is None:
            continue
        elif found == count:
            made.sums.append((parent, tuple(children)))
        elif column in whole or found > count:
            raise Unusable(
                _("%(cell)s doesn't add up: it is %(count)s, but its parts by %(column)s make %(sum)s"),
                cell=in_words(made.by, parent, total), count=count, column=made.by[column], sum=found,
            )  # fmt: skip
        else:
            made.remainders.append((parent, tuple(children), count - found))
    made.counts[parent] = count
    return True


def _sum(made: Structure, children: Sequence[Key]) -> int | None:
    counts = [made.counts[child] for child in children]
    return None if None in counts else sum(count or 0 for count in counts)


def _level(key: Key) -> int:
    return sum(value is not None for value in key)


def _pattern(key: Key) -> tuple[bool, ...]:
    return tuple(value is not None for value in key)


def _without(key: Key, column: int) -> Key:
    return (*key[:column], None, *key[column + 1 :])


def _order(key: Key) -> tuple[str, ...]:
    return tuple(value or "" for value in key)


def printed(table: CountTable, made: Structure) -> dict[Key, Key]:
    """A table's cells in full: own key -> full key, first those given in their order, then the totals worked out."""
    places = [made.by.index(column) for column in table.by]
    cells = {key: table.full(key, made.by) for key in table.counts}
    have = {places_of(full, places) for full in cells.values()}
    outside = [column for column in range(len(made.by)) if column not in places]
    wanted: dict[Key, Key] = {}
    for full in cells.values():
        for own in _totals_over(full, places):
            if own in wanted or places_of(own, places) in have or own not in made.counts:
                continue
            if _alias_within(own, made, outside):
                continue
            wanted[own] = own
    ordered = sorted(wanted, key=lambda full: (-_level(full), _order(full)))
    return cells | {places_of(full, places): full for full in ordered}


def places_of(full: Key, places: Sequence[int]) -> Key:
    return tuple(full[place] for place in places)


def _totals_over(full: Key, places: Sequence[int]) -> Iterable[Key]:
    """The key with some of its own columns left out, in every way."""
    specific = [place for place in places if full[place] is not None]
    for mask in range(1, 1 << len(specific)):
        left_out = {place for bit, place in enumerate(specific) if mask >> bit & 1}
        yield tuple(None if place in left_out else value for place, value in enumerate(full))


def _alias_within(key: Key, made: Structure, outside: Sequence[int]) -> bool:
    """Whether a total is only another name of a cell the table has anyway (over a column it is cut by)."""
    return any(
        key[fine] is not None and any(key[coarse] is None and coarse not in outside for coarse in coarser)
        for fine, coarser in made.nested.items()
    )
