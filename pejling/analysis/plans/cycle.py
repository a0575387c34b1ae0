"""The annual cycle of a kind of plan as data: what is done when, by whom, and what it needs. *Pure.*

Steps stand under ``cycle`` in a kind's file (catalogue/plan_kinds), in the order they are done. A step's days are
said by the calendar or by the plan's period; in a plan they become ``Turn``s: one, or one for every year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pejling.analysis.strict_fields import FieldError, Fields

#: what tells by itself that a step is done: the plan's adoption, its consultation, goals with reasons, the board's
#: judgement, that the plan is evaluated; and a publication or a concluded review since the step began
DERIVED = ("adopted", "consultation", "reasons", "board", "evaluated", "published", "reviewed")
#: pages where a step is done
PAGES = (
    *("results", "plan", "completeness", "consultation", "compare", "plans"),
    *("follow", "last_year", "reviews", "partners", "score"),
)
LONGEST_KEY = 40
_DAY = re.compile(r"(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step in one language. ``who``: whose it usually is."""

    title: str
    about: str
    who: str


@dataclass(frozen=True, slots=True)
class Place:
    """When a step is, in a plan of any period.

    ``of`` "start" and "end": from ``first`` to ``last`` (month and day), ``years`` after the year the period begins
    or ends in; "each": in every year of the period; "share": ``days`` days from where ``share`` per cent have passed.
    """

    of: str
    first: tuple[int, int] = (1, 1)
    last: tuple[int, int] = (12, 31)
    years: int = 0
    share: int = 0
    days: int = 1


@dataclass(frozen=True, slots=True)
class CycleStep:
    """One step. ``needs``: keys of earlier steps; ``remind``: keys of the roles that are reminded (none: all who
    edit the plan); ``derived``: one of ``DERIVED``, "" where only somebody can say that it is done.
    """

    key: str
    words: Mapping[str, StepWords]
    place: Place
    needs: tuple[str, ...] = ()
    remind: tuple[str, ...] = ()
    derived: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A step's turn in one plan: ``key`` is the step's own, with the year where it comes every year."""

    step: CycleStep
    key: str
    first: date
    last: date


def read_cycle(fields: Iterable[Fields], languages: Sequence[str]) -> tuple[CycleStep, ...]:
    """The steps of a kind's file; FieldError with the place of what is wrong."""
    steps: list[CycleStep] = []
    for one in fields:
        before = [step.key for step in steps]
        key = one.text("key")
        if not re.fullmatch(rf"[a-z][a-z0-9_]{{0,{LONGEST_KEY - 1}}}", key):
            raise FieldError(one.at("key"), "not_a_key", found=key)
        if key in before:
            raise FieldError(one.at("key"), "repeated")
        steps.append(
            CycleStep(
                key,
                {language: _words(one.section(language)) for language in languages},
                _place(one.section("when")),
                one.texts("needs", (), known=before),
                one.texts("remind", ()),
                one.choice("derived", DERIVED, ""),
                one.choice("page", PAGES, ""),
            )
        )
        one.done()
    return tuple(steps)


def turns_of(steps: Iterable[CycleStep], period: tuple[date, date]) -> tuple[Turn, ...]:
    """The steps as days in a plan of that period, in the order of the file; within one step by year."""
    return tuple(turn for step in steps for turn in _turns(step, period))


def state_of(first: date, last: date, today: date, *, done: bool) -> str:
    """ "done", "late" (its days have passed), "now" or "ahead"."""
    if done:
        return "done"
    if last < today:
        return "late"
    return "now" if first <= today else "ahead"


def needed_by(steps: Iterable[CycleStep], done: Iterable[str]) -> frozenset[str]:
    """Keys of the steps that those of the keys ``done`` build on, near and far: their time has passed."""
    needs = {step.key: step.needs for step in steps}
    found: set[str] = set()
    waiting = [key for one in done for key in needs.get(one, ())]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += needs.get(key, ())
    return frozenset(found)


def _turns(step: CycleStep, period: tuple[date, date]) -> Iterable[Turn]:
    place = step.place
    if place.of == "share":
        length = (period[1] - period[0]).days
        first = period[0] + timedelta(days=length * place.share // 100)
        yield Turn(step, step.key, first, first + timedelta(days=place.days - 1))
    elif place.of == "each":
        for year in range(period[0].year - 1, period[1].year + 1):
            first, last = _days(place, year)
            if first <= period[1] and last >= period[0]:
                yield Turn(step, f"{step.key}.{year}", first, last)
    else:
        anchor = period[0] if place.of == "start" else period[1]
        yield Turn(step, step.key, *_days(place, anchor.year + place.years))


def _days(place: Place, year: int) -> tuple[date, date]:
    """From ``first`` in that year to ``last``, in the next year where it comes before."""
    after = place.last < place.first
    return _day(year, place.first), _day(year + after, place.last)


def _day(year: int, day: tuple[int, int]) -> date:
    return date(year, day[0], min(day[1], monthrange(year, day[0])[1]))


def _words(fields: Fields) -> StepWords:
    words = StepWords(fields.prose("title"), fields.prose("about", ""), fields.prose("who", ""))
    fields.done()
    return words


def _place(fields: Fields) -> Place:
    if fields.has("share"):
        place = Place(
            "share",
            share=fields.number("share", highest=100),
            days=fields.number("days", lowest=1, highest=366),
        )
    else:
        each = fields.choice("every", ("year",), "")
        of = "each" if each else fields.choice("of", ("start", "end"), "start")
        years = 0 if each else fields.number("years", 0, lowest=-5, highest=5)
        place = Place(of, _month_day(fields, "from"), _month_day(fields, "to"), years)
    fields.done()
    return place


def _month_day(fields: Fields, name: str) -> tuple[int, int]:
    said = fields.text(name)
    match = _DAY.fullmatch(said)
    try:
        if match is None:
            raise ValueError(said)
        # A leap year: 29 February is a day of the year, too.
        day = date(2024, int(match[1]), int(match[2]))
    except ValueError:
        raise FieldError(fields.at(name), "not_a_day_of_the_year", found=said) from None
    return day.month, day.day
