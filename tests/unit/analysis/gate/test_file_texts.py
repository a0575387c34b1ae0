"""Nothing hides in a finished file: not in its metadata, its attributes, its comments, nor between two pieces."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdf
import pytest
import xlsxwriter

from pejling.analysis.gate.file_texts import folder_texts
from pejling.analysis.gate.hit import Known
from pejling.analysis.gate.scan import crawl

SECRET = "Holdet har for mange elever der falder fra uden grund"
KNOWN = Known(internal=(("remark", SECRET),))


def page(path: Path) -> None:
    path.write_text(
        f"<p>Holdet har <b>for mange</b> elever\n der falder fra<i> uden</i> grund</p>{' ' * 5}", "utf-8"
    )


def attribute(path: Path) -> None:
    path.write_text(f'<img src="x.svg" alt="{SECRET}">', "utf-8")


def remark(path: Path) -> None:
    path.write_text(f"<p>Alt er godt</p><!-- {SECRET} -->", "utf-8")


def word(path: Path) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph()
    for piece in ("Holdet har for ma", "nge elever der f", "alder fra uden grund"):
        paragraph.add_run(piece)
    made.save(path)


def word_metadata(path: Path) -> None:
    made = docx.Document()
    made.core_properties.comments = SECRET
    made.save(path)


def sheet(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 0, SECRET)


def sheet_metadata(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"keywords": SECRET})
        book.add_worksheet().write(0, 0, "Alt er godt")


def pdf_metadata(path: Path) -> None:
    made = pypdf.PdfWriter()
    made.add_blank_page(100, 100)
    made.add_metadata({"/Subject": SECRET})
    content = io.BytesIO()
    made.write(content)
    path.write_bytes(content.getvalue())


def table(path: Path) -> None:
    path.write_text(f"a;b\n1;{SECRET}\n", "utf-8")


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\x00tEXtComment\x00" + SECRET.encode() + b"\x00\x00\xff")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("index.html", page), ("index.html", attribute), ("index.html", remark), ("a.docx", word),
        ("a.docx", word_metadata), ("a.xlsx", sheet), ("a.xlsx", sheet_metadata), ("a.pdf", pdf_metadata),
        ("a.csv", table), ("a.png", picture),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_it_is_found(name: str, make: object, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    make(tmp_path / "deep" / name)
    hits = crawl(folder_texts(tmp_path), KNOWN)
    assert hits and hits[0].place.startswith(f"deep/{name}")
