"""The part of `document_child` that opens Word files: paragraphs, tables and footnotes as blocks. *Pure.*"""

from __future__ import annotations

import re

_BOLD_HEADING = 8  # a level below every real heading
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def blocks_of(path: str) -> list:
    """Every block of the document in its order, the heads and feet of its pages and its footnotes last."""
    import docx

    document = docx.Document(path)
    styles = {style.style_id: style for style in document.styles}
    reader = _Word(styles, _numberings(document))
    blocks = list(reader.blocks(document.element.body))
    # What stands at the head and foot of every page, once.
    margins = dict.fromkeys(
        text
        for section in document.sections
        for part in (section.header, section.footer)
        if not part.is_linked_to_previous
        for sort, _level, text, *_merged in reader.blocks(part._element)
        if sort != "table"
    )
    blocks += [["margin", 0, text] for text in margins]
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes"):
            blocks += _footnotes(relation.target_part.blob)
    return blocks


def _footnotes(blob: bytes) -> list:
    from lxml import etree

    root = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    found = []
    for note in root.iter(f"{W}footnote"):
        text = " ".join("".join(one.text or "" for one in note.iter(f"{W}t")).split())
        if text:
            found.append(["line", 0, f"{note.get(f'{W}id')} {text}"])
    return found


def _numberings(document: object) -> dict:
    """(list, level) -> (way of numbering, its text), as the document's lists are defined."""
    found: dict = {}
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return found
    abstract = {one.get(f"{W}abstractNumId"): one for one in root.iter(f"{W}abstractNum")}
    for number in root.iter(f"{W}num"):
        pointer = number.find(f"{W}abstractNumId")
        definition = abstract.get(pointer.get(f"{W}val")) if pointer is not None else None
        for level in definition.iter(f"{W}lvl") if definition is not None else ():
            way, text = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
            key = number.get(f"{W}numId"), int(level.get(f"{W}ilvl") or 0)
            found[key] = (
                way.get(f"{W}val") if way is not None else "bullet",
                text.get(f"{W}val") if text is not None else "",
            )
    return found


class _Word:
    """Reads a document's body in its order, with the numbers that Word writes before paragraphs."""

    def __init__(self, styles: dict, numberings: dict) -> None:
        self.styles, self.numberings = styles, numberings
        self.counts: dict = {}

    def blocks(self, element: object):
        """Paragraphs and tables, also inside content controls."""
        for child in element:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield ["table", 0, *self.rows(child)]
            elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"}:
                yield from self.blocks(child)

    def paragraph(self, element: object):
        text = _text(element)
        properties = element.find(f"{W}pPr")
        sort, level = self.sort_of(properties)
        mark = self.mark_of(properties) if text.strip() else ""
        lines = [line for line in text.split("\n") if line.strip()]
        if sort == "line" and len(lines) == 1 and len(text) < 100 and not mark and _is_bold(element):
            sort, level = "heading", _BOLD_HEADING
        for place, line in enumerate(lines):
            yield [
                sort if not mark or sort == "heading" else "item",
                level if sort == "heading" else self.depth_of(properties),
                (mark if place == 0 else "") + line.strip(),
            ]
        for box in element.iter(f"{W}txbxContent"):
            # A drawing is written twice, the second time for old programs.
            if not any(above.tag.endswith("}Fallback") for above in box.iterancestors()):
                yield from self.blocks(box)

    def sort_of(self, properties: object) -> tuple:
        """Whether it is a heading, and of which level: by its style, or the style that is based on."""
        pointer = properties.find(f"{W}pStyle") if properties is not None else None
        style = self.styles.get(pointer.get(f"{W}val")) if pointer is not None else None
        for _step in range(10):
            if style is None:
                break
            match = re.match(r"(?:heading|overskrift) ?(\d)", (style.name or "").lower())
            if match:
                return "heading", int(match[1])
            if (style.name or "").lower() in {"title", "titel"}:
                return "heading", 0
            style = getattr(style, "base_style", None)
        return "line", 0

    def depth_of(self, properties: object) -> int:
        """How deep a point lies: by its list, or by the number in its style's name ("List Bullet 2")."""
        found = self._numbering(properties)
        pointer = properties.find(f"{W}pStyle") if properties is not None else None
        style = self.styles.get(pointer.get(f"{W}val")) if pointer is not None else None
        match = (
            re.search(r"(?:list|opstilling|punkt).*?(\d)$", (style.name or "").lower())
            if style is not None
            else None
        )
        return max(found[1] if found else 0, int(match[1]) - 1 if match else 0)

    def mark_of(self, properties: object) -> str:
        """The number, letter or mark that Word writes before the paragraph."""
        found = self._numbering(properties)
        if found is None:
            return ""
        number, level = found
        way, text = self.numberings.get(found, ("bullet", ""))
        if way == "none":
            return ""
        if way == "bullet":
            return "- "
        count = self.counts[found] = self.counts.get(found, 0) + 1
        for key in [key for key in self.counts if key[0] == number and key[1] > level]:
            del self.counts[key]

        def shown(match: object) -> str:
            place = int(match[1]) - 1
            way_there = self.numberings.get((number, place), ("decimal", ""))[0]
            return _counted(way_there, count if place == level else self.counts.get((number, place), 1))

        return re.sub(r"%(\d)", shown, text or "%1.") + " "

    def _numbering(self, properties: object) -> tuple | None:
        if properties is None:
            return None
        held = properties.find(f"{W}numPr")
        if held is None:
            pointer = properties.find(f"{W}pStyle")
            style = self.styles.get(pointer.get(f"{W}val")) if pointer is not None else None
            inner = style.element.find(f"{W}pPr") if style is not None else None
            held = inner.find(f"{W}numPr") if inner is not None else None
        if held is None:
            return None
        number, level = held.find(f"{W}numId"), held.find(f"{W}ilvl")
        key = number.get(f"{W}val") if number is not None else None
        return None if key in {None, "0"} else (key, int(level.get(f"{W}val")) if level is not None else 0)

    def rows(self, table: object) -> list:
        """Each row's cells as text; a cell that goes on with the one above it is empty, a wide one stands once.

        And the cells that go on: row, column, number of rows.
        """
        rows: list = []
        merged: dict = {}
        down: list = []
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue
            cells: list = []
            for cell in row.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tr")) is not row:
                    continue
                properties = cell.find(f"{W}tcPr")
                span = properties.find(f"{W}gridSpan") if properties is not None else None
                held = properties.find(f"{W}vMerge") if properties is not None else None
                if held is not None and held.get(f"{W}val") == "restart":
                    merged[len(cells)] = [len(rows) + 1, len(cells) + 1, 1]
                    down.append(merged[len(cells)])
                elif held is not None and len(cells) in merged:
                    merged[len(cells)][2] += 1
                else:
                    merged.pop(len(cells), None)
                cells.append("\n".join(self.cell(cell)))
                cells += [""] * (int(span.get(f"{W}val")) - 1 if span is not None else 0)
            rows.append(cells)
        return rows, [one for one in down if one[2] > 1]

    def cell(self, cell: object):
        for sort, _level, text, *_merged in self.blocks(cell):
            if sort == "table":
                for row in text:
                    yield from (" ".join(one.split()) for one in row if one)
            else:
                yield text


def _counted(way: str, count: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    if way == "lowerLetter" and count <= 26:
        return letters[count - 1]
    if way == "upperLetter" and count <= 26:
        return letters[count - 1].upper()
    return str(count)


def _text(element: object) -> str:
    """A paragraph's words, without those of boxes in it and without what has been struck out."""
    parts = []
    for one in element.iter():
        if any(above.tag in {f"{W}txbxContent", f"{W}del"} for above in _above(one, element)):
            continue
        if one.tag == f"{W}t":
            parts.append(one.text or "")
        elif one.tag == f"{W}tab" and one.getparent().tag == f"{W}r":
            parts.append(" ")
        elif one.tag in {f"{W}br", f"{W}cr"}:
            parts.append("\n")
        elif one.tag == f"{W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _above(one: object, top: object):
    while one is not None and one is not top:
        yield one
        one = one.getparent()


def _is_bold(element: object) -> bool:
    runs = [run for run in element.iter(f"{W}r") if "".join(t.text or "" for t in run.iter(f"{W}t")).strip()]
    return bool(runs) and all(
        (bold := run.find(f"{W}rPr/{W}b")) is not None and bold.get(f"{W}val") not in {"0", "false"}
        for run in runs
    )
