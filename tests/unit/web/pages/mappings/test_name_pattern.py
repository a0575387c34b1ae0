"""The next file of a kind, with another date in its name, fits the pattern made of the first one's name."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from pejling.web.pages.mappings.asking import name_pattern


@pytest.mark.parametrize(
    ("first", "pattern", "following", "other"),
    [
        ("afgang.txt", "afgang*.txt", "afgang_nov.txt", "tilgang.txt"),
        ("elevliste okt.csv", "elevliste *.csv", "elevliste november.csv", "holdliste okt.csv"),
        ("Fravær 2026-01.csv", "Fravær *-*.csv", "Fravær 2026-02 rettet.csv", "Aftaler 2026-01.csv"),
        ("Marts_udtræk.csv", "*_udtræk*.csv", "april_udtræk.csv", "april.csv"),
        # A month's name inside a word is none.
        ("majoritet.csv", "majoritet*.csv", "majoritet 2.csv", "minoritet.csv"),
        ("uden endelse 3", "uden endelse *", "uden endelse 4", "med endelse 3"),
    ],
)
def test_the_next_name_fits(first: str, pattern: str, following: str, other: str) -> None:
    assert name_pattern(first) == pattern
    assert fnmatch(first, pattern)
    assert fnmatch(following, pattern)
    assert not fnmatch(other, pattern)
