"""Run by itself as a process of its own: a Word, Excel or PDF file on standard output, as JSON. *Pure.*

Such a file of a few kilobytes can ask for any amount of memory when it is opened. So it is opened here, where running
out of memory or time harms nobody.

Arguments: sort of file (docx, xlsx, pdf), file, bytes of memory, seconds. The answer: ``{"lines": ...}`` for a PDF,
else ``{"blocks": [...]}``: ``[sort, level, text]`` for a heading, a point or a paragraph, ``["table", 0, rows,
merged]`` (row and column from 1 of each cell that fills several rows, and how many).
"""

from __future__ import annotations

import json
import re
import sys

CANNOT_OPEN, TOO_LARGE, LOCKED = 3, 4, 5
_MIDNIGHT = re.compile(r"^(\d{4})-0?(\d{1,2})-0?(\d{1,2})[ T]00:00:00(?:\.0+)?$")
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def main(sort: str, path: str, memory: int, seconds: int) -> int:
    """Write what the file says; the exit status says what went wrong."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    except (ImportError, ValueError):
        # Not on this system, or its own limit is lower already.
        pass
    try:
        answer = {"docx": _word, "xlsx": _excel, "pdf": _pdf}[sort](path)
    except MemoryError:
        return TOO_LARGE
    except PermissionError:
        return LOCKED
    except Exception:
        # Whatever a damaged file makes its reader raise.
        return CANNOT_OPEN
    sys.stdout.buffer.write(json.dumps(answer).encode())
    sys.stdout.buffer.flush()
    return 0


def _pdf(path: str) -> dict:
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise PermissionError
    lines: list = []
    for number, page in enumerate(reader.pages, 1):
        lines += _lines(page, number)
    return {"lines": lines}


def _lines(page: object, number: int) -> list:
    """A page's lines in the order they are drawn: ``[page, [[text, x, y, size, bold], ...]]``."""
    lines: list = [[number, []]]

    def drawn(text: str, cm: list, tm: list, font: dict | None, size: float) -> None:
        x, y = cm[0] * tm[4] + cm[2] * tm[5] + cm[4], cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        height = abs(size * (tm[3] or tm[0]) * (cm[3] or cm[0])) or size
        name = str((font or {}).get("/BaseFont", "")).lower()
        bold = "bold" in name or "black" in name
        for place, part in enumerate(text.split("\n")):
            if place:
                lines.append([number, []])
            if part.strip():
                lines[-1][1].append([part, round(x, 1), round(y, 1), round(height, 1), bold])

    page.extract_text(visitor_text=drawn)
    return [line for line in lines if line[1]]


def _excel(path: str) -> dict:
    import fastexcel

    book = fastexcel.read_excel(path)
    hidden, merged = _hidden(path)
    blocks: list = []
    aside: list = []
    for name in book.sheet_names:
        try:
            sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string", schema_sample_rows=1)
            batch = sheet.to_arrow()
        except fastexcel.FastExcelError:
            # An empty sheet, or a sheet that holds a chart only.
            continue
        places = [column.absolute_index for column in sheet.available_columns()]
        rows: list = [["" for _ in range(max(places, default=-1) + 1)] for _ in range(batch.num_rows)]
        for place, column in zip(places, batch.columns, strict=True):
            for number, value in enumerate(column.to_pylist()):
                rows[number][place] = _MIDNIGHT.sub(r"\3.\2.\1", value or "")
        kept = _shown(rows, hidden.get(name, ()), aside)
        if any(any(row) for row in kept):
            if not re.fullmatch(r"(?:Ark|Sheet|Table) ?\d*", name):
                blocks.append(["heading", 2, name])
            blocks.append(["table", 0, kept, merged.get(name, ())])
    # The name of the only sheet says nothing; several may be the focus areas.
    return {"blocks": [*(blocks if len(blocks) > 2 else blocks[-1:]), *aside]}


def _shown(rows: list, hidden: tuple | None, aside: list) -> list:
    """The rows without what is hidden (None: the sheet is), which goes ``aside``: it may not be meant for readers."""
    kept = []
    for row in rows:
        out = [
            hidden is None or any(first <= place <= last for first, last in hidden)
            for place in range(len(row))
        ]
        aside += [["margin", 0, text] for text, away in zip(row, out, strict=True) if text and away]
        kept.append(["" if away else text for text, away in zip(row, out, strict=True)])
    return kept


def _hidden(path: str) -> tuple:
    """The hidden columns (first and last, from 0) of each sheet by its name; None for a hidden sheet.

    And each sheet's cells that fill several rows: row and column from 1, number of rows.
    """
    import zipfile

    if not zipfile.is_zipfile(path):
        return {}, {}
    found: dict = {}
    merged: dict = {}
    with zipfile.ZipFile(path) as book:
        if "xl/workbook.xml" not in book.namelist():
            return {}, {}
        targets = {
            one.get("Id"): one.get("Target", "") for one in _elements(book, "xl/_rels/workbook.xml.rels")
        }
        for sheet in _elements(book, "xl/workbook.xml"):
            if sheet.tag != f"{S}sheet":
                continue
            name = sheet.get("name")
            if sheet.get("state", "visible") != "visible":
                found[name] = None
                continue
            target = targets.get(sheet.get(f"{R}id"), "").lstrip("/").removeprefix("xl/")
            found[name] = _hidden_columns(book, f"xl/{target}")
            merged[name] = _merged(book, f"xl/{target}")
    return found, merged


def _merged(book: object, name: str) -> list:
    """Told below the sheet's cells."""
    if name not in book.namelist():
        return []
    found = []
    for first, top, last, bottom in re.findall(
        rb'mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"', book.read(name)
    ):
        if top != bottom and first == last:
            column = 0
            for sign in first:
                column = column * 26 + sign - 64
            found.append([int(top), column, int(bottom) - int(top) + 1])
    return found


def _elements(book: object, name: str):
    from lxml import etree

    safe = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(book.read(name), safe).iter() if name in book.namelist() else ()


def _hidden_columns(book: object, name: str) -> tuple:
    """Stands before the sheet's cells, which aren't read for it."""
    from lxml import etree

    hidden = []
    if name not in book.namelist():
        return ()
    with book.open(name) as file:
        for _event, element in etree.iterparse(file, ("start",), resolve_entities=False, no_network=True):
            if element.tag == f"{S}col" and element.get("hidden") in {"1", "true"}:
                hidden.append((int(element.get("min")) - 1, int(element.get("max")) - 1))
            elif element.tag == f"{S}sheetData":
                break
    return tuple(hidden)


def _word(path: str) -> dict:
    """By the module beside this one: run by itself, this one is in no package."""
    from importlib.util import module_from_spec, spec_from_file_location
    from pathlib import Path

    spec = spec_from_file_location("word_child", Path(__file__).with_name("word_child.py"))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return {"blocks": module.blocks_of(path)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
