"""Read a page as text: tables as rows of cells, and workbooks as rows of values."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from typing import Any

import openpyxl
from django.http import HttpResponse


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self.cell is not None:
            self.tables[-1][-1].append(" ".join("".join(self.cell).split()))
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)


def tables(response: HttpResponse) -> list[list[list[str]]]:
    """The tables of a page, each as rows of texts."""
    assert response.status_code == 200
    parser = _Tables()
    parser.feed(response.content.decode())
    return parser.tables


def row(table: list[list[str]], head: str) -> list[str]:
    """The cells after the row's head."""
    return next(cells[1:] for cells in table if cells and cells[0] == head)


def workbook(response: HttpResponse) -> dict[str, list[tuple[Any, ...]]]:
    """The sheets of a workbook by name, each as rows of values."""
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment;")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return {page.title: list(page.iter_rows(values_only=True)) for page in book}
