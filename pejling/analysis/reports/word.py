"""The report as a Word document that can be worked on: real headings, lists, repeated table heads, alternative texts.

*Pure.* The document's properties hold title, organisation, language and the report's own date, and nobody's name.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from pejling.analysis.language import _
from pejling.analysis.reports import layout as laid
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.typography import DASH

_DEEP, _SOFT, _LINK = RGBColor(0x0B, 0x3D, 0x66), RGBColor(0x4A, 0x4F, 0x57), RGBColor(0, 0x4D, 0x99)
#: on every machine that has Word, and metrically alike where it hasn't
_FONT = "Arial"
_LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_SIZES = {1: 16, 2: 13, 3: 11.5, 4: 11, 5: 10.5, 6: 10.5}
_WIDTH = Cm(16.2)
#: a bare file from a zip has a date, too: the same for every report
_STAMP = (2000, 1, 1, 0, 0, 0)


def word(layout: Layout, png: Callable[[laid.Drawing], bytes]) -> bytes:
    """The document."""
    document = docx.Document()
    _prepare(document, layout)
    _title(document, layout)
    for one in layout.elements:
        _element(document, one, layout, png)
    if not layout.elements:
        document.add_paragraph(layout.say(_("There is nothing in this report yet.")))
    made = io.BytesIO()
    document.save(made)
    return _same_bytes(made.getvalue())


def _prepare(document: Document, layout: Layout) -> None:
    report = layout.report
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(22)
    properties = document.core_properties
    properties.title, properties.subject = report.title, report.kind_title
    properties.author = properties.last_modified_by = report.organisation
    properties.comments, properties.keywords, properties.revision = "", "", 1
    properties.language = _LANGUAGES[report.language]
    stamp = report.dated or date(2000, 1, 1)
    properties.created = properties.modified = datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC)
    properties.last_printed = properties.created
    _styles(document, _LANGUAGES[report.language])
    _footer(section.footer.paragraphs[0], layout)


def _styles(document: Document, language: str) -> None:
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    told = defaults.find(qn("w:lang"))
    if told is None:
        told = OxmlElement("w:lang")
        defaults.append(told)
    told.set(qn("w:val"), language)
    for name in (
        "Normal",
        "Title",
        "Subtitle",
        "List Bullet",
        "List Number",
        *(f"Heading {n}" for n in _SIZES),
    ):
        style = styles[name]
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
    styles["Normal"].font.size = Pt(10.5)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for level, size in _SIZES.items():
        style = styles[f"Heading {level}"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        style.font.color.rgb = _DEEP if level == 1 else RGBColor(0x1A, 0x1A, 0x1A)
        style.paragraph_format.space_before = Pt(20 if level == 1 else 14)
        style.paragraph_format.space_after = Pt(5)
        style.paragraph_format.keep_with_next = True
    title = styles["Title"]
    title.font.size, title.font.bold, title.font.color.rgb = Pt(26), True, RGBColor(0x1A, 0x1A, 0x1A)
    title.paragraph_format.space_after = Pt(4)
    border = title.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    styles["Subtitle"].font.size, styles["Subtitle"].font.color.rgb = Pt(13), _SOFT
    styles["Subtitle"].font.italic = False


def _footer(paragraph: Paragraph, layout: Layout) -> None:
    report = layout.report
    _run(paragraph, f"{report.title} {DASH} {report.organisation}\t\t", size=8, colour=_SOFT)
    before, _mark, rest = layout.say(_("Page {page} of {pages}")).partition("{page}")
    between, _mark, after = rest.partition("{pages}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        _run(paragraph, text, size=8, colour=_SOFT)
        if field:
            _field(paragraph, field)


def _field(paragraph: Paragraph, name: str) -> None:
    for kind in ("begin", "instr", "separate", "text", "end"):
        if kind == "instr":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {name} "
        elif kind == "text":
            part = OxmlElement("w:t")
            part.text = "1"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        _run(paragraph, "", size=8, colour=_SOFT)._r.append(part)


def _title(document: Document, layout: Layout) -> None:
    report = layout.report
    above = document.add_paragraph()
    _run(above, " · ".join(filter(None, (report.organisation, report.kind_title))), bold=True, colour=_DEEP)
    document.add_paragraph(report.title, style="Title")
    if report.subtitle:
        document.add_paragraph(report.subtitle, style="Subtitle")
    for name, text in layout.about:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        _run(paragraph, f"{name}: ", colour=_SOFT)
        _lines(paragraph, text)


def _element(
    document: Document, one: laid.Element, layout: Layout, png: Callable[[laid.Drawing], bytes]
) -> None:
    match one:
        case laid.Heading():
            heading = document.add_heading(one.text, min(one.level, 6))
            if one.tag:
                _run(heading, f"  {DASH} {one.tag}", size=9.5, colour=_SOFT).font.bold = False
        case laid.Text(text, style):
            paragraph = document.add_paragraph()
            _lines(paragraph, text, size=12 if style == "lead" else None)
        case laid.Points(items, numbered):
            _points(document, items, numbered)
        case laid.Box(title, text):
            paragraph = document.add_paragraph()
            _shade(paragraph)
            _run(paragraph, f"{title}\n", bold=True)
            _lines(paragraph, text)
        case laid.Facts(title, rows):
            _facts(document, title, rows)
        case laid.Grid():
            _grid(document, one, layout)
        case laid.Drawing():
            _caption(document, one.title)
            shape = document.add_picture(io.BytesIO(png(one)), width=_WIDTH)
            told = shape._inline.docPr
            told.set("descr", one.alt)
            told.set("title", one.title)
            told.set("name", one.title[:60])
            if one.note:
                _note(document, one.note)
        case laid.Links(title, items):
            if title:
                _caption(document, title)
            for item in items:
                paragraph = document.add_paragraph(style="List Bullet")
                if item.address:
                    _link(paragraph, item.text, item.address)
                else:
                    _run(paragraph, item.text)
                _run(paragraph, item.about)


def _points(document: Document, items: tuple[str, ...], numbered: bool) -> None:
    for place, item in enumerate(items, 1):
        # Word goes on counting from the list before, so the numbers are written.
        paragraph = document.add_paragraph(style=None if numbered else "List Bullet")
        if numbered:
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = (
                Cm(0.63),
                Cm(-0.63),
            )
            _run(paragraph, f"{place}.\t")
        _lines(paragraph, item)


def _facts(document: Document, title: str, rows: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    if title:
        _caption(document, title)
    table = document.add_table(rows=0, cols=2)
    _frame(table, [Cm(3.8), _WIDTH - Cm(3.8)])
    for name, said in rows:
        cells = table.add_row().cells
        _fill(cells[0], name, bold=True, size=9.5)
        _fill(cells[1], "\n".join(said), size=10)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _grid(document: Document, grid: laid.Grid, layout: Layout) -> None:
    _caption(document, grid.caption)
    table = document.add_table(rows=1, cols=len(grid.heads))
    _describe(table, grid.caption)
    widths = _widths(grid)
    _frame(table, widths)
    hidden = layout.say(_("hidden"))
    for cell, head, right in zip(table.rows[0].cells, grid.heads, grid.numeric, strict=True):
        _fill(cell, head, bold=True, size=9, right=right)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for place, row in enumerate(grid.rows):
        made = table.add_row()
        keep = OxmlElement("w:cantSplit")
        made._tr.get_or_add_trPr().append(keep)
        for cell, text, right in zip(made.cells, row, grid.numeric, strict=True):
            colour = _SOFT if text == hidden else None
            _fill(cell, text, bold=place in grid.totals, size=9, right=right, colour=colour)
    for note in grid.notes:
        _note(document, note)
    if not grid.notes:
        document.add_paragraph().paragraph_format.space_after = Pt(2)


def _widths(grid: laid.Grid) -> list[int]:
    weights = []
    for place, head in enumerate(grid.heads):
        cells = [row[place] for row in grid.rows]
        longest = max((len(line) for cell in [head, *cells] for line in cell.split("\n")), default=1)
        weights.append(min(max(longest, 9), 14) if grid.numeric[place] else min(max(longest, 13), 52))
    return [int(_WIDTH * weight / sum(weights)) for weight in weights]


def _frame(table: Table, widths: list[int]) -> None:
    """Thin lines between rows, and the widths; python-docx wants them at every cell, Word at the grid."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "D5D9DE")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width


def _describe(table: Table, text: str) -> None:
    for name in ("w:tblCaption", "w:tblDescription"):
        told = OxmlElement(name)
        told.set(qn("w:val"), text)
        table._tbl.tblPr.append(told)


def _fill(
    cell: _Cell, text: str, *, bold: bool = False, size: float = 9, right: bool = False,
    colour: RGBColor | None = None,
) -> None:  # fmt: skip
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.05
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _lines(paragraph, text, bold=bold, size=size, colour=colour)


def _caption(document: Document, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(10), Pt(3)
    _run(paragraph, text, bold=True)


def _note(document: Document, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    _lines(paragraph, text, size=8.5, colour=_SOFT)


def _shade(paragraph: Paragraph) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EEF3F8")):
        shade.set(qn(f"w:{name}"), value)
    paragraph._p.get_or_add_pPr().append(shade)


def _lines(
    paragraph: Paragraph, text: str, *, bold: bool = False, size: float | None = None,
    colour: RGBColor | None = None,
) -> None:  # fmt: skip
    _run(paragraph, text, bold=bold, size=size, colour=colour)


def _run(
    paragraph: Paragraph, text: str, *, bold: bool = False, size: float | None = None,
    colour: RGBColor | None = None,
):  # fmt: skip
    run = paragraph.add_run(text)  # a line break in the text becomes one in Word
    run.font.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _link(paragraph: Paragraph, text: str, address: str) -> None:
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = _run(paragraph, text, colour=_LINK)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _same_bytes(content: bytes) -> bytes:
    """The document without the moment it was zipped, so that the same report gives the same file."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(zipfile.ZipInfo(name, _STAMP), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
