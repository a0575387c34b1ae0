"""Documents of shapes met later: facts run into lines, divided headings, narrow columns, letters, hidden cells."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import docx
import pytest
import xlsxwriter

from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.plans.plan_model import Action, Milestone
from pejling.analysis.plans.taking_in.documents import read_document
from pejling.analysis.plans.taking_in.originals import MARGIN, Original, of_text
from pejling.analysis.plans.taking_in.pages import pieces_of_pages
from pejling.analysis.plans.taking_in.taking import Draft, take_in

from .tracing import lost


def taken(original: Original) -> Draft:
    draft = take_in(original, plan_kinds(), date(2026, 11, 29))
    assert lost(original, draft) == []
    return draft


def text(words: str) -> Draft:
    return taken(of_text(words))


def actions(draft: Draft) -> list[Action]:
    return [action for _goal, action in draft.plan.actions()]


def left(draft: Draft) -> list[str]:
    return [piece.text for piece in draft.leftovers]


MAIL = """Hej alle

Her er planen for foråret 2024:

1) Flere i læreplads
- Ring til virksomheder (Mads, senest 15. marts)
- Infomøde for forældre (ansvarlig: Lone, uge 12)
- Messe (for hele egnen)

2) Bedre trivsel
- Fællesspisning - hver uge - ansvarlig: elevrådet
- Ny folder, deadline 1. juni

Sig til, hvis noget mangler.

Venlig hilsen
Birgitte

> Skal vi ikke også have noget med om fravær?
"""


def test_a_mail_says_who_and_when_at_the_end_of_each_point() -> None:
    draft = text(MAIL)
    told = [
        (one.title, one.owner, [(stone.title, stone.when) for stone in one.schedule])
        for one in actions(draft)
    ]
    assert told == [
        ("Ring til virksomheder", "Mads", [("senest", "15. marts")]),
        ("Infomøde for forældre", "Lone", [("uge 12", "uge 12")]),
        # What isn't understood stays where it stands.
        ("Messe (for hele egnen)", "", []),
        ("Fællesspisning", "elevrådet", [("hver uge", "hver uge")]),
        ("Ny folder", "", [("deadline", "1. juni")]),
    ]
    assert draft.plan.goals[1].description == "Sig til, hvis noget mangler."
    assert left(draft)[0] == "Hej alle"
    assert left(draft)[-3:] == [
        "Venlig hilsen",
        "Birgitte",
        "> Skal vi ikke også have noget med om fravær?",
    ]


def test_headings_run_into_one_paragraph_are_each_a_field(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Fjordby Erhvervsskole"
    document.add_heading("Kvalitetsplan 2024", 0)
    for number, title in ((1, "Trivsel"), (2, "Kvalitet")):
        document.add_heading(f"{number}. {title}", 1)
        document.add_heading(f"{number}.1 Tiltaget om {title.lower()}", 2)
        document.add_paragraph(
            "Succeskriterium: Der er en plan for alle. Ansvarlig: Teamlederne. Tidsplan: Færdige inden sommerferien."
        )
        document.add_paragraph("Ansvarlig: Uddannelseschefen")
        document.add_paragraph("Lokale: Kantinen")
    path = tmp_path / "plan.docx"
    document.save(str(path))
    draft = taken(read_document(path))
    first = actions(draft)[0]
    assert first.operational_goal == "Der er en plan for alle."
    assert first.owner == "Teamlederne., Uddannelseschefen"
    # The word before the date says more than that there is one; a label nobody knows isn't an owner.
    assert first.schedule == (Milestone("Færdige inden", "sommerferien"),)
    assert first.description == "Lokale: Kantinen"
    # What stands at the head of the pages names the school.
    assert draft.plan.organisation == "Fjordby Erhvervsskole"
    assert left(draft) == ["Fjordby Erhvervsskole"]


RECOGNISED = """Vinding Kommune
HANDLEPLAN for rekruttering 2022 - 2023

lndsatsomrade 1 Rekruttering

Handling: Jobmesser
Mal: 30 ansggere pr. messe
Ansvarlig : HR-afdelingen

Handling: Fritidsjob
Mal: 15 unge
lnvolverede: Jobcentret

lndsatsomrade 2 Fastholdelse

Handling: Vejledning
Tidsplan: hver uge

- 2 -

Vedtaget af kommunalbestyrelsen den 4. december 2021
"""


def test_text_recognition_reads_in_as_ln_and_aims_below_actions_are_theirs() -> None:
    draft = text(RECOGNISED)
    assert [goal.title for goal in draft.plan.goals] == ["Rekruttering", "Fastholdelse"]
    assert [(one.title, one.operational_goal) for one in actions(draft)] == [
        ("Jobmesser", "30 ansggere pr. messe"), ("Fritidsjob", "15 unge"), ("Vejledning", ""),
    ]  # fmt: skip
    assert (actions(draft)[0].owner, actions(draft)[1].involved) == ("HR-afdelingen", ("Jobcentret",))
    assert draft.plan.title == "HANDLEPLAN for rekruttering 2022 - 2023"
    # Neither the page's number nor who adopted the plan is part of the last field.
    assert left(draft) == ["- 2 -", "Vedtaget af kommunalbestyrelsen den 4. december 2021"]


def test_aims_that_come_before_the_actions_are_goals() -> None:
    draft = text(
        "Plan 2024\n\nMål: Flere gennemfører\n\nTiltag: Mentorer\n\nMål: Flere søger\n\nTiltag: Messe\n"
    )
    assert [goal.title for goal in draft.plan.goals] == ["Flere gennemfører", "Flere søger"]


POINTS = """Handleplan for trivsel 2023

Fjordby Akademi og EUD

TRYG START

• Introtur
   Alle hold tager på tur.
   Ansv.: uddannelseslederne
   Frist: uge 33

• Navneskilte
   Ansv.: kontoret

PLADS TIL ALLE

• Stillezoner
   To rum uden telefoner.
   Ansv.: bygningschefen
"""


def test_fields_below_each_point_are_the_points() -> None:
    draft = text(POINTS)
    assert [(goal.title, [one.title for one in goal.actions]) for goal in draft.plan.goals] == [
        ("TRYG START", ["Introtur", "Navneskilte"]), ("PLADS TIL ALLE", ["Stillezoner"]),
    ]  # fmt: skip
    assert [one.owner for one in actions(draft)] == ["uddannelseslederne", "kontoret", "bygningschefen"]
    assert [one.description for one in actions(draft)] == [
        "Alle hold tager på tur.",
        "",
        "To rum uden telefoner.",
    ]


def workbook(path: Path) -> None:
    """Two sheets with headings over two rows, one of them divided, a hidden column, and a sheet about them."""
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    about = book.add_worksheet("Læs mig")
    about.write(0, 0, "Handlingsplan 2022/23")
    about.write(1, 0, "Fjordby Erhvervsskole")
    for name, title in (("Gennemførelse", "Screening"), ("Samarbejde", "Messe")):
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, f"Indsatsområde: {name}")
        for column, heading in ((0, "Nr."), (1, "Tiltag"), (2, "Ansvarlig(e)"), (7, "Intern note")):
            sheet.write(2, column, heading)
        sheet.merge_range(2, 3, 2, 4, "Tidsplan")
        sheet.merge_range(2, 5, 2, 6, "Opfølgning")
        for column, heading in ((3, "Start"), (4, "Slut"), (5, "Metode"), (6, "Status (grøn/gul/rød)")):
            sheet.write(3, column, heading)
        sheet.set_column(7, 7, None, None, {"hidden": True})
        for column, words in (
            (0, "1"),
            (1, title),
            (2, "Anette\nJens"),
            (5, "Tælles"),
            (6, "Afsluttet"),
            (7, "spørg Ib"),
        ):
            sheet.write(4, column, words)
        sheet.write_datetime(4, 3, datetime(2022, 8, 15), day)
        sheet.write_datetime(4, 4, datetime(2022, 9, 30), day)
    hidden = book.add_worksheet("Gammel")
    hidden.write(0, 0, "Sidste års plan")
    hidden.hide()
    book.close()


def test_a_workbook_with_divided_headings_and_hidden_cells(tmp_path: Path) -> None:
    workbook(tmp_path / "plan.xlsx")
    draft = taken(read_document(tmp_path / "plan.xlsx"))
    assert draft.plan.title == "Handlingsplan 2022/23"
    assert [goal.title for goal in draft.plan.goals] == ["Gennemførelse", "Samarbejde"]
    first, _second = actions(draft)
    assert (first.title, first.owner, first.evaluation_plan, first.state) == (
        "Screening", "Anette, Jens", "Tælles", "done",
    )  # fmt: skip
    assert first.schedule == (Milestone("Start", "15.8.2022"), Milestone("Slut", "30.9.2022"))
    # What is hidden may not be meant for readers: it is told, and in no field.
    assert "spørg Ib" in left(draft)
    assert "Sidste års plan" in left(draft)
    assert "spørg Ib" not in str(draft.plan)


def test_rows_that_head_others_and_a_remark_below_the_table(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "plan.xlsx"))
    sheet = book.add_worksheet()
    rows = (
        ("Årsplan 2021",), (), ("Hvad skal ske?", "Mål", "Tovholder(e)"), ("A. Rekruttering",),
        ("Brobygning", "120 elever", "Lise"), ("Messe", "To dage", "Ib"), ("B. Fastholdelse",),
        ("Tidlig indsats", "Under 8 pct.", "Ulla"), (),
        ("Rettet den 3. februar",),
    )  # fmt: skip
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    draft = taken(read_document(tmp_path / "plan.xlsx"))
    assert [(goal.label, goal.title) for goal in draft.plan.goals] == [
        ("A", "Rekruttering"), ("B", "Fastholdelse"),
    ]  # fmt: skip
    assert [(one.title, one.operational_goal, one.owner) for one in actions(draft)] == [
        ("Brobygning", "120 elever", "Lise"), ("Messe", "To dage", "Ib"), ("Tidlig indsats", "Under 8 pct.", "Ulla"),
    ]  # fmt: skip
    assert left(draft) == ["Rettet den 3. februar"]


def line(page: int, y: float, *texts: tuple[float, str], size: float = 11.0, bold: bool = False) -> object:
    return [page, [[words, x, y, size, bold] for x, words in texts]]


def pages(blank: str) -> list[object]:
    """Narrow columns as a word processor draws them; ``blank``: what lines end with that are broken at one."""
    made = [
        line(1, 700, (90, "Kvalitetsplan for"), size=26),
        line(1, 668, (90, "2025-"), size=26),
        line(1, 636, (90, "2026"), size=26),
        line(1, 600, (90, "Sundhedsskolen Fjordland")),
    ]
    rows = (
        (("Trivselsagent", "er"), ("To elever" + blank, "fra hvert" + blank, "hold"), ("Læsevejleder", "en")),
        (
            ("Lektiecafé",),
            ("Åbent hver" + blank, "mandag i" + blank, "biblioteket", "."),
            ("Biblioteket" + blank, "og lærere"),
        ),
        (("Samtaler" + blank, "efter prøve"), ("Hver elev,", "ﬂere gange"), ("Kontakter",)),
    )
    for page, row in enumerate(rows, 1):
        top = 560 if page == 1 else 740
        made.append(line(page, top, (90, "Handling"), (177, "Beskrivelse"), (263, "Evalueres"), bold=True))
        made.append(line(page, top - 13, (263, "af"), bold=True))
        for x, cell in zip((90, 177, 263), row, strict=True):
            made += [line(page, top - 26 - 13 * number, (x, words)) for number, words in enumerate(cell)]
    made.append(line(3, 600, (90, "Godkendt af bestyrelsen den 12. december 2024 efter høring")))
    return made


@pytest.mark.parametrize("blank", [" ", ""])
def test_a_pdf_with_narrow_columns_over_three_pages(blank: str) -> None:
    original = Original("plan", pieces_of_pages(pages(blank)))
    draft = taken(original)
    assert draft.plan.title == "Kvalitetsplan for 2025-2026"
    assert draft.plan.organisation == "Sundhedsskolen Fjordland"
    titles = [one.title for one in actions(draft)]
    # Where broken lines are drawn without their blanks, a word that was cut can't be told from two words.
    assert titles == [
        "Trivselsagenter" if blank else "Trivselsagent er",
        "Lektiecafé",
        "Samtaler efter prøve",
    ]
    assert [one.description for one in actions(draft)] == [
        "To elever fra hvert hold", "Åbent hver mandag i biblioteket.", "Hver elev, flere gange",
    ]  # fmt: skip
    assert not [piece for piece in original.pieces if piece.sort == MARGIN]
    assert left(draft) == ["Godkendt af bestyrelsen den 12. december 2024 efter høring"]


@pytest.mark.parametrize("heading", ["Vægt:", "Resultatopnåelse:"])
def test_a_point_below_a_heading_of_a_number_is_said_of_the_goal(heading: str) -> None:
    draft = text(f"Mål 1: Flere søger\n\n{heading}\n\n- autentiske samarbejder\n\nMål 2: Ro\n\nMere ro.\n")
    assert "autentiske samarbejder" in draft.plan.goals[0].description
