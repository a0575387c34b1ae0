"""The pointing page's form, ready for its template: fields with choices, examples, meanings and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from pejling.analysis.tables import OUTCOMES
from pejling.facts.deliveries.mapping.build import Complaint
from pejling.facts.deliveries.mapping.pointing import KINDS, Field, Given, fields_of
from pejling.facts.deliveries.previewing import ColumnPreview, FilePreview
from pejling.web.components import numbers
from pejling.web.components.table_words import COLUMNS, column_title, table_title, value_title
from pejling.web.pages.mappings import words
from pejling.web.pages.mappings.asking import ALWAYS, CALLED, Group, Said, values_wanted

#: Each a value, its text, and whether it is chosen.
Options = list[tuple[str, str, bool]]
_EXAMPLES = 3
_EXAMPLE = 24


@dataclass(frozen=True, slots=True)
class Value:
    """A value that occurs, how often, and what it is said to mean: a choice, or a text where ``options`` is empty."""

    text: str
    count: str
    means: str
    options: Options


@dataclass(slots=True)
class Row:
    """One field. ``position``: of the chosen column; ``constant``: the value that is always the same;
    ``constants``: its choices where it has few; ``error``: what is missing; ``note``: what else to know."""

    name: str
    title: str
    hint: str
    required: bool
    options: Options
    position: int | None
    constant: str
    constant_allowed: bool
    constants: Options
    reason: str
    reason_text: str
    error: str
    styles: Options
    decimals: Options
    values: list[Value]
    empty: Options
    meanings: bool
    redraws: bool
    note: str = ""

    @property
    def is_constant(self) -> bool:
        """Whether the value is always the same."""
        return any(value == ALWAYS and chosen for value, _, chosen in self.options)


@dataclass(slots=True)
class FileForm:
    """One kind of file in the form."""

    place: int
    group: Group
    kind: str
    kinds: Options
    needed: list[Row] = field(default_factory=list)
    found: list[Row] = field(default_factory=list)
    more: list[Row] = field(default_factory=list)
    wide: list[tuple[int, str, str, str, bool]] = field(default_factory=list)
    wide_called: Options = field(default_factory=list)
    file_name: str = ""
    empty: str = ""
    lost: str = ""
    errors: int = 0

    @property
    def shown(self) -> FilePreview:
        """The file."""
        return self.group.shown

    @property
    def facts(self) -> str:
        """How the file was read, in a line."""
        shown = self.shown
        parts = [_("%(n)s rows") % {"n": numbers.number(shown.row_count)}]
        if not shown.whole:
            parts = [_("about %(n)s rows") % {"n": numbers.number(shown.row_count)}]
        if shown.sheet:
            parts.append(_("sheet %(sheet)s") % {"sheet": shown.sheet})
        else:
            parts += [shown.encoding, str(words.SEPARATORS.get(shown.separator, shown.separator))]
        header = _("header in row %(row)s") % {"row": shown.header} if shown.header else _("no header")
        return " · ".join([*parts, header])


def file_form(place: int, group: Group, said: Said, complaints: Sequence[Complaint]) -> FileForm:
    """The form of one group of files."""
    errors = {one.field: one.code for one in complaints if one.file == place}
    kinds = [("", _("Nothing that is taken in"), not said.kind)]
    kinds += [(kind, str(words.KINDS[kind]), kind == said.kind) for kind in KINDS]
    made = FileForm(place, group, said.kind, kinds, file_name=said.file_name, empty=" ".join(said.empty))
    made.lost = ", ".join(_lost(name) for name in said.lost)
    made.errors = len(errors)
    if not said.kind:
        return made
    for one in fields_of(said.kind):
        given = said.given.get(one.key, Given())
        row = _row(place, group.shown, one, given, said, errors.get(one.key, ""))
        # What a figure or an enrolment is about is looked for, found or not.
        told = given.is_given or row.is_constant or row.error or one.coded or one.key == "value"
        (made.needed if one.required else made.found if told else made.more).append(row)
    if said.kind == "key_figures":
        _add_wide(made, said)
    return made


def _row(place: int, shown: FilePreview, one: Field, given: Given, said: Said, error: str) -> Row:
    column = shown.columns[given.position - 1] if given.position else None
    constant_allowed = one.type in ("text", "integer") and one.key not in (
        "student",
        "number",
        "name",
        "leave_code",
    )
    reason = said.reasons.get(one.key, "")
    row = Row(
        name=f"f{place}-{one.key}",
        title=_("Enrolment number")
        if (one.table, one.key) == ("spells", "number")
        else column_title(one.key),
        hint=str(words.HINTS.get(one.key, "")),
        required=one.required,
        options=_columns(shown, given, constant_allowed, bool(given.constant) or one.key in said.always),
        position=given.position,
        constant=given.constant,
        constant_allowed=constant_allowed,
        constants=[(value, value_title(value), value == given.constant) for value in one.listed],
        reason=reason,
        reason_text=str(words.REASONS.get(reason, "")),
        error=str(words.COMPLAINTS.get(error, error)),
        styles=_chosen(words.DATE_STYLES, given.date_style) if one.type == "date" else [],
        decimals=_chosen(words.DECIMALS, given.decimal)
        if column and one.type in ("integer", "decimal")
        else [],
        values=[],
        empty=[],
        meanings=one.coded or bool(one.listed),
        redraws=values_wanted(one, said.kind),
    )
    if column and values_wanted(one, said.kind):
        _add_values(row, one, given, column)
    if column and one.type == "date" and column.looks_like == "date" and column.date_style is None:
        row.note = _("The cells don't show whether day or month comes first; day first is taken for granted.")
    if said.wide and one.key in ("value", said.wide.called):
        row.note = _("Comes from the columns side by side.")
    if column and column.looks_like == "cpr" and one.key == "student":
        row.note = _("The column holds CPR numbers: they are made into keyed hashes before anything is kept.")
    return row


def _columns(shown: FilePreview, given: Given, constant_allowed: bool, always: bool) -> Options:
    """Every column of the file with a few of its values, to choose from."""
    made = [("", _("– not in the file –"), not given.is_given and not always)]
    if constant_allowed:
        made.append((ALWAYS, _("Always the same:"), always))
    for column in shown.columns:
        header = column.header or _("column %(n)s") % {"n": column.position}
        some = ", ".join(_short(text) for text in column.examples[:_EXAMPLES])
        text = f"{header} ({some})" if some else f"{header} ({words.LOOKS['empty']})"
        made.append((str(column.position), text, column.position == given.position))
    return made


def _add_values(row: Row, one: Field, given: Given, column: ColumnPreview) -> None:
    """The values that occur, each with what it means."""
    texts = [(text, count) for text, count in column.values if text not in column.blanks]
    if not texts and row.meanings:
        row.note = _("The column has more than 60 different values: it hardly holds codes.")
        return
    allowed = OUTCOMES if one.coded else one.listed
    for text, count in texts:
        means = given.values.get(text, "")
        options: Options = []
        if row.meanings:
            options = [("", _("not known: keep these rows out"), not means)]
            options += [(value, value_title(value), value == means) for value in allowed]
        row.values.append(
            Value(text, numbers.number(count), means or ("" if row.meanings else text), options)
        )
    if one.coded and one.key == "outcome":
        row.empty = [("", _("as the dates say: in progress while open"), not given.empty_means)]
        row.empty += [(value, value_title(value), value == given.empty_means) for value in OUTCOMES]


def _add_wide(made: FileForm, said: Said) -> None:
    """Columns with numbers, that may be figures side by side."""
    chosen = said.wide.columns if said.wide else {}
    for column in made.shown.columns:
        if column.looks_like != "number":
            continue
        name = column.header or _("column %(n)s") % {"n": column.position}
        some = ", ".join(_short(text) for text in column.examples[:_EXAMPLES])
        called = chosen.get(column.position, column.header)
        made.wide.append((column.position, name, some, called, column.position in chosen))
    now = said.wide.called if said.wide else ""
    made.wide_called = [("", _("No: one figure in each row"), not now)]
    made.wide_called += [(name, column_title(name), name == now) for name in CALLED]


def _chosen(listed: dict, value: str) -> Options:
    return [(key, str(text), key == value) for key, text in listed.items()]


def _short(text: str) -> str:
    return text if len(text) <= _EXAMPLE else text[: _EXAMPLE - 1] + "…"


def _lost(name: str) -> str:
    if name == "unpivot":
        return _("figures side by side")
    return column_title(name) if name in COLUMNS else table_title(name)
