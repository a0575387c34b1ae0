"""What an attacker knows: every published count, which cells are hidden, every sum that must hold between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pejling.analysis.disclosure.tables import CountTable, Key, Rate
from pejling.analysis.disclosure_attack.rings import behind

Bucket = tuple[Key, int]


class Contradiction(Exception):
    """What has been published can't all be true: `key` is where that shows, as far as it can be said."""

    def __init__(self, key: Key | None = None, count: int | None = None, other: int | None = None) -> None:
        super().__init__(key, count, other)
        self.key, self.count, self.other = key, count, other


@dataclass(frozen=True, slots=True)
class Equation:
    """`terms` (unknown -> factor) add up to a number from `low` to `high`."""

    terms: dict[int, int]
    low: float
    high: float
    about: Key | None


@dataclass(slots=True)
class Knowledge:
    """`unknown`: the keys nobody has published, each with its number; `least`: by number, what it is at least."""

    shown: dict[Key, int] = field(default_factory=dict)
    hidden: set[Key] = field(default_factory=set)
    unknown: dict[Key, int] = field(default_factory=dict)
    least: list[int] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)


def gather(
    tables: Sequence[CountTable], by: tuple[str, ...], *, least: int, rates: Sequence[Rate] = ()
) -> Knowledge:
    """Put together what tables of one snapshot tell. Contradiction where two of them differ on a cell."""
    known = Knowledge()
    for table in tables:
        for own, count in table.counts.items():
            key = table.full(own, by)
            if count is None:
                known.hidden.add(key)
            elif known.shown.setdefault(key, count) != count:
                raise Contradiction(key, known.shown[key], count)
    known.hidden -= known.shown.keys()
    said = _said_in_full(known.shown.keys() | known.hidden)
    every = _everything_above(said | behind(said))
    buckets: dict[Bucket, set[Key]] = {}
    for key in every:
        for place, value in enumerate(key):
            if value is not None:
                buckets.setdefault((_blank(key, place), place), set()).add(key)
    for key in sorted(every - known.shown.keys(), key=lambda key: tuple(value or "" for value in key)):
        known.unknown[key] = len(known.least)
        known.least.append(least if key in known.hidden else 0)
    # The finest sums first: where they don't add up, the smallest total that shows it is named.
    for (whole, place), parts in sorted(buckets.items(), key=_fineness):
        terms, constant = _terms(known, whole, parts)
        high = constant if _is_whole(buckets, known.shown, whole, place, parts) else float("inf")
        # Parts + what isn't cut = whole: whole - parts is nothing, or something at most.
        known.equations.append(Equation(terms, constant, high, whole))
    for rate in rates:
        _add_rate(known, rate)
    return known


def _said_in_full(keys: set[Key]) -> set[Key]:
    """Keys, and the same cells with those columns filled in that their values determine wherever both are told."""
    if not keys:
        return keys
    width = len(next(iter(keys)))
    follows: list[tuple[int, int, dict[str, str]]] = []
    for fine in range(width):
        all_values = {key[fine] for key in keys if key[fine] is not None}
        for coarse in range(width):
            pairs = {(key[fine], key[coarse]) for key in keys if None not in (key[fine], key[coarse])}
            if (
                coarse != fine
                and pairs
                and len(pairs) == len(all_values) == len({one for one, _other in pairs})
            ):
                follows.append((fine, coarse, {str(one): str(other) for one, other in pairs}))
    full = set(keys)
    grown = True
    while grown:
        more = {
            (*key[:coarse], goes_with[fine_value], *key[coarse + 1 :])
            for fine, coarse, goes_with in follows
            for key in full
            if (fine_value := key[fine]) is not None and key[coarse] is None
        } - full
        full |= more
        grown = bool(more)
    return full


def _everything_above(keys: set[Key]) -> set[Key]:
    every, fresh = set(keys), set(keys)
    while fresh:
        fresh = {
            _blank(key, place) for key in fresh for place, value in enumerate(key) if value is not None
        } - every
        every |= fresh
    return every


def _blank(key: Key, place: int) -> Key:
    return (*key[:place], None, *key[place + 1 :])


def _fineness(bucket: tuple[Bucket, set[Key]]) -> tuple[int, tuple[str, ...], int]:
    (whole, place), _parts = bucket
    return whole.count(None), tuple(value or "" for value in whole), place


def _terms(known: Knowledge, whole: Key, parts: set[Key]) -> tuple[dict[int, int], int]:
    """Unknown parts minus an unknown whole, and what they add up to: the known whole minus the known parts. With a
    remainder, parts - whole is at most that; the sign is turned so that it is at least."""
    terms: dict[int, int] = {}
    constant = 0
    for key, factor in [(whole, 1), *((part, -1) for part in parts)]:
        if key in known.shown:
            constant -= factor * known.shown[key]
        else:
            terms[known.unknown[key]] = factor
    return terms, constant


def _is_whole(
    buckets: dict[Bucket, set[Key]], shown: dict[Key, int], whole: Key, place: int, parts: set[Key]
) -> bool:
    """Whether no part is lacking: none whose neighbour in a table above counts somebody, but isn't cut at all."""
    values = {part[place] for part in parts}
    for other, value in enumerate(whole):
        if value is None:
            continue
        for neighbour in buckets.get((_blank(whole, other), place), ()):
            uncut = (neighbour, other) not in buckets and shown.get(neighbour) != 0
            if neighbour[place] not in values and uncut:
                return False
    return True


def _add_rate(known: Knowledge, rate: Rate) -> None:
    """A percentage rounded to d decimals: 100 part / whole is within half of the last decimal."""
    if rate.percent is None:
        return
    scale = 10**rate.decimals
    said = int(rate.percent * scale)
    for factor_whole, low, high in ((2 * said - 1, 0.0, float("inf")), (2 * said + 1, float("-inf"), 0.0)):
        _add_inequality(known, rate, 200 * scale, factor_whole, low, high)
    _add_inequality(known, rate, 1, 1, float("-inf"), 0.0)


def _add_inequality(
    known: Knowledge, rate: Rate, of_part: int, of_whole: int, low: float, high: float
) -> None:
    """low <= of_part x part - of_whole x whole <= high."""
    terms: dict[int, int] = {}
    constant = 0
    for key, factor in ((rate.numerator, of_part), (rate.denominator, -of_whole)):
        if key in known.shown:
            constant -= factor * known.shown[key]
        else:
            if key not in known.unknown:
                known.unknown[key] = len(known.least)
                known.least.append(0)
            number = known.unknown[key]
            terms[number] = terms.get(number, 0) + factor
    known.equations.append(Equation(terms, low + constant, high + constant, rate.numerator))
