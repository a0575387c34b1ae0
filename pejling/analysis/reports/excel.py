"""The follow-up workbook: a row an action, the figures with their definitions, every table, and what the report is.

*Pure.* Texts are written as texts, whatever they begin with; a hidden value is the word for it, without a number.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from pejling.analysis.language import _
from pejling.analysis.reports import report as model
from pejling.analysis.reports.building.overview import next_step
from pejling.analysis.reports.building.parts import POINTS
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.report import HIDDEN
from pejling.analysis.reports.walking import walk_actions, walk_figures, walk_tables

_WIDE, _NARROW = 44, 14
_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LONGEST = 32_767


class _Book:
    """The workbook while it is written."""

    def __init__(self, layout: Layout, target: io.BytesIO) -> None:
        self.layout, self.say = layout, layout.say
        # In memory and without reading meaning into texts: "=..." stays a text, an address stays one, too.
        options = {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        }  # fmt: skip
        self.book = xlsxwriter.Workbook(target, options)
        day = layout.report.dated or date(2000, 1, 1)
        self.book.set_properties(
            {"title": layout.report.title, "subject": layout.report.kind_title, "author": layout.report.organisation,
             "created": datetime(day.year, day.month, day.day)}
        )  # fmt: skip
        common = {"valign": "top", "text_wrap": True, "font_size": 10}
        self.head = self.book.add_format({**common, "bold": True, "bg_color": "#EEF3F8", "bottom": 1})
        self.text = self.book.add_format(common)
        self.bold = self.book.add_format({"bold": True, "font_size": 14})
        dates = "d. mmmm yyyy" if layout.report.language == "da" else "d mmmm yyyy"
        self.day = self.book.add_format({**common, "num_format": dates, "align": "left"})
        self._numbers: dict[str, Any] = {}
        self._names: set[str] = set()

    def number(self, decimals: int) -> Any:
        """The format of a number; decimals below 0: as many as it has."""
        form = "General" if decimals < 0 else "#,##0" + ("." + "0" * decimals if decimals else "")
        if form not in self._numbers:
            self._numbers[form] = self.book.add_format({"valign": "top", "font_size": 10, "num_format": form})
        return self._numbers[form]

    def sheet(self, name: str, heads: list[tuple[str, int]], rows: list[list[tuple[Any, int]]]) -> None:
        """A sheet with a filter. Cells are (value, decimals)."""
        sheet = self.book.add_worksheet(self._named(name))
        sheet.freeze_panes(1, 1)
        for place, (head, width) in enumerate(heads):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, head, self.head)
        for line, row in enumerate(rows, 1):
            for place, (value, decimals) in enumerate(row):
                self.write(sheet, line, place, value, decimals)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def write(self, sheet: Any, line: int, place: int, value: Any, decimals: int = 0) -> None:
        """A cell of its own kind; nothing where nothing is known."""
        if value is None or value == "":
            sheet.write_blank(line, place, None, self.text)
        elif value is HIDDEN:
            sheet.write_string(line, place, self.say(_("hidden")), self.text)
        elif isinstance(value, date):
            sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), self.day)
        elif isinstance(value, Decimal | int):
            sheet.write_number(line, place, float(value), self.number(decimals))
        else:
            sheet.write_string(line, place, str(value)[:_LONGEST], self.text)

    def _named(self, name: str) -> str:
        base = " ".join(_SHEET_NAME.sub(" ", name).split())[:28].strip() or "Ark"
        found, count = base, 1
        while found.lower() in self._names:
            count += 1
            found = f"{base[:26]} {count}"
        self._names.add(found.lower())
        return found


def excel(layout: Layout) -> bytes:
    """The workbook."""
    target = io.BytesIO()
    book = _Book(layout, target)
    _actions(book)
    _parts(book)
    _figures(book)
    # Tables of words say again what stands in the rows of actions; where there are none, they are all there is.
    kinds = {"number", "count", "percent"} if list(walk_actions(layout.report)) else None
    for _place, table in walk_tables(layout.report):
        if kinds is None or any(column.kind in kinds for column in table.columns):
            _table(book, table)
    _about(book)
    book.book.close()
    return target.getvalue()


def _actions(book: _Book) -> None:
    say, report = book.say, book.layout.report
    found = list(walk_actions(report))
    if not found:
        return
    titles = {point.key: point.title for _place, _above, action in found for point in action.points}
    titles = {key: titles[key] for key in sorted(titles, key=_place_of)}
    weighs = any(action.weight is not None for _place, _above, action in found)
    heads = [
        (say(_("Goal")), 34),
        ("", 6),
        (found[0][2].word or say(_("Action")), 34),
        (say(_("State")), _NARROW),
    ]
    heads += [(title, _WIDE) for title in titles.values()]
    heads += [(say(_("Owner")), 24), (say(_("Involved")), 28), (say(_("Schedule")), _WIDE), (say(_("Next step")), 28),
              (say(_("Next date from")), 18), (say(_("Next date to")), 18), (say(_("Approach")), 18),
              (say(_("Reach")), _NARROW), (say(_("Added since")), 34)]  # fmt: skip
    if weighs:
        heads += [(say(_("Weight")), 10), (say(_("Result")), 10)]
    heads[1] = (say(_("No.")), 6)
    rows = []
    for _place, above, action in found:
        texts = {point.key: point.text for point in action.points}
        coming = next_step(action, report.dated) if report.dated else None
        row: list[Any] = [
            " › ".join(above),
            action.label,
            action.title,
            say.code(action.state),
        ]
        row += [texts.get(key, "") for key in titles]
        row += [action.owner, ", ".join(action.involved), _steps(action.schedule)]
        row += [coming.title or coming.when, coming.first, coming.last] if coming else ["", None, None]
        row += [say.code(action.approach), say.code(action.reach)]
        row.append("\n".join(f"{one.day.isoformat()}: {one.text}" for one in action.addenda))
        if weighs:
            row += [action.weight, action.result]
        rows.append([(value, -1) for value in row])
    book.sheet(say(_("Actions")), *_without_empty(heads, rows))


def _parts(book: _Book) -> None:
    say = book.say
    rows = [
        [
            (value, 0)
            for value in (
                action.title,
                one.title,
                one.when,
                one.first,
                one.last,
                one.owner,
                say.code(one.state),
            )
        ]
        for _place, _above, action in walk_actions(book.layout.report)
        for one in action.parts
    ]
    heads = [(say(_("Action")), 34), (say(_("Part of the action")), _WIDE), (say(_("When")), 20),
             (say(_("From")), 18), (say(_("To")), 18), (say(_("Owner")), 24), (say(_("State")), _NARROW)]  # fmt: skip
    if rows:
        book.sheet(say(_("Parts of the actions")), *_without_empty(heads, rows))


def _figures(book: _Book) -> None:
    say = book.say
    rows = []
    for _place, figure in walk_figures(book.layout.report):
        gone = HIDDEN if figure.hidden else None
        limits = figure.limits or (gone, gone)
        value = gone if figure.value is None else figure.value
        n = gone if figure.n is None else figure.n
        unit = {"percent": "%", "count": say(_("count"))}.get(figure.unit, figure.unit)
        told = (figure.title, figure.about, figure.period, value, unit, *limits, n, figure.as_of, figure.source,
                figure.definition, figure.version, figure.snapshot, figure.note)  # fmt: skip
        numbers = {3: figure.decimals, 5: figure.decimals, 6: figure.decimals}
        rows.append([(one, numbers.get(place, 0)) for place, one in enumerate(told)])
    heads = [(say(_("Figure")), 34), (say(_("About")), 24), (say(_("Period")), _NARROW), (say(_("Value")), 12),
             (say(_("Unit")), _NARROW), (say(_("Lower limit")), 12), (say(_("Upper limit")), 12), ("n", 10),
             (say(_("As of")), 18), (say(_("Source")), 28), (say(_("Definition")), _WIDE), (say(_("Version")), 14),
             (say(_("Snapshot")), 20), (say(_("Note")), 34)]  # fmt: skip
    if rows:
        book.sheet(say(_("Figures")), *_without_empty(heads, rows))


def _table(book: _Book, table: model.Table) -> None:
    heads = [(book.layout.head(column), _WIDE if column.kind == "text" else 16) for column in table.columns]
    rows = [
        [(book.say.code(cell) if column.kind == "state" and isinstance(cell, str) else cell, column.decimals)
         for column, cell in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]  # fmt: skip
    book.sheet(table.title, heads, rows)


def _about(book: _Book) -> None:
    say, report = book.say, book.layout.report
    sheet = book.book.add_worksheet(book._named(say(_("About the report"))))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, report.title[:_LONGEST], book.bold)
    rows = [(say(_("Organisation")), report.organisation), (say(_("Kind")), report.kind_title),
            (say(_("Subtitle")), report.subtitle), *book.layout.about]  # fmt: skip
    hidden = say(_("“hidden”: few persons are behind the number, so it isn't shown."))
    empty = say(_("An empty cell is not known; it is never 0."))
    rows.append((say(_("How to read it")), f"{hidden} {empty}"))
    for line, (name, text) in enumerate(((name, text) for name, text in rows if text), 2):
        sheet.write_string(line, 0, name, book.head)
        sheet.write_string(line, 1, text, book.text)
    for _place, table in walk_tables(report):
        if table.note or table.source:
            line += 1
            sheet.write_string(line, 0, table.title[:_LONGEST], book.head)
            sheet.write_string(
                line, 1, " ".join(filter(None, (table.note, table.source)))[:_LONGEST], book.text
            )


def _place_of(key: str) -> tuple[int, str]:
    """Where a field of an action stands among the others."""
    known = list(POINTS)
    return (known.index(key) if key in known else len(known), key)


def _steps(schedule: tuple[model.Step, ...]) -> str:
    return "\n".join(f"{one.title}: {one.when}" if one.title else one.when for one in schedule)


def _without_empty(
    heads: list[tuple[str, int]], rows: list[list[tuple[Any, int]]]
) -> tuple[list[tuple[str, int]], list[list[tuple[Any, int]]]]:
    """Without the columns that nothing stands in."""
    kept = [place for place in range(len(heads)) if any(row[place][0] not in (None, "") for row in rows)]
    return [heads[place] for place in kept], [[row[place] for place in kept] for row in rows]
