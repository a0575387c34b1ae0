"""The retention page against the small school, whose students are counted by hand in ``small_school``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.queries import snapshots_of
from tests.integration.facts.school_files import enrolment
from tests.integration.web.conftest import deliver
from tests.integration.web.reading_pages import row, tables, workbook
from tests.integration.web.small_school import SECOND, rows_on


def get(client: Client, school: Organisation, name: str = "retention", **query: str):
    return client.get(reverse(name, args=[school.uuid]), query)


def test_the_grid_counts_as_by_hand(school: Organisation, clients: dict[str, Client]) -> None:
    grid = tables(get(clients["quality_lead"], school, counts="1"))[0]
    assert [cells[0] for cells in grid] == [
        "Optag",
        "december 2025",
        "august 2025",
        "august 2024",
        "Alle viste",
    ]
    # 32 began; one left in month 2, six more in month 3: 31/32 = 96.9 and 25/32 = 78.1
    assert row(grid, "august 2024")[:4] == ["32", "100,0 32/32", "96,9 31/32", "78,1 25/32"]
    # 34 began; six left in month 2, two more in month 10
    assert row(grid, "august 2025")[2] == "82,4 28/34"
    assert row(grid, "august 2025")[10] == "76,5 26/34"
    # December is 10 whole months old on 20 October: month 11 is blank
    assert row(grid, "december 2025")[10:] == ["100,0 3/3", "", ""]


def test_classes_as_rows_and_filters_in_the_address(school: Organisation, clients: dict[str, Client]) -> None:
    grid = tables(get(clients["quality_lead"], school, rows="class", department="Nord"))[0]
    assert [cells[0] for cells in grid[1:-1]] == ["N24", "N25", "T1"]
    assert row(grid, "N24")[:4] == ["20", "100,0", "100,0", "70,0"]
    one = tables(get(clients["quality_lead"], school, class_group="N25"))[0]
    assert [cells[0] for cells in one[1:]] == ["august 2025"]


def test_the_choice_is_told_on_paper_too(school: Organisation, clients: dict[str, Client]) -> None:
    """The form isn't printed, so the facts above the figure say what was chosen."""
    text = get(clients["quality_lead"], school, intake="2025-08", department="Nord").content.decode()
    assert "<dt>Valgt</dt><dd>Afdeling: Nord; Optag: august 2025</dd>" in text
    assert "<dt>Valgt</dt>" not in get(clients["quality_lead"], school).content.decode()


def test_months_that_some_have_reached_are_provisional(
    school: Organisation, clients: dict[str, Client]
) -> None:
    grid = tables(get(clients["quality_lead"], school))[0]
    assert row(grid, "Alle viste")[11].endswith("* foreløbig")
    assert not row(grid, "Alle viste")[9].endswith("foreløbig")


def test_newly_known_leavers_by_name_whatever_the_date(
    school: Organisation, clients: dict[str, Client]
) -> None:
    response = get(clients["quality_lead"], school)
    names = {cells[0] for cells in tables(response)[-1][1:]}
    assert names == {"Anna N25-10", "Anna N25-11"}
    assert (
        "<strong>2</strong> nyregistrerede siden øjebliksbilledet fra 1.9.2026" in response.content.decode()
    )
    text = get(clients["board"], school).content.decode()
    assert "nyregistrerede siden" not in text  # no two snapshots to compare
    assert "<strong>2</strong> nyregistrerede" in get(clients["administrator"], school).content.decode()


def test_the_change_says_in_words_whether_it_may_be_chance(
    school: Organisation, clients: dict[str, Client]
) -> None:
    changes = next(t for t in tables(get(clients["quality_lead"], school)) if "Med ord" in t[0])
    cells = row(changes, "august 2025")
    # at month 12: 26/34 = 76.5 against 25/32 = 78.1; Newcombe's interval covers 0
    assert cells[:3] == ["12", "76,5 %", "78,1 %"]
    assert cells[4] == "−1,7 procentpoint"
    assert cells[6] == "Intervallet dækker 0: forskellen kan være tilfældig."


def test_what_the_board_may_not_see_is_nowhere(school: Organisation, clients: dict[str, Client]) -> None:
    """December has 3 students: hidden, and with it the next smallest intake, which the total would give away."""
    grid = tables(get(clients["board"], school, counts="1"))[0]
    assert row(grid, "december 2025")[:3] == ["·", "· skjult", "· skjult"]
    assert row(grid, "august 2024")[:3] == ["·", "· skjult", "· skjult"]
    # The months that were declared beforehand, of the snapshot that was released: the two who are known to have left
    # from the next one on aren't among them.
    assert grid[0][2:] == ["3", "6", "12"]
    assert row(grid, "august 2025")[:4] == ["34", "82,4 28/34", "82,4 28/34", "82,4 28/34"]
    sheets = workbook(get(clients["board"], school, "retention_excel"))
    assert sheets["Fastholdt, antal"][2] == ("august 2025", 34, 28, 28, 28)
    assert sheets["Fastholdt, antal"][1] == ("december 2025", *[None] * 4)
    assert "Anna" not in str(sheets)


def test_the_board_looks_at_one_programme_or_one_department(
    school: Organisation, clients: dict[str, Client]
) -> None:
    """Both at once are groups that weren't held against each other beforehand."""
    both = {"department": "Nord", "programme": "SSA"}
    refused = get(clients["board"], school, **both)
    assert refused.status_code == 403
    assert "ikke begge dele på én gang" in refused.content.decode()
    assert get(clients["board"], school, "retention_excel", **both).status_code == 403
    assert get(clients["quality_lead"], school, **both).status_code == 200
    # Nord has 47 students at the time, Syd 22: nothing small, and seven of Nord have left by month 3
    grid = tables(get(clients["board"], school, department="Nord", counts="1"))[0]
    assert row(grid, "december 2025")[:2] == ["·", "· skjult"]


def test_the_board_gets_no_other_snapshot(school: Organisation, clients: dict[str, Client]) -> None:
    """The newest one less the released one would tell of the two who left in between."""
    newest = str(snapshots_of(school).first().uuid)
    assert get(clients["quality_lead"], school, snapshot=newest).status_code == 200
    assert get(clients["board"], school, snapshot=newest).status_code == 404


def test_the_boards_picture_holds_only_what_its_table_shows(
    school: Organisation, clients: dict[str, Client]
) -> None:
    specification = json.loads(get(clients["board"], school, "retention_json").content)
    months = [point["month"] for point in specification["layer"][-1]["data"]["values"]]
    response = get(clients["board"], school)
    table = next(t for t in tables(response) if t[0][0] == "Måned")
    assert {int(cells[0]) for cells in table[1:]} <= set(months)
    # by month 2 seven of 69 have left, by month 3 thirteen: neither differs from a declared month by 1 to 4
    assert {2, 3} <= set(months)
    filtered = json.loads(get(clients["board"], school, "retention_json", department="Syd").content)
    months = {point["month"] for point in filtered["layer"][-1]["data"]["values"]}
    assert months <= {0, 3, 6, 12}


def test_the_workbook_has_everything(school: Organisation, clients: dict[str, Client]) -> None:
    sheets = workbook(get(clients["quality_lead"], school, "retention_excel"))
    assert list(sheets) == [
        "Fastholdelse", "Fastholdt, antal", "Nedre grænse", "Øvre grænse", "Cellens tilstand", "Kurve",
        "Mod året før", "Nyregistrerede afgange", "Om",
    ]  # fmt: skip
    assert sheets["Fastholdelse"][3][:5] == ("august 2024", 32, 1, 31 / 32, 25 / 32)
    left = sheets["Nyregistrerede afgange"]
    assert {line[2] for line in left if line[0] == "nyregistreret"} == {"Anna N25-10", "Anna N25-11"}
    assert {line[9] for line in left if line[0] == "nyregistreret"} == {"'=1+1"}
    about = dict(line[:2] for line in sheets["Om"])
    assert about["Elever"] == 69
    assert about["Kilde"] == "egen opgørelse (uddata)"


@pytest.mark.parametrize("query", [{"months": "13"}, {"rows": "elev"}, {"page": "9"}, {"intake": "august"}])
def test_what_does_not_exist_is_a_400_that_says_what(
    query: dict[str, str], school: Organisation, clients: dict[str, Client]
) -> None:
    response = get(clients["quality_lead"], school, **query)
    assert response.status_code == 400
    names = {"months": "viste måneder", "rows": "rækker", "page": "side", "intake": "optag"}
    ((name, value),) = query.items()
    assert f"»{value}« kan ikke vælges som {names[name]}." in response.content.decode()


def test_nobody_fits_and_no_data_yet_say_what_to_do(
    school: Organisation, empty_school: Organisation, clients
) -> None:
    assert "Ingen passer til valget" in get(clients["quality_lead"], school, programme="PAU").content.decode()
    lead = get(clients["empty quality_lead"], empty_school).content.decode()
    deliver = reverse("uploads_new", args=[empty_school.uuid])
    assert f'href="{deliver}"' in lead
    assert deliver not in get(clients["empty board"], empty_school).content.decode()
    assert get(clients["empty quality_lead"], empty_school, "retention_excel").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_data(
    school: Organisation, clients: dict[str, Client], tmp_path: Path
) -> None:
    def queries(name: str, *arguments: str, **query: str) -> int:
        where = reverse(name, args=[school.uuid, *arguments])
        with CaptureQueriesContext(connection) as caught:
            assert clients["quality_lead"].get(where, query).status_code == 200
        return len(caught)

    pages = [
        ("retention", (), {"counts": "1"}),
        ("retention_excel", (), {}),
        ("figures", (), {}),
        ("figures_one", ("dropout",), {"by": "class", "rows": "counted"}),
        ("deliveries", (), {}),
    ]
    for name, arguments, query in pages:  # the address a list was seen with is kept at the first visit
        queries(name, *arguments, **query)
    before = [queries(name, *arguments, **query) for name, arguments, query in pages]
    more = [
        enrolment(f"M-{n}", "01-02-2026", Hold=f"M{n % 9}", Afdeling=f"Afdeling {n % 5}") for n in range(300)
    ]
    for place in range(40):
        more[place] |= {"Slutdato": "01-04-2026", "Afgangsårsag": "21"}
    deliver(school, tmp_path, SECOND.replace(day=25), [*rows_on(SECOND), *more])
    after = [queries(name, *arguments, **query) for name, arguments, query in pages]
    assert after == before
    assert before[0] <= 14


def test_those_newly_left_are_a_list_that_is_filtered_and_taken_to_excel(
    school: Organisation, clients: dict[str, Client], tmp_path: Path
) -> None:
    """Two of N25 are known since the first snapshot; Ole of T1, who leaves too, is found by his class."""
    more = enrolment("OLE-1", "01-12-2025", Hold="T1", Afdeling="Nord", Navn="Ole Olsen")
    gone = more | {"Slutdato": "01-10-2026", "Afgangsårsag": "21"}
    deliver(school, tmp_path, SECOND.replace(day=26), [*rows_on(SECOND), gone])
    client = clients["quality_lead"]

    def names(**query: str) -> list[str]:
        found = [t for t in tables(get(client, school, **query)) if t[0][0].startswith("Navn")]
        return [line[0] for line in found[0][1:]] if found else []

    first = str(school.snapshots.order_by("id").first().uuid)
    assert names(compare=first, **{"l-sort": "name"}) == ["Anna N25-10", "Anna N25-11", "Ole Olsen"]
    assert names(compare=first, **{"l-class_group": "T1"}) == ["Ole Olsen"]
    assert names(compare=first, **{"l-sort": "-name"})[0] == "Ole Olsen"
    sheets = workbook(
        get(client, school, compare=first, **{"l-class_group": "N25", "l-excel": "1", "l-sort": "name"})
    )
    assert [line[0] for line in next(iter(sheets.values()))[1:]] == ["Anna N25-10", "Anna N25-11"]
    assert get(client, school, compare=first, **{"l-class_group": "nonsense"}).status_code == 400
    board = get(clients["board"], school, compare=first, **{"l-excel": "1"})
    assert board["Content-Type"].startswith("text/html")
    assert "Ole" not in board.content.decode()
