"""Where goals and actions begin in a document: found before anything is read, since one line alone doesn't tell.

*Pure.* The first of these ways that finds goals is used: words for levels ("Pejlemærke 1"), headings of a word
processor, numbered lines ("1. ..."), lists under "fokusområder", and at last the short lines that stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from pejling.analysis.plans.fuzzy_dates import MONTHS
from pejling.analysis.plans.taking_in import frames, titles_in_sequence, titles_over_fields
from pejling.analysis.plans.taking_in.openings import (
    ACTION,
    BACKGROUND,
    CLOSING,
    GOAL,
    MEASURE,
    Opening,
    Openings,
)
from pejling.analysis.plans.taking_in.organisations import is_organisation
from pejling.analysis.plans.taking_in.originals import CELL, HEADING, ITEM, LINE, Piece, begins_paragraph
from pejling.analysis.plans.taking_in.shares import at_end, row
from pejling.analysis.plans.taking_in.vocabulary import (
    BULLET,
    WORDS,
    LevelFound,
    asked,
    field,
    level,
    without_bullet,
)

_NUMBERED = re.compile(r"(?P<label>\d{1,2})[.)]\s+(?P<title>(?!\d)\S.*)$")
_DECIMAL = re.compile(r"(?P<label>\d{1,2}\.\d{1,2})\.?\s+(?P<title>[A-ZÆØÅ].{3,})$")
_LISTED = re.compile(
    r"\b(?:fokusområder|indsatsområder|udviklingsområder|satsningsområder|pejlemærker|målsætninger)\s*:?$",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"(?:baggrund|indledning|forord|proces|om (?:strategien|planen|skolen)|resum|læs|indhold|formål|kvalitet i fokus|"
    r"rammer|lovgrundlag|udvalgte tematikker|handlings-|referat|skolens (?:kvalitets|profil))", re.IGNORECASE
)  # fmt: skip
_AIM = re.compile(r"\b(?:mål|målsætning|vision|ambition)\w{0,3}\b", re.IGNORECASE)
_MEASURED = re.compile(r"\b(?:hvordan oplever|tilfredshed|måling|resultater)\w*", re.IGNORECASE)
#: a name with what the person does, as under a picture or a quotation
_PERSON = re.compile(r"[A-ZÆØÅ]\w+(?: [A-ZÆØÅ]\w+){0,2}, [a-zæøå]")
_NO_HEADING = re.compile(
    r"(?:så )?(?:hvordan|hvad|hvilke|hvorfor)\b[^?]*$|.*[\d(]|\w{1,5}$|A [a-z]", re.IGNORECASE
)
_LONGEST = 90


def outline(pieces: Sequence[Piece]) -> Openings:
    """The openings by the place of the piece."""
    words = _by_words(pieces)
    actions = {place: one for place, one in words.items() if one.sort == ACTION}
    if len(actions) == len(words) and (framed := frames.around_tables(pieces)):
        return actions | framed
    for find in _WAYS:
        found = find(pieces)
        if any(opening.sort == GOAL for opening in found.values()):
            found = _above_aims(pieces, found) or found
            # Whatever opens the goals, actions may be opened by their word.
            return frames.around(pieces, _with_decimals(pieces, actions | found))
    return {}


def _above_aims(pieces: Sequence[Piece], found: Openings) -> Openings:
    """What opens the goals where the goals found are but "Mål: ..." lines below titles of another sort; else {}."""
    aims = [place for place, opening in found.items() if opening.sort == GOAL]
    if any(
        found[place].label or pieces[place].sort == HEADING or not is_aim(pieces[place]) for place in aims
    ):
        return {}
    for find in (_by_styles, _by_numbers, titles_over_fields.openings):
        others = find(pieces)
        goals = [place for place, opening in others.items() if opening.sort == GOAL]
        over = [sum(goal < aim for goal in goals) for aim in aims]
        # Each aim under a title of its own.
        if goals and all(over) and len(set(over)) == len(aims) and not set(aims) & others.keys():
            return others
    return {}


def is_aim(piece: Piece) -> bool:
    """Whether a line opens by the word for an aim, which may be a goal or what one is to reach."""
    found = level(without_bullet(piece.text))
    return found is not None and not found.action and "mål" in WORDS["goals"][found.place]


def _with_decimals(pieces: Sequence[Piece], found: Openings) -> Openings:
    """And the lines numbered 1.1, 1.2 under goal 1: actions where actions' fields are named, else goals within it."""
    labels = {opening.label for opening in found.values() if opening.sort == GOAL}
    fields = {heading.name for piece in pieces if (heading := field(piece.text)) and heading.sure}
    sort = ACTION if fields & {"owner", "schedule", "evaluation_plan"} else GOAL
    made = dict(found)
    for place, piece in enumerate(pieces):
        match = _DECIMAL.match(piece.text)
        if match and place not in found and piece.sort != CELL and match["label"].split(".")[0] in labels:
            made[place] = Opening(sort, 1, match["label"], match["title"])
    return made


def _by_words(pieces: Sequence[Piece]) -> Openings:
    """Lines that begin with a word for a level; what is announced in a list and comes again is opened once."""
    seen = []
    for place, piece in enumerate(pieces):
        if piece.sort == CELL and piece.column > 1:
            continue
        bare = without_bullet(piece.text)
        found = level(bare)
        if found and found.action and not (found.label or found.title) and _is_point(pieces, place + 1):
            # "Tiltag:" over a list is the heading of all of them.
            continue
        if found and _stands_alone(pieces, place, found.title):
            seen.append((place, found, bare != piece.text))
    if any(found.label or found.title for _place, found, _listed in seen if not found.action):
        # "Mål:" alone is the heading of what such goals are to reach.
        seen = [one for one in seen if one[1].action or one[1].label or one[1].title]
    seen = _without_aims_of_actions(seen)
    ranks = sorted({found.place for _place, found, _listed in seen if not found.action})
    goals = {
        (found.place, found.label.lower()) for _p, found, listed in seen if not found.action and not listed
    }
    openings: Openings = {}
    last: dict[tuple[int, str], int] = {}
    for place, found, listed in seen:
        key = found.place, found.label.lower()
        if listed and (found.action or key in goals):
            continue
        if found.action:
            openings[place] = Opening(ACTION, 0, found.label, found.title)
            continue
        if (
            key in last
            and found.label
            and place - last[key] < 12
            and _has_openings(openings, last[key], place)
        ):
            # The same announced before without anything under it: a table of contents.
            openings.pop(last[key])
        elif key in last and found.label and _same(openings.get(last[key]), found.title):
            continue
        last[key] = place
        openings[place] = Opening(GOAL, ranks.index(found.place), found.label, found.title)
    return openings


def _is_point(pieces: Sequence[Piece], place: int) -> bool:
    return place < len(pieces) and (pieces[place].sort == ITEM or bool(BULLET.match(pieces[place].text)))


def _without_aims_of_actions(seen: list[tuple[int, LevelFound, bool]]) -> list[tuple[int, LevelFound, bool]]:
    """Without "Mål: ..." where it comes below an action first: what that action is to reach, then, and no goal."""

    def is_aim(found: LevelFound) -> bool:
        return not found.action and not found.label and "mål" in WORDS["goals"][found.place]

    first = next((place for place, found, _listed in seen if is_aim(found)), None)
    action = next((place for place, found, _listed in seen if found.action), None)
    if first is None or action is None or first < action:
        return seen
    return [one for one in seen if not is_aim(one[1])]


def _stands_alone(pieces: Sequence[Piece], place: int, title: str) -> bool:
    """Not in the middle of running text: at the beginning of a paragraph or page, or marked in some other way."""
    if len(title) > 300:
        return False
    piece = pieces[place]
    if piece.sort != LINE or piece.new_page or place == 0 or piece.gap:
        return True
    if re.search(r"\d\w?\s*[:.)–-]\s", piece.text[: len(piece.text) - len(title)] + " "):
        return True
    return begins_paragraph(pieces, place) or pieces[place - 1].text.endswith((".", ":", ")", "?"))


def _has_openings(openings: Openings, first: int, place: int) -> bool:
    """Whether the lines between are openings themselves, as in a table of contents."""
    between = range(first + 1, place)
    return sum(number not in openings for number in between) <= len(between) // 3


def _same(opening: Opening | None, title: str) -> bool:
    return opening is not None and bool(title) and opening.title == title


def _by_styles(pieces: Sequence[Piece]) -> Openings:
    """The headings of a word processor: the outermost level that comes more than once holds the goals."""
    headings = [(place, piece) for place, piece in enumerate(pieces) if piece.sort == HEADING]
    wanted = [
        (place, piece)
        for place, piece in headings
        if not _BACKGROUND.match(piece.text) and not _names_field(piece.text)
    ]
    levels = sorted({piece.level for _place, piece in wanted})
    # A single outermost heading is the document's title.
    while len(levels) > 1 and sum(piece.level == levels[0] for _place, piece in wanted) == 1:
        levels = levels[1:]
    if not levels or (len(wanted) == 1 and wanted[0][0] < 3):
        # Nothing, or what the document is called.
        return {}
    labels = [(place, _label_and_title(piece.text)[0]) for place, piece in wanted if piece.level == levels[0]]
    numbered = [place for place, label in labels if label]
    if [label for _place, label in labels if label] != [str(n) for n in range(1, len(numbered) + 1)]:
        numbered = []
    openings: Openings = {}
    for place, piece in headings:
        if _BACKGROUND.match(piece.text):
            openings[place] = Opening(BACKGROUND, title=piece.text, open_title=False)
        elif piece.level not in levels[:2] or _names_field(piece.text):
            continue
        else:
            label, title = _label_and_title(piece.text)
            if numbered and piece.level == levels[0] and place not in numbered:
                # Where they are numbered, one that isn't is none of them.
                openings[place] = Opening(CLOSING, title=piece.text)
                continue
            sort = GOAL if piece.level == levels[0] else ACTION
            openings[place] = Opening(sort, 0, label, title, open_title=False)
    first = next((place for place, opening in openings.items() if opening.sort == GOAL), 0)
    # What stands above every goal is part of none.
    return {place: opening for place, opening in openings.items() if opening.sort != ACTION or place > first}


def _label_and_title(text: str) -> tuple[str, str]:
    match = _NUMBERED.match(text) or re.match(r"(?P<label>\d+(?:\.\d+)+)\.?\s+(?P<title>.+)$", text)
    if match:
        return match["label"], match["title"]
    found = level(text)
    return (found.label, found.title) if found is not None and found.label and found.title else ("", text)


def _names_field(text: str) -> bool:
    """Whether a heading is one of a field, rather than one that begins with such a word."""
    found = asked(text)
    return found is not None and found.sure


def _by_numbers(pieces: Sequence[Piece]) -> Openings:
    """Lines numbered 1, 2, 3 ... in order, none of them a date."""
    found: Openings = {}
    for place, piece in enumerate(pieces):
        match = _NUMBERED.match(piece.text)
        if match is None or piece.sort == CELL or match["title"][0].islower():
            continue
        if match["title"].lower().startswith(tuple(MONTHS)) or not _stands_alone(
            pieces, place, match["title"]
        ):
            continue
        if int(match["label"]) == len(found) + 1:
            found[place] = Opening(GOAL, 0, match["label"], match["title"])
    places = [*found, len(pieces)]
    # A list of short points isn't a list of goals: something must stand under most of them, or they must weigh.
    wide = sum(after - before > 2 for before, after in pairwise(places))
    weighed = any(at_end(pieces[place].text)[1] or row(pieces[place].text) for place in found)
    return found if len(found) > 1 and (wide * 2 >= len(found) or weighed) else {}


def _by_lists(pieces: Sequence[Piece]) -> Openings:
    """A heading such as "Skolens fokusområder" and the points of the list under it; the slide's end ends it."""
    openings: Openings = {}
    inside, mark = False, ""
    for place, piece in enumerate(pieces):
        if inside and piece.gap >= 3:
            openings[place] = Opening(CLOSING)
            inside = False
        after = pieces[place + 1] if place + 1 < len(pieces) else None
        heading = _LISTED.search(piece.text) and len(piece.text.split()) <= 8
        if heading and after and BULLET.match(after.text) and after.gap <= 1:
            openings[place] = Opening(CLOSING, title=piece.text)
            inside, mark = True, after.text[0]
        elif (
            inside
            and piece.text[0] == mark
            and BULLET.match(piece.text)
            and not _is_lower_list(openings, place, piece)
        ):
            openings[place] = Opening(GOAL, 0, "", without_bullet(piece.text), open_title=False)
    return openings


def _is_lower_list(openings: Openings, place: int, piece: Piece) -> bool:
    """A later point with the same mark, when other text has come between: a part of the goal, not another."""
    goals = [at for at, opening in openings.items() if opening.sort == GOAL]
    closings = [at for at, opening in openings.items() if opening.sort == CLOSING and opening.title]
    return bool(goals) and goals[-1] > closings[-1] and place - goals[-1] > 1


def _by_short_lines(pieces: Sequence[Piece]) -> Openings:
    """Short lines that stand alone over a text: aims become goals, others actions under the goal before them."""
    openings: Openings = {}
    last = len(pieces) - 1
    for place, piece in enumerate(pieces[:-1]):
        after = pieces[place + 1]
        text = piece.text
        alone = piece.sort != CELL and (piece.gap or piece.new_page) and after.gap and place < last
        alone = alone and not is_organisation(text)
        if piece.sort == HEADING and piece.level == 0:
            # What the document is called.
            continue
        if not alone or place == 0 or len(text) > _LONGEST or not text[0].isupper() or text[-1] in '.,;:!”"':
            continue
        if (
            not begins_paragraph(pieces, place)
            or not begins_paragraph(pieces, place + 1)
            or _NO_HEADING.match(text)
        ):
            continue
        openings[place] = Opening(_sort_of(text), title=text, open_title=False)
    if not openings:
        return {}
    capitals = [place for place in openings if pieces[place].text.isupper()]
    if len(capitals) > 1:
        # Headings in capitals hold what the other lines open.
        return {
            place: replace(opening, sort=GOAL) if place in capitals else opening
            for place, opening in openings.items()
            if place >= capitals[0]
        }
    if all(opening.sort != GOAL for opening in openings.values()):
        first = next((p for p, opening in openings.items() if opening.sort == ACTION), None)
        return (
            {}
            if first is None
            else openings | {first: Opening(GOAL, title=pieces[first].text, open_title=False)}
        )
    aim = next(place for place, opening in openings.items() if opening.sort == GOAL)
    # Over the first aim stands what the document is called, not what is done.
    return {place: opening for place, opening in openings.items() if place >= aim or opening.sort != ACTION}


def _sort_of(text: str) -> str:
    if _PERSON.match(text):
        return CLOSING
    if _AIM.search(text) and not text.endswith("?"):
        return GOAL
    if _MEASURED.search(text):
        return MEASURE
    if _BACKGROUND.match(text):
        return BACKGROUND
    return CLOSING if text.endswith("?") else ACTION


_WAYS: tuple[Callable[[Sequence[Piece]], Openings], ...] = (
    _by_words, titles_in_sequence.openings, _by_styles, _by_numbers, titles_over_fields.openings, _by_lists,
    _by_short_lines,
)  # fmt: skip
