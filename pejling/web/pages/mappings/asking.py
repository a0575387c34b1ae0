"""What the pointing page was told: by a form that was sent, or by suggestions where nobody has said anything yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from pejling.facts.deliveries.mapping.among import Fit, shape_of
from pejling.facts.deliveries.mapping.column_names import Names
from pejling.facts.deliveries.mapping.model import Mapping
from pejling.facts.deliveries.mapping.pointing import KINDS, TRANSLATED, Field, Given, Wide, fields_of
from pejling.facts.deliveries.mapping.suggest import suggest, suggest_kind, suggest_meanings
from pejling.facts.deliveries.mapping.told import told_of
from pejling.facts.deliveries.previewing import ColumnPreview, FilePreview

#: What a select says where the value is the same in every row.
ALWAYS = "="
#: Fields that the names of columns side by side may belong to.
CALLED = ("period", "indicator", "subgroup", "place")
#: A year or a school year, as columns are called by them.
_YEAR = re.compile(r"(19|20)\d\d([/-](\d\d)?\d\d)?")
#: The name of a month, or its beginning, as a word of its own in a file's name.
_MONTH = re.compile(
    r"(?<![^\W\d_])(jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)"
    r"(uar|ruar|ts|il|i|ust|t?ember|ober|y|e|uary|ruary|ch)?(?![^\W\d_])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one shape: what is said of the first holds for all. ``fit``: how it fits the mapping begun with."""

    shown: FilePreview
    names: tuple[str, ...]
    fit: Fit | None = None

    @property
    def shapes(self) -> list[list[str]]:
        """The shape of its files, to be remembered."""
        return [shape_of(self.shown)]


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one group. ``reasons``: why a field's column is suggested; ``lost``: what a mapping says that
    can't be shown; ``always``: fields that are to be the same in every row, said what or not yet."""

    kind: str
    given: dict[str, Given] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    wide: Wide | None = None
    file_name: str = ""
    empty: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    always: frozenset[str] = frozenset()


def grouped(previews: Sequence[FilePreview], fits: Sequence[Fit] = ()) -> list[Group]:
    """The files by shape, in the order they came."""
    groups: list[Group] = []
    for place, shown in enumerate(previews):
        key = (shown.header is not None, shape_of(shown))
        for at, group in enumerate(groups):
            if key == (group.shown.header is not None, shape_of(group.shown)):
                groups[at] = replace(group, names=(*group.names, shown.name))
                break
        else:
            groups.append(Group(shown, (shown.name,), fits[place] if fits else None))
    return groups


def suggested(group: Group, names: Names, mapping: Mapping | None = None) -> Said:
    """What is likely, before anybody has said anything: as ``mapping`` has it, then by names and looks."""
    told = (
        told_of(mapping, group.fit.match, group.shown) if mapping and group.fit and group.fit.match else None
    )
    kind = told.kind if told else suggest_kind(group.shown, names)
    said = said_of_kind(kind, group, names)
    if told is None:
        return said
    given = {**said.given, **told.given}
    reasons = {**said.reasons, **dict.fromkeys(told.given, "mapping")}
    return replace(said, given=given, reasons=reasons, lost=told.lost)


def said_of_kind(kind: str, group: Group, names: Names) -> Said:
    """The suggestions for a kind of file."""
    shown = group.shown
    found = suggest(kind, shown, names) if kind else {}
    fields = {one.key: one for one in fields_of(kind)} if kind else {}
    given = {key: _read(fields[key], shown.columns[one.position - 1]) for key, one in found.items()}
    return Said(
        kind,
        given,
        {key: one.reason for key, one in found.items()},
        _years(shown) if kind == "key_figures" and not {"period", "value"} & set(found) else None,
        file_name="" if shown.header is not None else name_pattern(shown.name),
        empty=_blanks(shown),
    )


def sent(data: QueryDict, place: int, group: Group, names: Names, mapping: Mapping | None = None) -> Said:
    """What a form says of one group. Nonsense in a field counts as nothing said."""
    kind = data.get(f"f{place}-kind", "")
    kind = kind if kind in KINDS else ""
    if kind != data.get(f"f{place}-was", ""):
        # Another kind of file has other fields: what was said of the ones before says nothing.
        return said_of_kind(kind, group, names)
    given, reasons = {}, {}
    for one in fields_of(kind) if kind else ():
        told = _field(data, f"f{place}-{one.key}", one, group.shown)
        if told.is_given:
            given[one.key] = told
        reason = data.get(f"f{place}-{one.key}-why", "")
        if reason and data.get(f"f{place}-{one.key}-of") == str(told.position):
            reasons[one.key] = reason
    lost = suggested(group, names, mapping).lost if mapping else ()
    always = {one.key for one in fields_of(kind) if data.get(f"f{place}-{one.key}") == ALWAYS} if kind else ()
    return Said(
        kind,
        given,
        reasons,
        _wide(data, place, group.shown) if kind == "key_figures" else None,
        data.get(f"f{place}-file", "").strip()[:200],
        tuple(dict.fromkeys(data.get(f"f{place}-empty", "").split()))[:20],
        lost,
        frozenset(always),
    )


def values_wanted(one: Field, kind: str) -> bool:
    """Whether the values of a field's column are listed to be given meanings or other names."""
    return one.coded or bool(one.listed and one.key != "outcome") or one.key in TRANSLATED


def _field(data: QueryDict, name: str, one: Field, shown: FilePreview) -> Given:
    """One field of the form."""
    chosen = data.get(name, "")
    if chosen == ALWAYS:
        return Given(constant=" ".join(data.get(f"{name}-is", "").split())[:200])
    if not (chosen.isascii() and chosen.isdigit()) or not 1 <= int(chosen) <= len(shown.columns):
        return Given()
    usual = _read(one, shown.columns[int(chosen) - 1])
    before = data.get(f"{name}-of", "")
    if before != chosen:
        # What else was said was meant for another column, but for what somebody changed by hand.
        known = before.isascii() and before.isdigit() and 1 <= int(before) <= len(shown.columns)
        then = _read(one, shown.columns[int(before) - 1]) if known else Given()
        style, decimal = data.get(f"{name}-style", ""), data.get(f"{name}-decimal", "")
        return replace(
            usual,
            date_style=style if style != then.date_style else usual.date_style,
            decimal=decimal if decimal != then.decimal else usual.decimal,
        )
    values = dict(zip(data.getlist(f"{name}-v"), data.getlist(f"{name}-m"), strict=False))
    known = {text for text, _ in shown.columns[int(chosen) - 1].values}
    return replace(
        usual,
        date_style=data.get(f"{name}-style", usual.date_style),
        decimal=data.get(f"{name}-decimal", usual.decimal),
        values={text: means.strip()[:200] for text, means in values.items() if text in known} or usual.values,
        empty_means=data.get(f"{name}-e", usual.empty_means),
    )


def _read(one: Field, column: ColumnPreview) -> Given:
    """How a column is likely to be read."""
    style = decimal = ""
    if one.type == "date":
        by_style = column.date_style == "month-first" or column.two_digit_years
        style = (column.date_style or "") if by_style else ""
    if one.type in ("integer", "decimal") and column.decimal is None:
        decimal = "comma" if any("." in text or "," in text for text in column.examples) else ""
    return Given(
        column.position,
        date_style=style,
        decimal=decimal,
        two_digit_years=one.type == "date" and column.two_digit_years,
        values=_meanings(one, column),
    )


def _meanings(one: Field, column: ColumnPreview) -> dict[str, str]:
    """What the values of a column are likely to mean."""
    texts = [text for text, _ in column.values if text not in column.blanks]
    if one.coded:
        return suggest_meanings(texts)
    if one.listed:
        return {text: text.casefold() if text.casefold() in one.listed else "" for text in texts}
    return {}


def _blanks(shown: FilePreview) -> tuple[str, ...]:
    found = dict.fromkeys(text for column in shown.columns for text in column.blanks)
    return tuple(text for text in found if " " not in text)


def _years(shown: FilePreview) -> Wide | None:
    """Columns of figures that are called by years: likely one figure for each."""
    columns = {
        column.position: column.header.strip()
        for column in shown.columns
        if _YEAR.fullmatch(column.header.strip()) and column.looks_like in ("number", "empty")
    }
    return Wide("period", columns) if len(columns) > 1 else None


def name_pattern(name: str) -> str:
    """A file's name with numbers, months and what may be added to it left open: the next one of its kind has another
    date."""
    stem, dot, ending = name.rpartition(".")
    open_stem = _MONTH.sub("*", re.sub(r"\d+", "*", stem if dot else ending))
    return re.sub(r"\*+", "*", f"{open_stem}*") + (dot + ending if dot else "")


def _wide(data: QueryDict, place: int, shown: FilePreview) -> Wide | None:
    """Columns side by side that were ticked."""
    called = data.get(f"f{place}-wide", "")
    if called not in CALLED:
        return None
    columns = {}
    for text in data.getlist(f"f{place}-w"):
        if text.isascii() and text.isdigit() and 1 <= int(text) <= len(shown.columns):
            header = shown.columns[int(text) - 1].header
            columns[int(text)] = " ".join(data.get(f"f{place}-w{text}", "").split())[:200] or header or text
    return Wide(called, columns)
