"""What the cells of a column look like: dates, numbers, codes, text, CPR numbers. *Pure.*

All is judged by what is in the cells, never by a column's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pejling.facts.deliveries.checks.dates import date_like, style_of
from pejling.facts.deliveries.checks.numbers import decimal_of, parse_numbers
from pejling.facts.deliveries.cpr import normalise, scrub_text, scrub_values
from pejling.facts.deliveries.problems import SHOWN, cut

#: Texts of a column are listed one by one where there are no more than so many different ones.
MOST_VALUES = 60
EXAMPLES = 5
#: Texts that stand for an empty cell in somebody's files.
BLANKS = frozenset(
    {"-", "--", "–", "—", ".", "..", ":", "null", "n/a", "na", "nan", "none", "#n/a", "(null)", "(tom)"}
)
#: So many of the filled cells must fit for the column to be called that.
_NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Looks:
    """A column as it looks. ``filled``: share of cells with something in them; ``values``: each text and how often,
    in the order a person would sort them, empty where there are too many; ``cpr``: cells with a CPR number.

    ``blanks``: texts among them that stand for an empty cell; ``kind`` is judged without them.

    ``kind``: ``date``, ``number``, ``code``, ``text``, ``cpr``, or ``empty``. ``date_style`` is set for dates whose
    order of day and month the cells themselves give away. ``two_digit_years``, ``decimal``: as a mapping says it.
    """

    kind: str
    filled: float
    examples: tuple[str, ...]
    values: tuple[tuple[str, int], ...]
    distinct: int
    cpr: int
    date_style: str | None = None
    two_digit_years: bool = False
    decimal: str | None = None
    blanks: tuple[str, ...] = ()


def look_at(cells: pa.Array) -> Looks:
    """How a column of raw text looks. No CPR number is among what is returned."""
    encoded = cells.dictionary_encode()
    raw = pc.utf8_trim_whitespace(pc.utf8_normalize(encoded.dictionary, form="NFC"))
    counts = np.bincount(encoded.indices.to_numpy(zero_copy_only=False), minlength=len(raw))
    clean, flawed = scrub_values(raw)
    filled = pc.not_equal(raw, "").to_numpy(zero_copy_only=False) & (counts > 0)
    total = int(counts[filled].sum())
    if not total:
        return Looks("empty", 0.0, (), (), 0, 0)
    places = np.flatnonzero(filled)
    texts = raw.take(pa.array(places)).to_pylist()
    shown = clean.take(pa.array(places)).to_pylist()
    often = counts[places]
    blank = np.array([text.casefold() in BLANKS for text in texts], dtype=bool)
    told = ~blank if not blank.all() else blank
    kept = [text for text, is_told in zip(texts, told.tolist(), strict=True) if is_told]
    kind, more = _kind(kept, often[told], flawed[places][told])
    if kind == "cpr":
        # Those the search for CPR numbers let pass (such as replacement numbers) are nobody's business either.
        shown = [text if "[" in text else "[CPR]" for text in shown]
    tally: dict[str, int] = {}
    for text, count in zip(shown, often.tolist(), strict=True):
        tally[text] = tally.get(text, 0) + count
    return Looks(
        kind,
        total / len(cells),
        tuple(cut(text, SHOWN) for text in list(tally)[:EXAMPLES]),
        _listed(tally),
        len(texts),
        int(counts[flawed].sum()),
        blanks=tuple(text for text in texts if text.casefold() in BLANKS),
        **more,
    )


def _kind(texts: Sequence[str], often: np.ndarray, flawed: np.ndarray) -> tuple[str, dict]:
    """What most cells are, and how they are written."""
    total = int(often.sum())
    if _mostly_cpr(texts, often, flawed):
        return "cpr", {}
    dates = np.array(date_like(texts), dtype=bool)
    if often[dates].sum() >= _NEARLY_ALL * total:
        style, short = style_of(texts, often)
        return "date", {"date_style": style, "two_digit_years": short}
    _, there, codes = parse_numbers(texts, whole=False)
    number = there | (codes == 2)
    if often[number].sum() >= _NEARLY_ALL * total and not _leading_zeros(texts):
        return "number", {"decimal": decimal_of(texts)}
    few = len(texts) <= MOST_VALUES and (len(texts) * 2 <= total or len(texts) <= 3)
    return ("code" if few or _leading_zeros(texts) else "text"), {}


def _mostly_cpr(texts: Sequence[str], often: np.ndarray, flawed: np.ndarray) -> bool:
    if often[flawed].sum() * 2 < often.sum():
        return False
    whole = np.array([normalise(text) is not None for text in texts], dtype=bool)
    return bool(often[whole].sum() * 2 >= often.sum())


def _leading_zeros(texts: Sequence[str]) -> bool:
    """Whether numbers are written as text is: 0101, 028012."""
    digits = [text for text in texts if text.isdecimal()]
    return any(len(text) > 1 and text.startswith("0") for text in digits) and len(digits) * 2 > len(texts)


def _listed(tally: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """The texts with their counts, numbers by size and before other text; () where there are too many."""
    if len(tally) > MOST_VALUES:
        return ()

    def order(text: str) -> tuple[int, int, str]:
        digits = text.split(" ", 1)[0].rstrip(".:-")
        return (0, int(digits), text) if digits.isdecimal() and len(digits) < 16 else (1, 0, text.casefold())

    return tuple((cut(scrub_text(text), SHOWN), tally[text]) for text in sorted(tally, key=order))
