"""A value that the public isn't told is found where a measure's row says it, and nowhere else."""

from __future__ import annotations

import pytest

from pejling.analysis.gate.held_back import held_back_in, held_back_in_prose
from pejling.analysis.reports.report import Column, Listing, Paragraph, Report, Section, Table


def report(rule: str, title: str = "Frafald i Syd\nEfter tre måneder") -> Report:
    columns = (Column("measure", "Måles på"), Column("rule", "Regel"))
    table = Table("Mål 1", columns, ((title, rule), ("Et andet", "højst 30; opnået 27,27")))
    other = Table("Andet", (Column("what", "Hvad"),), (("Frafald i Syd: 27,27",),))
    return Report(kind="x", title="N", organisation="S", sections=(Section("A", (table, other)),))


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("højst 30; opnået 27,27", 1),
        ("højst 27,27; opnået 27,27", 2),
        ("højst 127,27", 0),
        ("højst 27,275", 0),
        ("højst 27,27,", 1),
        ("højst 30", 0),
    ],
)
def test_the_number_is_found_whole_in_the_row_of_its_measure(rule: str, found: int) -> None:
    hits = list(held_back_in(report(rule), [("frafald i  syd", "27,27")]))
    assert [hit.text for hit in hits] == ["27,27"] * found
    assert all(hit.place == "sections[0].blocks[0].rows[0][1]" and hit.kind == "figure" for hit in hits)


def test_nothing_is_found_where_nothing_is_held_back() -> None:
    assert list(held_back_in(report("højst 30; opnået 27,27"), [])) == []


def test_a_number_is_found_in_the_words_below_its_heading_and_under_no_other() -> None:
    theme = Section("1.a Overgang", (Paragraph("Vurdering: 76,7 procent"), Listing(("Op fra 76,7",))))
    other = Section("1.b Ros", (Paragraph("76,7 procent"),))
    made = Report(kind="x", title="N", organisation="S", sections=(Section("Midtvejs", (), (theme, other)),))
    places = [hit.place for hit in held_back_in_prose(made, [("overgang", "76,7")])]
    assert places == ["sections[0].sections[0].blocks[0].text", "sections[0].sections[0].blocks[1].items[0]"]
