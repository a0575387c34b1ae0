"""Long Danish words in narrow columns, long titles at the foot, and a workbook of a plan that has no actions."""

from __future__ import annotations

import io

import docx
import openpyxl
import pypdf
from docx.oxml.ns import qn

from pejling.analysis.reports.excel import excel
from pejling.analysis.reports.forms import Shared
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.pdf import pdf
from pejling.analysis.reports.report import Column, Report, Section, Table
from pejling.analysis.reports.word import word

WORD = "Gennemførelseskoordinatoren"
COLUMNS = (
    Column("action", "Tiltag"),
    Column("owner", "Ansvarlig"),
    Column("next", "Næste dato"),
    Column("state", "Status", "state"),
)
LONG = "1.b Handlinger på grundlag af data og analyse af frafaldet på assistentuddannelsen og grundforløbene"
ROWS = ((LONG, WORD, "senere", "planned"), (LONG, "–", "–", "planned"), (LONG, "–", "–", "planned"))


def report_of(*tables: Table, title: str = "Selvevaluering") -> Report:
    return Report(kind="x", title=title, organisation="Skolen", sections=(Section("Overblik", tables),))


def test_a_long_word_does_not_run_into_the_next_column():
    shared = Shared(report_of(Table("Alle tiltag", COLUMNS, ROWS)))
    places = {}

    def seen(text, cm, tm, _font, _size):
        places.setdefault(text.strip(), cm[4] + tm[4])

    pypdf.PdfReader(io.BytesIO(pdf(shared.layout, shared.svg, shared.fonts))).pages[0].extract_text(
        visitor_text=seen
    )
    # A letter of 8.8 points is on average half as wide as it is high.
    assert places["senere"] - places[WORD] > len(WORD) * 8.8 * 0.5


def test_heads_of_numbers_are_not_divided_in_word():
    columns = (
        *(Column("goal", "Mål"), Column("title", "Titel"), Column("weight", "Vægt", "number")),
        *(Column("result", "Resultat", "number"), Column("share", "Målopfyldelse", "percent")),
    )
    title = "Elever, kursister og virksomheder er tilfredse, og tilfredsheden fastholdes eller stiger"
    shared = Shared(report_of(Table("Mål", columns, (("Mål 1", title, None, None, None),))))
    document = docx.Document(io.BytesIO(word(shared.layout, shared.png)))
    widths = [int(one.get(qn("w:w"))) for one in document.tables[0]._tbl.tblGrid.findall(qn("w:gridCol"))]
    # Bold Arial of 9 points: about 0.55 of that for each letter, in twentieths of a point, and 108 on either side.
    for width, head in zip(widths, ("Mål", "Titel", "Vægt", "Resultat", "Målopfyldelse"), strict=True):
        assert width > len(head) * 9 * 0.55 * 20 + 216, head
    assert sum(widths) <= 9185


def test_the_page_number_stands_at_the_right_also_under_a_long_title():
    title = "Rekruttering og gennemførelse på social- og sundhedsuddannelserne i hele området 2024–2028"
    shared = Shared(report_of(title=title))
    [line] = docx.Document(io.BytesIO(word(shared.layout, shared.png))).sections[0].footer.paragraphs
    stops = [(one.get(qn("w:val")), one.get(qn("w:pos"))) for one in line._p.iter(qn("w:tab")) if one.attrib]
    assert [stop for stop in stops if stop[0] != "clear"] == [("right", "9185")]
    name, _tab, page = line.text.partition("\t")
    assert name.startswith("Rekruttering og") and name.endswith("…") and len(name) <= 85
    assert page.startswith("Side ") and "\t" not in page


def test_a_plan_without_actions_has_its_tables_in_the_workbook():
    columns = (Column("partner", "Part"), Column("a", "1.a", "state"))
    table = Table("Tema 1.a: Hver parts status", columns, (("Fjordby Kommune", "running"),))
    book = openpyxl.load_workbook(io.BytesIO(excel(Layout(report_of(table)))))
    assert book.sheetnames[0] == "Tema 1.a Hver parts status"
    assert list(book.worksheets[0].iter_rows(values_only=True)) == [
        ("Part", "1.a"),
        ("Fjordby Kommune", "i gang"),
    ]
