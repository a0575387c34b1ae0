"""From cells that add up to a problem: what is printed, what everybody knows, what is hidden for its own sake."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sparse

from pejling.analysis.disclosure.neighbourhood import Nested
from pejling.analysis.disclosure.problem import Node, Problem, assemble, usual_cost
from pejling.analysis.disclosure.refusal import Unusable
from pejling.analysis.disclosure.solving import OutOfTime, lowest
from pejling.analysis.disclosure.structure import Structure
from pejling.analysis.disclosure.tables import CountTable, Key, Rate, Settings, in_words
from pejling.analysis.language import _


@dataclass(frozen=True, slots=True)
class Posed:
    """A problem and where its cells are: `node_of` full key -> node; `counts` by node."""

    problem: Problem
    nested: Nested
    node_of: Mapping[Key, int]
    counts: Sequence[int]

    def variable(self, key: Key) -> int:
        """The cell's variable, -1 where it can't move."""
        return int(self.problem.variable_of[self.node_of[key]])


class OtherSnapshot(Exception):
    """The earlier publications can't be of the same counts."""


def seen_before(earlier: Sequence[CountTable], by: tuple[str, ...]) -> tuple[set[Key], set[Key]]:
    """Full keys that earlier publications show, and those they hide (and none of them shows)."""
    shown, hidden = set(), set()
    for table in earlier:
        for key, count in table.counts.items():
            (hidden if count is None else shown).add(table.full(key, by))
    return shown, hidden - shown


def with_all_counts(made: Structure, hidden_before: Collection[Key], least: int, seconds: float) -> Structure:
    """The cells with a possible count where an earlier publication hid it: any that fits will do, since a proof only
    needs two tables that everything published allows. OtherSnapshot where none fits."""
    unknown = [key for key, count in made.counts.items() if count is None]
    if not unknown:
        return made
    at = {key: number for number, key in enumerate(unknown)}
    rows, columns, steps, constant = [], [], [], []
    for parent, children in made.sums:
        members = [(parent, -1), *((child, 1) for child in children)]
        if not any(key in at for key, _step in members):
            continue
        number = len(constant)
        constant.append(sum(step * (made.counts[key] or 0) for key, step in members))
        for key, step in members:
            if key in at:
                rows.append(number)
                columns.append(at[key])
                steps.append(step)
    # One more column, held at 1, carries what is known.
    rows += list(range(len(constant)))
    columns += [len(unknown)] * len(constant)
    steps += constant
    matrix = sparse.csc_matrix(
        (np.array(steps, dtype=float), (rows, columns)), shape=(len(constant), len(unknown) + 1)
    )
    low = np.array([*(float(least if key in hidden_before else 0) for key in unknown), 1.0])
    high = np.array([*([np.inf] * len(unknown)), 1.0])
    try:
        found = lowest(np.zeros(len(low)), matrix, low, high, whole=True, seconds=seconds)
    except OutOfTime:
        found = None
    if found is None:
        raise OtherSnapshot
    counts = dict(made.counts)
    counts |= {key: round(float(found[number])) for key, number in at.items()}
    for parent, children in made.sums:
        if counts[parent] != sum(counts[child] or 0 for child in children):
            raise OtherSnapshot
    return replace(made, counts=counts)


def pose(
    made: Structure,
    settings: Settings,
    *,
    printed: Collection[Key],
    shown_before: Collection[Key] = (),
    hidden_before: Collection[Key] = (),
    spared: Collection[Key] = (),
    rates: Sequence[Rate] = (),
) -> Posed:
    """The problem of hiding cells of `printed`. `spared`: known from earlier publications alone, so no target."""
    places, nested = _places(made)
    typical = float(np.median([made.counts[key] for key in printed if made.counts[key]] or [1]))
    width = len(made.by)
    nodes: list[Node] = []
    counts: list[int] = []
    node_of: dict[Key, int] = {}
    for key, known in made.counts.items():
        count = known or 0
        is_printed, is_small = key in printed, settings.small(count)
        was_hidden = key in hidden_before
        least = settings.least if is_printed or was_hidden else 0
        cost = usual_cost(count, typical) * settings.weights.get(key, 1.0)
        node_of[key] = len(nodes)
        counts.append(count)
        nodes.append(
            Node(
                down=max(count - least, 0),
                cost=cost if is_printed else 0.0,
                fixed=key in shown_before or (is_printed and count < settings.least),
                hidden=is_printed and is_small,
                target=key not in spared and ((is_printed and is_small) or (was_hidden and not is_printed)),
                values=places[key],
            )
        )
    sums = [
        {node_of[parent]: -1} | {node_of[child]: 1 for child in children} for parent, children in made.sums
    ]
    nowhere = (0,) * width
    for parent, children, rest in made.remainders:
        counts.append(rest)
        nodes.append(Node(down=rest, cost=0.0, fixed=False, hidden=False, target=False, values=nowhere))
        sums.append({node_of[parent]: -1, len(nodes) - 1: 1} | {node_of[child]: 1 for child in children})
    for rate in rates:
        part, whole = made.counts.get(rate.numerator), made.counts.get(rate.denominator)
        if part is None or whole is None or part > whole:
            raise Unusable(
                _("the rate of %(part)s in %(whole)s has no counts that fit"),
                part=in_words(made.by, rate.numerator), whole=in_words(made.by, rate.denominator),
            )  # fmt: skip
        rest = whole - part
        counts.append(rest)
        nodes.append(
            Node(down=rest, cost=0.0, fixed=False, hidden=False, target=settings.small(rest), values=nowhere)
        )
        sums.append({node_of[rate.denominator]: -1, node_of[rate.numerator]: 1, len(nodes) - 1: 1})
    return Posed(assemble(nodes, sums), nested, node_of, counts)


def _places(made: Structure) -> tuple[dict[Key, tuple[int, ...]], Nested]:
    """Each key as numbers, 0 for a total; and for nested columns, the coarser number of each."""
    codes: list[dict[str | None, int]] = []
    for column in range(len(made.by)):
        values = sorted({key[column] or "" for key in made.counts if key[column] is not None})
        codes.append({None: 0} | {value: number for number, value in enumerate(values, start=1)})
    places = {key: tuple(codes[column][value] for column, value in enumerate(key)) for key in made.counts}
    nested: Nested = {}
    for fine, coarser in made.nested.items():
        for coarse, goes_with in coarser.items():
            above = np.zeros(len(codes[fine]), dtype=np.int64)
            for value, other in goes_with.items():
                above[codes[fine][value]] = codes[coarse].get(other, 0)
            nested.setdefault(fine, {})[coarse] = above
    return places, nested
