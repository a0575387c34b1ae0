"""Deliveries in the browser, from the files to their undoing, as a quality lead walks it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pejling.base.accounts import actions as accounts
from pejling.base.jobs.doing import run_waiting
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery, PickUp, Upload
from tests.integration.facts.school_files import ENROLMENTS, enrolment, write
from tests.integration.web.conftest import logged_in
from tests.integration.web.reading_pages import tables, workbook
from tests.integration.web.small_school import SECOND, rows_on


@pytest.fixture
def lead(clients: dict[str, Client]) -> Client:
    return clients["quality_lead"]


def sent(client: Client, school: Organisation, folder: Path, rows: list[dict[str, str]]) -> Upload:
    """Files sent through the page; the upload they became."""
    content = write(folder / "udtraek.csv", ENROLMENTS, rows).read_bytes()
    answer = client.post(
        reverse("uploads_send", args=[school.uuid]), {"files": SimpleUploadedFile("udtraek.csv", content)}
    )
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.get(uuid=re.search(r"uploads/([0-9a-f-]+)/", answer["Location"])[1])


def at(name: str, school: Organisation, thing: Any = None) -> str:
    return reverse(name, args=[school.uuid, *([thing.uuid] if thing else [])])


def tried(client: Client, school: Organisation, upload: Upload, **choices: str) -> Upload:
    given = {"mapping": "uddata", "as_of": "2026-10-28", "scope": "additional", "try": "1", **choices}
    answer = client.post(at("uploads_choose", school, upload), given)
    assert answer.status_code == 302, answer.content.decode()
    run_waiting()
    upload.refresh_from_db()
    return upload


def accepted(client: Client, school: Organisation, upload: Upload, capture, **said: str) -> Delivery:
    with capture(execute=True):
        assert client.post(at("uploads_accept", school, upload), said).status_code == 302
        run_waiting()
    upload.refresh_from_db()
    assert upload.state == "accepted", upload.problem
    return upload.delivery


def test_from_files_to_undo(
    school: Organisation, lead: Client, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    rows = rows_on(SECOND)
    rows[0] = {**rows[0], "Hold": "NYT"}
    upload = sent(lead, school, tmp_path, [*rows, enrolment("FEJL-1", "32-13-2026", Tilmeldt="")])
    page = lead.get(at("uploads_one", school, upload)).content.decode()
    # Recognised, and shown before anything is asked.
    assert '<option value="uddata" selected>' in page
    assert "Startdato" in page
    assert "semikolon" in page

    tried(lead, school, upload)
    answer = lead.get(at("uploads_one", school, upload))
    counts = {line[0]: line[1:] for line in tables(answer)[0]}
    assert counts["Indskrivninger"] == ["0", "1", str(len(rows) - 1), "0", "1"]
    assert any("32-13-2026" in line for line in tables(answer)[1])
    changes = tables(lead.get(at("uploads_changes", school, upload)))[0]
    assert changes[1][-3:] == ["Hold", rows_on(SECOND)[0]["Hold"], "NYT"]
    excel = workbook(lead.get(at("uploads_changes_excel", school, upload)))
    assert excel["Indskrivninger – Ændrede"][1][-3:] == ("Hold", rows_on(SECOND)[0]["Hold"], "NYT")

    delivery = accepted(lead, school, upload, django_capture_on_commit_callbacks)
    assert delivery.as_of == date(2026, 10, 28)
    assert "uploads_one" not in lead.get(at("deliveries", school)).content.decode()
    stored = tables(lead.get(at("deliveries_changes", school, delivery)))[0]
    assert stored == changes

    assert lead.get(at("deliveries_undo", school, delivery)).status_code == 200
    lead.post(at("deliveries_undo_now", school, delivery))
    run_waiting()
    delivery.refresh_from_db()
    assert delivery.state == "undone"
    text = lead.get(at("deliveries_one", school, delivery)).content.decode()
    assert at("deliveries_undo", school, delivery) not in text
    assert lead.get(at("deliveries_changes", school, delivery)).status_code == 200


def test_rows_are_mended_on_the_page(
    school: Organisation, lead: Client, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    bad = enrolment("RET-1", "32-13-2026", Tilmeldt="2026-08-01")
    upload = tried(lead, school, sent(lead, school, tmp_path, [*rows_on(SECOND), bad]))
    delivery = accepted(lead, school, upload, django_capture_on_commit_callbacks)
    page = lead.get(at("deliveries_mend", school, delivery)).content.decode()
    (name,) = re.findall(r'name="(c-[0-9-]+)" value="32-13-2026"', page)
    row = int(name.split("-")[2])
    assert row == len(rows_on(SECOND)) + 2
    assert "RET-1" in page

    nothing = lead.post(at("deliveries_mend_check", school, delivery), {name: "32-13-2026"})
    assert nothing.status_code == 422
    lead.post(at("deliveries_mend_check", school, delivery), {name: "31-09-2026"})
    run_waiting()
    wrong = Upload.objects.get(corrects=delivery)
    # What is still wrong is told by the row it stood in, and what was written isn't lost.
    assert tables(lead.get(at("uploads_one", school, wrong)))[1][1][1:4] == [
        str(row),
        "Startdato",
        "31-09-2026",
    ]
    assert (
        f'name="{name}" value="31-09-2026"'
        in lead.get(at("deliveries_mend", school, delivery)).content.decode()
    )
    answer = lead.post(at("deliveries_mend_check", school, delivery), {name: "2026-09-01"})
    assert answer.status_code == 302
    run_waiting()
    wrong.refresh_from_db()
    assert wrong.state == "discarded"
    correction = Upload.objects.get(corrects=delivery, state="tried")
    answer = lead.get(at("uploads_one", school, correction))
    assert tables(answer)[0][1][1] == "1"
    mended = accepted(lead, school, correction, django_capture_on_commit_callbacks)
    text = lead.get(at("deliveries_one", school, mended)).content.decode()
    assert "Rettelser til" in text
    first = lead.get(at("deliveries_one", school, delivery))
    assert "Rettet" in " ".join(tables(first)[1][1])
    assert "RET-1" not in lead.get(at("deliveries_mend", school, delivery)).content.decode()


def test_the_fix_list_holds_failing_rows_and_columns_only(
    school: Organisation, lead: Client, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    bad = [
        enrolment("A", "32-13-2026", Tilmeldt="2026-08-01"),
        enrolment("B", "2026-08-01", Alder="mange"),
    ]
    upload = tried(lead, school, sent(lead, school, tmp_path, [*rows_on(SECOND), *bad]))
    first = len(rows_on(SECOND)) + 2
    sheet = workbook(lead.get(at("uploads_kept_out_excel", school, upload)))["udtraek.csv"]
    heads = next(line for line in sheet if line[0] == "Række")
    lines = sheet[sheet.index(heads) + 1 :]
    assert heads[:3] == ("Række", "Startdato", "Alder")
    assert [line[:3] for line in lines] == [(first, "32-13-2026", None), (first + 1, None, "mange")]
    delivery = accepted(lead, school, upload, django_capture_on_commit_callbacks)
    after = workbook(lead.get(at("deliveries_excel", school, delivery)))["udtraek.csv"]
    assert [line[:3] for line in after[after.index(heads) + 1 :]] == [line[:3] for line in lines]


def test_what_is_wrong_is_said_where_it_is(school: Organisation, lead: Client, tmp_path: Path) -> None:
    assert lead.post(at("uploads_send", school), {}).status_code == 422
    empty = lead.post(at("uploads_send", school), {"files": SimpleUploadedFile("tom.csv", b"")})
    assert "tom.csv" in empty.content.decode()
    upload = sent(lead, school, tmp_path, rows_on(SECOND))
    for choices, said in (
        ({"as_of": ""}, "Skriv en dato"),
        ({"as_of": "2126-01-01"}, "fremtiden"),
        ({"scope": "full", "period_from": "2026-01-01"}, "begge ender"),
        ({"scope": "full", "period_from": "2026-02-01", "period_to": "2026-01-01"}, "slutter, før"),
        ({"mapping": ""}, "Ingen har sagt"),
        ({"mapping": "nonsense"}, "nonsense"),
    ):
        given = {"mapping": "uddata", "as_of": "2026-10-28", "scope": "additional", "try": "1", **choices}
        answer = lead.post(at("uploads_choose", school, upload), given)
        assert (answer.status_code, said in answer.content.decode()) == (422, True), choices
    # A PDF by another name stops at the trial, which says so, and the files can still be discarded.
    pdf = lead.post(at("uploads_send", school), {"files": SimpleUploadedFile("a.csv", b"%PDF-1.7 abc")})
    assert "PDF" in lead.get(pdf["Location"]).content.decode()
    one = Upload.objects.filter(organisation=school).first()
    assert lead.post(at("uploads_discard", school, one)).status_code == 302
    assert "kasseret" in lead.get(at("uploads_one", school, one)).content.decode()


def test_the_administrator_delivers_but_sees_no_persons(
    school: Organisation, lead: Client, clients: dict[str, Client], tmp_path: Path
) -> None:
    rows = rows_on(SECOND)
    rows[0] = {**rows[0], "Hold": "NYT"}
    upload = sent(lead, school, tmp_path, rows)
    administrator = clients["administrator"]
    # The first rows are students: shown to whoever sent them, and to who may see persons.
    assert rows[0]["Navn"] in lead.get(at("uploads_one", school, upload)).content.decode()
    assert rows[0]["Navn"] not in administrator.get(at("uploads_one", school, upload)).content.decode()
    assert administrator.get(f"{at('mappings_new', school)}?upload={upload.uuid}").status_code == 403
    tried(lead, school, upload)
    text = administrator.get(at("uploads_changes", school, upload)).content.decode()
    assert "NYT" not in text
    assert "(1)" in text
    assert "Antal" in workbook(administrator.get(at("uploads_changes_excel", school, upload)))
    delivery = Delivery.objects.filter(organisation=school).first()
    assert administrator.post(at("deliveries_mend_check", school, delivery), {}).status_code == 403


def test_who_sees_persons_of_one_department_sees_no_whole_files(
    school: Organisation, lead: Client, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    """An administrator who is a counsellor of Nord too: the files and the changes are the whole school's."""
    user = accounts.add_user(by=None, email="begge@skole.example")
    nord = {"department": [*school.parts.filter(name="Nord")]}
    accounts.grant(by=None, user=user, organisation=school, role="counsellor", scopes=nord)
    accounts.grant(by=None, user=user, organisation=school, role="administrator")
    both = logged_in(user)
    rows = [{**row, "Hold": "NYT"} for row in rows_on(SECOND) if row["Hold"] == "S24"]
    upload = tried(lead, school, sent(lead, school, tmp_path, rows))
    mapping = f"{at('mappings_new', school)}?upload={upload.uuid}"
    assert "Anna S24" in lead.get(mapping).content.decode()
    for where in (at("uploads_one", school, upload), at("uploads_changes", school, upload), mapping):
        assert "S24-" not in both.get(where).content.decode()
    assert both.get(mapping).status_code == 403
    point = f"{at('mappings_point', school)}?upload={upload.uuid}"
    assert both.post(point, {"do": "show"}).status_code == 403
    assert "Antal" in workbook(both.get(at("uploads_changes_excel", school, upload)))
    delivery = accepted(lead, school, upload, django_capture_on_commit_callbacks)
    assert "S24-" not in both.get(at("deliveries_changes", school, delivery)).content.decode()
    assert both.post(at("deliveries_mend_check", school, delivery), {}).status_code == 403
    assert "S24-" not in both.get(reverse("students", args=[school.uuid])).content.decode()


def test_nobody_reaches_another_schools_files(
    school: Organisation, empty_school: Organisation, lead: Client, clients: dict[str, Client], tmp_path: Path
) -> None:
    upload = sent(lead, school, tmp_path, rows_on(SECOND))
    stranger = clients["stranger"]
    for name in ("uploads_one", "uploads_changes", "uploads_kept_out", "uploads_kept_out_excel"):
        assert stranger.get(at(name, empty_school, upload)).status_code == 404
        assert stranger.get(at(name, school, upload)).status_code == 404
    for name in ("uploads_choose", "uploads_accept", "uploads_discard", "uploads_add"):
        assert stranger.post(at(name, empty_school, upload)).status_code == 404
    delivery = Delivery.objects.filter(organisation=school).first()
    for name in ("deliveries_changes", "deliveries_mend", "deliveries_undo"):
        assert stranger.get(at(name, empty_school, delivery)).status_code == 404
    assert stranger.post(at("deliveries_undo_now", empty_school, delivery)).status_code == 404


def test_the_data_page_asks_as_many_questions_however_many_uploads(
    school: Organisation, lead: Client, tmp_path: Path, django_assert_max_num_queries
) -> None:
    for number in range(3):
        sent(lead, school, tmp_path / f"{number}", rows_on(SECOND))
    with django_assert_max_num_queries(20):
        assert lead.get(at("deliveries", school)).status_code == 200
    assert not PickUp.objects.exists()
