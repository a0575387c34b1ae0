"""What a number, a name or an internal sentence could hide behind; every place of a report, and every form."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from urllib.parse import unquote

import pytest

from pejling.analysis.gate.file_texts import folder_texts
from pejling.analysis.gate.hit import Known
from pejling.analysis.gate.scan import crawl, scan
from pejling.analysis.reports.bundle import write_bundle
from pejling.analysis.reports.frozen import from_json, to_json
from pejling.analysis.reports.report import ReportError
from pejling.analysis.reports.walking import put, walk_texts
from tests.unit.analysis.reports.samples import REPORT

PERSON, INTERNAL = "Karen Kvist", "Holdet er helt uden ledelse for tiden"
KNOWN = Known(people=(PERSON,), internal=(("remark", INTERNAL),))

#: ways to write numbers that are like a person's
CPR = (
    "010190-1234", "010190 1234", "0101901234", "010190\u20131234", "010190 - 1234", "01 01 90 - 1234",
    "010190\n1234", "010190-\n1234", "010190\t-\t1234", "0 1 0 1 9 0 1 2 3 4", "01\u200b0190-12\u200b34",
    "010190\u00ad-\u00ad1234", "010190\u2060-1234", "\ufeff010190\u200d-1234", "０１０１９０－１２３４",
    "٠١٠١٩٠-١٢٣٤", "010190\u00a0\u20111234", "010190 \u2012 1234", "CPR.010190-1234", "(Ib,010190-1234)",
    "01.01.90-1234", "01-01-1990-1234", "1.1.1990 1234", "01011990-1234", "010190:1234", "010190/1234",
    "0\u03361\u03360190-1234", "𝟘𝟙𝟘𝟙𝟡𝟘-𝟙𝟚𝟛𝟜", "010190\u202e-1234", "610190-1234", "010190-xxxx",
)  # fmt: skip
PHONES = (
    "Ring 12 34 56 78", "Tlf.12345678", "12\n34\n56\n78", "12\u00a034\u00a056\u00a078", "+45 12 34 56 78",
    "tlf.+4512345678", "12\u200b345678", "１２３４５６７８", "12-34-56-78", "1234 5678", "telefon: 12 345 678",
)  # fmt: skip
MAILS = (
    "karen@skole.example", "karen ＠ skole.example", "karen@\nskole.example", "karen\u200b@skole.example",
    "karen(a)skole.example", "karen [at] skole [dot] example", "karen snabel-a skole.example",
)  # fmt: skip
NAMES = (
    "Karen Kvist", "KAREN KVIST", "Kvist, Karen", "Karen\nKvist", "Ka\u200bren Kv\u00adist", "Karen\u2003Kvist",
    "Ｋａｒｅｎ Ｋｖｉｓｔ", "Karen_Kvist", "karen-kvist",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kind, text)
        for kind, some in (("cpr", CPR), ("phone", PHONES), ("email", MAILS), ("name", NAMES))
        for text in some
    ],
)
def test_it_is_found_however_it_is_written(kind: str, text: str) -> None:
    found = scan([("place", f"Før det: {text} og efter.")], KNOWN)
    assert kind in {hit.kind for hit in found}, text.encode("unicode_escape")


@pytest.mark.parametrize(
    "text",
    [
        "Fra 1.1.2021-2024 og 2022-2023", "12.345.678 kr.", "Journal 12345678", "I 2021 2022 elever", "150.190,1234",
        "1.234,5", "24. september 2021", "CVR 12345678", "2019\u20132024", "75,75 af 100", "Uge 38-42 2021",
    ],
)  # fmt: skip
def test_ordinary_numbers_are_left_alone(text: str) -> None:
    assert [hit for hit in scan([("place", text)], KNOWN) if hit.kind in {"cpr", "phone"}] == []


@pytest.mark.parametrize(
    "text",
    [
        "Holdet er helt uden\nledelse for tiden", "Holdet\u200b er helt uden lede\u00adlse for tiden",
        "HOLDET er - helt uden: ledelse for tiden", "Holdet er helt uden lede-\nlse for tiden",
        "Ｈｏｌｄｅｔ er helt uden ledelse for tiden",
    ],
)  # fmt: skip
def test_internal_words_are_found_however_they_are_written(text: str) -> None:
    assert {hit.kind for hit in scan([("place", f"Vi ved, at {text}.")], KNOWN)} >= {"internal"}


def planted(text: str):
    """The sample report with the text in one of its fields, each in turn, as it would come out of the database."""
    for place, _old in walk_texts(REPORT):
        try:
            yield place, from_json(to_json(put(REPORT, {place: text})))
        except ReportError:
            continue  # no field for any text: an address, say


def test_every_field_that_a_reader_sees_is_looked_through() -> None:
    said = f"{INTERNAL}, siger {PERSON} (010190-1234)"
    places = []
    for place, report in planted(said):
        found = {hit.kind for hit in scan(walk_texts(report), KNOWN) if hit.place == place}
        assert found >= {"cpr", "name", "internal"}, place
        places.append(place)
    fields = {place.rpartition(".")[2].partition("[")[0] for place in places}
    assert fields >= {
        "title",
        "note",
        "alt",
        "source",
        "text",
        "owner",
        "involved",
        "rows",
        "items",
        "definition",
    }


#: a person of its own in each place: where a form doesn't find it, the form must not say it
PLACES = {
    "title": "Alma Ager", "organisation": "Bodil Bakke", "subtitle": "Carla Dam", "note": "Dorte Eng",
    "sections[0].title": "Else Fjord", "sections[0].blocks[0].text": "Fie Gran",
    "sections[0].blocks[2].items[0]": "Gry Hede", "sections[1].blocks[0].figures[0].source": "Helle Ibsgård",
    "sections[1].blocks[0].figures[0].definition": "Ida Juul",
    "sections[1].blocks[1].title": "Jytte Kær", "sections[1].blocks[1].note": "Kaja Lund",
    "sections[1].blocks[1].rows[0][0]": "Lis Mose", "sections[1].blocks[1].columns[0].title": "Mette Nor",
    "sections[1].sections[0].blocks[0].alt": "Nina Overby", "sections[1].sections[1].blocks[0].owner": "Oda Pil",
    "sections[1].sections[1].blocks[0].points[0].text": "Pia\nQvist",
    "sections[2].blocks[0].items[0].note": "Rie Sand",
    "sections[2].blocks[0].items[0].link": "https://example.org/Sofie%20Toft",
}  # fmt: skip
NOT_IN_WORKBOOK = {"Else Fjord", "Fie Gran", "Gry Hede", "Nina Overby", "Rie Sand", "Dorte Eng", "Sofie Toft"}
DATA_ONLY = {
    "Alma Ager",
    "Bodil Bakke",
    "Helle Ibsgård",
    "Ida Juul",
    "Jytte Kær",
    "Kaja Lund",
    "Lis Mose",
    "Mette Nor",
}


def test_every_form_is_looked_through_with_what_it_says_of_itself(tmp_path: Path) -> None:
    write_bundle(put(REPORT, PLACES), tmp_path / "report")
    people = {
        text.replace("\n", " ").replace("https://example.org/", "").replace("%20", " ")
        for text in PLACES.values()
    }
    found: dict[str, set[str]] = {}
    for place, text in folder_texts(tmp_path / "report"):
        name = place.partition("/")[0].partition(" ")[0].partition(",")[0]
        for hit in crawl([(place, text)], Known(people=tuple(people))):
            found.setdefault(name, set()).add(" ".join(unquote(hit.text).split()).rstrip("."))
    assert (
        found["index.html"] == found["report.pdf"] == found["report.docx"] == found["report.json"] == people
    )
    assert found["report.xlsx"] >= people - NOT_IN_WORKBOOK
    assert found["figures.json"] >= DATA_ONLY
    assert found["figures.csv"] == {"Helle Ibsgård", "Ida Juul"}
    assert found["manifest.json"] == {"Alma Ager", "Bodil Bakke"}


def test_an_address_is_read_as_its_reader_does() -> None:
    [hit] = scan([("items[0].link", "https://example.org/Karen%20Kvist")], KNOWN)
    assert (hit.kind, hit.text) == ("name", "Karen Kvist")


def test_a_cpr_number_in_a_finished_file_is_found_and_never_settled() -> None:
    text = "data 12 34 56 78 9\u200b0 og 010190-1234"
    [hit] = crawl([("report.pdf, 3", text)], KNOWN, settled=[text])
    assert (hit.kind, hit.refused, hit.text) == ("cpr", True, "••••••-••••")
    assert dataclasses.replace(hit, place="x").fingerprint == hit.fingerprint
