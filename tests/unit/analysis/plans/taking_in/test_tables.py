"""Tables in the shapes that schools give them: what a column is depends on what stands beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from pejling.analysis.plans.attainment import score
from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.plans.plan_model import Milestone
from pejling.analysis.plans.taking_in.documents import read_document
from pejling.analysis.plans.taking_in.originals import Original, of_text
from pejling.analysis.plans.taking_in.pages import pieces_of_pages
from pejling.analysis.plans.taking_in.taking import Draft, take_in

from .tracing import lost

TODAY = date(2026, 11, 22)


def taken(original: Original) -> Draft:
    draft = take_in(original, plan_kinds(), TODAY)
    assert lost(original, draft) == []
    return draft


def text(*lines: str) -> Draft:
    return taken(of_text("\n".join(lines)))


def test_what_an_action_is_to_reach_stands_to_its_right() -> None:
    (goal,) = text(
        "Selvevaluering 2024", "", "Indsatsområde 1: Fravær", "Begrundelse: Fraværet er steget.", "",
        "Indsats\tMål\tAnsvarlig\tDeadline\tStatus",
        "Daglig opfølgning\tUnder 10 %\tUddannelseslederen\tfra 1. marts 2024\tIgangsat",
        "Morgencafé\t20 elever\tEleverne\tuge 8\tIkke påbegyndt",
        "Indsats\tMål\tAnsvarlig\tDeadline\tStatus",
        "Mentorer\tEn til hver\tKontaktlærerne\thver torsdag\tDelvist gennemført",
    ).plan.goals  # fmt: skip
    assert [(one.title, one.operational_goal, one.owner, one.state) for one in goal.actions] == [
        ("Daglig opfølgning", "Under 10 %", "Uddannelseslederen", "running"),
        ("Morgencafé", "20 elever", "Eleverne", "planned"),
        ("Mentorer", "En til hver", "Kontaktlærerne", "running"),
    ]
    assert goal.actions[0].schedule == (Milestone("Deadline", "fra 1. marts 2024"),)


def test_a_table_of_problems_and_solutions_is_about_the_solutions() -> None:
    (goal,) = text(
        "Handleplan for undervisningsmiljø 2024", "",
        "Problem\tLøsning\tHvem\tStart\tSlut\tOpfølgning",
        "Larm i kantinen\tLydplader\tKantinelederen\t01-10-2024\t31-12-2024\tSpørgeskema",
    ).plan.goals  # fmt: skip
    (action,) = goal.actions
    assert (action.title, action.needed_change, action.evaluation_plan) == (
        "Lydplader",
        "Larm i kantinen",
        "Spørgeskema",
    )
    assert action.schedule == (Milestone("Start", "01-10-2024"), Milestone("Slut", "31-12-2024"))


def test_a_row_that_says_one_thing_only_is_the_goal_of_those_below() -> None:
    plan = text(
        "Opfølgningsplan 2024", "",
        "Aktivitet\tAnsvarlig\tFrist\tStatus",
        "Fravær\t\t\t", "SMS\tKontoret\tmaj 2024\tI gang", "Besøg\tLærerne\tjuni 2024\tI gang",
        "Trivsel\t\t\t", "Intro\tElevrådet\taugust 2024\tPlanlagt",
    ).plan  # fmt: skip
    assert [(goal.title, [one.title for one in goal.actions]) for goal in plan.goals] == [
        ("Fravær", ["SMS", "Besøg"]),
        ("Trivsel", ["Intro"]),
    ]


def test_weights_in_the_rows_of_measures_are_the_measures() -> None:
    plan = text(
        "Resultatlønskontrakt 2022", "",
        "Mål\tMåles på\tVægt\tOpnået\tBemærkning",
        "1. Gennemførelse\tFrafaldet er højst 12 %\t15 %\t15 %\t11,3 %",
        "\tOvergangen er mindst 80 %\t15 %\t7,5 %\tBestyrelsens skøn",
        "2. Trivsel\tETU er mindst som i 2021\t70 %\t60 %\t",
        "I alt\t\t100 %\t82,5 %\t",
    ).plan  # fmt: skip
    assert [(goal.title, goal.weight, goal.result) for goal in plan.goals] == [
        ("Gennemførelse", 30, Decimal("22.5")),
        ("Trivsel", 70, 60),
    ]
    assert [(one.weight, one.result) for one in plan.goals[0].measures] == [(15, 15), (15, Decimal("7.5"))]
    assert "Bestyrelsens skøn" in plan.goals[0].measures[1].description
    assert score(plan).total == Decimal("82.5")


def test_results_above_their_weight_are_per_cent_of_it() -> None:
    draft = text(
        "Resultatkontrakt 2023", "",
        "Målområde\tSucceskriterium\tVægt\tMålopfyldelse",
        "Trivsel\tETU på mindst 4,2\t40\t50", "Økonomi\tBalance\t60\t100",
    )  # fmt: skip
    assert [goal.result for goal in draft.plan.goals] == [20, 60]
    assert "results_as_shares" in [note.code for note in draft.notes]


def test_lettered_points_under_what_a_goal_is_measured_by_are_its_measures() -> None:
    (goal,) = text(
        "Resultatkontrakt 2024", "Perioden 1. januar 2024 til 31. december 2025", "",
        "Mål 1 - Gennemførelse (vægt: 40 %)", "Målepunkter:",
        "a) Frafaldet er under 8 % (vægt 20 %). Opnået: 20 %", "b) Alle har en plan (vægt 20 %). Opnået: 15 %",
    ).plan.goals  # fmt: skip
    assert [(one.label, one.weight, one.result) for one in goal.measures] == [("a", 20, 20), ("b", 20, 15)]
    assert goal.actions == ()


def test_points_below_a_point_are_what_is_said_of_it() -> None:
    (goal,) = text(
        "Plan 2024", "", "Fokusområde 1: Fastholdelse", "Indsatser:", "- Mentorer", "  - Hver elev får en",
        "  - Ansvarlig: Forstanderen", "  - Tidsplan: fra august 2024", "- Forældreaften",
    ).plan.goals  # fmt: skip
    mentors, evening = goal.actions
    assert (mentors.title, mentors.owner, mentors.description) == (
        "Mentorer",
        "Forstanderen",
        "- Hver elev får en",
    )
    assert mentors.schedule[0].when == "august 2024"
    assert evening.title == "Forældreaften"


def test_english_headings() -> None:
    (goal,) = text(
        "Self-evaluation 2024", "", "Focus area: Attendance", "Reason: Absence has risen.", "",
        "Action\tGoal\tResponsible\tDeadline\tStatus",
        "Call everybody\tBelow 9 %\tThe office\t1 March 2024\tIn progress",
    ).plan.goals  # fmt: skip
    (action,) = goal.actions
    assert (goal.title, goal.reason) == ("Attendance", "Absence has risen.")
    assert (action.operational_goal, action.owner, action.state) == ("Below 9 %", "The office", "running")
    assert action.schedule == (Milestone("Deadline", "1 March 2024"),)


def test_forms_of_two_pairs_in_a_row_and_a_goals_own_actions(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Skoleplan 2025/2026 for Lindeskolen", 0)
    document.add_heading("Fokusområde: Læsning", 2)
    table = document.add_table(rows=0, cols=4)
    for row in (
        ("Sammenhæng", "Hver femte læser usikkert.", "Mål", "Alle læser sikkert."),
        ("Tiltag", "Læsebånd\nMakkerlæsning", "Evaluering", "Læsetest i maj"),
    ):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = tmp_path / "skoleplan.docx"
    document.save(str(path))
    plan = taken(read_document(path)).plan
    (goal,) = plan.goals
    assert (plan.organisation, goal.title, goal.reason) == (
        "Lindeskolen",
        "Læsning",
        "Hver femte læser usikkert.",
    )
    assert [one.title for one in goal.measures] == ["Alle læser sikkert."]
    assert [one.title for one in goal.actions] == ["Læsebånd", "Makkerlæsning"]


WORDS = ("", "", "Trivslen", "Fraværet", "Læsningen", "Alting")


def drawn(page: int, y: float, *texts: tuple[float, str], size: float = 11.0, bold: bool = False) -> object:
    return [page, [[words, x, y, size, bold] for x, words in texts]]


def test_a_pdf_has_headings_by_size_tables_by_columns_and_margins_apart() -> None:
    lines = []
    for page in (1, 2, 3):
        lines.append(drawn(page, 800, (60, "Engskolen · Handleplan 2024")))
        if page == 1:
            lines += [
                drawn(1, 760, (60, "Handleplan 2024"), size=24.0),
                drawn(1, 720, (60, "Trivsel"), size=15.0),
            ]
            lines += [
                drawn(1, 700 - 14 * n, (60, "Skolen har arbejdet med trivslen i flere år, og det"))
                for n in range(4)
            ]
            lines += [
                drawn(1, 620, (80, "Tiltag"), (200, " Ansvarlig"), (300, " Frist"), size=12.0, bold=True),
                drawn(1, 600, (65, "Læse-skrive-")), drawn(1, 586, (65, "værksted")),
                drawn(1, 600, (185, "Læreren"), (290, " maj 2024")),
                drawn(1, 560, (65, "Café")), drawn(1, 560, (185, "Eleverne"), (290, " uge 8")),
            ]  # fmt: skip
        else:
            lines.append(drawn(page, 700, (60, f"Mål nummer {page}"), size=15.0))
            lines += [
                drawn(
                    page, 660 - 14 * n, (60, f"{WORDS[page + n]} går fremad, og eleverne er glade for det.")
                )
                for n in range(3)
            ]
        lines.append(drawn(page, 40, (500, f"Side {page}")))
    original = Original("plan", pieces_of_pages(lines))
    draft = taken(original)
    assert draft.plan.title == "Handleplan 2024"
    assert [goal.title for goal in draft.plan.goals] == ["Trivsel", "Mål nummer 2", "Mål nummer 3"]
    assert [(one.title, one.owner, one.schedule[0].when) for one in draft.plan.goals[0].actions] == [
        ("Læse-skrive-værksted", "Læreren", "maj 2024"),
        ("Café", "Eleverne", "uge 8"),
    ]
    # What every page repeats is in no text, and told.
    assert [piece.text for piece in draft.leftovers] == [
        told for page in (1, 2, 3) for told in ("Engskolen · Handleplan 2024", f"Side {page}")
    ]


@pytest.mark.parametrize("made_of", ["Aktivitet | Hvem | Hvornår", "Indsats | Ansvarlig | Deadline"])
def test_tables_written_with_bars(made_of: str) -> None:
    (goal,) = text(
        "Plan 2024", "", f"| {made_of} |", "|---|---|---|", "| Café | Eleverne | uge 8 |"
    ).plan.goals
    (action,) = goal.actions
    assert (action.title, action.owner, action.schedule[0].when) == ("Café", "Eleverne", "uge 8")


def test_a_matrix_of_partners_is_about_the_themes_that_are_there(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Fælles strategi 2025-2028", 0)
    document.add_paragraph("Region Sydvest, Bakkeby Kommune, Fjordbo Kommune og SOSU Sydvest")
    document.add_heading("Pejlemærke 1: Attraktive uddannelser", 1)
    document.add_heading("Tema 1.a Vi synliggør fagene", 2)
    document.add_paragraph("Kampagner og besøg.")
    table = document.add_table(rows=0, cols=3)
    for row in (
        ("Tema", "Bakkeby Kommune", "Fjordbo Kommune"),
        ("1.a Vi synliggør fagene", "Messe i maj", "Ikke valgt"),
    ):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = tmp_path / "strategi.docx"
    document.save(str(path))
    plan = taken(read_document(path)).plan
    assert plan.partners == ("Region Sydvest", "Bakkeby Kommune", "Fjordbo Kommune", "SOSU Sydvest")
    (theme,) = plan.goals[0].goals
    assert [(one.partner, one.text, one.state) for one in theme.commitments] == [
        ("Bakkeby Kommune", "Messe i maj", "planned"),
        ("Fjordbo Kommune", "Ikke valgt", "not_chosen"),
    ]


def test_goals_numbered_before_their_word() -> None:
    first, second = text(
        "Opfølgningsplan 2023", "", "1. Indsatsområde: Praksisnær undervisning", "",
        "Begrundelse for valg af indsatsområde:", "Eleverne efterspørger praksis.", "", "Mål:",
        "- 75 % oplever sammenhæng", "", "Handlinger:", "1.1 Gæstelærere", "Ansvarlig: Lederen",
        "Tidsfrist: 1/10-2023",
        "", "2. Indsatsområde: Fravær", "", "Handlinger:", "2.1 Samtaler", "Ansvarlig: Kontaktlærerne",
    ).plan.goals  # fmt: skip
    assert (first.label, first.title, first.reason) == (
        "1",
        "Praksisnær undervisning",
        "Eleverne efterspørger praksis.",
    )
    assert [one.title for one in first.measures] == ["75 % oplever sammenhæng"]
    assert [(one.label, one.title, one.owner) for one in first.actions] == [("1.1", "Gæstelærere", "Lederen")]
    assert [one.title for one in second.actions] == ["Samtaler"]
