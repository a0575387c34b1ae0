"""The API's figures are those of the pages: counted by hand in the small school, and masked alike."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.organisations.models import Organisation
from tests.integration.web.api.conftest import Ask, key_of
from tests.integration.web.reading_pages import workbook


def test_the_figure_counted_by_hand(ask: Ask, school: Organisation) -> None:
    """Interrupted within 12 months (small_school): of Nord 6 + 3 of 47, of Syd 1 + 5 of 22."""
    answer = ask("quality_lead", "values/interruption", by="department", window=12).json()
    found = {item["group"]: (item["n"], item["events"]) for item in answer["items"]}
    assert found == {"Nord": (47, 9), "Syd": (22, 6)}
    assert answer["as_of"] == "2026-10-20"
    assert answer["snapshot"] == str(school.snapshots.first().uuid)


@pytest.mark.parametrize("role", ["quality_lead", "administrator", "counsellor", "board"])
@pytest.mark.parametrize("indicator", ["dropout", "retention", "entrants", "interruption"])
def test_the_same_as_on_the_page(
    role: str, indicator: str, ask: Ask, school: Organisation, clients: dict[str, Client]
) -> None:
    """Number by number what the page's workbook shows side by side; what it hides, the API hides."""
    items = ask(role, f"values/{indicator}").json()["items"]
    book = workbook(clients[role].get(reverse("figures_one_excel", args=[school.uuid, indicator])))
    heads, *rows = list(book.values())[1]
    places = [heads.index(name) for name in ("Værdi", "Antal bag tallet", "Med hændelsen")]
    assert len(items) == len(rows) > 0
    for item, row in zip(items, rows, strict=True):
        assert (row[-1] == "skjult") is item["hidden"]
        assert [item["estimate"], item["n"], item["events"]] == [
            pytest.approx(row[place]) if row[place] is not None else None for place in places
        ]


def test_a_hidden_value_holds_no_number(ask: Ask) -> None:
    items = ask("board", "values/interruption", by="intake").json()["items"]
    hidden = [item for item in items if item["hidden"]]
    assert hidden
    for item in hidden:
        assert {item[name] for name in ("estimate", "lower", "upper", "n", "events")} == {None}
        assert item["excluded"] == {}


def test_what_a_role_may_not_ask(ask: Ask) -> None:
    for query in ({"by": "class"}, {"by": "municipality"}, {"window": 7}):
        assert ask("board", "values/interruption", **query).status_code == 403, query
        assert ask("quality_lead", "values/interruption", **query).status_code == 200, query
        # without the scope for small counts a key is as narrow as the board
        narrow = ask("quality_lead", "values/interruption", scopes=("see_figures",), **query)
        assert narrow.status_code == 403, query


def test_a_counsellor_sees_no_trace_of_another_department(ask: Ask) -> None:
    for path in (
        "organisations",
        "definitions",
        "values/interruption?by=department",
        "values/interruption?by=class",
    ):
        answer = ask("counsellor", path)
        assert answer.status_code == 200, path
        assert "Syd" not in answer.content.decode(), path
        assert "S24" not in answer.content.decode(), path
    names = [part["name"] for part in ask("quality_lead", "organisations").json()]
    assert {"Småskolen", "Nord", "Syd"} <= set(names)


def test_no_answer_holds_a_person(ask: Ask) -> None:
    for path in (
        "organisations",
        "definitions",
        "snapshots",
        "values/interruption?by=class",
        "values/entrants/history",
    ):
        text = ask("quality_lead", path).content.decode()
        assert "Anna" not in text, path
        assert "N24-1" not in text, path


def test_history_and_snapshots(ask: Ask, school: Organisation) -> None:
    past = ask("quality_lead", "values/interruption/history", window=12).json()
    assert [item["as_of"] for item in past["items"]] == ["2026-09-01", "2026-10-20"]
    assert [item["events"] for item in past["items"]] == [13, 15]  # two of Nord 2025 became known in between
    listed = ask("quality_lead", "snapshots", limit=1).json()
    assert (listed["count"], [item["as_of"] for item in listed["items"]]) == (2, ["2026-10-20"])
    assert [one["as_of"] for one in ask("quality_lead", "snapshots", offset=1).json()["items"]] == [
        "2026-09-01"
    ]
    older = listed_id(ask, 1)
    assert (
        ask("quality_lead", "values/interruption", snapshot=older, window=12).json()["items"][0]["events"]
        == 13
    )


def listed_id(ask: Ask, place: int) -> str:
    return ask("quality_lead", "snapshots").json()["items"][place]["id"]


def test_what_is_not_there(ask: Ask) -> None:
    assert ask("quality_lead", "values/nonsense").json()["code"] == "not_found"
    assert ask("quality_lead", "definitions/nonsense").status_code == 404
    assert ask("quality_lead", "values/dropout", snapshot=uuid4()).status_code == 404
    assert ask("quality_lead", "values/dropout", snapshot="x").json()["code"] == "invalid"
    assert ask("quality_lead", "values/dropout", window="long").json()["errors"][0]["where"] == "query.window"
    assert ask("quality_lead", "values/dropout", variant="none").json()["code"] == "bad_choice"
    assert ask("quality_lead", "values/dropout", by="shoe_size").status_code == 400
    assert ask("quality_lead", "snapshots", limit=0).status_code == 422
    # a misspelt parameter must not silently give the figure of the whole school
    misspelt = ask("quality_lead", "values/dropout", departement="Nord").json()
    assert (misspelt["code"], misspelt["errors"]) == (
        "unknown_parameter",
        [{"where": "query.departement", "what": "unknown"}],
    )


def test_no_data_yet_is_not_found(empty_school: Organisation) -> None:
    header = {"authorization": f"Bearer {key_of(empty_school, 'quality_lead')}"}
    assert Client().get("/api/v1/values/dropout", headers=header).status_code == 404
    assert Client().get("/api/v1/snapshots", headers=header).json() == {"count": 0, "items": []}


def test_nothing_is_written_or_kept(ask: Ask, school: Organisation) -> None:
    assert "no-store" in ask("quality_lead", "values/dropout")["Cache-Control"]
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(), method)("/api/v1/snapshots").status_code == 405
