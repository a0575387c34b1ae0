"""A report of figures: each group of them with a picture where one figure was measured several times. *Pure.*"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pejling.analysis.language import _
from pejling.analysis.reports import report as model
from pejling.analysis.reports.report import (
    Block,
    Chart,
    Column,
    Figure,
    Figures,
    Picture,
    Report,
    Section,
    Table,
)
from pejling.analysis.reports.saying import Saying
from pejling.analysis.reports.typography import number, with_unit

KEY_FIGURES = "key_figures"
#: a picture of fewer points than this says less than the table
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that are read together, under a heading. ``scale``: the ends of the pictures' axis. ``cuts``: the same
    figures group by group, below them."""

    title: str
    figures: tuple[Figure, ...]
    text: str = ""
    scale: tuple[Decimal, Decimal] | None = None
    cuts: tuple[Picture | Table, ...] = ()


def key_figure_report(
    title: str,
    organisation: str,
    groups: Sequence[Group],
    *,
    dated: date,
    period: tuple[date, date] | None = None,
    about: str = "",
    language: str = "da",
    version: int = 1,
    note: str = "",
) -> Report:
    """The report; figures of one title are one series, in the order given."""
    say = Saying(language)
    intro = about or say(
        _(
            "Every figure has its date, its source, how many are behind it and, where that can be told, its interval."
        )
    )
    sections = [Section(say(_("About the figures")), (model.Paragraph(intro, lead=True),))]
    sections += [Section(group.title, tuple(_blocks(group, say))) for group in groups]
    if not groups:
        sections.append(Section(say(_("Figures")), (model.Paragraph(say(_("There are no figures yet."))),)))
    return Report(
        kind=KEY_FIGURES, kind_title=say(_("Key figures")), title=title, organisation=organisation, period=period,
        dated=dated, language=language, version=version, note=note, sections=tuple(sections),
    )  # fmt: skip


def _blocks(group: Group, say: Saying) -> Iterator[Block]:
    if group.text:
        yield model.Paragraph(group.text)
    series: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in group.figures:
        series.setdefault((figure.title, figure.about, figure.unit), []).append(figure)
    for (title, about, unit), found in series.items():
        if sum(one.value is not None for one in found) >= _FEWEST:
            # Drawn from the oldest to the newest, whatever order they are listed in.
            in_time = sorted(found, key=lambda one: (one.as_of or date.min, one.period))
            yield _picture(f"{title}, {about}" if about else title, unit, in_time, group, say)
    yield Figures(group.title, group.figures)
    yield from group.cuts


def _picture(title: str, unit: str, found: list[Figure], group: Group, say: Saying) -> Picture:
    percent = unit == "percent"
    decimals = max(one.decimals for one in found)
    kind, words = ("percent", "") if percent else ("number", "" if unit == "count" else unit)
    columns = (
        Column("period", say(_("Period"))),
        Column("value", say(_("Value")), kind, words, decimals),
        Column("lower", say(_("Lower limit")), kind, "", decimals, of="value"),
        Column("upper", say(_("Upper limit")), kind, "", decimals, of="value"),
        Column("n", "n", "count", counts=found[0].counts),
    )
    rows = []
    for one in found:
        gone = model.HIDDEN if one.hidden else None
        limits = one.limits or (gone, gone)
        n = gone if one.n is None else Decimal(one.n)
        rows.append((one.period, gone if one.value is None else one.value, *limits, n))
    told = "; ".join(
        f"{one.period}: {with_unit(number(one.value, one.decimals, say.language), unit, say.language)}"
        for one in found
        if one.value is not None
    )
    alt = say(_("A point for each period, with its interval where there is one. %(told)s."), told=told)
    source = ", ".join(dict.fromkeys(one.source for one in found))
    elsewhere = all(one.elsewhere for one in found)
    table = Table(title, columns, tuple(rows), source=source, elsewhere=elsewhere)
    return Picture(title, alt, Chart("points", "period", "value", "lower", "upper", scale=group.scale), table)
