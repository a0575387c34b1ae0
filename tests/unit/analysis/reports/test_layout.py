"""What is put on paper: brief actions in one table, others each under a heading of its own."""

from __future__ import annotations

from decimal import Decimal as D

from pejling.analysis.reports.layout import Grid, Heading, Layout
from pejling.analysis.reports.report import Action, Point, Report, Section, Step


def laid_out(*actions):
    report = Report(kind="x", title="t", organisation="o", sections=(Section("Mål 1", actions),))
    return [one for one in Layout(report).elements if isinstance(one, Heading | Grid)][1:]


def test_actions_with_little_to_say_share_a_table():
    described = Action(
        "Screening", "a", "Indsats", points=(Point("description", "Beskrivelse", "Alle."),), weight=D(2)
    )
    [grid] = laid_out(
        described, Action("Samarbejde", "b", "Indsats", state="planned", weight=D("2.5"), result=D(1))
    )
    assert grid.heads == ("Indsats", "Vægt", "Resultat")  # "planned" is what an action is where nobody says
    assert grid.rows == (("a. Screening\nAlle.", "2", "–"), ("b. Samarbejde", "2,5", "1"))


def test_where_one_has_more_to_say_each_gets_a_heading():
    long = Action("Møder", "b", schedule=(Step("Møde", "15. marts"),), state="running")
    headings = laid_out(Action("Screening", "a"), long)
    assert [(one.level, one.text, one.tag) for one in headings] == [
        (2, "a. Screening", ""),
        (2, "b. Møder", "I gang"),
    ]


def test_headings_of_the_same_words_have_addresses_of_their_own():
    sections = (Section("Ærø & Å"), Section("Ærø & Å"), Section("王"))
    report = Report(kind="x", title="t", organisation="o", sections=sections)
    assert [one.id for one in Layout(report).elements] == ["s-aeroe-aa", "s-aeroe-aa-2", "s-afsnit"]
