"""Numbers that belong to one person: CPR-like, telephone, student numbers; and e-mail addresses. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pejling.analysis.gate.hit import Hit, made

_DASH = r"[\u2010-\u2015\u2212-]"
#: nothing of a number before it
_FIRST = r"(?<!\d)(?<!\d[.,/])"
#: ddmmyy and four more, apart by at most a sign and blanks; also with blanks or dots in the date
_CPR = re.compile(
    rf"{_FIRST}(\d\d)([ ./]?)(\d\d)\2(\d\d)[ ]?({_DASH}|[./:_])?[ ]?(?:\d{{4}}|[xX]{{4}}|\*{{4}})(?![\d])"
)
#: the same with the whole year; followed by another year it is a period
_WHOLE_YEAR = re.compile(
    rf"{_FIRST}(\d{{1,2}})[ ./-]?(\d{{1,2}})[ ./-]?(?:18|19|20)(\d\d)"
    rf"[ ]?{_DASH}?[ ]?(?!19|20)\d{{4}}(?![\d])"
)
#: what is no other number even where figures stand beside each other by chance
_SURE = re.compile(rf"{_FIRST}(\d\d)(\d\d)(\d\d){_DASH}\d{{4}}(?![\d])")
#: ten digits with blanks or dashes anywhere
_TEN = re.compile(rf"{_FIRST}\d(?:(?:[ ]|{_DASH}){{0,2}}\d){{9}}(?![\d])")
_EMAIL = re.compile(r"[\w.+-]+ ?@ ?[\w-]+(?:\.[\w-]+)+")
_SPELLED_EMAIL = re.compile(
    r"\b[\w.+-]+ ?(?:[(\[{<](?:at|a|snabel-?a)[)\]}>]|snabel-?a) ?"
    r"[\w-]+(?: ?(?:\.|[(\[](?:dot|punktum|\.)[)\]]) ?[\w-]+)+",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"(?<!\w)(?<!\d[.,])(?:\+|00)[1-9]\d{0,2}(?:[ .-]?\d){6,12}(?!\d)")
_EIGHT = re.compile(
    r"(?<!\d)(?<!\d[.,/-])(?<!\+)(?:\d{2}([ .-])\d{2}\1\d{2}\1\d{2}|\d{4}[ -]\d{4}|\d{8})"
    r"(?![\d/%]|[.,]\d| ?%| ?(?:kr|pct)\b)"
)
#: eight digits in any groups: a telephone where the text says so
_GROUPS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){7}(?!\d)")
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
    # A line that ends within a number doesn't end it.
    text = re.sub(r"\s+", " ", text)
    taken: list[tuple[int, int]] = []
    for kind, start, end, refused in (*_cprs(text), *_mails(text), *_students(text), *_phones(text)):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            taken.append((start, end))
            yield made(kind, place, text, start, end, refused=refused)


def _cprs(text: str) -> Iterator[tuple[str, int, int, bool]]:
    for found in _CPR.finditer(text):
        if is_date(found[1], found[3], found[4]):
            # Of a number with another sign in it somebody may know that it is another.
            yield "cpr", *found.span(), found[0][-1].isdigit() and (found[5] or "-") not in "./:_"
    for found in _WHOLE_YEAR.finditer(text):
        if is_date(found[1], found[2], found[3]):
            yield "cpr", *found.span(), False
    for found in _TEN.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if is_date(digits[:2], digits[2:4], digits[4:6]):
            yield "cpr", *found.span(), False


def sure_cprs(place: str, text: str) -> Iterator[Hit]:
    """CPR numbers as they are usually written, in a file whose other numbers mean nothing."""
    for found in _SURE.finditer(text):
        if is_date(found[1], found[2], found[3]):
            yield made("cpr", place, text, *found.span(), refused=True)


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
    for found in _GROUPS.finditer(text):
        if _BEFORE_PHONE.search(text[max(found.start() - 24, 0) : found.start()]):
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
