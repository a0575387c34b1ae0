"""Who is at the small school, and what is known on two dates. Written out, so that tests can count by hand.

August 2024: Nord 20 of whom 6 leave on 1 November (month 3); Syd 12 of whom 1 leaves on 20 September.
August 2025: Nord 24 of whom 1 leaves on 1 October (month 2); Syd 10 of whom 5 leave on 1 October.
December 2025: Nord 3, in the class T1, nobody leaves.
Known only on the second date, though dated before the first: two of Nord 2025 left on 15 May 2026.
"""

from __future__ import annotations

from datetime import date

from tests.integration.facts.school_files import enrolment

FIRST, SECOND = date(2026, 9, 1), date(2026, 10, 20)

COHORTS = (
    # department, class, start, students, leavers, leave date
    ("Nord", "N24", "01-08-2024", 20, 6, "01-11-2024"),
    ("Syd", "S24", "01-08-2024", 12, 1, "20-09-2024"),
    ("Nord", "N25", "01-08-2025", 24, 1, "01-10-2025"),
    ("Syd", "S25", "01-08-2025", 10, 5, "01-10-2025"),
    ("Nord", "T1", "01-12-2025", 3, 0, ""),
)
LATE = ("N25-10", "N25-11")


def rows_on(as_of: date) -> list[dict[str, str]]:
    """The enrolments extract of that date."""
    rows = []
    for department, group, start, students, leavers, left in COHORTS:
        for number in range(students):
            key = f"{group}-{number}"
            other = {"Afdeling": department, "Hold": group, "Navn": f"Anna {key}"}
            if number < leavers:
                other |= {"Slutdato": left, "Afgangsårsag": "21", "Lokal_årsag": "fortrudt valg"}
            elif key in LATE and as_of >= SECOND:
                other |= {"Slutdato": "15-05-2026", "Afgangsårsag": "21", "Lokal_årsag": "=1+1"}
            rows.append(enrolment(key, start, **other))
    return rows
