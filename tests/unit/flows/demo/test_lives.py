"""What the lives look like from outside: magnitudes a school would recognise, and dates that fit together."""

from datetime import date, timedelta

import pytest

from .as_files import Course, Read, courses, dashes, slashes


def left_within(extract: Read, programme: str, part: str, days: int) -> float:
    """Share of the spells begun at least a year before the extract that were interrupted within ``days``."""
    until = extract.delivery.as_of - timedelta(days=400)
    begun = [c for c in courses(extract) if (c.programme, c.part) == (programme, part) and c.start <= until]
    assert len(begun) > 400
    return sum(gone(course, days) for course in begun) / len(begun)


def gone(course: Course, days: int) -> bool:
    return course.interrupted and course.end is not None and (course.end - course.start).days <= days


@pytest.mark.parametrize(
    ("programme", "part", "low", "high"),
    [
        ("SOSU", "GF1", 0.07, 0.14),
        ("SSH", "GF2", 0.14, 0.21),
        ("SSA", "GF2", 0.13, 0.20),
        ("PAU", "GF2", 0.13, 0.20),
        ("SSH", "HF", 0.11, 0.19),
        ("SSA", "HF", 0.12, 0.18),
        ("PAU", "HF", 0.06, 0.12),
    ],
)
def test_share_that_leaves_within_a_year(
    extracts: list[Read], programme: str, part: str, low: float, high: float
) -> None:
    assert low <= left_within(extracts[0], programme, part, 365) <= high


@pytest.mark.parametrize("programme", ["SSH", "SSA", "PAU"])
def test_most_leave_in_the_first_three_months(extracts: list[Read], programme: str) -> None:
    early = left_within(extracts[0], programme, "HF", 91) / 3
    later = (left_within(extracts[0], programme, "HF", 365) - early * 3) / 9
    assert early > 1.5 * later


def test_three_in_four_go_on_from_gf2(extracts: list[Read]) -> None:
    extract = extracts[0]
    ways_on: dict[str, list[date]] = {}
    for row in extract.enrolments:
        if row["Forløbsdel"] == "HF" and (start := dashes(row["Startdato"])):
            ways_on.setdefault(row["Elevnr"], []).append(start)
    for row in extract.agreements:
        signed, ends = slashes(row["Underskrevet"]), slashes(row["Aftale til"])
        if signed and ends:
            ways_on.setdefault(row["Elevnr"], []).append(signed)
    went_on = completed = 0
    for row in extract.enrolments:
        end = dashes(row["Slutdato"])
        if row["Forløbsdel"] == "GF2" and row["Afgangsårsag"] == "10" and end:
            if (extract.delivery.as_of - end).days <= 91:
                continue
            completed += 1
            days = ((on - end).days for on in ways_on.get(row["Elevnr"], []))
            went_on += any(-365 < number <= 91 for number in days)
    assert completed > 2500
    assert 0.74 <= went_on / completed <= 0.83


def test_nobody_leaves_before_starting_or_before_being_registered(extracts: list[Read]) -> None:
    for extract in extracts:
        for course in courses(extract):
            if course.end:
                assert course.end >= course.start
                assert course.end >= course.registered


def test_nothing_from_the_future_is_told(extracts: list[Read]) -> None:
    for extract in extracts:
        as_of = extract.delivery.as_of
        assert all(course.registered <= as_of for course in courses(extract))
        assert all(course.end is None or course.end <= as_of for course in courses(extract))
        signed = [slashes(row["Underskrevet"]) for row in extract.agreements]
        assert all(day <= as_of for day in signed if day)


def test_some_register_late_and_most_do_not(extracts: list[Read]) -> None:
    known = courses(extracts[0])
    assert 0.02 <= sum(course.registered > course.start for course in known) / len(known) <= 0.08


def test_kinds_of_lives_are_all_there(extracts: list[Read]) -> None:
    rows = extracts[0].enrolments
    codes = [row["Afgangsårsag"] for row in rows]
    assert codes.count("1") > 50 and codes.count("66") + codes.count("31") > 5 and codes.count("33") > 10
    assert sum(row["Orlov fra"] != "" for row in rows) > 80
    assert {row["Elevtype"] for row in rows} == {"EUD", "EUV1", "EUV2", "EUV3", ""}
    assert sum(row["Lokal årsag"] != "" for row in rows) > 300
    own: dict[str, list[tuple[date, str, str]]] = {}
    for row in rows:
        if start := dashes(row["Startdato"]):
            own.setdefault(row["Elevnr"], []).append((start, row["Uddannelse"], row["Forløbsdel"]))
    again = [life for life in own.values() if len({step[1:] for step in life}) < len(life)]
    assert len(again) > 50  # re-entries
    changed = [life for life in own.values() if len({step[1] for step in life} - {"SOSU"}) > 1]
    assert len(changed) > 200  # programme changes, and SSH students who go on to SSA
    reasons = {row["Ophørsårsag"] for row in extracts[0].agreements}
    assert {"Ophævet i prøvetiden", "Ophævet", "Gennemført", ""} <= reasons


def test_absence_is_a_share_of_the_hours(extracts: list[Read]) -> None:
    absent = scheduled = 0.0
    for row in extracts[0].absence:
        hours = [float(row[name].replace(",", ".")) for name in ("Fraværstimer", "Planlagte timer")]
        assert 0 <= hours[0] <= hours[1]
        absent, scheduled = absent + hours[0], scheduled + hours[1]
    assert 0.06 <= absent / scheduled <= 0.15
