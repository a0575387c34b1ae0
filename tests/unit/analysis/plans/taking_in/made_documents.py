"""Documents of invented schools, made anew for each test: Word, Excel and PDF in the shapes that schools use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import xlsxwriter

FORM = (
    ("Tiltag/handling", "Fast makker på holdet"),
    ("Beskrivelse af tiltag/handling", "Alle nye elever får en makker.\nMakkeren er fra et ældre hold."),
    ("Mål", "Ni ud af ti elever kender deres makker efter en måned."),
    ("Ansvarlig", "Uddannelseslederen"),
    ("Deltagere", "Kontaktlærere, elevrådet"),
    ("Evalueringsplan for tiltag/handling", "Elevrådet spørges i november."),
    ("Tidsplan for tiltag/handling", "- Uge 33: makkere findes\n- 1. oktober: møde i elevrådet"),
    ("Status", "I gang siden august"),
)
SECOND = (
    ("Tiltag/handling", "Lektieværksted"),
    ("Beskrivelse", "Værkstedet er åbent to eftermiddage om ugen."),
    ("Hvad koster det", "Seks timer om ugen"),
    ("Tidsplan", "Forår 2023"),
)


def self_evaluation(path: Path) -> None:
    """A focus area with its reason, and a form for each action."""
    document = docx.Document()
    document.add_heading("Selvevaluering 2022", 0)
    document.add_paragraph("Fjordby Erhvervsskole evaluerer hvert år sig selv.")
    document.add_heading("Indsatsområde 1: Trivsel på grundforløbet", 1)
    document.add_heading("Begrundelse", 2)
    document.add_paragraph("Hver femte elev kender ingen på holdet.")
    for form in (FORM, SECOND):
        table(document, form)
        document.add_paragraph("")
    document.save(str(path))


def table(document: docx.document.Document, rows: Sequence[Sequence[str]]) -> None:
    made = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text


def contract(path: Path) -> None:
    """The columns of a results contract, with several paragraphs in each cell."""
    document = docx.Document()
    document.add_paragraph("Resultatlønskontrakt 2023 for Fjordby Erhvervsskole")
    rows = (
        ("Mål", "Strategi / indsats", "Andel af samlet resultat (i alt)", "Resultatopnåelse"),
        (
            "1. Flere gennemfører\nRefererer til:\n- Aftale af 2.3.2022 om lærepladser\nMåles på:\n"
            "- Frafaldet er højst 12% (20%)\n- Overgangen stiger på 2 hovedforløb (2 x 10%)",
            "a. Mentorer på alle hold (15%)\nb. Kaffe til de nye (5%)",
            "60%",
            "42,5%",
        ),
        (
            "2. Tilfredse virksomheder\nMåles på:\n- VTU er mindst 4,1 (25%)",
            "a. Besøg hos alle læresteder (15%)",
            "40%",
            "40%",
        ),
        ("I alt", "", "100%", "82,5%"),
    )
    table(document, rows)
    document.save(str(path))


def plain_contract(path: Path) -> None:
    """Other words for the columns, numbers without their sign, strategies without labels."""
    document = docx.Document()
    document.add_heading("Resultatkontrakt 2024", 1)
    rows = (
        ("Nr.", "Resultatmål", "Indsats", "Vægt", "Målopfyldelse"),
        ("1", "Flere lærepladser", "Opsøgende arbejde\nVirksomhedscafé", "50", "40"),
        ("2", "Højere trivsel", "Trivselsuge", "50", "50"),
        ("", "I alt", "", "100", "90"),
    )
    table(document, rows)
    document.save(str(path))


def headings(path: Path) -> None:
    """Goals and actions as headings, what is said of them as bold labels and paragraphs, lists numbered by Word."""
    document = docx.Document()
    document.add_heading("Handleplan for fastholdelse 2024-2025", 0)
    document.add_heading("Indledning", 1)
    document.add_paragraph("Planen gælder Åby Gymnasium.")
    document.add_heading("Tidlig kontakt", 1)
    document.add_heading("Morgenopkald", 2)
    document.add_paragraph("Den, der ikke er mødt, ringes op.")
    label(document, "Ansvarlig")
    document.add_paragraph("Kontaktlæreren")
    label(document, "Tidsplan")
    document.add_paragraph("1. september 2024: begynder", style="List Bullet")
    document.add_paragraph("ultimo juni 2025: evalueres", style="List Bullet")
    document.add_heading("Hjemmebesøg", 2)
    document.add_paragraph("Efter to ugers fravær.")
    document.add_heading("Bedre overgange", 1)
    document.add_heading("Besøg i oplæringen", 2)
    document.add_paragraph("Hver lærer besøger tre steder.")
    document.save(str(path))


def label(document: docx.document.Document, text: str) -> None:
    document.add_paragraph().add_run(text).bold = True


SHEET = (
    ("Opfølgningsplan 2023", "", "", "", "", "", ""),
    ("Indsatsområde", "Nr.", "Tiltag", "Beskrivelse", "Ansvarlig", "Deadline", "Budget"),
    (
        "Fravær",
        "1a",
        "SMS om morgenen",
        "Til alle, der ikke er mødt",
        "Studievejledningen",
        "2023-09-24",
        "10.000 kr.",
    ),
    ("", "1b", "Samtale i uge 3", "Med kontaktlæreren", "Kontaktlærerne", "uge 38", ""),
    (
        "Lærepladser",
        "2a",
        "Åbent hus",
        "For områdets virksomheder",
        "Uddannelseschefen",
        "forår 2023",
        "5.000 kr.",
    ),
)


def workbook(path: Path, rows: Sequence[Sequence[str]] = SHEET) -> None:
    """A row an action."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Plan")
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                sheet.write(number, column, text)
    book.close()


def pdf(path: Path, lines: Sequence[str]) -> None:
    """A page of lines in one of the fonts that every reader has."""
    shown = "".join(
        "(" + line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ") Tj T*\n"
        for line in lines
    )
    stream = b"BT /F1 11 Tf 14 TL 50 800 Td\n" + shown.encode("cp1252") + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += str(number).encode() + b" 0 obj\n" + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(
        f"{place:010} 00000 n \n".encode() for place in places
    )
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n" + str(start).encode() + b"\n%%EOF\n"
    path.write_bytes(out)
