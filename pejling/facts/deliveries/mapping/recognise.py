"""Which file is which: a file's header against the columns each role asks for. *Pure.*"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch, fnmatchcase

from pejling.facts.deliveries.mapping.model import FileRole, Mapping, SourceColumn, Unpivot
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.grid import Wanted

_LOOKS_LIKE_DATA = re.compile(r"[0-9][0-9.,:/ T-]*")


@dataclass(frozen=True, slots=True)
class Match:
    """How a header fits a role: label -> place of its column, and what stands in the way."""

    role: FileRole
    places: dict[str, int]
    missing: tuple[str, ...] = ()
    twice: tuple[str, int, int] | None = None

    @property
    def complete(self) -> bool:
        """Whether all that is required was found."""
        return not self.missing


def folded(name: str) -> str:
    """A column name as names are compared: trimmed, one blank between words, letter case and Unicode form aside."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def match_header(role: FileRole, header: Sequence[str]) -> Match:
    """The columns of ``header`` by a role's names and positions."""
    where: dict[str, list[int]] = {}
    for place, name in enumerate(header):
        where.setdefault(folded(name), []).append(place)
    places: dict[str, int] = {}
    twice: tuple[str, int, int] | None = None
    for column in role.columns:
        found = next((where[folded(name)] for name in column.names if folded(name) in where), [])
        if len(found) > 1 and column.position is not None and column.position - 1 in found:
            found = [column.position - 1]
        if len(found) > 1:
            twice = twice or (header[found[0]], found[0] + 1, found[1] + 1)
        if not found and not column.names and column.position is not None and column.position <= len(header):
            found = [column.position - 1]
        if found:
            places[column.label] = found[0]
    if role.unpivot and role.unpivot.pattern:
        places |= _fitting(role.unpivot, header, set(places.values()))
    return _matched(role, places, twice)


def _fitting(unpivot: Unpivot, header: Sequence[str], taken: set[int]) -> dict[str, int]:
    """The columns to unpivot whose header fits the pattern and that nothing else names."""
    pattern = folded(unpivot.pattern or "")
    return {
        unpivot.label_of(name.strip()): place
        for place, name in enumerate(header)
        if place not in taken and fnmatchcase(folded(name), pattern)
    }


def match_positions(role: FileRole, width: int) -> Match:
    """The columns of a file without a header."""
    places = {
        column.label: column.position - 1
        for column in role.columns
        if column.position is not None and column.position <= width
    }
    return _matched(role, places, None)


def _matched(role: FileRole, places: dict[str, int], twice: tuple[str, int, int] | None) -> Match:
    for column in role.columns:
        if column.instead_of and column.label in places:
            # Beside the column it stands in for it isn't used (and what CPR numbers it holds are removed).
            place = places.pop(column.label)
            if column.instead_of not in places:
                places[column.instead_of] = place
    missing = tuple(c.label for c in role.columns if c.required and c.label not in places)
    if role.unpivot and role.unpivot.cell and not any(role.column(p) is role.unpivot.cell for p in places):
        missing = (*missing, role.unpivot.label_of(""))
    return Match(role, places, missing, twice)


def column_at(match: Match, label: str, header: Sequence[str] | None) -> SourceColumn:
    """The declaration that counts for a label in this file: its own, or the one that stands in for it."""
    own = match.role.column(label)
    if header is None:
        names: set[str] = set()
    else:
        names = {folded(header[match.places[label]])}
    if names & {folded(name) for name in own.names}:
        return own
    place = match.places[label] + 1
    for column in match.role.columns:
        if column.instead_of != label:
            continue
        if names & {folded(name) for name in column.names} or (column.position == place != own.position):
            return column
    return own


def wanted_of(mapping: Mapping, file_name: str) -> Wanted:
    """What a reader should look for in a file of that name."""
    roles = candidates(mapping, file_name)
    alone = roles[0] if len(roles) == 1 else None

    def score(cells: Sequence[str]) -> tuple[bool, int]:
        best = (False, 0)
        for role in roles:
            match = match_header(role, cells)
            named = sum(1 for label in match.places if role.column(label).names)
            best = max(best, (match.complete and named > 0, named))
        return best

    def headerless(rows: Sequence[Sequence[str]]) -> bool:
        return bool(rows) and any(
            match_positions(role, len(rows[0])).complete and _is_data(role, rows[0])
            for role in roles
            if role.header != "first"
        )

    def agreed(values: set[str | None]) -> str | None:
        return next(iter(values)) if len(values) == 1 else None

    return Wanted(
        score,
        headerless,
        encoding=agreed({role.encoding for role in roles}),
        separator=agreed({role.separator for role in roles}),
        header=agreed({role.header for role in roles}) or "auto",
        sheet=alone.sheet if alone else agreed({role.sheet for role in roles}),
    )


def _is_data(role: FileRole, cells: Sequence[str]) -> bool:
    """Whether a first row holds values rather than names: some column the role needs begins with a digit."""
    places = match_positions(role, len(cells)).places
    return any(_LOOKS_LIKE_DATA.match(cells[place].strip()) for place in places.values())


def candidates(mapping: Mapping, file_name: str) -> list[FileRole]:
    """The roles a file of that name may have."""
    fitting = [
        role
        for role in mapping.files
        if role.file_name is None or fnmatch(file_name.casefold(), role.file_name.casefold())
    ]
    if not fitting:
        raise Unreadable(
            "file_without_names", {"file": file_name, "known": [role.title for role in mapping.files]}
        )
    return fitting


def recognise(mapping: Mapping, file_name: str, header: Sequence[str] | None, width: int) -> Match:
    """The role of a file. Raises `Unreadable` where none fits, several do, or a name stands twice."""
    matches = []
    for role in candidates(mapping, file_name):
        match = match_header(role, header) if header is not None else match_positions(role, width)
        if header is None and any(column.position is None for column in role.columns if column.required):
            continue
        matches.append(match)
    ranked = sorted(matches, key=_rank, reverse=True)
    if not ranked or not ranked[0].places:
        params = {"file": file_name, "found": list(header or ()), "known": [r.title for r in mapping.files]}
        raise Unreadable("file_not_recognised" if header else "file_without_names", params)
    best = ranked[0]
    if not best.complete:
        raise Unreadable("missing_column", _missing(file_name, best, header or ()))
    if len(ranked) > 1 and _rank(ranked[1]) == _rank(best):
        raise Unreadable("ambiguous_file", {"file": file_name, "known": [m.role.title for m in ranked[:2]]})
    if best.twice:
        name, first, second = best.twice
        raise Unreadable(
            "column_twice", {"file": file_name, "column": name, "first": first, "second": second}
        )
    return best


def _rank(match: Match) -> tuple[bool, bool, bool, float, float]:
    """How well a role fits. Where something is missing, all that was recognised speaks for a role, not only what it
    requires: of a file with many columns one renamed column doesn't make another file.
    """
    required = [column.label for column in match.role.columns if column.required]
    found = len(required) - len(match.missing)
    named = match.role.file_name is not None
    if match.complete:
        return True, named, bool(match.places), found, len(match.places)
    evidence = len(match.places) - len(match.missing)
    return False, named, bool(match.places), evidence, found / max(len(required), 1)


def _missing(file_name: str, match: Match, header: Sequence[str]) -> dict:
    """Which columns are missing, under the names the mapping would take."""
    columns = [match.role.column(label) for label in match.missing]
    names = [column.names[0] if column.names else f"no. {column.position}" for column in columns]
    return {"file": file_name, "role": match.role.title, "columns": names, "found": list(header)}
