"""Nothing that the suppressor lets out is found by the attacker, and the attacker finds what counting finds."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pejling.analysis.disclosure.refusal import Unprotectable
from pejling.analysis.disclosure.suppression import suppress
from pejling.analysis.disclosure.tables import CountTable, Key
from pejling.analysis.disclosure_attack.attack import attack
from tests.generative.disclosure_tables import ALL_FEATURES, Case, cases

QUICK = settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@QUICK
@given(case=cases())
def test_what_is_let_out_tells_nothing_hidden(case: Case) -> None:
    published: list[CountTable] = []
    for tables in case.versions:
        try:
            made = suppress(tables, case.settings, previous=published)
        except Unprotectable:
            assert published
            return
        assert not made.more_hidden
        assert not made.not_linked
        for cell in made.cells:
            assert cell.hidden or not case.settings.small(cell.count)
            assert cell.count or not (cell.hidden and case.settings.zeros == "show")
        found = attack(made.tables, zeros=case.settings.zeros, previous=published, seconds=60)
        assert not found.not_linked
        assert found.disclosed == ()
        assert found.unfinished == ()
        truth = {(cell.table, cell.key): cell.count for cell in made.cells}
        by_name = {table.name: table for table in made.tables}
        for cell in found.cells:
            own = tuple(cell.key[found.by.index(column)] for column in by_name[cell.table].by)
            count = truth[cell.table, own]
            assert cell.lower is not None
            assert cell.lower <= count
            assert cell.upper is None or count <= cell.upper
        published += made.tables


def test_the_cases_are_of_every_kind() -> None:
    """Nothing the suppressor can be given is left out of what it is tried on."""
    met: set[str] = set()

    @settings(QUICK, max_examples=200)
    @given(case=cases())
    def draw(case: Case) -> None:
        met.update(case.features)

    draw()
    assert met >= ALL_FEATURES


TINY = st.sampled_from([0, 1, 1, 2])
#: as many hidden cells as can be counted through
MOST_HIDDEN = 4


@st.composite
def tiny_publications(draw: st.DrawFn) -> tuple[list[CountTable], int]:
    """A few cells with and without totals, some of them hidden at random; the least a hidden one can be."""
    least = draw(st.integers(0, 1))
    cuts = draw(st.sampled_from([[("x",)], [("x", "y")], [("x", "y"), ("x", "z")], [("x", "y"), ("y",)]]))
    shape = {"x": ("a", "b"), "y": draw(st.sampled_from([("p", "q"), ("p", "q", "r")])), "z": ("u", "v")}
    persons = {values: draw(TINY) for values in itertools.product(*shape.values())}
    tables = []
    hidden: dict[tuple[tuple[str, str], ...], bool] = {}
    for number, cut in enumerate(cuts):
        counts: dict[Key, int | None] = {}
        for mask in itertools.product((False, True), repeat=len(cut)):
            if any(mask) and not draw(st.booleans()):
                continue
            for values, count in persons.items():
                own = dict(zip(shape, values, strict=True))
                key = tuple(None if out else own[column] for column, out in zip(cut, mask, strict=True))
                counts[key] = (counts.get(key) or 0) + count
        for key, count in list(counts.items()):
            said = tuple((column, value) for column, value in zip(cut, key, strict=True) if value is not None)
            if said not in hidden:
                hidden[said] = draw(st.integers(0, 2)) > 0 and (count or 0) >= least
            if hidden[said]:
                counts[key] = None
        tables.append(CountTable(f"t{number}", cut, counts))
    return tables, least


def largest_shown(tables: list[CountTable]) -> int:
    return max((count for table in tables for count in table.counts.values() if count is not None), default=1)


def counted(tables: list[CountTable], least: int) -> dict[Key, set[int]]:
    """Every way to fill the finest cells of each table, kept where totals and hiding allow it. A cell with an upper
    limit can't be more than the largest count shown; the others are counted through some way beyond it."""
    cap = 1 + max(
        (count for table in tables for count in table.counts.values() if count is not None), default=1
    )
    by = tuple(dict.fromkeys(column for table in tables for column in table.by))
    beyond = 1 + largest_shown(tables)
    fillings: list[dict[Key, int]] = [{}]
    for table in tables:
        finest = [key for key in table.counts if None not in key]
        cap = beyond * 2 ** (3 - len(table.by))
        above: dict[Key, list[Key]] = {}
        for key in finest:
            for mask in itertools.product((False, True), repeat=len(key)):
                above.setdefault(
                    tuple(None if out else value for value, out in zip(key, mask, strict=True)), []
                ).append(key)
        ranges = [
            range(least, cap + 1) if table.counts[key] is None else (table.counts[key],) for key in finest
        ]
        own = []
        for some in itertools.product(*ranges):
            cells = dict(zip(finest, some, strict=True))  # type: ignore[arg-type]
            sums = {key: sum(cells[part] for part in parts) for key, parts in above.items()}
            if all(
                sums[key] == count if count is not None else sums[key] >= least
                for key, count in table.counts.items()
            ):
                own.append({table.full(key, by): value for key, value in sums.items()})
        fillings = [
            old | new for old in fillings for new in own
            if all(old.get(key, value) == value for key, value in new.items())
        ]  # fmt: skip
    hidden = {table.full(key, by) for table in tables for key, count in table.counts.items() if count is None}
    return {key: {filling[key] for filling in fillings} for key in hidden}


@settings(QUICK, max_examples=60)
@given(publication=tiny_publications())
def test_the_attacker_finds_what_counting_every_possible_table_finds(
    publication: tuple[list[CountTable], int],
) -> None:
    tables, least = publication
    finest = [count for table in tables for key, count in table.counts.items() if None not in key]
    assume(finest.count(None) <= MOST_HIDDEN)
    possible = counted(tables, least)
    for cell in attack(tables, zeros="show" if least else "hide").cells:
        values = possible[cell.key]
        assert cell.exact
        assert cell.lower == min(values)
        assert cell.upper == max(values) if cell.upper is not None else max(values) > largest_shown(tables)
        assert (cell.status == "disclosed") == (len(values) == 1)
