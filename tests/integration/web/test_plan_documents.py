"""A document taken in on its page: the draft beside the original, and the plan that is made of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, Plan
from tests.integration.web.reading_forms import form_of
from tests.unit.analysis.plans.taking_in import made_documents

TEXT = (
    "Selvevaluering 2022\n\n\nHusk kaffen i morgen.\n\n\nIndsatsområde 1: Trivsel\n\nBegrundelse: Den er lav.\n\n"
    "Tiltag 1: Makker\n\nAnsvarlig: Lederen\n"
)


def send(client: Client, school: Organisation, **fields: Any) -> Any:
    return client.post(reverse("plans_document", args=[school.uuid]), fields)


def test_a_pasted_text_stands_beside_its_draft_and_becomes_a_plan(
    school: Organisation, clients: dict[str, Client]
) -> None:
    lead = clients["quality_lead"]
    shown = send(lead, school, text=TEXT)
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "<mark>Husk kaffen i morgen.</mark>" in page
    assert not Plan.objects.filter(organisation=school).exists()
    fields = form_of(page, "pj-take-form")
    made = send(lead, school, **{**fields, "title": "Trivsel for alle", "keep": "yes"})
    plan = Plan.objects.get(organisation=school)
    assert made["Location"] == reverse("plans_one", args=[school.uuid, plan.uuid])
    assert (plan.title, plan.period_from.year) == ("Trivsel for alle", 2022)
    # What wasn't understood is in the plan, not lost.
    assert plan.about.endswith("Husk kaffen i morgen.")
    assert [goal.title for goal in plan.goals.all()] == ["Trivsel"]


def test_a_word_document(school: Organisation, clients: dict[str, Client], tmp_path: Path) -> None:
    made_documents.contract(tmp_path / "kontrakt.docx")
    file = SimpleUploadedFile("kontrakt.docx", (tmp_path / "kontrakt.docx").read_bytes())
    page = send(clients["quality_lead"], school, file=file).content.decode()
    assert "Mentorer på alle hold" in page
    assert "42,5" in page


def test_what_a_workbook_hides_is_told_and_in_no_text_others_may_read(
    school: Organisation, clients: dict[str, Client], tmp_path: Path
) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "plan.xlsx"))
    sheet = book.add_worksheet()
    for row, cells in enumerate(
        (("Handlingsplan 2023",), (), ("Tiltag", "Ansvarlig", "Note"), ("Makker", "Ib", "sløj"))
    ):
        sheet.write_row(row, 0, cells)
    sheet.set_column(2, 2, None, None, {"hidden": True})
    book.close()
    lead = clients["quality_lead"]
    file = SimpleUploadedFile("plan.xlsx", (tmp_path / "plan.xlsx").read_bytes())
    page = send(lead, school, file=file).content.decode()
    assert "<mark>sløj</mark>" in page
    # The cells of a row stand together.
    assert re.search(r'<p class="pj-original-row">(?:(?!</p>).)*Makker(?:(?!</p>).)*Ib', page, re.DOTALL)
    send(lead, school, **{**form_of(page, "pj-take-form"), "keep": "yes"})
    plan = Plan.objects.get(organisation=school)
    assert [action.title for action in Action.objects.filter(organisation=school)] == ["Makker"]
    assert "sløj" not in plan.about


@pytest.mark.parametrize(
    "fields",
    [
        {"text": " "},
        {"text": "Mål 1: Elev 070761-4285 hjælpes"},
        {"draft": "format: 1\nkind: strategy\n"},
        {"file": SimpleUploadedFile("plan.docx", b"torn")},
    ],
)
def test_what_cannot_be_taken_in_keeps_nothing(
    school: Organisation, clients: dict[str, Client], fields: dict[str, Any]
) -> None:
    answer = send(clients["quality_lead"], school, **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Plan.objects.filter(organisation=school).exists()


def test_script_in_a_document_is_text(school: Organisation, clients: dict[str, Client]) -> None:
    words = "Mål 1: <script>alert(1)</script> </textarea><b>\n\nMere"
    assert "<script>alert(1)" not in send(clients["quality_lead"], school, text=words).content.decode()
