"""The mistakes put in on purpose, found again in the files by rules of the test's own."""

import re
from datetime import datetime

from .as_files import Read, all_text, dashes, slashes

TEN_DIGITS = re.compile(r"(?<![0-9])([0-9]{6})[-\s]{0,3}[0-9]{4}(?![0-9])")
NINE_DIGITS = re.compile(r"(?<![0-9])([0-9]{5})[-\s]{0,3}[0-9]{4}(?![0-9])")
CODES = {"", "1", "2", "10", "14", "20", "21", "22", "23", "24", "25", "26", "31", "33", "66"}


def is_date(six: str) -> bool:
    try:
        datetime.strptime(six, "%d%m%y")
    except ValueError:
        return False
    return True


def test_one_false_cpr_number_and_no_other(extracts: list[Read]) -> None:
    found = []
    for extract in extracts:
        for path in extract.delivery.files:
            text = all_text(path)
            found += [
                (extract.delivery.as_of, path.name, match[0])
                for match in TEN_DIGITS.finditer(text)
                if is_date(match[1])
            ]
            assert not [match[0] for match in NINE_DIGITS.finditer(text) if is_date("0" + match[1])]
    assert found == [(extracts[0].delivery.as_of, "afgang.csv", "010101-0000")]


def test_workplaces_are_ten_digits_that_no_one_can_take_for_a_cpr_number(extracts: list[Read]) -> None:
    numbers = {row["Oplæringssted"] for row in extracts[0].agreements}
    assert len(numbers) > 40
    assert all(re.fullmatch("[0-9]{10}", number) and not is_date(number[:6]) for number in numbers)


def test_student_numbers_start_with_d(extracts: list[Read]) -> None:
    assert all(re.fullmatch("D[0-9]{7}", row["Elevnr"]) for row in extracts[0].enrolments)


def test_every_delivery_has_three_to_six_wrong_rows(extracts: list[Read]) -> None:
    counts = []
    for extract in extracts:
        wrong = sum(dashes(row["Startdato"]) is None for row in extract.enrolments)
        wrong += sum(row["Afgangsårsag"] not in CODES for row in extract.enrolments)
        wrong += sum(slashes(row["Underskrevet"]) is None for row in extract.agreements)
        wrong += sum(not re.fullmatch(r"[0-9]+(,[0-9]+)?", row["Fraværstimer"]) for row in extract.absence)
        counts.append(wrong)
    assert counts == [3, 3, 3, 4]


def test_there_is_something_to_warn_about(extracts: list[Read]) -> None:
    first = extracts[0]
    assert sum(row["Uddannelse"] == "SSA (2013)" for row in first.enrolments) == 1
    assert sum(not row["Afgangsdato"] for row in first.leavers) >= 2
    spells: dict[str, list[tuple]] = {}
    for row in first.enrolments:
        start, end = dashes(row["Startdato"]), dashes(row["Slutdato"])
        if start and end:
            spells.setdefault(row["Elevnr"], []).append((start, end))
    overlapping = [
        one
        for one in spells.values()
        if any(a[1] > b[0] for a, b in zip(sorted(one), sorted(one)[1:], strict=False))
    ]
    assert overlapping
