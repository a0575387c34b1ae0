"""Results of others through the API: as the results pages show them to the same reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pejling.base.organisations.models import Organisation
from tests.integration.web.api.conftest import Ask
from tests.integration.web.test_results_pages import ROWS, deliver


@pytest.fixture
def results(school: Organisation, tmp_path: Path) -> Organisation:
    """The small school with results of others delivered."""
    return deliver(school, tmp_path, ROWS)


def found(ask: Ask, role: str, **query: Any) -> dict[tuple[str, str | None, str], dict[str, Any]]:
    items = ask(role, "key-figures", **query).json()["items"]
    return {(item["indicator"], item["place"], item["period"]): item for item in items}


def test_a_figure_with_all_that_is_needed_to_read_it(results: Organisation, ask: Ask) -> None:
    one = found(ask, "quality_lead", source="etu")["Læringsmiljø", None, "2025"]
    assert (one["value"], one["n"], one["unit"], one["scale_from"], one["scale_to"]) == (
        4.0,
        7,
        "score",
        1,
        5,
    )
    assert (one["collected_to"], one["source"], one["hidden"]) == ("2025-12-01", "etu", False)
    assert one["series"] == found(ask, "quality_lead")["Læringsmiljø", None, "2024"]["series"]


def test_every_row_that_was_delivered_is_there_once(results: Organisation, ask: Ask) -> None:
    answer = ask("quality_lead", "key-figures").json()
    assert answer["count"] == len(answer["items"]) == len(ROWS.split("\n")) - 2
    parts = [
        ask("quality_lead", "key-figures", limit=5, offset=offset).json()["items"] for offset in (0, 5, 10)
    ]
    assert [item for part in parts for item in part] == answer["items"]


def test_what_is_left_out_is_not_nought(results: Organisation, ask: Ask) -> None:
    assert found(ask, "quality_lead")["Trivsel", None, "2025"]["value"] is None


def test_published_small_numbers_stay_and_internal_ones_are_hidden(results: Organisation, ask: Ask) -> None:
    seen = found(ask, "board")
    assert seen["Trivsel", "Syd", "2025"]["value"] == 4.2
    hidden = seen["Tilfredshed", "Syd", "2024"]
    assert (hidden["hidden"], hidden["value"], hidden["n"]) == (True, None, None)
    assert found(ask, "quality_lead")["Tilfredshed", "Syd", "2024"]["value"] == 64
    # so too for a key that isn't made for small counts
    narrow = ask("quality_lead", "key-figures", scopes=("see_results",)).json()["items"]
    assert [item["value"] for item in narrow if item["indicator"] == "Klager"] == [None]


def test_internal_figures_of_another_department_are_not_there(results: Organisation, ask: Ask) -> None:
    places = {place for indicator, place, _period in found(ask, "counsellor") if indicator == "Tilfredshed"}
    assert places == {None, "Nord"}


def test_the_scope_is_asked_for(results: Organisation, ask: Ask) -> None:
    assert ask("quality_lead", "key-figures", scopes=("see_figures",)).status_code == 403
    assert found(ask, "quality_lead", source="nonsense") == {}
