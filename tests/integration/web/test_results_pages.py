"""The results overview, a source's figures and dropout beside the ministry's, against the small school."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pejling.base.accounts.roles import ROLES
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.snapshots.queries import newest
from pejling.flows.take_in import take_in
from pejling.quality.indicators.key_figures import followed, result_sources
from tests.integration.web.reading_pages import row, tables, workbook
from tests.integration.web.small_school import SECOND

HEADER = "Kilde;Indikator;Gælder;Slags;Gruppe;Periode;Værdi;Enhed;Skala fra;Skala til;Antal;Spredning;Indsamlet til"
ROWS = """
ETU;Læringsmiljø;;;;2025;4,0;gennemsnit;1;5;7;1,154700538379251;01-12-2025
ETU;Læringsmiljø;;;;2024;3,4;gennemsnit;1;5;5;1,140175425099138;01-12-2024
ETU;Trivsel;;;10. klasse;2025;..;gennemsnit;1;5;;;01-12-2025
ETU;Trivsel;Syd;afdeling;;2025;4,2;gennemsnit;1;5;3;;01-12-2025
MTU;Tilfredshed;;;;2024;72;indeks;;;40;;21-02-2024
MTU;Tilfredshed;Nord;afdeling;;2024;81;indeks;;;9;;21-02-2024
MTU;Tilfredshed;Syd;afdeling;;2024;64;indeks;;;4;;21-02-2024
Oplæring;Anbefaler stedet;;;;2025;80;procent;;;70;;31-12-2025
Oplæring;Anbefaler stedet;;;;2024;60;procent;;;80;;31-12-2024
Oplæring;Klager;;;;2025;3;antal;;;;;31-12-2025
Uddannelsesstatistik.dk;Frafald inden for 3 mdr.;;;;2025;10,0;procent;;;40;;01-10-2026
Avisen;Omtale;;;;2025;12;antal;;;;;31-12-2025
"""


@pytest.fixture
def results(school: Organisation, tmp_path: Path) -> Organisation:
    """The small school with results of others delivered."""
    return deliver(school, tmp_path, ROWS)


def deliver(school: Organisation, folder: Path, rows: str) -> Organisation:
    path = folder / "results.csv"
    path.write_text(f"{HEADER}\n{rows.strip()}\n", "utf-8")
    take_in(
        by=None, organisation=school, paths=[path], mapping=load_mapping("key_figures"), as_of=date(2026, 10, 30)
    )  # fmt: skip
    return school


def get(client: Client, school: Organisation, name: str = "results", *arguments: str, **query: str):
    return client.get(reverse(name, args=[school.uuid, *arguments]), query)


def titled(table: list[list[str]]) -> list[str]:
    return [cells[0] for cells in table[1:]]


def test_every_source_has_its_place_before_anything_is_delivered(
    school: Organisation, empty_school: Organisation, clients: dict[str, Client]
) -> None:
    for client, found in ((clients["quality_lead"], school), (clients["empty quality_lead"], empty_school)):
        text = get(client, found).content.decode()
        for source in result_sources().listed:
            assert source.words["da"].title.replace("'", "&#x27;") in text
            assert source.words["da"].how in text
        assert text.count("Endnu ikke leveret") == len(result_sources().listed)


@time_machine.travel("2026-11-20 12:00+01:00")
def test_a_mean_with_interval_change_number_and_date(
    results: Organisation, clients: dict[str, Client]
) -> None:
    """R: t.test of 7 and 5 answers gives -0.92 to 2.12; 4 -+ qt(.975, 6) * 1.1547 / sqrt(7) is 2.93 to 5.07, and the
    scale ends at 5.
    """
    found = tables(get(clients["quality_lead"], results))
    etu = next(table for table in found if any("Læringsmiljø" in cells[0] for cells in table))
    cells = row(etu, "Læringsmiljøskolen")
    assert cells[:4] == ["2025", "4,0gennemsnit, skala 1–5", "2,93–5,00", "7"]
    assert cells[4].startswith("+0,60siden 2024")
    assert "fra −0,92 til 2,12" in cells[4]
    assert cells[5] == "kan være tilfældigt"
    assert cells[6] == "1.12.2025"


@time_machine.travel("2026-11-20 12:00+01:00")
def test_only_a_clear_change_is_marked(results: Organisation, clients: dict[str, Client]) -> None:
    """56 of 70 against 48 of 80: Newcombe (1998) gives 5.2 to 33.4 points."""
    response = get(clients["quality_lead"], results)
    found = tables(response)
    cells = next(row for table in found for row in table if row[0].startswith("Anbefaler stedet"))
    assert "+20,0 procentpoint" in cells[5]
    assert "fra 5,2 til 33,4" in cells[5]
    assert "klart bedre" in cells[6]
    assert response.content.decode().count('<tr class="pj-clear">') == 1


@time_machine.travel("2026-11-20 12:00+01:00")
def test_old_results_are_said_to_be_old(results: Organisation, clients: dict[str, Client]) -> None:
    """The survey of 1 December 2025 is old from 2 March 2027; the staff survey (three years) isn't in 2026."""
    assert "Gamle resultater" not in get(clients["quality_lead"], results).content.decode()
    with time_machine.travel("2027-03-02 12:00+01:00"):
        client = Client(headers={"accept-language": "da"})
        client.force_login(results.memberships.get(role="board").user)
        text = get(client, results).content.decode()
        assert 'Gamle resultater:</strong> <a href="#s-etu">' in text


def test_what_a_source_leaves_out_is_not_nought(results: Organisation, clients: dict[str, Client]) -> None:
    listed = tables(get(clients["quality_lead"], results, "results_source", "etu"))[0]
    cells = next(cells for cells in listed if cells[:3] == ["Trivsel", "skolen", "10. klasse"])
    assert "udeladt af kilden" in cells
    assert "0" not in cells


def test_published_small_numbers_stay_and_internal_ones_are_hidden(
    results: Organisation, clients: dict[str, Client]
) -> None:
    def shown(role: str, source: str) -> dict[tuple[str, str], str]:
        table = tables(get(clients[role], results, "results_source", source))[0]
        return {(cells[0], cells[1]): cells[4] for cells in table[1:]}

    assert shown("board", "etu")["Trivsel", "Syd"] == "4,2"
    assert shown("board", "mtu") == {
        ("Tilfredshed", "skolen"): "72",
        ("Tilfredshed", "Nord"): "81",
        ("Tilfredshed", "Syd"): "skjult",
    }
    assert shown("quality_lead", "mtu")["Tilfredshed", "Syd"] == "64"
    assert shown("board", "oplaering")["Klager", "skolen"] == "skjult"
    assert shown("quality_lead", "oplaering")["Klager", "skolen"] == "3"
    for name, arguments in (("results_excel", ()), ("results_source", ("mtu",))):
        sheets = workbook(get(clients["board"], results, name, *arguments, excel="1"))
        values = [cell for rows in sheets.values() for line in rows for cell in line]
        assert 64 not in values


def test_internal_figures_of_another_department_are_not_there(
    results: Organisation, clients: dict[str, Client]
) -> None:
    text = get(clients["counsellor"], results, "results_source", "mtu").content.decode()
    assert "Nord" in text
    assert "Syd" not in text
    assert "Syd" in get(clients["counsellor"], results, "results_source", "etu").content.decode()
    (hidden,) = (
        one for one in followed(newest(results)) if one.latest.place == "Syd" and one.latest.origin == "MTU"
    )
    mine = get(clients["quality_lead"], results, "results_source", "mtu", figure=hidden.key)
    assert mine.status_code == 200
    assert get(clients["counsellor"], results, "results_source", "mtu", figure=hidden.key).status_code == 404


def test_one_figure_over_its_periods(results: Organisation, clients: dict[str, Client]) -> None:
    (one,) = (one for one in followed(newest(results)) if one.latest.indicator == "Læringsmiljø")
    response = get(clients["quality_lead"], results, "results_source", "etu", figure=one.key)
    table = tables(response)[0]
    assert titled(table) == ["2025", "2024"]
    assert row(table, "2025")[2] == "75"  # (4 - 1) / 4
    assert row(table, "2024")[2] == "60"
    assert row(table, "2024")[5] == "første resultat"


def test_a_source_in_no_catalogue_is_kept_apart(results: Organisation, clients: dict[str, Client]) -> None:
    text = get(clients["quality_lead"], results).content.decode()
    assert "Andre kilder" in text
    assert "Omtale" in get(clients["quality_lead"], results, "results_source", "other").content.decode()


def test_nonsense_in_the_address(results: Organisation, clients: dict[str, Client]) -> None:
    client = clients["quality_lead"]
    assert get(client, results, "results_source", "ukendt").status_code == 404
    assert get(client, results, "results_source", "etu", figure="nej").status_code == 404
    assert get(client, results, "results_source", "etu", sort="sideways").status_code == 400


def test_everything_in_excel(results: Organisation, clients: dict[str, Client]) -> None:
    sheets = workbook(get(clients["quality_lead"], results, "results_excel"))
    assert list(sheets) == ["Resultater", "Alle perioder", "Egne nøgletal", "Endnu ikke leveret"]
    newest_rows = {tuple(line[1:5]): line for line in sheets["Resultater"]}
    line = newest_rows["Læringsmiljø", "skolen", None, "2025"]
    assert line[5] == 4.0
    assert line[7] == 75
    assert line[9] == pytest.approx(2.9321, abs=1e-4)
    assert line[14] == pytest.approx(0.6)
    assert newest_rows["Trivsel", "skolen", "10. klasse", "2025"][5] == "udeladt af kilden"
    assert len(sheets["Alle perioder"]) == 1 + len(ROWS.split("\n")) - 2
    assert {line[0] for line in sheets["Egne nøgletal"][1:]} >= {"Tilgang", "Frafald"}


def test_dropout_beside_the_ministry_s(results: Organisation, clients: dict[str, Client]) -> None:
    """Started in 2025: Nord 24, 1 left within 3 months; Syd 10, 5 left; Nord 3, none left: 6 of 37, 16.2 %.

    Nobody began again, so nothing is explained by that: the ministry's 10.0 % is 6.2 points lower.
    """
    response = get(clients["quality_lead"], results, "results_dropout")
    own, why = tables(response)
    assert titled(own) == ["3 måneder", "6 måneder", "12 måneder"]
    text = response.content.decode()
    assert "10,0\N{NO-BREAK SPACE}%<small>" in text
    assert "16,2\N{NO-BREAK SPACE}%<small>" in text
    assert "−6,2 procentpoint" in text
    assert row(why, "Omvalg")[2] == "0,0 procentpoint"
    assert row(why, "Hvad der er tilbage af forskellen")[0] == "−6,2 procentpoint"
    assert "fortsætter på en anden skole" in row(why, "Hvad der er tilbage af forskellen")[1]


def test_a_board_sees_dropout_of_all_years_only(results: Organisation, clients: dict[str, Client]) -> None:
    """The board may not cut by month of start: its own figure is of all 69, not of those who started in 2025."""
    why = tables(get(clients["board"], results, "results_dropout"))[1]
    assert row(why, "Hvornår")[0] == "alle begyndte forløb"
    assert row(why, "Hvem der tælles")[0].startswith("69 ")


def test_dropout_in_excel(results: Organisation, clients: dict[str, Client]) -> None:
    sheets = workbook(get(clients["quality_lead"], results, "results_dropout_excel"))
    assert len(sheets["Eget frafald"]) == 2 + 1 + 9
    beside = sheets["Ved siden af andres tal"]
    assert beside[1][0] == "Frafald inden for 3 mdr. · skolen"
    assert beside[1][5] == "−6,2 procentpoint"


def test_without_the_ministry_s_figure_the_page_says_how_to_get_it(
    school: Organisation, empty_school: Organisation, clients: dict[str, Client]
) -> None:
    text = get(clients["quality_lead"], school, "results_dropout").content.decode()
    assert "Hent det på Uddannelsesstatistik.dk" in text
    assert "Ingen data endnu" in get(clients["empty board"], empty_school, "results_dropout").content.decode()


@pytest.mark.parametrize("name", ["results", "results_excel", "results_dropout"])
def test_more_figures_need_no_more_queries(
    name: str, results: Organisation, clients: dict[str, Client], tmp_path: Path
) -> None:
    client = clients["quality_lead"]
    with CaptureQueriesContext(connection) as few:
        get(client, results, name)
    deliver(
        results, tmp_path, "\n".join(f"ETU;Spørgsmål {i};;;;2025;4;gennemsnit;1;5;9;1;" for i in range(60))
    )
    with CaptureQueriesContext(connection) as many:
        get(client, results, name)
    assert len(many) == len(few)


def test_every_role_that_sees_results_sees_the_menu(
    results: Organisation, clients: dict[str, Client]
) -> None:
    where = reverse("results", args=[results.uuid])
    for role, found in ROLES.items():
        response = clients[role].get(where)
        if "see_results" not in found.verbs:
            assert response.status_code == 403, role
            continue
        assert f'href="{where}" aria-current="page"' in response.content.decode(), role


def test_a_delivery_of_results_does_not_move_the_students_date(results: Organisation) -> None:
    assert newest(results).as_of == SECOND
