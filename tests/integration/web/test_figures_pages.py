"""The list of figures and a figure's page against the small school."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.organisations.models import Organisation
from pejling.quality.indicators.catalogue import definitions
from tests.integration.web.reading_pages import row, tables, workbook


def get(client: Client, school: Organisation, name: str = "figures_one", *arguments: str, **query: str):
    return client.get(reverse(name, args=[school.uuid, *arguments]), query)


def test_every_figure_is_listed_with_what_it_takes_to_quote_it(
    school: Organisation, clients: dict[str, Client]
) -> None:
    table = tables(get(clients["quality_lead"], school, "figures"))[0]
    titles = {definition.words["da"].title for definition in definitions().values()}
    assert {cells[0].split(":")[0] for cells in table[1:]} == titles
    assert row(table, "Tilgang")[1:4] == ["69", "", "69"]
    # 15 of 69 left: 1 + 6 in 2024, 6 + 2 in 2025
    retention = row(table, "Fastholdelse")
    assert retention[0] == "12 måneder"
    assert retention[3] == "69"
    assert retention[-1] == definitions()["retention"].version[:8]


def test_the_list_is_filtered_sorted_and_taken_to_excel(
    school: Organisation, clients: dict[str, Client]
) -> None:
    client = clients["quality_lead"]
    found = tables(get(client, school, "figures", q="frafald"))[0]
    assert {cells[0].split(":")[0] for cells in found[1:]} == {"Frafald"}
    assert "Intet passer til det, du har valgt" in get(client, school, "figures", q="zzz").content.decode()
    names = [cells[0] for cells in tables(get(client, school, "figures", sort="title"))[0][1:]]
    assert [name.split(":")[0] for name in names] == sorted(
        (n.split(":")[0] for n in names), key=str.casefold
    )
    assert get(client, school, "figures", sort="sideways").status_code == 400
    sheet = workbook(get(client, school, "figures", q="frafald", excel="1"))["Nøgletal"]
    assert {line[0] for line in sheet[1:]} == {"Frafald"}


def test_a_figure_says_what_it_is_and_what_was_counted(
    school: Organisation, clients: dict[str, Client]
) -> None:
    text = get(clients["quality_lead"], school, "figures_one", "dropout").content.decode()
    words = definitions()["dropout"].words["da"]
    for wanted in (
        words.unseen,
        definitions()["dropout"].version,
        "<strong>69</strong> står bag tallet",
        "dage gamle",
    ):
        assert wanted in text
    clients["quality_lead"].post(reverse("language"), {"language": "en"})
    english = get(clients["quality_lead"], school, "figures_one", "dropout")
    assert definitions()["dropout"].words["en"].title in english.content.decode()


def test_the_other_definitions_stand_beside_it(school: Organisation, clients: dict[str, Client]) -> None:
    beside = next(
        t
        for t in tables(get(clients["quality_lead"], school, "figures_one", "dropout"))
        if t[0][0] == "Definition"
    )
    assert len(beside) == 1 + 3 * 3  # three variants, three windows
    # 13 of 69 within 3 months: 18.8 %; nobody began anew, so the three ways agree
    assert {cells[2] for cells in beside[1:] if cells[1] == "3 måneder"} == {"18,8 %"}


def test_the_rows_behind_it_are_listed(school: Organisation, clients: dict[str, Client]) -> None:
    listed = tables(get(clients["quality_lead"], school, "figures_one", "dropout", rows="events"))
    names = {cells[0] for cells in next(t for t in listed if t[0][0] == "Navn")[1:]}
    assert names == {f"Anna N24-{n}" for n in range(6)} | {f"Anna S25-{n}" for n in range(5)} | {
        "Anna S24-0", "Anna N25-0"
    }  # fmt: skip


def test_the_breakdown_hides_small_groups_from_the_board(
    school: Organisation, clients: dict[str, Client]
) -> None:
    lead = tables(get(clients["quality_lead"], school, "figures_one", "entrants", by="intake"))[0]
    assert [cells[1] for cells in lead[1:]] == ["32", "34", "3"]
    board = tables(get(clients["board"], school, "figures_one", "entrants", by="intake"))[0]
    # December's 3 are hidden, and August 2024's 32 with them: the total less the others would tell
    assert [cells[1] for cells in board[1:]] == ["skjult", "34", "skjult"]


def test_the_board_gets_the_windows_the_definition_shows(
    school: Organisation, clients: dict[str, Client]
) -> None:
    """Seven have left by month 2 and thirteen by month 3: windows a month apart could tell of single students."""
    where = {"window": "7"}
    assert get(clients["board"], school, "figures_one", "interruption", **where).status_code == 403
    assert get(clients["board"], school, "figures_json", "interruption", **where).status_code == 403
    assert get(clients["board"], school, "figures_one", "dropout", window="6").status_code == 200
    assert get(clients["quality_lead"], school, "figures_one", "interruption", **where).status_code == 200


def test_the_history_is_drawn_from_what_was_known_then(
    school: Organisation, clients: dict[str, Client]
) -> None:
    history = tables(get(clients["quality_lead"], school, "figures_one", "interruption"))[-1]
    # 13 of 69 on the first date and 15 on the second; all are followed beyond month 10
    assert [cells[0] for cells in history[1:]] == ["20.10.2026", "1.9.2026"]
    # 15 - 13 would be 2 students: the board has the first of the two snapshots, and no other for half a year
    board = tables(get(clients["board"], school, "figures_one", "interruption"))[-1]
    assert [cells[0] for cells in board[1:]] == ["1.9.2026"]


def test_a_figure_that_cannot_be_cut_by_department_says_so(
    school: Organisation, clients: dict[str, Client]
) -> None:
    text = get(clients["counsellor"], school, "figures_one", "agreement_target").content.decode()
    assert "kan ikke opgøres for din del af skolen alene" in text
    assert get(clients["counsellor"], school, "figures_one_excel", "agreement_target").status_code == 404


@pytest.mark.parametrize(
    ("key", "query", "status"),
    [
        ("dropout", {"variant": "x"}, 400),
        ("dropout", {"window": "7"}, 400),
        ("dropout", {"by": "hair"}, 400),
        ("nonsense", {}, 404),
        ("interruption", {"window": "24"}, 200),
    ],
)
def test_what_a_definition_does_not_have(
    key: str, query: dict[str, str], status: int, school: Organisation, clients: dict[str, Client]
) -> None:
    assert get(clients["quality_lead"], school, "figures_one", key, **query).status_code == status


@pytest.mark.parametrize("key", sorted(definitions()))
def test_every_figure_opens_for_every_role(
    key: str, school: Organisation, empty_school: Organisation, clients: dict[str, Client]
) -> None:
    for role in ("administrator", "quality_lead", "counsellor", "board"):
        assert get(clients[role], school, "figures_one", key).status_code == 200
        assert get(clients[f"empty {role}"], empty_school, "figures_one", key).status_code == 200
    assert get(clients["quality_lead"], school, "figures_one_excel", key).status_code == 200
