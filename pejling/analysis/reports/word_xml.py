"""The few pieces of Word's own language that a report is made of. *Pure.*

Whole paragraphs and tables are written at once: built piece by piece through the library, a report of 100 pages takes
ten times as long. Every text is escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

DEEP, SOFT, LINK, LINE = "0B3D66", "4A4F57", "004D99", "D5D9DE"
#: what XML can't hold
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def run(
    text: str,
    *,
    bold: bool | None = None,
    size: float | None = None,
    colour: str = "",
    underline: bool = False,
) -> str:
    """Text of one look; line breaks and tabs in it are kept."""
    look = "" if not bold and bold is not False else "<w:b/>" if bold else '<w:b w:val="0"/>'
    look += f'<w:color w:val="{colour}"/>' if colour else ""
    look += f'<w:sz w:val="{round(size * 2)}"/>' if size else ""
    look += '<w:u w:val="single"/>' if underline else ""
    parts = []
    for number, line in enumerate(_FORBIDDEN.sub("", text).split("\n")):
        if number:
            parts.append("<w:br/>")
        for place, piece in enumerate(line.split("\t")):
            parts.append("<w:tab/>" if place else "")
            parts.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "")
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{''.join(parts)}</w:r>"


def number_field(name: str, size: float, colour: str) -> str:
    """A number that Word works out, such as PAGE."""
    look = f'<w:rPr><w:color w:val="{colour}"/><w:sz w:val="{round(size * 2)}"/></w:rPr>'
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {name} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{look}{part}</w:r>" for part in parts)


def paragraph(
    content: str, *, style: str = "", before: float | None = None, after: float | None = None, keep: bool = False,
    fill: str = "", hanging: bool = False, right: bool = False, line: int = 0, tabs: str = "",
) -> str:  # fmt: skip
    """A paragraph of runs. ``before``, ``after``: points; ``keep``: on the page of what follows;
    ``tabs``: as ``right_tab`` makes them."""
    form = f'<w:pStyle w:val="{style}"/>' if style else ""
    form += "<w:keepNext/>" if keep else ""
    form += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    form += f"<w:tabs>{tabs}</w:tabs>" if tabs else ""
    space = f' w:before="{round(before * 20)}"' if before is not None else ""
    space += f' w:after="{round(after * 20)}"' if after is not None else ""
    space += f' w:line="{line}" w:lineRule="auto"' if line else ""
    form += f"<w:spacing{space}/>" if space else ""
    form += '<w:ind w:left="357" w:hanging="357"/>' if hanging else ""
    form += '<w:jc w:val="right"/>' if right else ""
    return f"<w:p>{f'<w:pPr>{form}</w:pPr>' if form else ''}{content}</w:p>"


def right_tab(at: int, instead_of: Sequence[int]) -> str:
    """One stop at the right, and none of those that the style has."""
    cleared = "".join(f'<w:tab w:val="clear" w:pos="{place}"/>' for place in instead_of)
    return f'{cleared}<w:tab w:val="right" w:pos="{at}"/>'


def cell(content: str, right: bool = False) -> str:
    """What stands in a cell."""
    return paragraph(content, before=2, after=2, right=right, line=252)


def table(
    widths: Sequence[int], rows: Sequence[Sequence[str]], *, head: Sequence[str] = (), caption: str = ""
) -> str:
    """A table with thin lines; the head is repeated on every page, and no row is cut in two."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
        for side in ("top", "bottom", "insideH")
    )
    told = escape(caption, {'"': "&quot;"})
    about = f'<w:tblCaption w:val="{told}"/><w:tblDescription w:val="{told}"/>' if caption else ""
    look = (
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"/>'
        if head
        else ""
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sizes = [f'<w:tcW w:w="{width}" w:type="dxa"/>' for width in widths]

    def line(cells: Sequence[str], form: str) -> str:
        inner = "".join(
            f"<w:tc><w:tcPr>{size}</w:tcPr>{one}</w:tc>" for size, one in zip(sizes, cells, strict=True)
        )
        return f"<w:tr><w:trPr>{form}</w:trPr>{inner}</w:tr>"

    lines = [line(head, "<w:cantSplit/><w:tblHeader/>")] if head else []
    lines += [line(cells, "<w:cantSplit/>") for cells in rows]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{look}{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(lines)}</w:tbl>'
    )


def put(element: Any, content: str) -> None:
    """Put paragraphs and tables into a document's body or a footer, in place of what is there."""
    for child in [one for one in element if not one.tag.endswith("}sectPr")]:
        element.remove(child)
    made = parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{content}</w:body>")
    for number, child in enumerate(list(made)):
        element.insert(number, child)
