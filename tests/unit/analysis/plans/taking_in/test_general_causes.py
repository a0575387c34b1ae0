"""What made facts of new documents go astray, cause by cause; all schools and plans here are invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl

from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.plans.plan_model import Action, Goal, Milestone
from pejling.analysis.plans.taking_in.documents import read_document
from pejling.analysis.plans.taking_in.originals import ITEM, LINE, of_text
from pejling.analysis.plans.taking_in.pages import pieces_of_pages
from pejling.analysis.plans.taking_in.taking import Draft, take_in

from .made_documents import table
from .tracing import lost

TODAY = date(2026, 11, 22)


def text(words: str, kind: str = "") -> Draft:
    original = of_text(words)
    draft = take_in(original, plan_kinds(), TODAY, kind)
    assert lost(original, draft) == []
    return draft


def word(path: Path, make: Callable[[docx.document.Document], None]) -> Draft:
    document = docx.Document()
    make(document)
    document.save(str(path))
    original = read_document(path)
    draft = take_in(original, plan_kinds(), TODAY)
    assert lost(original, draft) == []
    return draft


def titles(parts: tuple[Goal, ...] | tuple[Action, ...]) -> list[str]:
    return [part.title for part in parts]


def test_fields_below_a_list_are_of_each_action_that_has_no_other() -> None:
    draft = text(
        "Indsatsområde 1: Fravær\nBegrundelse: Det stiger.\nTiltag:\n- Morgenopkald\n"
        "- Samtaler (ansvarlig: Lone, uge 12)\nAnsvarlig: Teamlederen\nTidsplan: Hele 2025\n"
        "Evaluering: Fraværet gøres op hver måned.\n"
    )
    (goal,) = draft.plan.goals
    call, talk = goal.actions
    assert (call.title, call.owner, call.evaluation_plan) == (
        "Morgenopkald",
        "Teamlederen",
        "Fraværet gøres op hver måned.",
    )
    assert (talk.title, talk.owner, talk.schedule) == ("Samtaler", "Lone", (Milestone("uge 12", "uge 12"),))
    assert talk.evaluation_plan == "Fraværet gøres op hver måned."
    assert (goal.reason, goal.description) == ("Det stiger.", "")
    assert [note.params for note in draft.notes if note.code == "said_of_several"] == [{"goals": ["Fravær"]}]


def test_fields_of_a_goal_without_actions_are_kept_with_their_headings() -> None:
    (goal,) = text("Indsatsområde 1: Fravær\nAnsvarlig: Teamlederen\nStatus: I gang\n").plan.goals
    assert goal.actions == ()
    assert set((goal.description or goal.reason).split("\n")) == {"Ansvarlig: Teamlederen", "Status: I gang"}


def test_one_action_of_a_form_has_what_stands_below_it(tmp_path: Path) -> None:
    rows = [("Indsatsområde", "Trivsel"), ("Tiltag", "Makkere"), ("Ansvarlig", "Lone"),
            ("Tiltag", "Café"), ("Ansvarlig", "Bo")]  # fmt: skip
    (goal,) = word(tmp_path / "form.docx", lambda document: table(document, rows)).plan.goals
    assert [(one.title, one.owner) for one in goal.actions] == [("Makkere", "Lone"), ("Café", "Bo")]


def test_an_aim_below_a_title_is_what_that_is_to_reach() -> None:
    plan = text(
        "Handleplan 2025\n\n1) Fravær\nMål: Fraværet er under 10 procent\n- Morgenopkald\n- Samtaler\n\n"
        "2) Trivsel\nMål: Ingen er alene\n- Makkere - Lone, fra 1. september\n- Café (er i gang)\n"
    ).plan
    assert titles(plan.goals) == ["Fravær", "Trivsel"]
    assert titles(plan.goals[0].measures) == ["Fraværet er under 10 procent"]
    assert titles(plan.goals[0].actions) == ["Morgenopkald", "Samtaler"]
    makker, cafe = plan.goals[1].actions
    assert (makker.title, makker.owner) == ("Makkere", "Lone")
    assert makker.schedule[0].when in {"1. september", "fra 1. september"}
    assert (cafe.title, cafe.state) == ("Café", "running")


def test_titles_over_fields_with_headings_are_goals() -> None:
    plan = text(
        "Plan for afdelingen 2025\n\nSikre værksteder\nAnsvarlig: Jan\nTiltag:\n- Kort til alle\n\n"
        "Flere piger\nAnsvarlig: Sofie\nTiltag:\n- Pigedag\n"
    ).plan
    assert [(goal.title, titles(goal.actions)) for goal in plan.goals] == [
        ("Sikre værksteder", ["Kort til alle"]),
        ("Flere piger", ["Pigedag"]),
    ]
    assert plan.goals[1].actions[0].owner == "Sofie"


def test_a_word_nobody_knows_opens_goals_where_its_numbers_run() -> None:
    plan = text("Udfordring 1: For lidt feedback\nTiltag:\n- Fredagsmøde\n\nUdfordring 2: Frafald\n").plan
    assert [(goal.label, goal.title) for goal in plan.goals] == [("1", "For lidt feedback"), ("2", "Frafald")]
    assert text("Bilag 1: Tal for fravær\n\nBilag 2: Ordliste\n").plan.goals == ()


def test_the_frames_of_a_contract_hold_its_goals() -> None:
    plan = text(
        "Resultatlønskontrakt 2025\n\nBasisramme: 60 %\n\nMål 1: Færre afbrud (60 %)\n"
        "- Frafaldet er højst 14 procent (vægt 40 %)\n- Overskudsgraden er mindst 2 - vægter 20 %\n\n"
        "Ekstraramme (40 %)\n\nMål 2: Mere undervisning (40 %)\n- Andelen stiger til 48 procent (40 %)\n"
    ).plan
    assert plan.kind == "results_contract"
    assert [(goal.title, goal.weight, titles(goal.goals)) for goal in plan.goals] == [
        ("Basisramme", 60, ["Færre afbrud"]),
        ("Ekstraramme", 40, ["Mere undervisning"]),
    ]
    first = plan.goals[0].goals[0]
    assert [(one.title, one.weight) for one in first.measures] == [
        ("Frafaldet er højst 14 procent", 40),
        ("Overskudsgraden er mindst 2", 20),
    ]


def test_labels_before_the_goals_are_of_the_plan() -> None:
    plan = text(
        "Resultatlønskontrakt for direktøren\nInstitution: Fjordby Handelsskole\n"
        "Kontraktperiode: 1. august 2025 - 31. juli 2026\n\nMål 1: Trivsel (100 %)\n"
    ).plan
    assert (plan.title, plan.organisation) == ("Resultatlønskontrakt for direktøren", "Fjordby Handelsskole")
    assert plan.period == (date(2025, 8, 1), date(2026, 7, 31))


def test_a_school_year_is_a_period() -> None:
    plan = text("EUC Nordby - Handleplan for skoleåret 2025/26\n\nMål 1: Trivsel\n").plan
    assert (plan.title, plan.organisation) == ("Handleplan for skoleåret 2025/26", "EUC Nordby")
    assert plan.period == (date(2025, 8, 1), date(2026, 7, 31))


HEADS = "Mål\tVægt\tIndsats\tAktiviteter\tAnsvarlig\tStart\tStatus\n"


def test_a_table_of_actions_that_weighs_is_read_row_by_row() -> None:
    plan = text(
        HEADS + "Fravær\t60 %\tMorgenopkald\tListe hver dag\tLone\tuge 33\tIgangsat\n"
        "\t\tSamtaler\t\tBo\tuge 34\tIkke startet\nTrivsel\t40 %\tCafé\t\tEva\tuge 35\tAfsluttet\n"
    ).plan
    assert [(goal.title, goal.weight) for goal in plan.goals] == [("Fravær", 60), ("Trivsel", 40)]
    call, talk = plan.goals[0].actions
    assert (call.title, call.owner, call.state, call.weight) == ("Morgenopkald", "Lone", "running", None)
    assert titles(call.sub_actions) == ["Liste hver dag"]
    assert (talk.title, talk.owner, talk.state) == ("Samtaler", "Bo", "planned")
    assert plan.goals[1].actions[0].state == "done"


def test_weights_of_each_row_are_the_actions() -> None:
    (goal,) = text(
        HEADS + "Fravær\t25 %\tOpkald\t\tLone\tuge 33\tI gang\n\t75 %\tSamtaler\t\tBo\tuge 34\tI gang\n"
    ).plan.goals
    assert (goal.weight, [one.weight for one in goal.actions]) == (100, [25, 75])


def test_a_goal_is_named_by_its_number_in_a_table_below() -> None:
    plan = text(
        "Strategisk mål 1: Fremtidens fag\nFagene ændrer sig.\n\nStrategisk mål 2: Tæt på andre\nVi ringer.\n\n"
        "Strategisk mål\tInitiativ\tAnsvarlig\n1\tLaboratorium\tEva\n2\tPanel\tBo\n"
    ).plan
    assert [titles(goal.actions) for goal in plan.goals] == [["Laboratorium"], ["Panel"]]


def test_a_mark_below_a_quarter_says_when() -> None:
    (goal,) = text(
        "Aktivitet\tAnsvarlig\tQ1\tQ2\tQ3\tQ4\tBemærkninger\nFrokost\tLone\tx\t\t\t\t\nKursus\tBo\t\tx\tx\t\tAfventer\n"
    ).plan.goals
    lunch, course = goal.actions
    assert [one.when for one in lunch.schedule] == ["Q1"]
    assert [one.when for one in course.schedule] == ["Q2", "Q3"]
    assert course.description == "Bemærkninger:\nAfventer"


def test_a_table_on_its_side_has_a_column_an_action() -> None:
    plan = text(
        "Indsatsområde\tTrivsel\tFravær\nHandling\tKlassens tid\tOpkald\n"
        "Ansvarlig\tLone\tBo\nTidsplan\thver fredag\tuge 7\n"
    ).plan
    assert [(goal.title, [(one.title, one.owner) for one in goal.actions]) for goal in plan.goals] == [
        ("Trivsel", [("Klassens tid", "Lone")]),
        ("Fravær", [("Opkald", "Bo")]),
    ]


def test_a_table_of_fields_is_of_the_action_above_it() -> None:
    (goal,) = text(
        "Mål 1: Trivsel\n\nTiltag 1: Café\n\nAnsvarlig\tFrist\tStatus\nLone\t1. maj 2025\tAfsluttet\n"
    ).plan.goals
    (action,) = goal.actions
    assert (action.owner, action.schedule[0].when, action.state) == ("Lone", "1. maj 2025", "done")


def test_any_question_may_be_a_heading_of_a_form(tmp_path: Path) -> None:
    rows = [("Indsatsområde", "Trivsel"), ("Hvorfor er det vigtigt for os?", "Mange er alene."), ("Tiltag", "Café"),
            ("Hvem sørger for det?", "Lone"), ("Hvordan ved vi, at det virker?", "Vi spørger."),
            ("Baggrund og begrundelse", "Målingen.")]  # fmt: skip
    (goal,) = word(tmp_path / "form.docx", lambda document: table(document, rows)).plan.goals
    (action,) = goal.actions
    assert (goal.reason, action.owner, action.evaluation_plan) == ("Mange er alene.", "Lone", "Vi spørger.")
    assert action.needed_change == "Målingen."


def test_a_merged_cell_is_said_of_every_row_it_fills(tmp_path: Path) -> None:
    def make(document: docx.document.Document) -> None:
        rows = [
            ("Mål", "Handling", "Hvem"),
            ("Trivsel", "Makkere", "Lone"),
            ("", "Café", ""),
            ("", "Ture", "Bo"),
        ]
        table(document, rows)
        document.tables[0].cell(1, 2).merge(document.tables[0].cell(2, 2))

    (goal,) = word(tmp_path / "flettet.docx", make).plan.goals
    assert [(one.title, one.owner) for one in goal.actions] == [
        ("Makkere", "Lone"),
        ("Café", "Lone"),
        ("Ture", "Bo"),
    ]


def test_a_merged_cell_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("EUC Nordby",), ("Kvalitetsplan 2025",), (), ("Mål", "Indsats", "Tovholder", "Slut"),
                ("Trivsel", "Makkere", "Lone", "Q3 2025"), (None, "Café", None, "løbende")):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("C5:C6")
    book.save(str(tmp_path / "plan.xlsx"))
    original = read_document(tmp_path / "plan.xlsx")
    plan = take_in(original, plan_kinds(), TODAY).plan
    assert (plan.title, plan.organisation) == ("Kvalitetsplan 2025", "EUC Nordby")
    assert [(one.title, one.owner) for one in plan.goals[0].actions] == [
        ("Makkere", "Lone"),
        ("Café", "Lone"),
    ]


def test_headings_above_the_goals_level_end_them(tmp_path: Path) -> None:
    def make(document: docx.document.Document) -> None:
        document.add_heading("Handleplan 2025", 0)
        document.add_heading("Indsatser", 1)
        for goal, action in (("Fravær", "Opkald"), ("Trivsel", "Café")):
            document.add_heading(goal, 2)
            document.add_paragraph("Mål: Det bliver bedre.")
            document.add_paragraph(action, style="List Bullet")
        document.add_heading("Opfølgning", 1)
        document.add_paragraph("Planen drøftes i juni.")

    plan = word(tmp_path / "plan.docx", make).plan
    assert [(goal.title, titles(goal.actions)) for goal in plan.goals] == [
        ("Fravær", ["Opkald"]),
        ("Trivsel", ["Café"]),
    ]
    assert plan.about == "Opfølgning\nPlanen drøftes i juni."


def test_a_table_that_says_only_whose_plan_it_is(tmp_path: Path) -> None:
    draft = word(
        tmp_path / "plan.docx", lambda document: table(document, [("Skole", "Fjordby Handelsskole")])
    )
    assert (draft.plan.organisation, draft.leftovers) == ("Fjordby Handelsskole", ())


def test_lines_of_a_pdf_that_are_moved_in_are_points() -> None:
    drawn = [
        ("Mål 1: Trivsel", 63, 760, 16.0, True),
        ("Ingen må gå alene på skolen, og det er alles opgave.", 63, 730, 11.0, False),
        ("Fælles ungehus", 93, 700, 11.0, False),
        ("Foreninger på skolerne", 93, 687, 11.0, False),
    ]
    pieces = pieces_of_pages([[1, [list(one)]] for one in drawn])
    assert [piece.sort for piece in pieces[1:]] == [LINE, ITEM, ITEM]
    # The first line of a paragraph may be moved in, too.
    drawn[3] = ("som alle unge kan bruge efter skoletid hver dag hele året.", 63, 687, 11.0, False)
    pieces = pieces_of_pages([[1, [list(one)]] for one in drawn])
    assert [piece.sort for piece in pieces[1:]] == [LINE, LINE, LINE]


def test_a_cell_of_a_pdf_that_is_drawn_in_parts() -> None:
    rows = [
        [("Aktivitet", 40), ("Ansvarlig", 200), ("Tidsfrist", 320)],
        [("Makkere", 40), ("Lone", 200), ("1.", 320), ("april 2026", 332)],
        [("Café", 40), ("Bo", 200), ("uge 7", 320)],
    ]
    drawn = [[1, [[words, x, 700 - 20 * n, 10.0, n == 0] for words, x in row]] for n, row in enumerate(rows)]
    cells = [(piece.row, piece.column, piece.text) for piece in pieces_of_pages(drawn)]
    assert (2, 3, "1. april 2026") in cells
    assert (3, 1, "Café") in cells


def test_steps_without_an_action_are_actions() -> None:
    (goal,) = text("Mål 1: Trivsel\n\nOpgaver:\n- Ring til alle\n- Spis sammen\n").plan.goals
    assert titles(goal.actions) == ["Ring til alle", "Spis sammen"]


def test_a_weight_that_is_said_in_words() -> None:
    (goal,) = text("Resultatlønskontrakt 2025\n\nMål 1: Økonomi - vægter 12,5 procent\n").plan.goals
    assert (goal.title, goal.weight) == ("Økonomi", Decimal("12.5"))


def test_a_cell_that_lists_what_is_done_is_as_many_actions(tmp_path: Path) -> None:
    rows = [
        ("Indsatsområde", "Mål", "Handlinger", "Succes-\nkriterium", "Ansvarlig"),
        ("Flere består", "85 procent består", "1. Værksted\n2. Fælles prøve", "", "Lone"),
        ("Mindre stress", "Færre søger hjælp", "1. Café", "20 kommer", "Bo"),
    ]
    first, second = word(tmp_path / "plan.docx", lambda document: table(document, rows)).plan.goals
    assert [(one.label, one.title, one.owner) for one in first.actions] == [
        ("1", "Værksted", "Lone"),
        ("2", "Fælles prøve", "Lone"),
    ]
    assert titles(first.measures) == ["85 procent består"]
    assert [(one.title, one.owner) for one in second.actions] == [("Café", "Bo")]
    assert "20 kommer" in second.actions[0].operational_goal


def test_headings_around_a_table_of_goals_are_none_of_them(tmp_path: Path) -> None:
    def make(document: docx.document.Document) -> None:
        document.add_heading("Resultatlønskontrakt 2026", 0)
        document.add_heading("Mål og vægte", 1)
        table(
            document,
            [("Mål", "Resultatkrav", "Vægt"), ("Økonomi", "Et overskud", "40 %"), ("Trivsel", "4,2", "60 %")],
        )
        document.add_heading("Evaluering", 1)
        document.add_paragraph("Bestyrelsen vurderer målene.")

    plan = word(tmp_path / "plan.docx", make).plan
    assert [(goal.title, goal.weight, titles(goal.measures)) for goal in plan.goals] == [
        ("Økonomi", 40, ["Et overskud"]),
        ("Trivsel", 60, ["4,2"]),
    ]
    assert plan.about == "Evaluering\nBestyrelsen vurderer målene."


def test_a_whole_year_is_the_year_and_keeps_its_words() -> None:
    (goal,) = text("Mål 1: Trivsel\n\nTiltag 1: Café\nTidsplan: Kører hele 2025\n").plan.goals
    assert goal.actions[0].schedule == (Milestone("Kører hele 2025", "2025"),)


def test_a_text_whose_headings_are_marked_by_signs() -> None:
    plan = text(
        "# Selvevaluering 2025\nFjordby Handelsskole\n\n## Skriftligt arbejde\n**Baggrund:** Det falder.\n"
        "**Handlinger:**\n- Skrivedage\n**Ansvarlig:** Lone\n\n## Fællesskab\n**Handlinger:**\n- Samling\n"
    ).plan
    assert (plan.title, titles(plan.goals)) == ("Selvevaluering 2025", ["Skriftligt arbejde", "Fællesskab"])
    assert plan.goals[0].reason == "Det falder."
    assert [(one.title, one.owner) for one in plan.goals[0].actions] == [("Skrivedage", "Lone")]
