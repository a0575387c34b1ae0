"""One source column as distinct texts and where they occur: all work is done once per distinct text. *Pure.*"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pejling.facts.deliveries import cpr
from pejling.facts.deliveries.checks.dates import CODES as DATE_CODES
from pejling.facts.deliveries.checks.dates import parse_dates
from pejling.facts.deliveries.checks.numbers import CODES as NUMBER_CODES
from pejling.facts.deliveries.checks.numbers import parse_numbers
from pejling.facts.deliveries.mapping.model import SourceColumn

_A_HASH = re.compile(r"h:[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Issue:
    """Something wrong in some rows: one code, the places (row positions), what stood there.

    ``about``: params for each place where they differ, else ``params`` for all.
    """

    code: str
    places: np.ndarray
    column: str
    values: pa.Array | None = None
    params: dict | None = None
    about: tuple[dict, ...] | None = None

    def within(self, mask: np.ndarray) -> Issue | None:
        """Only the places where ``mask`` holds; None where none is left."""
        keep = mask[self.places]
        if keep.all():
            return self
        if not keep.any():
            return None
        return replace(
            self,
            places=self.places[keep],
            values=None if self.values is None else self.values.filter(pa.array(keep)),
            about=None
            if self.about is None
            else tuple(a for a, k in zip(self.about, keep, strict=True) if k),
        )


@dataclass(frozen=True, slots=True)
class Cells:
    """A column: ``values[indices[i]]`` is the text of row i, trimmed, empty for an empty cell.

    ``flawed``: distinct texts that held a CPR number (which is removed); ``wrong``: texts of a hashed column that
    were no CPR number, with their problem.
    """

    header: str
    indices: np.ndarray
    values: pa.Array
    flawed: np.ndarray
    column: SourceColumn
    wrong: tuple[str, ...] | None = None

    def __len__(self) -> int:
        return len(self.indices)

    def take(self, places: np.ndarray) -> Cells:
        """The cells of other rows; -1 gives an empty cell."""
        empty = len(self.values)
        values = pa.concat_arrays([self.values, pa.array([""], pa.string())])
        indices = np.where(places < 0, empty, self.indices[places]).astype(np.int32)
        wrong = None if self.wrong is None else (*self.wrong, "")
        return replace(
            self, indices=indices, values=values, flawed=np.append(self.flawed, False), wrong=wrong
        )

    def texts(self) -> pa.Array:
        """The texts row by row; null for empty cells."""
        blank = pc.equal(self.values, "")
        return pc.if_else(blank, pa.scalar(None, pa.string()), self.values).take(pa.array(self.indices))

    def present(self) -> np.ndarray:
        """Which rows have something in this column."""
        filled = pc.not_equal(self.values, "").to_numpy(zero_copy_only=False)
        return filled[self.indices]

    def scrubbed(self) -> pa.Array:
        """The cells as the scrubbed copy keeps them."""
        return self.values.take(pa.array(self.indices))

    def counts(self) -> np.ndarray:
        """How often each distinct text occurs."""
        return np.bincount(self.indices, minlength=len(self.values))

    def issue(self, code: str, wrong: np.ndarray, params: dict | None = None) -> Issue | None:
        """An issue for the rows whose distinct text is marked in ``wrong``; None where there is no such row."""
        if not wrong.any():
            return None
        places = np.flatnonzero(wrong[self.indices])
        if not len(places):
            return None
        return Issue(code, places, self.header, self.values.take(pa.array(self.indices[places])), params)

    def dates(self) -> tuple[pa.Array, list[Issue]]:
        """The column as dates."""
        days, there, codes = parse_dates(
            self.values.to_pylist(), self.counts(), self.column.date_style, self.column.two_digit_years
        )
        return self._typed(pa.array(days, pa.int32()).cast(pa.date32()), there, codes, DATE_CODES)

    def numbers(self, whole: bool) -> tuple[pa.Array, list[Issue]]:
        """The column as whole numbers or decimals."""
        numbers, there, codes = parse_numbers(self.values.to_pylist(), whole, self.column.decimal)
        return self._typed(pa.array(numbers), there, codes, NUMBER_CODES)

    def _typed(
        self, values: pa.Array, there: np.ndarray, codes: np.ndarray, names: tuple[str, ...]
    ) -> tuple[pa.Array, list[Issue]]:
        made = pc.if_else(pa.array(there), values, pa.scalar(None, values.type)).take(pa.array(self.indices))
        issues = (self.issue(names[code], codes == code) for code in np.unique(codes) if code)
        return made, [issue for issue in issues if issue]

    def key_issues(self) -> list[Issue]:
        """What is wrong with the cells as somebody's identifier."""
        issues = [self.issue("cpr_as_key", self.flawed)]
        if self.wrong is not None:
            for code in sorted(set(self.wrong) - {""}):
                issues.append(self.issue(code, np.array([one == code for one in self.wrong])))
        return [issue for issue in issues if issue]


def make_cells(
    texts: pa.Array, column: SourceColumn, header: str, hash_key: bytes, *, from_copy: bool = False
) -> Cells:
    """Raw cells of one column: trimmed, in one Unicode form, and without CPR numbers (hashed or removed).

    ``from_copy``: where a CPR number stood there is its hash or ``[CPR]`` already, which is still no identifier.
    """
    encoded = texts.dictionary_encode()
    values = pc.utf8_trim_whitespace(pc.utf8_normalize(encoded.dictionary, form="NFC"))
    for empty in column.empty:
        values = pc.if_else(pc.equal(values, empty), "", values)
    indices = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    clean = np.zeros(len(values), dtype=bool)
    if column.hash:
        hashed, wrong = _hashed(values.to_pylist(), hash_key, from_copy)
        return Cells(header, indices, pa.array(hashed, pa.string()), clean, column, wrong)
    scrubbed, flawed = cpr.scrub_values(values)
    if column.identifier:
        # Exempt is a number that stands alone, as identifiers do: not one in a sentence or with a hyphen.
        alone = pc.match_substring_regex(values, "^[0-9A-Za-z]+$")
        flawed &= ~alone.to_numpy(zero_copy_only=False)
        scrubbed = pc.if_else(alone, values, scrubbed)
    values = scrubbed
    if from_copy:
        flawed |= pc.match_substring(values, cpr.REMOVED).to_numpy(zero_copy_only=False)
    return Cells(header, indices, values, flawed, column)


def _hashed(values: list[str], key: bytes, from_copy: bool) -> tuple[list[str], tuple[str, ...]]:
    """Keyed hashes, and what is wrong with texts that can't be hashed (whose text is not kept)."""
    hashed: list[str] = []
    wrong: list[str] = []
    for value in values:
        number = cpr.normalise(value)
        digits = sum(character.isdigit() for character in value)
        if from_copy and _A_HASH.fullmatch(value):
            hashed.append(value)
            wrong.append("")
        elif number is not None:
            hashed.append(cpr.keyed_hash(number, key))
            wrong.append("")
        elif not value.strip("0-. "):
            hashed.append("")
            wrong.append("")
        else:
            hashed.append(cpr.REMOVED)
            wrong.append("cpr_incomplete" if 5 <= digits <= 6 else "not_a_cpr")
    return hashed, tuple(wrong)
