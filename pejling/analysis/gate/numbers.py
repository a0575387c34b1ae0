"""Numbers that belong to one person: CPR-like, telephone, student numbers; and e-mail addresses. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pejling.analysis.gate.hit import Hit, made

_DASH = r"[\u2010-\u2015\u2212-]"
#: ddmmyy and four more, apart by at most a dash and blanks; also with blanks or dots in the date
_CPR = re.compile(
    rf"(?<![\d.,/])(\d\d)([ ./]?)(\d\d)\2(\d\d)[ ]?{_DASH}?[ ]?(?:\d{{4}}|[xX]{{4}}|\*{{4}})(?![\d])"
)
#: ten digits with blanks or dashes anywhere
_TEN = re.compile(rf"(?<![\d.,/])\d(?:(?:[ ]|{_DASH}){{0,2}}\d){{9}}(?![\d])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SPELLED_EMAIL = re.compile(r"\b[\w.+-]+\s?(?:\(at\)|\[at\]|snabel-?a)\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_ABROAD = re.compile(r"(?<![\w.,])(?:\+|00)[1-9]\d{0,2}(?:[ .-]?\d){6,12}(?!\d)")
_EIGHT = re.compile(
    r"(?<![\d.,/+-])(?:\d{2}([ .-])\d{2}\1\d{2}\1\d{2}|\d{4}[ -]\d{4}|\d{8})(?![\d/%]|[.,]\d| ?%| ?(?:kr|pct)\b)"
)
_BEFORE_PHONE = re.compile(r"(?:tlf|telefon|mobil|ring)[\w.:]{0,6}\s*$", re.IGNORECASE)
#: what says that a number is no telephone's
_OTHER = re.compile(
    r"(?:cvr|p-?nr|p-?nummer|ean|isbn|issn|journal\w*|sags?\w*|lov\w*)[\s\w.:-]{0,12}$", re.IGNORECASE
)
_STUDENT = re.compile(
    r"\b(?:elev|studie|kursist|deltager|uni-?login|medarbejder)[ -]?(?:nr|nummer|id)\b[.:\s]{0,3}([\w-]*\d[\w-]*)",
    re.IGNORECASE,
)


def numbers_in(place: str, text: str) -> Iterator[Hit]:
    """Every such number; where two kinds fit, the worse one."""
    taken: list[tuple[int, int]] = []
    for kind, start, end, refused in (*_cprs(text), *_mails(text), *_students(text), *_phones(text)):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            taken.append((start, end))
            yield made(kind, place, text, start, end, refused=refused)


def _cprs(text: str) -> Iterator[tuple[str, int, int, bool]]:
    for found in _CPR.finditer(text):
        if is_date(found[1], found[3], found[4]):
            yield "cpr", *found.span(), found[0][-1].isdigit()
    for found in _TEN.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if is_date(digits[:2], digits[2:4], digits[4:6]):
            yield "cpr", *found.span(), False


def is_date(day: str, month: str, year: str) -> bool:
    """Whether ddmmyy is a date in some century; replacement numbers have 60 more in the day."""
    number = int(day) - 60 if int(day) > 60 else int(day)
    for century in (1900, 2000):
        try:
            date(century + int(year), int(month), number)
        except ValueError:
            continue
        return True
    return False


def _mails(text: str) -> Iterator[tuple[str, int, int, bool]]:
    for pattern in (_EMAIL, _SPELLED_EMAIL):
        for found in pattern.finditer(text):
            yield "email", *found.span(), False


def _students(text: str) -> Iterator[tuple[str, int, int, bool]]:
    for found in _STUDENT.finditer(text):
        yield "student_number", *found.span(), False


def _phones(text: str) -> Iterator[tuple[str, int, int, bool]]:
    for found in _ABROAD.finditer(text):
        yield "phone", *found.span(), False
    for found in _EIGHT.finditer(text):
        before = text[max(found.start() - 24, 0) : found.start()]
        if _OTHER.search(before):
            continue
        if _BEFORE_PHONE.search(before) or not _is_something_else(found[0]):
            yield "phone", *found.span(), False


def _is_something_else(found: str) -> bool:
    """Two years, or a date in one piece: no telephone unless the text says so."""
    halves = re.split(r"[ -]", found)
    if len(halves) == 2 and all(1900 <= int(half) <= 2099 for half in halves):
        return True
    if len(found) == 8 and found.isdigit():
        for day, month, year in ((found[6:], found[4:6], found[:4]), (found[:2], found[2:4], found[4:])):
            if "1900" <= year <= "2099" and is_date(day, month, year[2:]):
                return True
    return False
