"""Results the invented school has had from others: surveys, evaluations and the ministry's figures. Pure.

Nothing here was measured: means, shares and numbers of answers were chosen so that some changes are clear, most no
more than chance, one source is old, one has left a figure out, and one has never been delivered.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from .dice import dice

Row = dict[str, str]
COLUMNS = (
    "Kilde", "Indikator", "Gælder", "Slags", "Gruppe", "Periode", "Værdi", "Enhed", "Skala fra", "Skala til",
    "Antal svar", "Spredning", "Svarprocent", "Indsamlet fra", "Indsamlet til", "Hentet", "Udgivet af", "Offentlig",
    "Bemærkning",
)  # fmt: skip
FILE = "noegletal.csv"
_INVENTED = "Opdigtet til demoen"

#: indicator -> (mean in the first year, change per year, standard deviation)
_ETU = {
    "Egen indsats og motivation": (4.02, 0.00, 0.66),
    "Læringsmiljø": (3.84, 0.01, 0.74),
    "Velbefindende": (4.10, 0.00, 0.78),
    "Fysiske rammer": (3.61, -0.01, 0.86),
    "Egne evner": (4.05, 0.01, 0.62),
    "Oplæring": (3.95, 0.02, 0.88),
    "Føler sig forberedt til oplæring": (3.42, 0.10, 0.98),
    "Får feedback fra underviserne": (3.48, 0.02, 0.95),
}
_VTU = {"Elever": 7.8, "Samarbejdet med skolen": 7.1, "Generel tilfredshed": 7.6}
_UMV = {"Fysisk undervisningsmiljø": 64, "Psykisk undervisningsmiljø": 76, "Æstetisk undervisningsmiljø": 58}
#: the ministry's dropout: share in per cent in the first year, change per year
_DROPOUT = {"3 mdr.": (5.8, 0.1), "6 mdr.": (8.6, 0.1), "12 mdr.": (12.4, 0.2)}


def write(folder: Path, *, today: date, seed: int) -> Path:
    """Write the file as a quality lead would keep it; the same day and seed give the same bytes."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, delimiter=";", lineterminator="\r\n", restval="")
    writer.writeheader()
    writer.writerows(rows(today, seed))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path


def rows(today: date, seed: int) -> Iterator[Row]:
    """Every result known on ``today``."""
    luck = dice(seed, "results")
    autumn = today.year if today >= date(today.year, 12, 10) else today.year - 1
    yield from _students_survey(autumn, luck)
    yield from _employers_survey(autumn, luck)
    yield from _teaching(today, luck)
    yield from _courses(today, luck)
    yield from _placements(autumn, luck)
    yield from _environment(today.year - 4)
    yield from _staff(today.year - 1, luck)
    yield from _ministry(today.year - 2, luck)


def _students_survey(newest: int, luck: Random) -> Iterator[Row]:
    for year in range(newest - 3, newest + 1):
        n, response = 560 + luck.randrange(60), 70 + luck.randrange(9)
        for indicator, (first, a_year, sd) in _ETU.items():
            value = first + a_year * (year - newest + 3) + luck.gauss(0, sd / n**0.5)
            yield _row(
                "ETU", indicator, str(year), f"{value:.2f}", "gennemsnit", scale=(1, 5), sd=sd,
                n=n if indicator != "Oplæring" else n - 190, response=response,
                collected=(date(year, 10, 1), date(year, 12, 1)), retrieved=date(year + 1, 1, 20),
            )  # fmt: skip


def _employers_survey(newest: int, luck: Random) -> Iterator[Row]:
    for year in (newest - 3, newest - 1):
        n, response = 64 + luck.randrange(20), 31 + luck.randrange(8)
        for indicator, first in _VTU.items():
            yield _row(
                "VTU", indicator, str(year), f"{first + luck.gauss(0, 0.2):.1f}", "gennemsnit", scale=(1, 10), sd=1.6,
                n=n, response=response, collected=(date(year, 9, 1), date(year, 11, 15)),
                retrieved=date(year + 1, 1, 20),
            )  # fmt: skip


def _teaching(today: date, luck: Random) -> Iterator[Row]:
    for back in (2, 1):
        year, half = divmod(today.year * 2 + (today.month > 6) - back, 2)
        last = date(year, 6, 20) if half == 0 else date(year, 12, 12)
        for group, n in (("GF2", 210), ("HF", 260), ("AMU", 95)):
            value = 3.9 + luck.gauss(0, 0.08)
            yield _row(
                "Undervisningsevaluering", "Undervisningen er godt tilrettelagt", f"{year}-K{2 + 2 * half}",
                f"{value:.2f}", "gennemsnit", group=group, scale=(1, 5), sd=0.9, n=n + luck.randrange(30),
                collected=(last, last), visible="intern",
            )  # fmt: skip


def _courses(today: date, luck: Random) -> Iterator[Row]:
    for back in range(5, 0, -1):
        year, quarter = divmod(today.year * 4 + (today.month - 1) // 3 - back, 4)
        last = date(year, 3 * quarter + 3, 30)
        yield _row(
            "Vis Kvalitet", "Samlet vurdering af AMU-kurser", f"{year}-K{quarter + 1}",
            f"{8.3 + luck.gauss(0, 0.12):.1f}", "gennemsnit", scale=(0, 10), sd=1.3, n=90 + luck.randrange(70),
            collected=(date(year, 3 * quarter + 1, 1), last),
        )  # fmt: skip


def _placements(newest: int, luck: Random) -> Iterator[Row]:
    for year, value in ((newest - 1, 4.3), (newest, 4.5)):
        yield _row(
            "Oplæring", "Tilfredshed med vejledningen", str(year), f"{value:.1f}", "gennemsnit", scale=(1, 5), sd=0.8,
            n=230 + luck.randrange(40), response=62 + luck.randrange(10),
            collected=(date(year, 1, 1), date(year, 12, 31)), visible="intern",
        )  # fmt: skip


def _environment(year: int) -> Iterator[Row]:
    for indicator, value in _UMV.items():
        yield _row(
            "UMV",
            indicator,
            str(year),
            str(value),
            "indeks",
            n=480,
            collected=(date(year, 3, 1), date(year, 3, 31)),
        )


def _staff(newest: int, luck: Random) -> Iterator[Row]:
    for year in (newest - 3, newest):
        dates = (date(year, 2, 1), date(year, 2, 21))
        yield _row("MTU", "Samlet tilfredshed", str(year), str(71 + luck.randrange(5)), "indeks", sd=17, n=148,
                   response=84, collected=dates, visible="intern")  # fmt: skip
        for department, n in (("Ådalen", 44), ("Lyngvig", 4)):
            yield _row("MTU", "Samlet tilfredshed", str(year), str(68 + luck.randrange(12)), "indeks", sd=18, n=n,
                       place=(department, "afdeling"), collected=dates, visible="intern")  # fmt: skip
    yield _row("Trivsel", "Generel trivsel", str(newest), "", "gennemsnit", group="10. klasse", scale=(1, 5),
               collected=(date(newest, 1, 20), date(newest, 3, 20)),
               note="Udeladt af kilden: færre end 5 svar")  # fmt: skip


def _ministry(newest: int, luck: Random) -> Iterator[Row]:
    for year in range(newest - 2, newest + 1):
        n = 600 + luck.randrange(80)
        for window, (first, a_year) in _DROPOUT.items():
            value = first + a_year * (year - newest + 2)
            retrieved = date(year + 1, 11, 3)
            for place, share, behind in (
                (None, value + luck.gauss(0, 0.5), n),
                (("Hele landet", "land"), value + 1.1, 41_000 + luck.randrange(2_000)),
            ):
                yield _row(
                    "Uddannelsesstatistik.dk", f"Frafald inden for {window}", str(year), f"{share:.1f}", "procent",
                    n=behind, place=place, collected=(date(year + 1, 10, 1), date(year + 1, 10, 1)),
                    retrieved=retrieved, publisher="Ministeriet (opdigtet)",
                )  # fmt: skip


def _row(
    source: str,
    indicator: str,
    period: str,
    value: str,
    unit: str,
    *,
    group: str = "",
    place: tuple[str, str] | None = None,
    scale: tuple[int, int] | None = None,
    sd: float | None = None,
    n: int | None = None,
    response: int | None = None,
    collected: tuple[date, date] | None = None,
    retrieved: date | None = None,
    publisher: str = "",
    visible: str = "",
    note: str = _INVENTED,
) -> Row:
    """One row as the file has it: decimal comma, dates day first."""
    first, last = collected or (None, None)
    return {
        "Kilde": source,
        "Indikator": indicator,
        "Gælder": place[0] if place else "",
        "Slags": place[1] if place else "",
        "Gruppe": group,
        "Periode": period,
        "Værdi": value.replace(".", ","),
        "Enhed": unit,
        "Skala fra": str(scale[0]) if scale else "",
        "Skala til": str(scale[1]) if scale else "",
        "Antal svar": "" if n is None else str(n),
        "Spredning": "" if sd is None else f"{sd}".replace(".", ","),
        "Svarprocent": "" if response is None else str(response),
        "Indsamlet fra": _day(first),
        "Indsamlet til": _day(last),
        "Hentet": _day(retrieved or last),
        "Udgivet af": publisher,
        "Offentlig": visible,
        "Bemærkning": note,
    }


def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""
