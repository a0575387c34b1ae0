"""Few persons behind a number are hidden in a whole report, and can't be worked out of what is left."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product

import pytest

from pejling.analysis.gate.counts import protected
from pejling.analysis.reports.frozen import to_json
from pejling.analysis.reports.report import (
    HIDDEN,
    Chart,
    Column,
    Figure,
    Figures,
    Picture,
    Report,
    Section,
    Table,
)

NAME, N = Column("department", "Afdeling"), Column("n", "Elever", "count", counts="students")


def report(*blocks: object) -> Report:
    return Report(
        kind="key_figures", title="Tal", organisation="Skolen", sections=(Section("Afsnit", tuple(blocks)),)
    )


def table(rows: Sequence[tuple], columns: tuple[Column, ...] = (NAME, N), **more: object) -> Table:
    cells = tuple(tuple(Decimal(cell) if isinstance(cell, int) else cell for cell in row) for row in rows)
    return Table("Elever", columns, cells, **more)


def column(made: Report, place: int = 1) -> list:
    return [row[place] for row in made.sections[0].blocks[0].rows]


def test_one_small_cell_takes_another_with_it_where_the_total_stands() -> None:
    made, hidden = protected(
        report(table([("Nord", 3), ("Syd", 20), ("Vest", 30), ("I alt", 53)], total_rows=(3,)))
    )
    assert column(made)[0] is HIDDEN
    assert hidden == 2 and column(made).count(HIDDEN) == 2
    assert "3" not in [str(cell) for cell in column(made)]
    # Worked out by hand: 53 less what is shown leaves at least two possible numbers for Nord.
    shown = sum(cell for cell in column(made)[:3] if cell is not HIDDEN)
    ways = [pair for pair in product(range(1, 60), repeat=2) if sum(pair) == 53 - shown]
    assert len({first for first, _second in ways}) > 1


def test_nothing_is_hidden_where_nobody_is_few() -> None:
    whole = report(table([("Nord", 13), ("Syd", 20), ("I alt", 33)], total_rows=(2,)))
    assert protected(whole) == (whole, 0)


def test_what_counts_no_persons_or_is_public_elsewhere_stays() -> None:
    for block in (
        table([("Nord", 3)], columns=(NAME, Column("n", "Hold", "count"))),
        table([("Nord", 3)], elsewhere=True),
    ):
        assert protected(report(block)) == (report(block), 0)


def test_a_percentage_tells_of_few_too() -> None:
    """10 % of 20 are 2 students; 95 % of 20 leaves 1."""
    share = Column("share", "Andel", "percent", of="n", decimals=0)
    rows = [("Nord", 20, 10), ("Syd", 20, 95), ("Vest", 200, 50), ("Øst", 100, 40)]
    made, _hidden = protected(report(table(rows, columns=(NAME, N, share))))
    assert column(made, 2) == [HIDDEN, HIDDEN, Decimal(50), Decimal(40)]
    assert column(made, 1) == [Decimal(20), Decimal(20), Decimal(200), Decimal(100)]


def test_where_a_count_is_hidden_what_hangs_on_it_is() -> None:
    share = Column("share", "Andel", "percent", of="n", decimals=0)
    made, _hidden = protected(report(table([("Nord", 3, 0), ("Syd", 40, 50)], columns=(NAME, N, share))))
    assert made.sections[0].blocks[0].rows[0][1:] == (HIDDEN, HIDDEN)


def test_two_tables_of_one_report_are_held_together() -> None:
    """The second table has the total that the first one lacks."""
    first = table([("Nord", 3), ("Syd", 20), ("Vest", 30)])
    second = table([("Nord", 3), ("Syd", 20), ("Vest", 30), ("I alt", 53)], total_rows=(3,))
    made, _hidden = protected(report(first, second))
    hidden = [[row[1] is HIDDEN for row in block.rows[:3]] for block in made.sections[0].blocks]
    assert hidden[0] == hidden[1]
    assert sum(hidden[0]) == 2


def test_an_earlier_publication_is_reckoned_with() -> None:
    """Published before: Syd alone. Hiding Syd now would tell nothing less, so another one goes with Nord."""
    earlier = report(table([("Syd", 20)]))
    now = report(table([("Nord", 3), ("Syd", 20), ("Vest", 30), ("I alt", 53)], total_rows=(3,)))
    made, _hidden = protected(now, [earlier])
    assert column(made)[0] is HIDDEN and column(made)[2] is HIDDEN


def test_tables_that_do_not_add_up_are_hidden_more() -> None:
    made, _hidden = protected(report(table([("Nord", 3), ("Syd", 20), ("I alt", 99)], total_rows=(2,))))
    assert set(column(made)) == {HIDDEN}


@pytest.mark.parametrize(
    ("value", "unit", "n", "hidden"),
    [
        (3, "count", None, True), (0, "count", None, False), (12, "count", None, False), (50, "percent", 4, True),
        (2, "percent", 100, True), (99, "percent", 100, True), (50, "percent", 100, False), (4, "mean", 3, True),
    ],
)  # fmt: skip
def test_figures(value: int, unit: str, n: int | None, hidden: bool) -> None:
    one = Figure("Frafald", Decimal(value), unit, "Egen opgørelse", n=n, counts="students")
    made, _count = protected(report(Figures("Tal", (one,))))
    found = made.sections[0].blocks[0].figures[0]
    assert (found.hidden, found.value is None) == (hidden, hidden)
    if hidden:
        assert f'"{value}"' not in to_json(made)


def test_a_picture_does_not_tell_in_words_what_its_table_hides() -> None:
    columns = (
        Column("period", "Periode"), Column("value", "Frafald", "percent", decimals=0), Column("n", "n", "count",
        counts="students"),
    )  # fmt: skip
    drawn = table([("2021", 37, 8), ("2022", 40, 100)], columns=columns)
    picture = Picture("Frafald", "2021: 37 %; 2022: 40 %.", Chart("points", "period", "value"), drawn)
    made, hidden = protected(report(picture))
    assert hidden == 1
    assert "37" not in to_json(made)
    assert "40" in to_json(made)
