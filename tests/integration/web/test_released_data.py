"""Which data those see who may not see small counts: one set a period, or what a named person has released."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.queries import snapshots_of
from pejling.quality.indicators.released import period_of, released
from tests.integration.web.small_school import FIRST, SECOND


def address(school: Organisation) -> str:
    return reverse("figures_released", args=[school.uuid])


@pytest.mark.parametrize(
    ("day", "refresh", "period"),
    [
        (date(2026, 9, 30), "year", (2025, 0)),
        (date(2026, 10, 1), "year", (2026, 0)),
        (date(2026, 3, 31), "half year", (2025, 0)),
        (date(2026, 4, 1), "half year", (2025, 1)),
        (date(2026, 12, 31), "quarter", (2026, 0)),
        (date(2027, 1, 1), "quarter", (2026, 1)),
        (date(2026, 9, 1), "month", (2025, 11)),
    ],
)
def test_the_counting_year_begins_in_october(day: date, refresh: str, period: tuple[int, int]) -> None:
    assert period_of(day, refresh) == period


def test_the_second_set_of_data_is_too_close_to_the_first(school: Organisation, settings) -> None:
    assert [one.as_of for one in released(school)] == [FIRST]
    settings.PUBLIC_REFRESH = "month"
    assert [one.as_of for one in released(school)] == [SECOND, FIRST]


def test_a_named_person_releases_another_one_with_a_reason(
    school: Organisation, clients: dict[str, Client], settings
) -> None:
    settings.PUBLIC_REFRESH = "year"
    newest, lead = snapshots_of(school).first(), clients["quality_lead"]
    page = lead.get(address(school))
    assert page.status_code == 200
    assert "det første i sin periode" in page.content.decode()
    unreasoned = lead.post(address(school), {"snapshot": str(newest.uuid), "reason": " "})
    assert unreasoned.status_code == 400
    assert [one.as_of for one in released(school)] == [FIRST]
    reason = "Den første leverance manglede Syd"
    assert lead.post(address(school), {"snapshot": str(newest.uuid), "reason": reason}).status_code == 302
    assert [one.as_of for one in released(school)] == [SECOND, FIRST]
    assert reason in lead.get(address(school)).content.decode()
    assert Entry.objects.filter(verb="release_snapshot").count() == 1


def test_nobody_else_releases(
    school: Organisation, empty_school: Organisation, clients: dict[str, Client]
) -> None:
    newest = snapshots_of(school).first()
    for role, status in (("board", 403), ("luu", 403), ("head", 403), ("stranger", 404)):
        if role in clients:
            asked = clients[role].post(address(school), {"snapshot": str(newest.uuid), "reason": "x"})
            assert asked.status_code == status, role
    assert (
        clients["quality_lead"]
        .post(address(school), {"snapshot": "00000000-0000-4000-8000-000000000000", "reason": "x"})
        .status_code
        == 404
    )
    assert [one.as_of for one in released(school)] == [FIRST]
