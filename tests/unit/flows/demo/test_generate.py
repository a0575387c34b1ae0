"""The files as a whole: they repeat themselves, are of the promised size, and look as different systems write."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from pejling.flows.demo.generate import generate

from .as_files import Read, dashes, make
from .conftest import TODAY


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()
    }


def test_the_same_day_and_seed_give_the_same_bytes(tmp_path: Path, extracts: list[Read]) -> None:
    generate(tmp_path / "again", today=TODAY)
    first = extracts[0].delivery.files[0].parents[1]
    assert contents(tmp_path / "again") == contents(first)
    assert len(contents(first)) == 4 * 5


def test_another_seed_gives_another_school(tmp_path: Path, extracts: list[Read]) -> None:
    other = make(tmp_path, TODAY, seed=7)
    assert other[0].enrolments != extracts[0].enrolments


def test_a_week_later_the_same_people_are_there(tmp_path: Path, extracts: list[Read]) -> None:
    later = make(tmp_path, TODAY + timedelta(days=7))
    before = {row["Elevnr"]: row["Navn"] for row in extracts[-1].enrolments}
    after = {row["Elevnr"]: row["Navn"] for row in later[-1].enrolments}
    both = before.keys() & after.keys()
    assert len(both) > 0.97 * len(before)
    assert all(before[number] == after[number] for number in both)


def test_deliveries_come_in_order_with_a_period_each(extracts: list[Read]) -> None:
    deliveries = [extract.delivery for extract in extracts]
    assert [d.as_of for d in deliveries] == sorted({d.as_of for d in deliveries})
    assert {d.scope for d in deliveries} == {"full"}
    assert deliveries[0].period and deliveries[0].period[0] == date(2018, 11, 22)
    assert deliveries[1].period and deliveries[1].period[0] == date(2025, 9, 1)
    assert all(len(d.files) == 5 and all(path.is_file() for path in d.files) for d in deliveries)


def test_sizes(extracts: list[Read]) -> None:
    history = extracts[0].enrolments
    assert 5500 <= len({row["Elevnr"] for extract in extracts for row in extract.enrolments}) <= 6500
    assert len({row["Afdeling"] for row in history}) == 6
    assert {(row["Uddannelse"], row["Forløbsdel"]) for row in history} - {("SSA (2013)", "HF")} == {
        ("SOSU", "GF1"),
        *((programme, part) for programme in ("SSH", "SSA", "PAU") for part in ("GF2", "HF")),
    }
    assert len({row["Kommune"] for row in extracts[0].agreements} - {""}) == 6
    assert all(len(extract.enrolments) < 5000 for extract in extracts[1:])
    assert all(len(extract.absence) < 12000 for extract in extracts)


def test_eight_years_of_three_intakes(extracts: list[Read]) -> None:
    starts = {day for row in extracts[0].enrolments if (day := dashes(row["Startdato"]))}
    assert {day.month for day in starts} == {4, 8, 12}
    assert {day.weekday() for day in starts} == {0}
    assert date(2018, 11, 22) <= min(starts) <= date(2018, 12, 31)
    for year in range(2019, 2026):
        assert len({day for day in starts if day.year == year}) == 6  # basic parts and main programmes apart


def test_files_are_written_as_different_systems_write(extracts: list[Read]) -> None:
    raw = {path.name: path.read_bytes() for path in extracts[0].delivery.files}
    assert raw["tilmeldinger.csv"].startswith(
        "Elevnr;Navn;Uddannelse;Forløbsdel;Tilmeldt;Startdato;Slutdato;Forventet slutdato;Afgangsårsag;Lokal årsag;"
        "Hold;Afdeling;Institutionsnr;Elevtype;Alder;Kontaktlærer;Orlov fra;Orlov til\r\n".encode("cp1252")
    )
    assert raw["afgang.csv"].startswith(
        "Elevnr;Uddannelse;Forløbsdel;Afgangsdato;Afgangsårsag;Lokal årsag\r\n".encode()
    )
    assert raw["aftaler.csv"].startswith(
        b"\xef\xbb\xbf"
        + "Elevnr;Aftalenr;Arbejdsgiver;Oplæringssted;Kommune;Uddannelse;Underskrevet;Aftale fra;Aftale til;"
        "Ophørsårsag\r\n".encode()
    )
    assert raw["fravaer.txt"].startswith(
        b"\xff\xfe"
        + "Elevnr\tUddannelse\tForløbsdel\tFra\tTil\tFraværstimer\tPlanlagte timer\r\n".encode("utf-16-le")
    )
    assert raw["kvoter.xlsx"].startswith(b"PK")
    assert any("," in row["Fraværstimer"] for row in extracts[0].absence)


def test_quotas_cover_programmes_municipalities_and_years(extracts: list[Read]) -> None:
    quotas = extracts[0].quotas
    assert len(quotas) == 3 * 6 * 8  # 2019 to 2026
    assert {row[2] for row in quotas} == set(range(2019, 2027))
    assert all(row[3] >= 5 for row in quotas)
    for year in (2021, 2025):  # the whole school's fulfilment is near its target
        agreed = sum(row[3] for row in quotas if row[2] == year)
        signed = sum(
            row["Underskrevet"].endswith(str(year)) for row in extracts[0].agreements if row["Kommune"]
        )
        assert 0.7 < signed / agreed < 1.3


def test_generation_needs_no_django() -> None:
    code = "import sys; sys.modules['django'] = None; import pejling.flows.demo.generate"
    subprocess.run([sys.executable, "-c", code], check=True)
