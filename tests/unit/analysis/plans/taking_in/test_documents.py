"""Documents in the shapes that schools use: Word, Excel, PDF and text; what they say is known from their making."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pejling.analysis.plans.attainment import score
from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.plans.plan_model import Milestone
from pejling.analysis.plans.rules import EachOf, Threshold
from pejling.analysis.plans.taking_in.documents import UnreadableDocument, read_document
from pejling.analysis.plans.taking_in.originals import of_text
from pejling.analysis.plans.taking_in.taking import Draft, take_in

from . import made_documents
from .tracing import lost

TODAY = date(2026, 11, 22)


def taken(path: Path, make: Callable[[Path], None]) -> Draft:
    make(path)
    original = read_document(path)
    draft = take_in(original, plan_kinds(), TODAY)
    assert lost(original, draft) == []
    return draft


def text(words: str, kind: str = "") -> Draft:
    original = of_text(words)
    draft = take_in(original, plan_kinds(), TODAY, kind)
    assert lost(original, draft) == []
    return draft


def test_word_with_a_form_for_each_action(tmp_path: Path) -> None:
    draft = taken(tmp_path / "plan.docx", made_documents.self_evaluation)
    plan = draft.plan
    assert (plan.kind, plan.title, plan.organisation) == (
        "self_evaluation",
        "Selvevaluering 2022",
        "Fjordby Erhvervsskole",
    )
    (goal,) = plan.goals
    assert (goal.label, goal.title, goal.reason) == (
        "1",
        "Trivsel på grundforløbet",
        "Hver femte elev kender ingen på holdet.",
    )
    first, second = goal.actions
    assert first.title == "Fast makker på holdet"
    assert first.description.startswith("Alle nye elever får en makker.\nMakkeren er fra et ældre hold.")
    assert first.operational_goal == "Ni ud af ti elever kender deres makker efter en måned."
    assert (first.owner, first.involved) == ("Uddannelseslederen", ("Kontaktlærere", "elevrådet"))
    assert first.evaluation_plan == "Elevrådet spørges i november."
    assert first.schedule == (
        Milestone("Makkere findes", "Uge 33"),
        Milestone("Møde i elevrådet", "1. oktober"),
    )
    assert first.state == "running"
    assert second.title == "Lektieværksted"
    # A heading nobody has heard of is kept with what it says.
    assert "Hvad koster det:\nSeks timer om ugen" in second.description
    assert [piece.text for piece in draft.leftovers] == ["Fjordby Erhvervsskole evaluerer hvert år sig selv."]


def test_word_with_the_columns_of_a_contract(tmp_path: Path) -> None:
    plan = taken(tmp_path / "kontrakt.docx", made_documents.contract).plan
    assert plan.kind == "results_contract"
    made = score(plan)
    assert (made.weight, made.total) == (100, Decimal("82.5"))
    first, second = plan.goals
    assert [measure.weight for measure in first.measures] == [20, 20]
    assert first.measures[0].rule == Threshold(Decimal(12), at_most=True)
    assert isinstance(first.measures[1].rule, EachOf)
    assert [(one.label, one.title, one.weight) for one in first.actions] == [
        ("a", "Mentorer på alle hold", 15),
        ("b", "Kaffe til de nye", 5),
    ]
    assert first.references[0].day == "2.3.2022"
    assert second.measures[0].rule == Threshold(Decimal("4.1"))


def test_word_with_headings_and_bold_labels(tmp_path: Path) -> None:
    plan = taken(tmp_path / "handleplan.docx", made_documents.headings).plan
    assert plan.period == (date(2024, 1, 1), date(2025, 12, 31))
    assert [(goal.title, [action.title for action in goal.actions]) for goal in plan.goals] == [
        ("Tidlig kontakt", ["Morgenopkald", "Hjemmebesøg"]),
        ("Bedre overgange", ["Besøg i oplæringen"]),
    ]
    call = plan.goals[0].actions[0]
    assert call.owner == "Kontaktlæreren"
    assert [one.when for one in call.schedule] == ["1. september 2024", "ultimo juni 2025"]
    assert plan.about == "Indledning\nPlanen gælder Åby Gymnasium."


def test_excel_with_a_row_an_action(tmp_path: Path) -> None:
    plan = taken(tmp_path / "opfølgning.xlsx", made_documents.workbook).plan
    assert plan.title == "Opfølgningsplan 2023"
    assert [(goal.title, [(one.label, one.title) for one in goal.actions]) for goal in plan.goals] == [
        ("Fravær", [("1a", "SMS om morgenen"), ("1b", "Samtale i uge 3")]),
        ("Lærepladser", [("2a", "Åbent hus")]),
    ]
    first, second = plan.goals[0].actions
    assert (first.owner, first.schedule[0].when) == ("Studievejledningen", "2023-09-24")
    assert second.schedule[0].when == "uge 38"
    assert "Budget:\n10.000 kr." in first.description


def test_excel_keeps_percent_as_parts_of_one(tmp_path: Path) -> None:
    rows = (
        ("Mål", "Tiltag", "Vægt", "Resultat-opnåelse"),
        ("Trivsel", "Makker", "0.4", "0.25"),
        ("Fravær", "SMS", "0.6", "0.6"),
    )
    plan = taken(tmp_path / "vægte.xlsx", lambda path: made_documents.workbook(path, rows)).plan
    assert [(goal.weight, goal.result) for goal in plan.goals] == [(40, 25), (60, 60)]


def test_pdf_by_its_text(tmp_path: Path) -> None:
    lines = (
        "Strategi 2023-2025",
        "Indsatsområde 1: Trivsel",
        "Vi vil have færre, der går, og derfor skal alle hold på grundforløbet begynde med",
        "en uge, hvor de lærer hinanden at kende.",
        "Tiltag 1.1: Makkerordning",
        "Ansvarlig: Lederen",
        "Tidsplan: uge 33",
    )
    plan = taken(tmp_path / "strategi.pdf", lambda path: made_documents.pdf(path, lines)).plan
    (goal,) = plan.goals
    assert (goal.label, goal.title) == ("1", "Trivsel")
    assert goal.description.endswith("begynde med en uge, hvor de lærer hinanden at kende.")
    (action,) = goal.actions
    assert (action.label, action.title, action.owner) == ("1.1", "Makkerordning", "Lederen")


def test_text_read_by_text_recognition() -> None:
    plan = text(
        "Fzelles strategi 2022-2024\n\nPejlemaerke 1\n\nDer er god opleering alle steder\n\n"
        "Tema 1.a Vi mgdes hver maned\n\nParterne mgdes hver maned pa skift.\n\nTema 1.b Vi besgger hinanden\n\n"
        "Det ggr vi hvert for&r.\n\nPejlemeerke 2\n\nFlere sgger\n\nTema 2.a Abent hus\n\nAlle inviteres.\n"
    ).plan
    assert [(goal.label, goal.title) for goal in plan.walk()] == [
        ("1", "Der er god opleering alle steder"),
        ("1.a", "Vi mgdes hver maned"),
        ("1.b", "Vi besgger hinanden"),
        ("2", "Flere sgger"),
        ("2.a", "Abent hus"),
    ]
    assert plan.goals[0].goals[0].description == "Parterne mgdes hver maned pa skift."


def test_a_table_of_contents_opens_nothing() -> None:
    plan = text(
        "Indholdet er:\n\n• Indsatsområde 1: Fravær\n• Indsatsområde 2: Trivsel\n\n\nIndsatsområde 1: Fravær\n\n"
        "Fraværet er højt.\n\nIndsatsområde 2: Trivsel\n\nTrivslen er lav.\n"
    ).plan
    assert [(goal.title, goal.description or goal.reason) for goal in plan.goals] == [
        ("Fravær", "Fraværet er højt."),
        ("Trivsel", "Trivslen er lav."),
    ]


def test_contract_with_other_words(tmp_path: Path) -> None:
    plan = taken(tmp_path / "kontrakt.docx", made_documents.plain_contract).plan
    assert plan.kind == "results_contract"
    assert [(goal.label, goal.title, goal.weight, goal.result) for goal in plan.goals] == [
        ("1", "Flere lærepladser", 50, 40),
        ("2", "Højere trivsel", 50, 50),
    ]
    assert [action.title for action in plan.goals[0].actions] == ["Opsøgende arbejde", "Virksomhedscafé"]


def test_goals_with_weight_in_the_title_and_result_below() -> None:
    plan = text(
        "Resultatlønskontrakt 2022\n\nMål 1: Øget gennemførelse (vægt 40 %)\nSkolen vil nedbringe frafaldet.\n"
        "Indsatser:\n- Mentorer på alle hold\nSucceskriterier:\n- Frafaldet er under 8 % (25 %)\n"
        "- Mindst 90 % har en mentor (15 %)\nResultat: 32,5 %\n\nMål 2: Samarbejde (vægt 60 %)\n"
        "Baggrund: Kommunerne vil have mere.\nMålepunkter:\n- Der er holdt to temadage (60 %)\nResultat: 60 %\n"
    ).plan
    first, second = plan.goals
    assert (first.title, first.weight, first.result) == ("Øget gennemførelse", 40, Decimal("32.5"))
    assert [one.weight for one in first.measures] == [25, 15]
    assert [one.title for one in first.actions] == ["Mentorer på alle hold"]
    assert (second.reason, second.weight, second.result) == ("Kommunerne vil have mere.", 60, 60)


def test_themes_by_decimal_numbers_and_partners_in_a_line() -> None:
    plan = text(
        "STRATEGI 2025-2029\n\nSpor 1 - Flere i uddannelse\n\n1.1 Vi besøger alle grundskoler\n"
        "Hver skole får besøg en gang om året.\n1.2 Vi laver åbent hus\nDet sker med kommunerne.\n\n"
        "Parter: Østby Kommune, Vestby Kommune, Region Øst og Østkystens SOSU-skole\n"
    ).plan
    assert [(goal.label, goal.title) for goal in plan.walk()] == [
        ("1", "Flere i uddannelse"),
        ("1.1", "Vi besøger alle grundskoler"),
        ("1.2", "Vi laver åbent hus"),
    ]
    assert plan.partners == ("Østby Kommune", "Vestby Kommune", "Region Øst", "Østkystens SOSU-skole")


def test_numbered_goals_with_actions_by_their_word() -> None:
    plan = text(
        "Kvalitetsplan 2023\n\n1. Fravær\nSkolen har for højt fravær.\nTiltag: Daglig registrering\n"
        "Ansvarlig: Alle lærere\n"
        "2. Frafald\nTiltag: Samtaler\nAnsvarlig: Skolens vejledning\nTidsplan: hvert kvartal\n"
    ).plan
    assert [(goal.title, [(one.title, one.owner) for one in goal.actions]) for goal in plan.goals] == [
        ("Fravær", [("Daglig registrering", "Alle lærere")]),
        ("Frafald", [("Samtaler", "Skolens vejledning")]),
    ]


def test_totals_that_differ_are_told() -> None:
    draft = text(
        "1. Fravær\n- Ned (40%)\n40% 30%\n2. Trivsel\n- Op (50%)\n50% 20%\nI alt 100% 60%\n",
        "results_contract",
    )
    assert [
        (note.code, note.params["said"], note.params["found"])
        for note in draft.notes
        if "differ" in note.code
    ] == [
        ("weights_differ", 100, 90),
        ("results_differ", 60, 50),
    ]


def test_a_text_that_is_no_plan_is_all_left_over() -> None:
    draft = text("Kære alle\n\nhusk kaffen i morgen.\n")
    assert draft.plan.goals == ()
    assert "nothing_found" in [note.code for note in draft.notes]
    assert draft.plan.period == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("plan.docx", b"not a document", "damaged_file"),
        ("plan.xlsx", b"PK\x03\x04 torn", "damaged_file"),
        ("plan.pdf", b"%PDF-1.4 torn", "damaged_file"),
        ("plan.pages", b"x", "unknown_sort_of_file"),
        ("plan.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked_file"),
        ("plan.txt", b" \n\n", "empty_file"),
        ("plan.txt", b"\x00\x01", "not_a_text"),
    ],
)
def test_unreadable_files_say_why(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    assert caught.value.code == code


def test_a_file_that_asks_for_too_much_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    made_documents.self_evaluation(path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/more.xml", "w") as more,
    ):
        for _megabyte in range(301):
            more.write(bytes(1_000_000))
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    assert caught.value.code == "too_demanding"


def test_windows_letters_are_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes("Indsatsområde 1: Fravær\r\n\r\nGår ned.\r\n".encode("cp1252"))
    assert take_in(read_document(path), plan_kinds(), TODAY).plan.goals[0].title == "Fravær"


def test_separated_values_are_a_table(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes("Tiltag;Ansvarlig;Deadline\nCafé;Eleverne;uge 8\n".encode("cp1252"))
    (goal,) = take_in(read_document(path), plan_kinds(), TODAY).plan.goals
    assert (goal.actions[0].title, goal.actions[0].owner) == ("Café", "Eleverne")
