"""What one delivery knows that the one before didn't: the reason there is more than one."""

import itertools
from datetime import date
from pathlib import Path

import pytest

from .as_files import NOT_COUNTED, Read, dashes, key, make


def leaves(extract: Read) -> dict[tuple[str, ...], date]:
    return {
        (row["Elevnr"], row["Uddannelse"], row["Forløbsdel"], row["Afgangsdato"]): date.fromisoformat(
            row["Afgangsdato"]
        )
        for row in extract.leavers
        if row["Afgangsdato"] and row["Afgangsårsag"] not in NOT_COUNTED
    }


@pytest.mark.parametrize(
    "today",
    [
        date(2026, 1, 1),
        date(2026, 4, 16),
        date(2026, 9, 1),
        date(2027, 12, 31),
        date(2028, 2, 29),
        date(2031, 5, 13),
    ],
    ids=str,
)
def test_since_last_month_is_never_empty(tmp_path: Path, today: date) -> None:
    extracts = make(tmp_path, today)
    for before, after in itertools.pairwise(extracts):
        new = [day for leave, day in leaves(after).items() if leave not in leaves(before)]
        assert len(new) >= (10 if after is extracts[-1] else 3)
    previous = extracts[-2].delivery.as_of
    assert sum(day < previous for day in new) >= 5


def test_little_goes_and_only_for_a_reason(extracts: list[Read]) -> None:
    """By the register's rule for full deliveries: in force in the period, delivered before, absent now."""
    for before, after in itertools.pairwise(extracts):
        assert after.delivery.period
        first, last = after.delivery.period
        present = {key(row) for row in after.enrolments}
        unreadable = {row["Elevnr"] for row in after.enrolments if dashes(row["Startdato"]) is None}
        covered = [
            key(row)
            for row in before.enrolments
            if (start := dashes(row["Startdato"]))
            and start <= last
            and (dashes(row["Slutdato"]) or date.max) >= first
            and row["Elevnr"] not in unreadable
        ]
        gone = [spell for spell in covered if spell not in present]
        assert len(gone) < 0.01 * len(covered)
        assert all(dashes(spell[3]) >= before.delivery.as_of for spell in gone)  # taken back before the start
        later = {leave for leave, day in leaves(before).items() if day >= first} - leaves(after).keys()
        assert not later
        signed = {row["Aftalenr"] for row in after.agreements}
        ends = {row["Aftalenr"]: row["Aftale til"] for row in before.agreements}
        lost = [number for number in ends if number not in signed]
        assert all(date(*map(int, ends[n].replace("/", " ").split()[::-1])) < first for n in lost)


def test_some_are_taken_back_before_they_start(extracts: list[Read]) -> None:
    taken_back = set()
    for before, after in itertools.pairwise(extracts):
        ahead = {
            key(r) for r in before.enrolments if (dashes(r["Startdato"]) or date.min) > after.delivery.as_of
        }
        unreadable = {row["Elevnr"] for row in after.enrolments if dashes(row["Startdato"]) is None}
        taken_back |= {spell for spell in ahead if spell[0] not in unreadable} - set(
            map(key, after.enrolments)
        )
    assert taken_back


def test_late_registrations_turn_up_in_later_deliveries(extracts: list[Read]) -> None:
    late = 0
    for before, after in itertools.pairwise(extracts):
        known = {key(row) for row in before.enrolments}
        for row in after.enrolments:
            start, registered = dashes(row["Startdato"]), dashes(row["Tilmeldt"])
            if start and registered and start < before.delivery.as_of < registered:
                assert key(row) not in known
                late += 1
    assert late >= 3


def test_classes_change_between_deliveries(extracts: list[Read]) -> None:
    first = {key(row): row["Hold"] for row in extracts[0].enrolments}
    moved = [row for row in extracts[-1].enrolments if first.get(key(row), row["Hold"]) != row["Hold"]]
    assert len(moved) >= 5


def test_leave_dates_are_often_in_the_leavers_file_only(extracts: list[Read]) -> None:
    silent = {key(row)[:3] for row in extracts[0].enrolments if not row["Afgangsårsag"]}
    told = leaves(extracts[0])
    assert 0.4 <= sum(leave[:3] in silent for leave in told) / len(told) <= 0.75
