"""The sources of results that have a place on the overview (catalogue/key_figure_sources.yaml). *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from pejling.analysis.careful_yaml import read
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.strict_fields import FieldError, Fields
from pejling.analysis.tables import VISIBILITIES

LANGUAGES = ("da", "en")
HIGHER_BETTER, LOWER_BETTER, NEUTRAL = "higher_better", "lower_better", "neutral"
COUNTED, NOT_COUNTED, UNKNOWN = "counted", "not_counted", "unknown"
#: The address of what no source in the catalogue knows.
OTHER = "other"


@dataclass(frozen=True, slots=True)
class SourceWords:
    """What a source is called, what it is, and how its results are fetched."""

    title: str
    about: str
    how: str


@dataclass(frozen=True, slots=True)
class DropoutRule:
    """How a source counts dropout: ``months`` after the start; whether programme change, and going on at another
    school, count as dropout; within how many months a re-entry takes a leave back (None: not known, 0: never).

    ``uncertain``: the rules are to be checked with the source before anybody relies on them.
    """

    indicator: str
    months: int
    change: str
    reentry_months: int | None
    other_schools: str
    uncertain: bool


@dataclass(frozen=True, slots=True)
class ResultSource:
    """One source; months are calendar months. ``aliases`` are folded. ``words`` by language."""

    key: str
    aliases: frozenset[str]
    every_months: int | None
    late_after_months: int | None
    visibility: str
    words: dict[str, SourceWords]
    lower_better: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    overview: tuple[str, ...] = ()
    dropout: tuple[DropoutRule, ...] = ()

    def direction(self, indicator: str) -> str:
        """Which way is good for one of its indicators."""
        if _fits(indicator, self.neutral):
            return NEUTRAL
        return LOWER_BETTER if _fits(indicator, self.lower_better) else HIGHER_BETTER

    def dropout_rule(self, figure: KeyFigure) -> DropoutRule | None:
        """The rule of a dropout figure of this source; None for any other figure."""
        return next((rule for rule in self.dropout if _fits(figure.indicator, (rule.indicator,))), None)

    def is_late(self, dated: date | None, today: date) -> bool:
        """Whether a result of that day is older than the source's rhythm allows."""
        if dated is None or self.late_after_months is None:
            return False
        months = dated.year * 12 + dated.month - 1 + self.late_after_months
        year, month = divmod(months, 12)
        return (today.year, today.month, today.day) > (year, month + 1, dated.day)


@dataclass(frozen=True, slots=True)
class ResultSources:
    """All sources in their order, and the school's own indicators that stand beside them."""

    listed: tuple[ResultSource, ...]
    own: tuple[str, ...]

    def of(self, origin: str) -> ResultSource | None:
        """The source a file means by ``origin``; None where the catalogue has none."""
        wanted = folded(origin)
        return next((source for source in self.listed if wanted in source.aliases), None)

    def named(self, key: str) -> ResultSource | None:
        """The source of that key."""
        return next((source for source in self.listed if source.key == key), None)

    def visibility(self, figure: KeyFigure) -> str:
        """Whether a figure is published or internal: as it was delivered, else as its source is, else internal."""
        source = self.of(figure.origin)
        return figure.visibility or (source.visibility if source else "internal")


def folded(text: str) -> str:
    """A name as names of sources are compared: letter case, blanks, dots and underscores don't matter."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def parse_sources(text: str) -> ResultSources:
    """The catalogue's sources; FieldError with the place where something is wrong."""
    top = Fields(read(text))
    section = top.section("sources")
    listed = tuple(_source(key, section.section(key)) for key in section.unread())
    own = top.texts("own", ())
    top.take("note", None)
    top.done()
    taken: dict[str, str] = {}
    for source in listed:
        for alias in sorted(source.aliases):
            if alias in taken:
                raise FieldError(section.at(source.key), "repeated", found=alias, other=taken[alias])
            taken[alias] = source.key
    if OTHER in taken:
        raise FieldError(section.at(OTHER), "unknown_key", key=OTHER)
    return ResultSources(listed, own)


def _source(key: str, fields: Fields) -> ResultSource:
    aliases = frozenset(folded(name) for name in (key, *fields.texts("aliases", ())))
    found = ResultSource(
        key,
        aliases,
        fields.number("every_months", None, lowest=1, highest=120),
        fields.number("late_after_months", None, lowest=1, highest=240),
        fields.choice("visibility", VISIBILITIES, "internal"),
        {language: _words(fields.section(language)) for language in LANGUAGES},
        lower_better=fields.texts("lower_better", ()),
        neutral=fields.texts("neutral", ()),
        overview=fields.texts("overview", ()),
        dropout=tuple(_rule(rule) for rule in fields.sections("dropout")),
    )
    fields.done()
    return found


def _words(fields: Fields) -> SourceWords:
    words = SourceWords(fields.prose("title"), fields.prose("about"), fields.prose("how"))
    fields.done()
    return words


def _rule(fields: Fields) -> DropoutRule:
    known = (COUNTED, NOT_COUNTED, UNKNOWN)
    rule = DropoutRule(
        fields.text("indicator"),
        fields.number("months", lowest=1, highest=120),
        fields.choice("change", known, UNKNOWN),
        fields.number("reentry_months", None, highest=120),
        fields.choice("other_schools", known, UNKNOWN),
        fields.flag("uncertain", False),
    )
    fields.done()
    return rule


def _fits(indicator: str, patterns: Sequence[Any]) -> bool:
    name = " ".join(indicator.split()).casefold()
    return any(fnmatchcase(name, pattern.casefold()) for pattern in patterns)
