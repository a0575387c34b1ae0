"""Numbers, days and marks as the Danish print them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from pejling.analysis.reports import typography as t


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (t.number(D("1234567.891"), 3), "1.234.567,891"),
        (t.number(D("1234.5"), 1, "en"), "1,234.5"),
        (t.number(D("-0.25"), 1), "−0,3"),
        (t.number(D("2.25"), 1), "2,3"),
        (t.number(None), "–"),
        (t.exactly(D("75.750")), "75,75"),
        (t.exactly(D("30")), "30"),
        (t.exactly(D("1E+2")), "100"),
        (t.with_unit("23,4", "percent"), "23,4\N{NO-BREAK SPACE}%"),
        (t.with_unit("23.4", "percent", "en"), "23.4%"),
        (t.with_unit("4,6", "gennemsnit, skala 1-5"), "4,6 (gennemsnit, skala 1-5)"),
        (t.interval((D("10.6"), D("14.3"))), "10,6–14,3"),
        (t.interval((D("-1"), D("2"))), "−1,0 – 2,0"),
        (t.day(date(2025, 3, 4)), "4.\N{NO-BREAK SPACE}marts 2025"),
        (t.day(date(2025, 3, 4), "en"), "4\N{NO-BREAK SPACE}March 2025"),
        (t.short_day(date(2025, 3, 4)), "4.3.2025"),
        (t.period((date(2024, 1, 1), date(2028, 12, 31))), "2024–2028"),
        (t.period((date(2025, 1, 1), date(2025, 12, 31))), "2025"),
        (t.typeset('Vi siger "hej" - og 2019-2024...'), "Vi siger ”hej” – og 2019–2024…"),
        (t.typeset("skjult\x00 vending\u202e og ny\nlinje"), "skjult vending og ny\nlinje"),
    ],
)
def test_typography(said, expected):
    assert said == expected
