"""A report as a row of simple things to put on paper, so that page, PDF and Word say the same in the same order.

*Pure.* Here every number, day and code becomes text, once, in the report's language; the forms after this only
place it. A hidden value becomes the word for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pejling.analysis.language import _
from pejling.analysis.reports import report as model
from pejling.analysis.reports.report import HIDDEN, Cell, Column, Report, Section
from pejling.analysis.reports.saying import Saying
from pejling.analysis.reports.typography import (
    DASH,
    NOTHING,
    day,
    exactly,
    interval,
    number,
    period,
    short_day,
    with_unit,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is directly below the title. ``tag``: a state shown beside it. ``id``: its address."""

    level: int
    text: str
    id: str
    tag: str = ""
    state: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``style``: body, lead or note. Line breaks in it are meant."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """Something to know before reading on."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what belongs to each: one or several lines."""

    title: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``numeric``: which columns stand to the right. ``totals``: rows that add others up."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    notes: tuple[str, ...] = ()
    totals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture; ``picture``: what to draw. Its table follows as a ``Grid``."""

    title: str
    alt: str
    picture: model.Picture
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A document: its text, what is said about it, and where it is."""

    text: str
    about: str
    address: str


@dataclass(frozen=True, slots=True)
class Links:
    """Documents."""

    title: str
    items: tuple[Link, ...]


Element = Heading | Text | Points | Box | Facts | Grid | Drawing | Links


class Layout:
    """A report laid out. ``elements`` in order; ``about``: what stands under the title, as (name, text)."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.say = Saying(report.language)
        self._ids: set[str] = set()
        self.elements: tuple[Element, ...] = tuple(self._sections(report.sections, 1))
        self.about = tuple(self._about())

    @property
    def contents(self) -> tuple[Heading, ...]:
        """The headings of a table of contents: the upper two levels; none where there is little to find."""
        found = tuple(
            one for one in self.elements if isinstance(one, Heading) and one.level <= 2 and one.listed
        )
        upper = tuple(one for one in found if one.level == 1)
        chosen = found if len(found) <= 40 else upper
        return chosen if len(chosen) > 3 else ()

    def _about(self) -> Iterator[tuple[str, str]]:
        report, say = self.report, self.say
        if report.period:
            yield say(_("Period")), period(report.period, report.language)
        if report.dated:
            yield say(_("Updated")), day(report.dated, report.language)
        if report.version > 1:
            yield say(_("Edition")), str(report.version)
        if report.note:
            yield say(_("New in this edition")), report.note

    def _sections(self, sections: Sequence[Section], level: int) -> Iterator[Element]:
        for section in sections:
            yield Heading(level, section.title, self._id(section.id or section.title))
            actions = [block for block in section.blocks if isinstance(block, model.Action)]
            brief = all(map(_brief, actions))
            for block in section.blocks:
                if not (brief and isinstance(block, model.Action)):
                    yield from self._block(block, level)
            if actions and brief:
                yield self._brief_actions(actions)
            yield from self._sections(section.sections, level + 1)

    def _id(self, text: str) -> str:
        base = "".join(one if one.isascii() and one.isalnum() else "-" for one in _plain(text.lower()))
        base = "-".join(filter(None, base.split("-")))[:50].rstrip("-") or "afsnit"
        base, name, count = f"s-{base}", f"s-{base}", 1
        while name in self._ids:
            count += 1
            name = f"{base}-{count}"
        self._ids.add(name)
        return name

    def _block(self, block: model.Block, level: int) -> Iterator[Element]:
        match block:
            case model.Paragraph(text, lead):
                yield Text(text, "lead" if lead else "body")
            case model.Listing(items, numbered):
                yield Points(items, numbered)
            case model.Notice(title, text):
                yield Box(title, text)
            case model.Table():
                yield self.grid(block)
            case model.Figures():
                yield self._figures(block)
            case model.Picture():
                yield Drawing(block.title, block.alt, block, block.note)
                yield self.grid(block.table)
            case model.Action():
                yield from self._action(block, level + 1)
            case model.References(title, items):
                yield Links(title, tuple(self._link(item) for item in items))

    def grid(self, table: model.Table) -> Grid:
        """A table with its cells as text."""
        rows = tuple(
            tuple(self.cell(column, cell) for column, cell in zip(table.columns, row, strict=True))
            for row in table.rows
        )
        notes = [table.note] if table.note else []
        cells = [cell for row in table.rows for cell in row]
        if HIDDEN in cells:
            notes.append(self.say(_("“hidden”: few persons are behind the number, so it isn't shown.")))
        if None in cells:
            notes.append(self.say(_("–: not known.")))
        if table.source:
            notes.append(self.say(_("Source: %(source)s"), source=table.source))
        return Grid(
            table.title,
            tuple(self.head(column) for column in table.columns),
            rows,
            tuple(column.kind in ("number", "count", "percent") for column in table.columns),
            tuple(notes),
            table.total_rows,
        )

    def cell(self, column: Column, cell: Cell) -> str:
        """A cell as it is read."""
        language = self.report.language
        if cell is None:
            return NOTHING
        if cell is HIDDEN:
            return self.say(_("hidden"))
        if isinstance(cell, date):
            return short_day(cell, language)
        if isinstance(cell, Decimal):
            if column.decimals < 0:
                return exactly(cell, language)
            return number(cell, column.decimals, language)
        return self.say.code(str(cell)) if column.kind == "state" else str(cell)

    def head(self, column: Column) -> str:
        """A column's title with its unit."""
        unit = "%" if column.kind == "percent" else column.unit
        return f"{column.title} ({unit})" if unit and unit not in column.title else column.title

    def _figures(self, block: model.Figures) -> Grid:
        say, language = self.say, self.report.language
        rows = []
        for figure in block.figures:
            # A unit of several words stands with the name, so that the values stay beneath each other.
            unit = figure.unit if " " in figure.unit else ""
            name = [figure.title, ", ".join(filter(None, (figure.about, figure.period, unit)))]
            rows.append(
                (
                    "\n".join(filter(None, name)),
                    self.value(figure),
                    interval(figure.limits, figure.decimals, language)
                    if not figure.hidden
                    else say(_("hidden")),
                    number(figure.n, 0, language) if not figure.hidden else say(_("hidden")),
                    short_day(figure.as_of, language),
                    figure.source,
                )
            )
        heads = (
            say(_("Figure")), say(_("Value")), say(_("95 % interval")), "n", say(_("As of")), say(_("Source")),
        )  # fmt: skip
        notes = [block.note] if block.note else []
        notes += self._said_of(block.figures)
        if any(figure.hidden for figure in block.figures):
            notes.append(say(_("“hidden”: few persons are behind the number, so it isn't shown.")))
        notes.append(say(_("n: how many are behind the figure. –: not known.")))
        numeric = (False, True, True, True, False, False)
        return Grid(block.title, heads, tuple(rows), numeric, tuple(notes))

    def _said_of(self, figures: Sequence[model.Figure]) -> list[str]:
        """Definitions and notes, each once: with the names of the figures it is of, where it isn't of all."""
        said: dict[str, list[str]] = {}
        for figure in figures:
            if figure.definition:
                version = (
                    self.say(_("(version %(version)s)"), version=figure.version) if figure.version else ""
                )
                text = f"{_sentence(figure.definition)} {version}".rstrip()
                said.setdefault(text, []).append(figure.title)
            if figure.note:
                said.setdefault(figure.note, []).append(figure.title)
        every = {figure.title for figure in figures}
        return [
            text if set(titles) == every else f"{'; '.join(dict.fromkeys(titles))}: {text}"
            for text, titles in said.items()
        ]

    def value(self, figure: model.Figure) -> str:
        """A figure's value with its unit."""
        if figure.hidden:
            return self.say(_("hidden"))
        text = number(figure.value, figure.decimals, self.report.language)
        return with_unit(text, "" if " " in figure.unit else figure.unit, self.report.language)

    def _action(self, action: model.Action, level: int) -> Iterator[Element]:
        say, language = self.say, self.report.language
        title = _titled(action)
        state = say.capital(say.code(action.state)) if action.state else ""
        yield Heading(level, title, self._id(action.title), tag=state, state=action.state, listed=False)
        rows = [(point.title, tuple(point.text.split("\n"))) for point in action.points]
        if action.owner:
            rows.append((say(_("Owner")), (action.owner,)))
        if action.involved:
            rows.append((say(_("Involved")), (", ".join(action.involved),)))
        if action.approach or action.reach:
            said = " · ".join(say.capital(say.code(one)) for one in (action.approach, action.reach) if one)
            rows.append((say(_("Approach")), (said,)))
        if action.weight is not None:
            told = {"weight": exactly(action.weight, language), "result": exactly(action.result, language)}
            known = action.result is not None
            rows.append((say(_("Result")), (say(_("%(result)s of %(weight)s"), **told),)) if known else
                        (say(_("Weight")), (told["weight"],)))  # fmt: skip
        if action.schedule:
            rows.append((say(_("Schedule")), tuple(self._step(step) for step in action.schedule)))
        if rows:
            yield Facts("", tuple(rows))
        if action.parts:
            yield self._parts(action.parts)
        if action.addenda:
            yield Facts(
                say(_("Added since")), tuple((day(one.day, language), (one.text,)) for one in action.addenda)
            )
        if action.follow_ups:
            yield Facts(say(_("Follow-up")), tuple(self._follow_up(one) for one in action.follow_ups))

    def _brief_actions(self, actions: Sequence[model.Action]) -> Grid:
        """Actions that have little more than a title, in one table."""
        say, language = self.say, self.report.language
        columns: list[tuple[str, bool, list[str]]] = [
            (
                actions[0].word or say(_("Action")),
                False,
                ["\n".join((_titled(one), *(point.text for point in one.points))) for one in actions],
            ),
        ]
        if any(one.owner for one in actions):
            columns.append((say(_("Owner")), False, [one.owner or NOTHING for one in actions]))
        if any(one.weight is not None for one in actions):
            columns.append((say(_("Weight")), True, [exactly(one.weight, language) for one in actions]))
        if any(one.result is not None for one in actions):
            columns.append((say(_("Result")), True, [exactly(one.result, language) for one in actions]))
        # Where nobody has said anything else, an action is "planned": that alone tells nothing.
        if any(one.state not in ("", "planned") for one in actions):
            columns.append((say(_("State")), False, [say.code(one.state) for one in actions]))
        return self._columns(say(_("Actions")), columns)

    def _columns(self, caption: str, columns: Sequence[tuple[str, bool, list[str]]]) -> Grid:
        """A table of columns: head, whether to the right, cells."""
        rows = tuple(zip(*(cells for _head, _right, cells in columns), strict=True))
        notes = (self.say(_("–: not known.")),) if any(NOTHING in row for row in rows) else ()
        return Grid(caption, tuple(one[0] for one in columns), rows, tuple(one[1] for one in columns), notes)

    def _step(self, step: model.Step) -> str:
        return f"{step.title}: {step.when}" if step.title and step.when else step.title or step.when

    def _parts(self, parts: Sequence[model.Step]) -> Grid:
        say = self.say
        columns = [(say(_("Part of the action")), False, [one.title for one in parts])]
        if any(one.when for one in parts):
            columns.append((say(_("When")), False, [one.when or NOTHING for one in parts]))
        if any(one.owner for one in parts):
            columns.append((say(_("Owner")), False, [one.owner or NOTHING for one in parts]))
        if any(one.state for one in parts):
            columns.append((say(_("State")), False, [say.code(one.state) or NOTHING for one in parts]))
        return self._columns(say(_("Parts of the action")), columns)

    def _follow_up(self, found: model.Dated) -> tuple[str, tuple[str, ...]]:
        lines = [found.text]
        if found.evidence:
            lines.append(self.say(_("Evidence: %(evidence)s"), evidence=found.evidence))
        if found.decision:
            lines.append(self.say(_("Decision: %(decision)s"), decision=self.say.code(found.decision)))
        return day(found.day, self.report.language), tuple(lines)

    def _link(self, item: model.Reference) -> Link:
        about = ". ".join(filter(None, (item.day, item.note)))
        return Link(item.title, f"\N{NO-BREAK SPACE}{DASH} {about}" if about else "", item.link)


def _brief(action: model.Action) -> bool:
    """Whether there is little more to it than a title and a description."""
    more = (
        action.schedule,
        action.parts,
        action.addenda,
        action.follow_ups,
        action.involved,
        action.approach,
    )
    return not any(more) and all(point.key == "description" for point in action.points)


def _titled(action: model.Action) -> str:
    return f"{action.label}. {action.title}" if action.label else action.title


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".!?" else f"{text}."


def _plain(text: str) -> str:
    return text.translate(
        str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ö": "o", "ä": "a", "ü": "u"})
    )
