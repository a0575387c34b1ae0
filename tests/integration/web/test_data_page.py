"""The data page, and a delivery with rows kept out: where they stand and how to mend them."""

from __future__ import annotations

from pathlib import Path

from django.test import Client
from django.urls import reverse

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery
from tests.integration.facts.school_files import enrolment
from tests.integration.web.conftest import deliver
from tests.integration.web.reading_pages import tables, workbook
from tests.integration.web.small_school import SECOND, rows_on


def test_deliveries_and_snapshots_are_listed(school: Organisation, clients: dict[str, Client]) -> None:
    deliveries, snapshots = tables(clients["administrator"].get(reverse("deliveries", args=[school.uuid])))
    assert [cells[1] for cells in deliveries[1:]] == ["2026-10-20.csv", "2026-09-01.csv"]
    head = deliveries[0]
    newest, oldest = (dict(zip(head, cells, strict=True)) for cells in deliveries[1:])
    # enrolments and names, so each of the 69 students counts twice; two spells have changed
    assert (oldest["Nye"], oldest["Holdt ude"]) == ("138", "0")
    assert (newest["Nye"], newest["Ændrede"], newest["Uændrede"]) == ("0", "2", "136")
    assert [cells[0] for cells in snapshots[1:]] == ["20.10.2026", "1.9.2026"]


def test_rows_kept_out_say_where_and_how_to_mend(
    school: Organisation, clients: dict[str, Client], tmp_path: Path
) -> None:
    bad = enrolment("FEJL-1", "32-13-2026")
    deliver(school, tmp_path, SECOND.replace(day=28), [*rows_on(SECOND), bad])
    delivery = Delivery.objects.filter(organisation=school).order_by("-id").first()
    page = clients["quality_lead"].get(reverse("deliveries_one", args=[school.uuid, delivery.uuid]))
    kept_out = tables(page)[1]
    assert kept_out[1][:4] == ["2026-10-28.csv", "71", "Startdato", "32-13-2026"]
    assert all(kept_out[1][4:])
    sheet = workbook(
        clients["quality_lead"].get(reverse("deliveries_excel", args=[school.uuid, delivery.uuid]))
    )
    (failing,) = [line for line in sheet["2026-10-28.csv"] if line[0] == 71]
    assert failing[1] == "32-13-2026"


def test_nothing_delivered_says_how_to(empty_school: Organisation, clients: dict[str, Client]) -> None:
    response = clients["empty administrator"].get(reverse("deliveries", args=[empty_school.uuid]))
    assert reverse("uploads_new", args=[empty_school.uuid]) in response.content.decode()
