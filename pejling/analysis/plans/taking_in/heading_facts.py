"""What a document says about the whole plan: its kind, title, organisation, period and partners. *Pure.*"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from pejling.analysis.plans.fuzzy_dates import MONTHS, understand
from pejling.analysis.plans.kinds import PlanKind
from pejling.analysis.plans.taking_in.organisations import NAME, find_organisation, is_organisation
from pejling.analysis.plans.taking_in.originals import HEADING, Original, Piece, joined
from pejling.analysis.plans.taking_in.outline import Openings
from pejling.analysis.plans.taking_in.run_in import is_greeting
from pejling.analysis.plans.taking_in.vocabulary import WORDS, tolerant, without_bullet

_RANGE = re.compile(
    r"(?<!\d)(20\d\d)\s*(?:(?:-|–|—|/|_)\s*|\btil\s+(?:(?:d\.|den)?\s*\d{1,2}\.\s?[a-zæøå\d]+\.?\s|(?=20)))"
    r"(20\d\d|\d\d(?![.\d]))(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_PARTNER = re.compile(rf"(?:(?:{NAME}|og) ){{0,4}}{NAME}[ -](?:Kommune|Region)$|Region {NAME}$")
_MONTH = "|".join(MONTHS)
_ONE_DAY = rf"\d{{1,2}}\.? (?:{_MONTH}) 20\d\d|\d{{1,2}}[.-]\d{{1,2}}[.-]20\d\d|20\d\d-\d\d-\d\d"
_DAYS = re.compile(
    rf"(?P<first>{_ONE_DAY})\s*(?:[-–—]|til(?: og med)?)\s*(?:d\.|den)?\s*(?P<last>{_ONE_DAY})", re.IGNORECASE
)
_SCHOOL_YEAR = re.compile(r"skoleår(?:et)?:?\s*(20\d\d)\s*[-–/]\s*(20\d\d|\d\d)(?!\d)", re.IGNORECASE)
Period = tuple[date, date]


def guess_kind(original: Original, kinds: Mapping[str, PlanKind]) -> str:
    """The kind whose words are heard most; the file's name and the first lines count more."""
    first = " ".join([original.name, *(piece.text for piece in original.pieces[:6])])
    heard: Counter[str] = Counter()
    for key, words in WORDS["kinds"].items():
        if key not in kinds:
            continue
        for word, loud in words.items():
            pattern = re.compile(tolerant(word), re.IGNORECASE)
            heard[key] += loud * min(len(pattern.findall(original.text)), 12) + 12 * loud * bool(
                pattern.search(first)
            )
    # A kind of the school's own is heard by its own title.
    for key, kind in kinds.items():
        if kind.words["da"].title.lower() in first.lower():
            heard[key] += 100
    best = max(heard, key=lambda key: heard[key], default="")
    if best and heard[best] > 2:
        return best
    # Nothing speaks for any: the kind that asks most of its actions.
    return max(kinds, key=lambda key: len(kinds[key].needed.get("action", ())))


def find_period(original: Original, kind: str, today: date, told: str = "") -> tuple[Period, bool]:
    """The years the plan is for, and whether the document says so (else it is this year's).

    ``told``: what a label says of it.
    """
    first = " | ".join([told, *(piece.text for piece in original.pieces[:25])])
    if (exact := exact_period(first)) is not None:
        return exact, True
    if (match := _SCHOOL_YEAR.search(" ".join([told, original.name, first[:1500]]))) and (
        int(match[2]) % 100 == (int(match[1]) + 1) % 100
    ):
        return _years(int(match[1]), int(match[2]), "school_plan"), True
    if told and (match := _RANGE.search(told) or _YEAR.search(told)):
        return _years(int(match[1]), int(match[match.re.groups]), kind), True
    return _period_of_words(original, kind, today)


def exact_period(text: str) -> Period | None:
    """Two days with a dash or "til" between them: where they are more than 90 days apart, it is a period."""
    for match in _DAYS.finditer(text):
        days = [_day(match["first"]), _day(match["last"])]
        if days[0] is not None and days[1] is not None and 90 < (days[1] - days[0]).days < 4000:
            return days[0], days[1]
    return None


def _day(said: str) -> date | None:
    when = understand(said)
    return when.first if when.first == when.last else None


def _period_of_words(original: Original, kind: str, today: date) -> tuple[Period, bool]:
    places = [original.name, " ".join(piece.text for piece in original.pieces[:8])]
    running = " ".join(piece.text for piece in original.pieces)
    if kind == "school_plan":
        years = [
            found for found in _RANGE.findall(running) if int(found[1]) % 100 == (int(found[0]) + 1) % 100
        ]
        if years:
            return _years(*map(int, max(years)), kind), True
    told = re.findall(r"(?:i perioden|perioden|gælder for|gældende)[^.]{0,12}.{0,14}20\d\d.{0,30}", running)
    # What the document is called says more than the lines under it.
    called = [piece.text for piece in original.pieces[:3] if _YEAR.search(piece.text)]
    for text in (original.name, *called[:1]):
        if (match := _RANGE.search(text)) or (match := _YEAR.search(text)):
            return _years(int(match[1]), int(match[match.re.groups]), kind), True
    for text in (*places, *told):
        if match := _RANGE.search(text):
            return _years(int(match[1]), int(match[2]), kind), True
    for text in (*places, *told):
        if match := _YEAR.search(text):
            return _years(int(match[1]), int(match[1]), kind), True
    named = Counter(map(int, _YEAR.findall(running)))
    if not named:
        return _years(today.year, today.year, kind), False
    if kind == "training_programme":
        # A programme is told from when it began until now.
        return _years(min(named), max(named), kind), True
    return _years(*(max(named, key=lambda year: (named[year], year)),) * 2, kind), True


def _years(first: int, last: int, kind: str) -> Period:
    if last < 100:
        last += first // 100 * 100
    last = max(first, last)
    if kind == "school_plan" and last == first + 1:
        return date(first, 8, 1), date(last, 7, 31)
    return date(first, 1, 1), date(last, 12, 31)


def find_partners(original: Original) -> list[tuple[Piece, str]]:
    """Parties that are listed, one a line: at least two, most of them municipalities or regions."""
    best: list[tuple[Piece, str]] = []
    run: list[tuple[Piece, str]] = []
    for piece in (*original.pieces, Piece(0, ".")):
        name = without_bullet(piece.text).rstrip(" .,")
        school = (
            re.search(r"skole|college|FOA|LUU|region|\bSOSU", name, re.IGNORECASE)
            and len(name) < 70
            and name[:1].isupper()
        )
        if not piece.table and (
            _PARTNER.fullmatch(name) or (school and not piece.text.endswith((".", ":", "?")))
        ):
            run.append((piece, name))
            continue
        if sum(bool(_PARTNER.fullmatch(name)) for _piece, name in run) > max(1, len(best) // 2) and len(
            run
        ) > len(best):
            best = run
        run = []
    return best or _in_a_line(original)


def _in_a_line(original: Original) -> list[tuple[Piece, str]]:
    """Parties after each other in one of the first lines."""
    for piece in original.pieces[:15]:
        names = [one.strip(" .") for one in re.split(r",|\bog (?=[A-ZÆØÅ])", piece.text)]
        if (
            len(names) > 2
            and sum(bool(_PARTNER.fullmatch(name)) for name in names) > 1
            and not (piece.table or ":" in piece.text)
        ):
            return [(piece, piece.text)]
    return []


def whose_title(text: str, organisation: str) -> tuple[str, str]:
    """A title that begins or ends with whose plan it is, without that: ("EUC Nord - ", "Handleplan 2025")."""
    if not organisation:
        return "", text
    name = re.escape(organisation)
    match = re.match(rf"{name}\s*[-–—:|]+\s+(?=\w{{4}})", text) or re.search(
        rf"(?<=\w{{4}})(?:\s+[-–—|]+\s*|[:,]\s+){name}$", text
    )
    return (match[0], text[: match.start()] + text[match.end() :]) if match else ("", text)


def find_title(
    original: Original, openings: Openings, aside: Collection[int] = ()
) -> tuple[list[Piece], list[Piece], str]:
    """The pieces of the document's title, those of the line under it, and the title; "" where there is none.

    ``aside``: numbers of pieces that say something else.
    """
    pieces = original.pieces
    whose = find_organisation(original)

    def is_name(text: str) -> bool:
        return text == whose or is_organisation(text)

    named = bool(pieces) and is_name(pieces[0].text) and len(pieces) > 1 and pieces[1].sort != HEADING
    heading = next(
        (
            piece
            for piece in pieces[:10]
            if piece.sort == HEADING and piece.level <= 1 and not is_name(piece.text)
        ),
        None,
    )
    if heading is not None and pieces.index(heading) not in openings and not (named and heading.level):
        return [heading], [], heading.text
    # Before the first cell may stand what the first of several sheets is called.
    cells = pieces[1:] if pieces and pieces[0].sort == HEADING else pieces
    if len(cells) > 2 and is_name(cells[0].text) and cells[1].row > cells[0].row:
        # Whose plan it is, over its title.
        cells = cells[1:]
    if len(cells) > 1 and cells[0].table and cells[1].row > cells[0].row:
        # The only cell of a sheet's first row.
        return [cells[0]], [], cells[0].text
    found: list[Piece] = []
    # Whose plan it is, and how a letter begins, may stand above its title.
    over = bool(pieces) and (is_name(pieces[0].text) or is_greeting(pieces[0].text))
    for place, piece in enumerate(pieces[:6]):
        if (over and place == 0) or piece.number in aside:
            continue
        if place in openings or piece.table or (found and piece.gap > 1) or len(piece.text) > 120:
            break
        found.append(piece)
    text, own = "", 0
    for piece in found:
        whole = len(text.split()) > 1 and not re.search(r"\b(?:og|for|til|på|i|af)$", text)
        if whole and not piece.text[0].islower():
            break
        text, own = joined(text, piece.text), own + 1
    plain = (
        len(text) <= 200
        and not text.endswith((".", ":", ",", "?"))
        and not re.search(r"[a-zæøå][.!?] [A-ZÆØÅ]", text)
        and not re.match(r"(?:Baggrund|Læse|Mål\b|Indhold)", text)
    )
    # A line of its own under the title says more of it; without blank lines it can be anything.
    under = [piece for piece in found[own:] if piece.gap]
    return (found[:own], under, text) if found and plain else ([], [], "")
