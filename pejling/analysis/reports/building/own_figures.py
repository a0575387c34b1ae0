"""A school's own figures in a report: each as a figure, and cut by programme, department or intake. *Pure.*

What may be shown is decided before, for all that is told of the same data together (``analysis/guarded``): ``shown``
says so value by value, and what isn't has no number here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import Value
from pejling.analysis.language import _
from pejling.analysis.reports.report import HIDDEN, Cell, Chart, Column, Figure, Picture, Table
from pejling.analysis.reports.saying import Saying
from pejling.analysis.reports.typography import NOTHING, day, number, with_unit

#: a drawing of fewer bars than this says less than the table
_FEWEST = 2
_LENGTHS = {
    "month": (_("%(n)s month"), _("%(n)s months")),
    "day": (_("%(n)s day"), _("%(n)s days")),
}
_WHY = {
    "not_delivered": _("Not counted: the data it needs have not been delivered."),
    "too_early": _("Nobody has been followed long enough yet."),
    "nobody": _("There is nobody to count."),
    "no_quota": _("There is no agreed number to compare with."),
}
HEADS = {"programme": _("Programme"), "department": _("Department"), "intake": _("Intake")}
TABLES = {
    "programme": _("%(figure)s by programme"),
    "department": _("%(figure)s by department"),
    "intake": _("%(figure)s by intake"),
}
OWN = _("the school's own figure")
NOT_KNOWN = _("not known")
OUTSIDE = _("The figure's date lies outside the plan's period.")
ABOUT = _(
    "The school's own figures, and what others have published about it. Every figure has its day, its source, how "
    "many are behind it and, where that can be told, its 95 % interval. Values that could tell of few students are "
    "hidden, together with those they could be worked out from."
)
OF_DAY = _("The own figures are of %(day)s.")
Shown = Callable[[Value], bool]


def definition_text(definition: IndicatorDefinition, say: Saying) -> str:
    """How sure a figure is, what it can't see and what it follows; what it counts stands with the figure."""
    words = definition.words[say.language]
    parts = [words.uncertainty, words.unseen]
    if words.source:
        parts.append(say(_("Follows: %(source)s."), source=words.source.rstrip(".")))
    return " ".join(part for part in parts if part)


def figure_title(definition: IndicatorDefinition, value: Value, say: Saying) -> str:
    """The figure's name with its variant and window: “Dropout, net of programme change, 12 months”."""
    variant = definition.variant(value.variant)
    told = variant.words[say.language].title.lower() if variant else ""
    parts = [definition.words[say.language].title, told, _length(definition, value, say)]
    return ", ".join(part for part in parts if part)


def _length(definition: IndicatorDefinition, value: Value, say: Saying) -> str:
    if value.months is None:
        return ""
    one, several = _LENGTHS.get(definition.window.unit, ("%(n)s", "%(n)s"))
    return say(one if value.months == 1 else several, n=value.months)


def own_figure(
    definition: IndicatorDefinition,
    value: Value,
    *,
    shown: bool,
    say: Saying,
    about: str = "",
    period: str = "",
) -> Figure:
    """One value as a figure; without any number where it isn't ``shown``."""
    words, counted = definition.words[say.language], definition.kind == "count"
    made = Figure(
        title=figure_title(definition, value, say),
        value=_value(value, counted),
        unit="count" if counted else "percent",
        source=say(OWN),
        as_of=value.as_of,
        n=value.n,
        limits=None if counted else _limits(value),
        decimals=0 if counted else 1,
        period=period,
        about=about,
        definition=words.description,
        note=_note(definition, value, say) if shown else "",
        key=definition.key,
        version=value.version,
        snapshot=value.snapshot,
    )
    return made if shown else made.hide()


def _note(definition: IndicatorDefinition, value: Value, say: Saying) -> str:
    notes = []
    if value.estimate is None:
        notes.append(say(_WHY[value.reason]) if value.reason in _WHY else "")
    elif not value.complete:
        notes.append(say(_("Provisional: not everybody has been followed for so long yet.")))
    if value.estimate is not None and value.n < definition.minimum_n:
        notes.append(say(_("Few are behind the figure: read the interval before the value.")))
    return " ".join(note for note in notes if note)


def _value(value: Value, counted: bool) -> Decimal | None:
    return None if value.estimate is None else _decimal(value.estimate, 1 if counted else 100)


def _limits(value: Value) -> tuple[Decimal, Decimal] | None:
    if value.lower is None or value.upper is None:
        return None
    return _decimal(value.lower, 100), _decimal(value.upper, 100)


def _decimal(found: float, by: int) -> Decimal:
    """With two decimals: as much as a reader is told, so that no more can be worked out of a file."""
    return (Decimal(repr(float(found))) * by).quantize(
        Decimal("0.01") if by > 1 else Decimal(1), ROUND_HALF_UP
    )


def cut_by(
    definition: IndicatorDefinition,
    dimension: str,
    values: Sequence[tuple[str, Value]],
    *,
    shown: Shown,
    say: Saying,
) -> Picture | Table | None:
    """One figure group by group, ``values`` with the groups' names in order: a picture and its table where two or
    more can be drawn; None without any group."""
    if not values:
        return None
    first = values[0][1]
    title = say(TABLES[dimension], figure=figure_title(definition, first, say))
    table = Table(
        title,
        _columns(definition, dimension, say),
        tuple(_row(definition, name, value, shown(value)) for name, value in values),
        source=say(_("the school's own figure of %(day)s"), day=day(first.as_of, say.language)),
        key=f"{definition.key}-{dimension}",
    )
    drawn = [(name, value) for name, value in values if shown(value) and value.estimate is not None]
    if len(drawn) < _FEWEST:
        return table
    limits = () if definition.kind == "count" else ("lower", "upper")
    told = "; ".join(f"{name}: {_said(definition, value, say)}" for name, value in drawn)
    chart = Chart("bars", "group", "value", *limits)
    return Picture(title, say(_("A bar for each group: %(told)s."), told=told), chart, table)


def _columns(definition: IndicatorDefinition, dimension: str, say: Saying) -> tuple[Column, ...]:
    head = Column("group", say(HEADS[dimension]))
    if definition.kind == "count":
        return head, Column("value", say(_("Number")), "count")
    return (
        head,
        Column("value", say(_("Value")), "percent", decimals=1),
        Column("lower", say(_("Lower limit")), "percent", decimals=1, of="value"),
        Column("upper", say(_("Upper limit")), "percent", decimals=1, of="value"),
        Column("n", "n", "count"),
    )


def _row(definition: IndicatorDefinition, name: str, value: Value, shown: bool) -> tuple[Cell, ...]:
    counted = definition.kind == "count"
    if not shown:
        return (name, HIDDEN) if counted else (name, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
    if counted:
        return name, _value(value, counted)
    return (name, _value(value, counted), *(_limits(value) or (None, None)), Decimal(value.n))


def _said(definition: IndicatorDefinition, value: Value, say: Saying) -> str:
    found = _value(value, definition.kind == "count")
    if found is None:
        return NOTHING
    if definition.kind == "count":
        return number(found, 0, say.language)
    return with_unit(number(found, 1, say.language), "percent", say.language)
