"""The search: what each role finds, that nothing of what is looked for stays anywhere, and Danish letters."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery


def find(client: Client, school: Organisation, text: str) -> str:
    """The page after a search, as a browser comes to it."""
    asked = client.post(reverse("search_ask", args=[school.uuid]), {"q": text})
    assert asked["Location"] == reverse("search", args=[school.uuid])
    answer = client.get(asked["Location"])
    assert answer.status_code == 200
    return answer.content.decode()


def hits(page: str) -> list[str]:
    """The names of what was found."""
    lists = re.findall(r'pj-hits">(.*?)</ul>', page, re.DOTALL)
    return [
        re.sub(r"<[^>]+>", "", hit) for part in lists for hit in re.findall(r"<li>(.*?)(?:<p>|</li>)", part)
    ]


def test_a_student_is_found_by_name_and_number(school: Organisation, clients: dict[str, Client]) -> None:
    assert "Anna S24-3 (S24-3)" in hits(find(clients["quality_lead"], school, "S24-3"))
    assert "Anna S24-3 (S24-3)" in hits(find(clients["quality_lead"], school, "s24-3 anna"))
    assert hits(find(clients["quality_lead"], school, "Anna Nobody")) == []


def test_a_class_leads_to_its_figures(school: Organisation, clients: dict[str, Client]) -> None:
    page = find(clients["quality_lead"], school, "T1")
    where = reverse("retention", args=[school.uuid])
    assert f"{where}?class_group=T1&amp;rows=class" in page
    assert clients["quality_lead"].get(where, {"class_group": "T1", "rows": "class"}).status_code == 200


@pytest.mark.parametrize(
    ("role", "sees"), [("quality_lead", True), ("administrator", False), ("board", False)]
)
def test_persons_are_found_by_those_who_may_see_them(
    school: Organisation, clients: dict[str, Client], role: str, sees: bool
) -> None:
    found = hits(find(clients[role], school, "anna"))
    assert any("Anna" in hit for hit in found) is sees
    assert ("S24" in hits(find(clients[role], school, "S24"))) is sees


def test_a_counsellor_finds_own_students_only(school: Organisation, clients: dict[str, Client]) -> None:
    assert "Anna N24-3 (N24-3)" in hits(find(clients["counsellor"], school, "N24-3"))
    assert hits(find(clients["counsellor"], school, "S24")) == []


def test_another_school_finds_nothing_of_this_one(
    school: Organisation, empty_school: Organisation, clients: dict[str, Client]
) -> None:
    page = find(clients["stranger"], empty_school, "anna")
    assert hits(page) == []
    assert "Der blev ikke fundet noget" in page


def test_pages_and_figures(school: Organisation, clients: dict[str, Client]) -> None:
    assert "Fastholdelse" in hits(find(clients["board"], school, "fasthold"))
    found = hits(find(clients["board"], school, "frafald"))
    assert any("Frafald" in hit for hit in found)
    assert "Aktivitetslog" in hits(find(clients["administrator"], school, "aktivitet"))
    assert "Aktivitetslog" not in hits(find(clients["quality_lead"], school, "aktivitet"))


def test_deliveries_are_found_by_file_and_date(school: Organisation, clients: dict[str, Client]) -> None:
    assert Delivery.objects.filter(organisation=school).count() == 2
    for text in ("2026-09-01.csv", "1.9.2026", "uddata 01-09-2026"):
        found = [hit for hit in hits(find(clients["administrator"], school, text)) if "2026" in hit]
        assert len(found) == 1, text
        assert found[0].endswith("1.9.2026")
    assert not [hit for hit in hits(find(clients["counsellor"], school, "1.9.2026")) if "2026" in hit]


def test_users_are_found_by_those_who_manage_them(school: Organisation, clients: dict[str, Client]) -> None:
    assert "quality_lead" in hits(find(clients["administrator"], school, "quality_lead@"))
    assert hits(find(clients["quality_lead"], school, "quality_lead@")) == []


def test_a_cpr_number_is_neither_kept_nor_looked_for(
    school: Organisation, clients: dict[str, Client]
) -> None:
    client = clients["quality_lead"]
    page = find(client, school, "010180-0000")  # no such number can be given to anybody
    assert "ingen CPR-numre" in page
    assert "010180" not in page
    assert "010180" not in str(dict(client.session))


def test_what_is_looked_for_is_in_no_address(school: Organisation, clients: dict[str, Client]) -> None:
    page = find(clients["quality_lead"], school, "Anna N24-1")
    assert not [address for address in re.findall(r'href="([^"]*)"', page) if "Anna" in address]
    assert clients["quality_lead"].get(reverse("search_ask", args=[school.uuid])).status_code == 405


@pytest.mark.parametrize("text", ["", "a", "<b>x", "%", "_", "\x00\x00", "x" * 500, "'; --", "anna " * 30])
def test_odd_searches_do_no_harm(school: Organisation, clients: dict[str, Client], text: str) -> None:
    page = find(clients["quality_lead"], school, text)
    assert "<b>x" not in page


def test_the_number_of_queries_is_the_same_however_much_is_found(
    school: Organisation, clients: dict[str, Client], django_assert_max_num_queries
) -> None:
    for text in ("anna", "N24-1"):
        find(clients["quality_lead"], school, text)
        with django_assert_max_num_queries(18):
            clients["quality_lead"].get(reverse("search", args=[school.uuid]))


def test_praktik_is_the_older_word_for_oplaering(school: Organisation, clients: dict[str, Client]) -> None:
    page = find(clients["board"], school, "praktik")
    assert "der er også søgt på:" in page
    both = [hits(find(clients["board"], school, word)) for word in ("praktik", "oplæring")]
    assert both[0] == both[1] != []
