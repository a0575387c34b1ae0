"""Totals under another name than the one said: taken for values like the others they would count everybody twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pejling.analysis.disclosure.refusal import Unusable
from pejling.analysis.disclosure.tables import CountTable, Key
from pejling.analysis.language import _

#: What totals are called in tables that are met: Danish, English, German.
WORDS = frozenset(
    {
        "total", "totals", "totalt", "i alt", "ialt", "tilsammen", "sum", "samlet", "alle", "hele landet",
        "all", "overall", "in total", "grand total", "gesamt", "insgesamt",
    }
)  # fmt: skip
#: In so many places a value must be the sum of the others before that is no accident.
NO_ACCIDENT = 3

Line = dict[str, int | None]


def refuse_other_words(tables: Iterable[CountTable], total: str) -> None:
    """Unusable where a column has a word for a total that isn't the one said, and its counts can be totals."""
    for table in tables:
        for place, column in enumerate(table.by):
            lines = _lines(table.counts, place)
            for value in dict.fromkeys(value for line in lines for value in line):
                if _is_word(value, total) and all(_can_be_total(line, value) for line in lines):
                    raise Unusable(
                        _(
                            '%(table)s: "%(value)s" in the column "%(column)s" looks like a total, but the word for '
                            'a total is "%(total)s": say --total-label "%(value)s", or call it something else'
                        ),
                        table=table.name, value=value, column=column, total=total,
                    )  # fmt: skip


def sums_of_all_others(tables: Iterable[CountTable]) -> Iterator[tuple[str, str, str]]:
    """Table, column and value where a value is the sum of all others so often that it must be a total."""
    for table in tables:
        for place, column in enumerate(table.by):
            is_sum: dict[str, int] = defaultdict(int)
            is_not: set[str] = set()
            for line in _lines(table.counts, place):
                counts = [count or 0 for count in line.values()]
                many = sum(count > 0 for count in counts) > 2
                for value, count in line.items():
                    if many and count and 2 * count == sum(counts):
                        is_sum[value] += 1
                    elif count:
                        is_not.add(value)
            yield from (
                (table.name, column, value)
                for value, times in is_sum.items()
                if times >= NO_ACCIDENT and value not in is_not
            )


def _lines(counts: Mapping[Key, int | None], place: int) -> list[Line]:
    """Along one column, all else the same: what each of its values counts."""
    lines: dict[Key, Line] = defaultdict(dict)
    for key, count in counts.items():
        value = key[place]
        if value is not None:
            lines[(*key[:place], *key[place + 1 :])][value] = count
    return list(lines.values())


def _is_word(value: str, total: str) -> bool:
    return value != total and (_plain(value) in WORDS or _plain(value) == _plain(total))


def _plain(word: str) -> str:
    return " ".join(word.casefold().strip(" .:").split())


def _can_be_total(line: Line, value: str) -> bool:
    count = line.get(value)
    others = [other for name, other in line.items() if name != value]
    if count is None or not others:
        return True
    shown = sum(other or 0 for other in others)
    return shown <= count if None in others else shown == count
