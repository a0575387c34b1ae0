"""PDF, Word and Excel read back with other libraries than they are made with: what a reader and a machine get."""

from __future__ import annotations

import dataclasses
import io
from datetime import date, datetime
from decimal import Decimal as D

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from pejling.analysis.reports.excel import excel
from pejling.analysis.reports.forms import Shared
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.pdf import pdf
from pejling.analysis.reports.report import Action, Paragraph, Point, Report, Section
from pejling.analysis.reports.word import word
from tests.unit.analysis.reports.samples import REPORT


@pytest.fixture(scope="module")
def shared():
    return Shared(REPORT)


@pytest.fixture(scope="module")
def read_pdf(shared):
    return pypdf.PdfReader(io.BytesIO(pdf(shared.layout, shared.svg, shared.fonts)))


def structure(element):
    """Every element of a PDF's tree of tags."""
    element = element.get_object()
    if isinstance(element, dict):
        yield element
        for child in element.get("/K", []) if isinstance(element.get("/K"), list) else [element.get("/K")]:
            if child is not None and not isinstance(child, int):
                yield from structure(child)


def plan_of(*paragraphs, **more):
    blocks = tuple(Paragraph(text) for text in paragraphs)
    return Report(
        kind="x", title="Rapport", organisation="Skolen", sections=(Section("Afsnit", blocks),), **more
    )


def test_the_pdf_is_tagged_and_says_its_language_and_title(read_pdf):
    root = read_pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "da-DK"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read_pdf.metadata.title == "Selvevaluering 2025"
    assert read_pdf.metadata.author == "Ågård Social- og Sundhedsskole"
    assert (
        b'pdfuaid:part="1"' in root["/Metadata"].get_data()
        or b"<pdfuaid:part>1" in root["/Metadata"].get_data()
    )
    tags = list(structure(root["/StructTreeRoot"]))
    kinds = {tag.get("/S") for tag in tags}
    assert {"/H1", "/H2", "/P", "/L", "/Table", "/TH", "/TD", "/Figure", "/Caption", "/Link"} <= kinds
    assert [tag["/Alt"] for tag in tags if tag.get("/S") == "/Figure" and "/Alt" in tag] == [
        "Kurven falder fra 100 til 82 % på seks måneder."
    ]


def test_the_pdf_can_be_read_and_found_in(read_pdf):
    text = "\n".join(page.extract_text() for page in read_pdf.pages)
    for said in (
        "1.234",
        "10,6–14,3",
        "Virksomheder <&>",
        "Side 1 af",
        "Indhold",
        "=2+2 er ikke en formel",
        "skjult",
    ):
        assert said in text
    assert [one.title for one in read_pdf.outline if not isinstance(one, list)] == [
        "Om rapporten", "Indsatsområde 1: Frafald", "Kilder",
    ]  # fmt: skip


def test_what_looks_like_markup_is_text_in_the_pdf(shared):
    nasty = '#panic("x") *fed* $x$ \\ [a] <label> @ref `code` //c'
    made = pdf(Layout(plan_of(nasty)), shared.svg, shared.fonts)
    text = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert nasty in text.replace("\n", " ").replace("  ", " ")


def test_letters_that_no_font_has_are_told_of(shared):
    # A plane of private letters: no font has them.
    made = pdf(Layout(plan_of("Navnet \U000f1234\U000f1235 og Саша")), shared.svg, shared.fonts)
    text = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "Navnet [?] og Саша" in text
    assert "Bogstaver, der mangler her" in text


def test_a_very_long_word_stays_on_the_page(shared):
    made = pdf(Layout(plan_of("x" * 600)), shared.svg, shared.fonts)
    page = pypdf.PdfReader(io.BytesIO(made)).pages[0]
    assert max(map(len, page.extract_text().splitlines())) < 150


def test_the_word_document_has_structure_and_nobodys_name(shared):
    document = docx.Document(io.BytesIO(word(shared.layout, shared.png)))
    headings = [
        (one.style.name, one.text)
        for one in document.paragraphs
        if one.style.name.startswith(("Head", "Tit"))
    ]
    assert headings[:3] == [
        ("Title", "Selvevaluering 2025"), ("Heading 1", "Om rapporten"), ("Heading 1", "Indsatsområde 1: Frafald"),
    ]  # fmt: skip
    properties = document.core_properties
    assert (properties.title, properties.language) == ("Selvevaluering 2025", "da-DK")
    assert {properties.author, properties.last_modified_by} == {"Ågård Social- og Sundhedsskole"}
    assert properties.created.date() == date(2025, 3, 4)
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "da-DK"
    [picture] = document.inline_shapes
    assert picture._inline.docPr.get("descr") == "Kurven falder fra 100 til 82 % på seks måneder."
    grid = document.tables[0]
    assert grid.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert [cell.text for cell in grid.rows[1].cells][1:4] == [
        "12,3\N{NO-BREAK SPACE}%",
        "10,6–14,3",
        "1.234",
    ]


def test_the_workbook_has_a_row_an_action_and_no_formula(shared):
    book = openpyxl.load_workbook(io.BytesIO(excel(shared.layout)))
    heads, row = book["Tiltag"].iter_rows(values_only=True)
    found = dict(zip(heads, row, strict=True))
    assert found["Tiltag"] == "Styrket samarbejde med praksis"
    assert found["Ændringsbehov"] == "=2+2 er ikke en formel"
    assert (found["Status"], found["Ansvarlig"], found["Næste dato fra"]) == (
        "i gang", "Uddannelseslederen", datetime(2025, 9, 16),
    )  # fmt: skip
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    figures = list(book["Tal"].iter_rows(values_only=True))
    assert [row[2] for row in figures[1:]] == [12.34, "skjult", None]
    assert figures[1][heads_of(book["Tal"]).index("Definition")].startswith("Andel, der har forladt")
    students = list(book["Elever efter uddannelse"].iter_rows(values_only=True))
    assert students[2] == ("PAU", "skjult", "skjult", "skjult", None)


def heads_of(sheet):
    return [cell.value for cell in sheet[1]]


def test_texts_that_begin_like_formulas_stay_texts():
    action = Action(
        "@SUM(A1)", points=(Point("description", "Beskrivelse", "+1"),), owner="-2+3", state="done"
    )
    report = Report(kind="x", title="=1", organisation="y", sections=(Section("=cmd|'/c'!A1", (action,)),))
    book = openpyxl.load_workbook(io.BytesIO(excel(Layout(report))))
    assert [cell.data_type for cell in book["Tiltag"][2]] == ["s"] * len(book["Tiltag"][2])


def test_the_same_report_gives_the_same_bytes(shared):
    again = Shared(dataclasses.replace(REPORT))
    assert word(shared.layout, shared.png) == word(again.layout, again.png)
    assert excel(shared.layout) == excel(again.layout)
    assert pdf(shared.layout, shared.svg, shared.fonts) == pdf(again.layout, again.svg, again.fonts)


def test_an_english_report_is_english_in_every_form():
    report = dataclasses.replace(REPORT, language="en")
    shared = Shared(report)
    made = pypdf.PdfReader(io.BytesIO(pdf(shared.layout, shared.svg, shared.fonts)))
    assert made.trailer["/Root"]["/Lang"] == "en-GB"
    assert "1,234" in made.pages[0].extract_text()
    assert "Actions" in openpyxl.load_workbook(io.BytesIO(excel(shared.layout))).sheetnames


@pytest.mark.parametrize("value", [D(0), D("-3.5")])
def test_nothing_and_less_than_nothing_are_numbers(value):
    from pejling.analysis.reports.report import Column, Table

    table = Table(
        "Tal", (Column("a", "A"), Column("b", "B", "number", decimals=1)), (("x", value), ("y", None))
    )
    report = Report(kind="x", title="t", organisation="o", sections=(Section("s", (table,)),))
    rows = list(openpyxl.load_workbook(io.BytesIO(excel(Layout(report))))["Tal"].iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == [float(value), None]
