"""A mapping's rules over a file's rows, a whole column at a time. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pejling.facts.deliveries.checks.cells import Cells, Issue
from pejling.facts.deliveries.checks.dates import FIRST_YEAR, LAST_YEAR
from pejling.facts.deliveries.mapping.model import (
    Cases,
    Code,
    Constant,
    DaysFrom,
    FirstOf,
    Rule,
    Take,
    Term,
    labels_in,
)

ARROW = {
    "text": pa.string(),
    "date": pa.date32(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "flag": pa.bool_(),
}
_LISTED_CODES = 60


@dataclass(slots=True)
class Evaluated:
    """A filled column and what was wrong on the way; a wrong cell is null."""

    array: pa.Array
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class View:
    """One file's rows with the columns of joined files beside them, by label.

    A label the file has no column for is simply empty.
    """

    size: int
    cells: Mapping[str, Cells]
    _typed: dict[tuple[str, str], Evaluated] = field(default_factory=dict)

    def header(self, rule: Rule | None) -> str:
        """What the file calls the (first) column a rule reads."""
        for label in labels_in(rule):
            if label in self.cells:
                return self.cells[label].header
        return ""

    def evaluate(self, rule: Rule, kind: str) -> Evaluated:
        """The rule's value in every row as an array of that type (``tables.TYPES``)."""
        match rule:
            case Take(label):
                return self._take(label, kind)
            case Constant(value):
                return Evaluated(pa.repeat(pa.scalar(value, ARROW[kind]), self.size))
            case DaysFrom():
                return self._days(rule)
            case Term():
                return self._term(rule)
            case Code():
                return self._code(rule)
            case FirstOf(rules):
                return self._first(rules, kind)
            case Cases():
                return self._cases(rule, kind)
        raise AssertionError(rule)

    def _nothing(self, kind: str) -> Evaluated:
        return Evaluated(pa.nulls(self.size, ARROW[kind]))

    def _take(self, label: str, kind: str) -> Evaluated:
        if label not in self.cells:
            return self._nothing(kind)
        if (label, kind) not in self._typed:
            cells = self.cells[label]
            if kind == "text":
                made = Evaluated(cells.texts())
            elif kind == "date":
                made = Evaluated(*cells.dates())
            else:
                made = Evaluated(*cells.numbers(kind == "integer"))
            self._typed[label, kind] = made
        return self._typed[label, kind]

    def _days(self, rule: DaysFrom) -> Evaluated:
        days = self._take(rule.label, "integer")
        origin = self.evaluate(rule.origin, "date")
        start = origin.array.cast(pa.int32()).cast(pa.int64())
        # Whatever is out of range is refused below; clipping first keeps the sum from overflowing.
        number = pc.min_element_wise(pc.max_element_wise(days.array, -10_000_000), 10_000_000)
        number = pc.if_else(pc.is_null(days.array), pa.scalar(None, pa.int64()), number)
        total = pc.add(start, number)
        low, high = _day(FIRST_YEAR, 1, 1), _day(LAST_YEAR, 12, 31)
        outside = pc.or_(pc.less(total, low), pc.greater(total, high))
        issues = [*days.issues, *origin.issues]
        wrong = pc.fill_null(outside, False).to_numpy(zero_copy_only=False)
        if wrong.any():
            places = np.flatnonzero(wrong)
            values = self.cells[rule.label].texts().take(pa.array(places))
            issues.append(Issue("year_out_of_range", places, self.header(rule), values))
            total = pc.if_else(pa.array(wrong), pa.scalar(None, pa.int64()), total)
        return Evaluated(total.cast(pa.int32()).cast(pa.date32()), issues)

    def _term(self, rule: Term) -> Evaluated:
        if rule.label not in self.cells:
            return self._nothing("date")
        cells = self.cells[rule.label]
        terms = {term.casefold(): start for term, start in rule.terms.items()}
        days: list[int | None] = []
        wrong = np.zeros(len(cells.values), dtype=bool)
        for place, text in enumerate(cells.values.to_pylist()):
            year, start = text[:4], terms.get(text[4:].strip().casefold())
            fits = (
                len(year) == 4 and year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR
            )
            if start and fits:
                days.append(_day(int(year), *start))
            else:
                days.append(None)
                wrong[place] = text != ""
        made = pa.array(days, pa.int32()).cast(pa.date32()).take(pa.array(cells.indices))
        issue = cells.issue("not_a_term", wrong, {"known": sorted(rule.terms)})
        return Evaluated(made, [issue] if issue else [])

    def _code(self, rule: Code) -> Evaluated:
        if rule.label not in self.cells:
            if rule.empty is None:
                return self._nothing("text")
            return Evaluated(pa.repeat(pa.scalar(rule.empty, pa.string()), self.size))
        cells = self.cells[rule.label]
        made: list[str | None] = []
        wrong = np.zeros(len(cells.values), dtype=bool)
        for place, text in enumerate(cells.values.to_pylist()):
            code = rule.codes.find(text) if text else None
            if code is None:
                wrong[place] = text != "" and rule.unknown == "error"
                made.append(rule.empty if not text else text if rule.unknown == "keep" else None)
            else:
                made.append(rule.codes.about(code, rule.give) if rule.give else code)
        known = list(rule.codes.values)[:_LISTED_CODES]
        issue = cells.issue("unknown_code", wrong, {"list": rule.codes.name, "known": known})
        array = pa.array(made, pa.string()).take(pa.array(cells.indices))
        return Evaluated(array, [issue] if issue else [])

    def _first(self, rules: tuple[Rule, ...], kind: str) -> Evaluated:
        made = self._nothing(kind)
        for rule in rules:
            open_ = pc.is_null(made.array).to_numpy(zero_copy_only=False)
            for issue in made.issues:
                open_[issue.places] = False
            inner = self.evaluate(rule, kind)
            array = pc.if_else(pa.array(open_), inner.array, made.array)
            made = Evaluated(array, made.issues + _within(inner.issues, open_))
        return made

    def _cases(self, rule: Cases, kind: str) -> Evaluated:
        left = np.ones(self.size, dtype=bool)
        made = self._nothing(kind)
        branches = [(self._holds(case.conditions), case.rule) for case in rule.cases]
        if rule.otherwise is not None:
            branches.append((np.ones(self.size, dtype=bool), rule.otherwise))
        for holds, inner_rule in branches:
            chosen = left & holds
            left &= ~holds
            if not chosen.any():
                continue
            inner = self.evaluate(inner_rule, kind)
            array = pc.if_else(pa.array(chosen), inner.array, made.array)
            made = Evaluated(array, made.issues + _within(inner.issues, chosen))
        return made

    def _holds(self, conditions: tuple[tuple[str, str | tuple[str, ...]], ...]) -> np.ndarray:
        holds = np.ones(self.size, dtype=bool)
        for label, wanted in conditions:
            if label not in self.cells:
                holds &= wanted == "empty"
            elif isinstance(wanted, str):
                present = self.cells[label].present()
                holds &= present if wanted == "present" else ~present
            else:
                folded = {value.casefold() for value in wanted}
                cells = self.cells[label]
                fits = np.array([text.casefold() in folded for text in cells.values.to_pylist()], dtype=bool)
                holds &= fits[cells.indices]
        return holds


def _within(issues: list[Issue], mask: np.ndarray) -> list[Issue]:
    kept = (issue.within(mask) for issue in issues)
    return [issue for issue in kept if issue]


def _day(year: int, month: int, day: int) -> int:
    """Days since 1970."""
    return date(year, month, day).toordinal() - date(1970, 1, 1).toordinal()
