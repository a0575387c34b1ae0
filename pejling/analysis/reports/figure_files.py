"""The report's figures for programs and spreadsheets: CSV and JSON, each number with all that is needed to read it.

*Pure.* What is hidden is told by ``hidden`` and has no number; what isn't known is empty (null), never 0.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from pejling.analysis.reports.report import HIDDEN, Figure, Report
from pejling.analysis.reports.walking import walk_figures, walk_tables

_NAMES = (
    "title", "about", "period", "value", "unit", "lower", "upper", "n", "as_of", "source", "definition", "key",
    "version", "snapshot", "hidden", "note",
)  # fmt: skip
_DECIMALS = ("value", "lower", "upper")


def figures_csv(report: Report) -> bytes:
    """UTF-8 with a mark and semicolons, as Excel reads it; days ISO. No cell begins a formula.

    Decimals with the sign of the report's language: Danish Excel makes a day of 10.6.
    """
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(_NAMES)
    for _place, figure in walk_figures(report):
        told = _told(figure)
        if report.language == "da":
            told |= {name: told[name].replace(".", ",") for name in _DECIMALS if told[name] is not None}
        writer.writerow([_safe(told[name]) for name in _NAMES])
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def figures_json(report: Report) -> bytes:
    """Figures, and every table with its columns; decimals are strings."""
    content = {
        "title": report.title,
        "organisation": report.organisation,
        "kind": report.kind,
        "dated": report.dated.isoformat() if report.dated else None,
        "version": report.version,
        "figures": [_told(figure) for _place, figure in walk_figures(report)],
        "tables": [
            {
                "title": table.title,
                "source": table.source,
                "note": table.note,
                "columns": [
                    {"key": one.key, "title": one.title, "kind": one.kind, "unit": one.unit}
                    for one in table.columns
                ],
                "rows": [
                    {column.key: _cell(cell) for column, cell in zip(table.columns, row, strict=True)}
                    for row in table.rows
                ],
            }
            for _place, table in walk_tables(report)
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _told(figure: Figure) -> dict[str, Any]:
    lower, upper = figure.limits or (None, None)
    return {
        "title": figure.title,
        "about": figure.about,
        "period": figure.period,
        "value": _cell(figure.value),
        "unit": figure.unit,
        "lower": _cell(lower),
        "upper": _cell(upper),
        "n": figure.n,
        "as_of": _cell(figure.as_of),
        "source": figure.source,
        "definition": figure.definition,
        "key": figure.key,
        "version": figure.version,
        "snapshot": figure.snapshot,
        "hidden": figure.hidden,
        "note": figure.note,
    }


def _cell(cell: Any) -> Any:
    if cell is HIDDEN:
        return {"hidden": True}
    if cell is None or isinstance(cell, str):
        return cell
    return cell.isoformat() if hasattr(cell, "isoformat") else format(cell, "f")


def _safe(value: Any) -> str:
    """A cell that a spreadsheet reads as what it is: a text that would begin a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    text = str(value)
    number = text.lstrip("-").replace(".", "", 1).replace(",", "", 1).isdigit()
    return f"'{text}" if text[:1] in "=+-@\t\r" and text and not number else text
