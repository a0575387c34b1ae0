"""Which of several mappings fits the files somebody brings, and which file is what. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pejling.facts.deliveries.mapping.model import FileRole, Mapping
from pejling.facts.deliveries.mapping.recognise import (
    Match,
    candidates,
    folded,
    match_header,
    match_positions,
    recognise,
)
from pejling.facts.deliveries.previewing import FilePreview
from pejling.facts.deliveries.problems import Unreadable

#: A file without names is taken for a mapping's where that uses this share of its columns.
_MOST_USED = 0.6
#: Per file role the headers it was made for, each a list of normalised names.
Shape = Dict[str, Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Known:
    """A mapping to choose from. ``saved``: the uuid of a school's own; "" for one of the catalogue."""

    mapping: Mapping
    saved: str = ""
    shape: Shape = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What an address or a form calls it: a uuid, or a name of the catalogue."""
        return self.saved or self.mapping.name


@dataclass(frozen=True, slots=True)
class Fit:
    """How one file fits a mapping. ``match`` None: not at all. ``missing``: required columns, under the names the
    mapping would take. ``problem``: (code, params) of why it can't be read by the mapping; None where it can.
    ``same_shape``: its columns are exactly those of a file the mapping was made for.
    """

    match: Match | None
    missing: tuple[str, ...] = ()
    problem: tuple[str, dict] | None = None
    same_shape: bool = False

    @property
    def role(self) -> FileRole | None:
        """What the file holds."""
        return self.match.role if self.match else None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A mapping and how each file fits it, in the files' order."""

    known: Known
    fits: tuple[Fit, ...]

    @property
    def complete(self) -> bool:
        """Whether every file can be read by it."""
        return all(fit.problem is None for fit in self.fits)

    @property
    def mapping(self) -> Mapping:
        """The mapping itself."""
        return self.known.mapping


def recognise_among(previews: Sequence[FilePreview], known: Sequence[Known]) -> Recognised | None:
    """The mapping that fits the files best; None where none knows more of them than it lacks.

    Files that fit whole count first, then those of exactly a remembered shape, then how many columns are known. A
    school's own mapping comes before one of the catalogue that fits as well.
    """
    best: tuple[tuple, Recognised] | None = None
    for one in known:
        found = fits(previews, one)
        matches = [fit.match for fit in found.fits if fit.match]
        if not any(len(match.places) > len(match.missing) for match in matches):
            continue
        rank = (
            sum(fit.problem is None for fit in found.fits),
            sum(fit.same_shape for fit in found.fits),
            sum(len(match.places) - 2 * len(match.missing) for match in matches),
            bool(one.saved),
        )
        if best is None or rank > best[0]:
            best = (rank, found)
    return best[1] if best else None


def fits(previews: Sequence[FilePreview], known: Known) -> Recognised:
    """How the files fit one mapping."""
    return Recognised(known, tuple(_fit(shown, known) for shown in previews))


def shape_of(shown: FilePreview) -> list[str]:
    """A file's headers as shapes are compared; empty texts where there is no header."""
    return [folded(header) for header in shown.headers]


def _fit(shown: FilePreview, known: Known) -> Fit:
    header = shown.headers if shown.header is not None else None
    shape = shape_of(shown)
    try:
        match = recognise(known.mapping, shown.name, header, len(shown.columns))
    except Unreadable as error:
        nearest = _nearest(known.mapping, shown, header)
        missing = tuple(error.params.get("columns", ())) if error.code == "missing_column" else ()
        return Fit(nearest, missing, (error.code, error.params))
    same = shape in [list(one) for one in known.shape.get(match.role.name, ())]
    if not same and not _likely(match, shown):
        return Fit(None, problem=_unknown(known.mapping, shown))
    return Fit(match, same_shape=same)


def _likely(match: Match, shown: FilePreview) -> bool:
    """Whether a file known by the places of its columns alone is likely to be the one that was meant: a file without
    a header, of hardly more columns than are used, and by the name the mapping asks for, if it does."""
    named = any(match.role.column(label).names for label in match.places)
    if shown.header is not None:
        return named
    if not _figures_are_numbers(match, shown):
        return False
    return match.role.file_name is not None or len(match.places) >= _MOST_USED * len(shown.columns)


def _figures_are_numbers(match: Match, shown: FilePreview) -> bool:
    """Whether figures that stand side by side really are figures: a file of another table may be as wide."""
    if not match.role.unpivot:
        return True
    labels = [label for label, _ in match.role.unpivot.columns]
    places = [match.places[label] for label in labels if label in match.places]
    return all(shown.columns[place].looks_like in ("number", "empty") for place in places)


def _nearest(mapping: Mapping, shown: FilePreview, header: Sequence[str] | None) -> Match | None:
    """The role of which most is there; None where nothing is."""
    try:
        roles = candidates(mapping, shown.name)
    except Unreadable:
        return None
    if header is None:
        matches = [match_positions(role, len(shown.columns)) for role in roles]
    else:
        matches = [match_header(role, header) for role in roles if role.header != "none"]
    best = max(matches, key=lambda match: len(match.places) - len(match.missing), default=None)
    return best if best and best.places else None


def _unknown(mapping: Mapping, shown: FilePreview) -> tuple[str, dict]:
    """Code and parameters for a file that is none of the mapping's."""
    told = {"file": shown.name, "known": [role.title for role in mapping.files]}
    found = [name for name in shown.headers if name]
    return ("file_not_recognised", told | {"found": found}) if found else ("file_without_names", told)
