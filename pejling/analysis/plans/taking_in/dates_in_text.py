"""Dates in the middle of a text, as said, and what a schedule says happens on them. *Pure.*"""

from __future__ import annotations

import re
from datetime import date

from pejling.analysis.plans.fuzzy_dates import ENGLISH_MONTHS, MONTHS, understand
from pejling.analysis.plans.plan_model import Milestone

_MONTH = "(?:" + "|".join([*MONTHS, *ENGLISH_MONTHS]) + ")"
_PART = r"(?:(?:primo|medio|ultimo|start(?:en)?|begyndelsen|midten|slutningen|udgangen)(?: af)? )"
_FORM = "(?:å|aa|a|&|d)"  # as written, and as text recognition reads it
_SEASON = rf"(?:for{_FORM}r|sommer|efter{_FORM}r|vinter|spring|summer|autumn)(?:en|et|eren)?"
_TIMES = r"(?:to|tre|fire|\d{1,2}|(?:é|e)n) gange? "
_HOLIDAY = r"(?:sommer|jule|efterårs|vinter)ferien?|jul"
_DATE = re.compile(
    rf"(?<![\w/.])(?:"
    rf"\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}\.? ?{_MONTH}(?: \d{{4}})?"
    rf"|\d{{1,2}}-\d{{1,2}}-(?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}[./]\d{{1,2}}(?:[./-]\d{{2,4}}|\.? \d{{4}})?(?![\d/])"
    rf"|uge \d{{1,2}}(?: ?- ?\d{{1,2}})?(?:,? \d{{4}})?"
    rf"|{_PART}?{_MONTH}(?:(?:, {_MONTH})* og {_MONTH}(?: \d{{4}})?| ?[/-] ?{_MONTH}(?: \d{{4}})?| \d{{4}})?"
    rf"|{_PART}{_SEASON}(?: \d{{4}})?|{_SEASON}(?: \d{{4}}(?:/\d{{2,4}})?)?"
    rf"|(?:{_HOLIDAY})(?: \d{{4}})?"
    rf"|[1-4]\. ?(?:kvartal|halvår)(?: \d{{4}})?|Q[1-4](?: \d{{4}})?"
    rf"|skoleår(?:et)? \d{{2,4}} ?[/-] ?\d{{2,4}}|{_PART}?(?:primo|medio|ultimo|året) \d{{4}}|{_PART}\d{{4}}"
    rf"|(?:{_TIMES}(?:om|pr\.?|i) |hver(?:t)? (?:(?:anden|andet|tredje|\d{{1,2}}\.) )?)"
    rf"(?:dag|uge|m{_FORM}ned(?:en)?|kvartal(?:et)?|halvår|halve år|skoleår|år(?:et)?)"
    rf"|hver (?:man|tirs|ons|tors|fre)dag"
    rf"|(?:{_TIMES})?(?:dagligt?|månedligt?|kvartalsvist?|halvårligt?|årligt?|ugentligt?)"
    rf"|ved årets (?:afslutning|udgang|slutning)|hele \d{{4}}|midtvejs(?: i perioden)?|l[øo0@g]bende|ongoing"
    rf")(?!\w)", re.IGNORECASE
)  # fmt: skip
_SENTENCE = re.compile(r"(?:(?<=[^\d\s][.!?])|(?<=\d\d\d\d\.)) +(?=[A-ZÆØÅ])")
# "senest", "inden", "fra" and "til" say more than that there is a date: they stay.
_BEFORE = re.compile(r"(?:\b(?:d\.?|den|i|ved|pr\.?|og|uge|,)\s*)+$", re.IGNORECASE)
LONGEST = 500


def dates(text: str, period: tuple[date, date]) -> list[re.Match[str]]:
    """Every date that can be understood."""
    return [match for match in _DATE.finditer(text) if understand(_bare(match[0]), period).understood]


def _bare(said: str) -> str:
    return re.sub(r"^hele ", "", said, flags=re.IGNORECASE)


def milestones(paragraphs: list[str], period: tuple[date, date]) -> tuple[tuple[Milestone, ...], list[str]]:
    """What a schedule says, sentence by sentence; and the sentences that hold no date.

    Several dates in a sentence are several milestones of the same title. A sentence without a date is a milestone
    without one: it is a step all the same, unless it only announces what follows.
    """
    found: list[Milestone] = []
    undated: list[str] = []
    for paragraph in paragraphs:
        point = paragraph.startswith("- ")
        bare = paragraph.removeprefix("- ")
        for sentence in [bare] if point and len(bare) < LONGEST else _SENTENCE.split(bare):
            called = re.fullmatch(r"([^:]{2,40}): (.{2,60})", sentence)
            if called and understand(called[2], period).understood:
                # "Deadline: fra 1. marts" is said by its heading, and kept whole.
                found.append(Milestone(called[1], called[2]))
                continue
            matches = dates(sentence, period)
            title = _title(sentence, matches)
            if len(title) > LONGEST or (not matches and title.endswith(":")):
                undated.append(sentence)
                continue
            found += [Milestone(title, said) for said in _said(sentence, matches) or [""]]
    return tuple(found), undated


def _said(sentence: str, matches: list[re.Match[str]]) -> list[str]:
    """The dates as said; "9. august til 15. september" is one."""
    said: list[str] = []
    end = -1
    for match in matches:
        between = sentence[end : match.start()] if end >= 0 else ""
        words = _bare(match[0])
        if end >= 0 and re.fullmatch(r"\s*(?:til(?: og med)?|-|–)\s*(?:d\.?|den)?\s*", between):
            said[-1] = f"{said[-1]} til {words}"
        elif words not in said:
            said.append(words)
        end = match.end()
    return said


def _title(sentence: str, matches: list[re.Match[str]]) -> str:
    """The sentence; without its date where that stands before a colon ("D. 15. marts: 1. møde")."""
    # "hele 2025" is the year 2025: what goes of it stays in the title.
    if len(matches) == 1 and _bare(matches[0][0]) == matches[0][0]:
        before = _BEFORE.sub("", sentence[: matches[0].start()]).strip()
        after = sentence[matches[0].end() :].lstrip()
        if not before and after[:1] in {":", "-", "–"}:
            title = after[1:].strip(" .")
            return title[:1].upper() + title[1:] if title else sentence
        if not after.strip(" .") and before:
            return before.rstrip(" :,-–")
    return sentence.strip()
