"""The report as a Word document that can be worked on: real headings, lists, repeated table heads, alternative texts.

*Pure.* The document's properties hold title, organisation, language and the report's own date, and nobody's name.
"""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips
from lxml import etree

from pejling.analysis.language import _
from pejling.analysis.reports import layout as laid
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.typography import DASH
from pejling.analysis.reports.word_xml import (
    DEEP,
    LINK,
    SOFT,
    cell,
    number_field,
    paragraph,
    put,
    right_tab,
    run,
    table,
)

#: on every machine that has Word, and with a metrically alike one where it hasn't
_FONT = "Arial"
_LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_SIZES = {1: 16, 2: 13, 3: 11.5, 4: 11, 5: 10.5, 6: 10.5}
#: of the text, and of the names of facts: twentieths of a point
_WIDTH, _FACT = 9185, 2155
#: where the library's footer stops, and how many letters leave room for the page's number beside them
_FOOTER_STOPS, _FOOTER = (4320, 8640, 4680, 9360), 85
#: of a cell: an average letter of its head, and the room beside its text
_LETTER, _BESIDE = 105, 230
#: a bare file from a zip has a date, too: the same for every report
_STAMP = (2000, 1, 1, 0, 0, 0)


def word(layout: Layout, png: Callable[[laid.Drawing], bytes]) -> bytes:
    """The document."""
    document = docx.Document()
    _prepare(document, layout)
    put(document.element.body, "".join(_body(document, layout, png)))
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
    stop = right_tab(_WIDTH, _FOOTER_STOPS)
    put(section.footer._element, paragraph(_footer(layout), style="Footer", tabs=stop))


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
        style.font.color.rgb = RGBColor.from_string(DEEP) if level == 1 else RGBColor(0x1A, 0x1A, 0x1A)
        style.paragraph_format.space_before = Pt(20 if level == 1 else 14)
        style.paragraph_format.space_after = Pt(5)
        style.paragraph_format.keep_with_next = True
    title = styles["Title"]
    title.font.size, title.font.bold, title.font.color.rgb = Pt(26), True, RGBColor(0x1A, 0x1A, 0x1A)
    title.paragraph_format.space_after = Pt(4)
    border = title.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    styles["Subtitle"].font.size, styles["Subtitle"].font.color.rgb = Pt(13), RGBColor.from_string(SOFT)
    styles["Subtitle"].font.italic = False


def _footer(layout: Layout) -> str:
    report = layout.report
    before, _mark, rest = layout.say(_("Page {page} of {pages}")).partition("{page}")
    between, _mark, after = rest.partition("{pages}")
    name = f"{report.title} {DASH} {report.organisation}"
    if len(name) > _FOOTER:
        name = textwrap.shorten(report.title, _FOOTER, placeholder="…")
    words = [f"{name}\t{before}", between, after]
    first, second, third = (run(text, size=8, colour=SOFT) for text in words)
    return first + number_field("PAGE", 8, SOFT) + second + number_field("NUMPAGES", 8, SOFT) + third


def _body(document: Document, layout: Layout, png: Callable[[laid.Drawing], bytes]) -> Iterator[str]:
    report = layout.report
    above = " · ".join(filter(None, (report.organisation, report.kind_title)))
    yield paragraph(run(above, bold=True, colour=DEEP))
    yield paragraph(run(report.title), style="Title")
    if report.subtitle:
        yield paragraph(run(report.subtitle), style="Subtitle")
    for name, text in layout.about:
        yield paragraph(run(f"{name}: ", colour=SOFT) + run(text), after=0)
    for one in layout.elements:
        yield from _element(document, one, layout, png)
    if not layout.elements:
        yield paragraph(run(layout.say(_("There is nothing in this report yet."))))


def _element(
    document: Document, one: laid.Element, layout: Layout, png: Callable[[laid.Drawing], bytes]
) -> Iterator[str]:
    match one:
        case laid.Heading():
            tag = run(f"  {DASH} {one.tag}", size=9.5, colour=SOFT, bold=False) if one.tag else ""
            yield paragraph(run(one.text) + tag, style=f"Heading{min(one.level, 6)}")
        case laid.Text(text, style):
            yield paragraph(run(text, size=12 if style == "lead" else None))
        case laid.Points(items, numbered):
            # Word would go on counting from the list before, so the numbers are written.
            for place, item in enumerate(items, 1):
                yield (
                    paragraph(run(f"{place}.\t{item}"), hanging=True)
                    if numbered
                    else paragraph(run(item), style="ListBullet")
                )
        case laid.Box(title, text):
            yield paragraph(run(f"{title}\n", bold=True) + run(text), fill="EEF3F8")
        case laid.Facts(title, rows):
            if title:
                yield _caption(title)
            cells = [
                [cell(run(name, bold=True, size=9.5)), cell(run("\n".join(said), size=10))]
                for name, said in rows
            ]
            yield table([_FACT, _WIDTH - _FACT], cells)
            yield paragraph("", after=2)
        case laid.Grid():
            yield _caption(one.caption)
            yield _grid(one, layout)
            yield from map(_note, one.notes)
            if not one.notes:
                yield paragraph("", after=2)
        case laid.Drawing():
            yield _caption(one.title)
            yield _picture(document, one, png(one))
            if one.note:
                yield _note(one.note)
        case laid.Links(title, items):
            if title:
                yield _caption(title)
            for item in items:
                name = _link(document, item) if item.address else run(item.text)
                yield paragraph(name + run(item.about), style="ListBullet")


def _grid(grid: laid.Grid, layout: Layout) -> str:
    hidden = layout.say(_("hidden"))
    head = [
        cell(run(text, bold=True, size=9), right)
        for text, right in zip(grid.heads, grid.numeric, strict=True)
    ]
    rows = [
        [
            cell(run(text, bold=place in grid.totals, size=9, colour=SOFT if text == hidden else ""), right)
            for text, right in zip(row, grid.numeric, strict=True)
        ]
        for place, row in enumerate(grid.rows)
    ]
    return table(_widths(grid), rows, head=head, caption=grid.caption)


def _widths(grid: laid.Grid) -> list[int]:
    """Every column as wide as its longest word; the rest of the width goes where most is said."""
    words, more = [], []
    for place, head in enumerate(grid.heads):
        texts = [head, *(row[place] for row in grid.rows)]
        longest = max((len(line) for text in texts for line in text.split("\n")), default=1)
        words.append(
            max((len(word) for text in texts for word in text.split()), default=1) * _LETTER + _BESIDE
        )
        more.append(1 if grid.numeric[place] else min(max(longest, 13), 52))
    left = _WIDTH - sum(words)
    if left < 0:
        return [int(_WIDTH * word / sum(words)) for word in words]
    return [word + int(left * one / sum(more)) for word, one in zip(words, more, strict=True)]


def _caption(text: str) -> str:
    return paragraph(run(text, bold=True), before=10, after=3, keep=True)


def _note(text: str) -> str:
    return paragraph(run(text, size=8.5, colour=SOFT), after=2)


def _link(document: Document, item: laid.Link) -> str:
    relation = document.part.relate_to(item.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return f'<w:hyperlink r:id="{relation}">{run(item.text, colour=LINK, underline=True)}</w:hyperlink>'


def _picture(document: Document, drawing: laid.Drawing, content: bytes) -> str:
    inline = document.part.new_pic_inline(io.BytesIO(content), width=Twips(round(_WIDTH * 0.9)))
    told = inline.docPr
    told.set("descr", drawing.alt)
    told.set("title", drawing.title)
    told.set("name", drawing.title[:60])
    drawn = etree.tostring(inline, encoding="unicode")
    return paragraph(f"<w:r><w:drawing>{drawn}</w:drawing></w:r>")


def _same_bytes(content: bytes) -> bytes:
    """The document without the moment it was zipped, so that the same report gives the same file."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(zipfile.ZipInfo(name, _STAMP), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
