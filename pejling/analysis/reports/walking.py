"""Everything in a report with its place: for a gate that looks through it and puts other words there.

*Pure.* A place is as in the frozen JSON: ``sections[0].blocks[2].rows[3][0]``. No text is forgotten when the value
gets a new field: the walk goes by the fields themselves and leaves out only those declared to be codes.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from pejling.analysis.reports.report import Action, Figure, Report, ReportError, Section, Table

T = TypeVar("T")


def walk_texts(report: Report) -> Iterator[tuple[str, str]]:
    """(place, text) of every text a reader sees, in the report's order; empty ones are left out."""
    for place, value in _walk(report, ""):
        if isinstance(value, str) and value:
            yield place, value


def walk_tables(report: Report) -> Iterator[tuple[str, Table]]:
    """Every table with its place, a picture's own too."""
    return _of(report, Table)


def walk_figures(report: Report) -> Iterator[tuple[str, Figure]]:
    """Every figure with its place."""
    return _of(report, Figure)


def walk_actions(report: Report) -> Iterator[tuple[str, tuple[str, ...], Action]]:
    """Every action with its place and the headings it stands under, the outermost first."""

    def below(section: Section, place: str, above: tuple[str, ...]) -> Iterator[Any]:
        titles = (*above, section.title)
        for number, block in enumerate(section.blocks):
            if isinstance(block, Action):
                yield f"{place}.blocks[{number}]", titles, block
        for number, inner in enumerate(section.sections):
            yield from below(inner, f"{place}.sections[{number}]", titles)

    for number, section in enumerate(report.sections):
        yield from below(section, f"sections[{number}]", ())


def walk_sections(report: Report) -> Iterator[tuple[int, Section]]:
    """Every section with its depth (1: directly below the title), each before those below it."""

    def below(section: Section, depth: int) -> Iterator[tuple[int, Section]]:
        yield depth, section
        for inner in section.sections:
            yield from below(inner, depth + 1)

    for section in report.sections:
        yield from below(section, 1)


def at(report: Report, place: str) -> Any:
    """What stands at a place; ReportError where there is no such place."""
    found: Any = report
    for step in _steps(place):
        try:
            found = found[step] if isinstance(step, int) else getattr(found, step)
        except (AttributeError, IndexError, TypeError) as error:
            raise ReportError("no_such_place", place) from error
    return found


def put(report: Report, changes: Mapping[str, Any]) -> Report:
    """The report with something else at these places: a text, or a table or figure with values hidden."""
    made: Any = report
    for place, value in changes.items():
        made = _put(made, _steps(place), value, place)
    return made


def _put(value: Any, steps: list[str | int], new: Any, place: str) -> Any:
    if not steps:
        return new
    step, *rest = steps
    try:
        if isinstance(step, int):
            return (*value[:step], _put(value[step], rest, new, place), *value[step + 1 :])
        return dataclasses.replace(value, **{step: _put(getattr(value, step), rest, new, place)})
    except (AttributeError, IndexError, TypeError) as error:
        raise ReportError("no_such_place", place) from error


def _steps(place: str) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", place)]


def _of(report: Report, kind: type[T]) -> Iterator[tuple[str, T]]:
    for place, value in _walk(report, "", lambda found: isinstance(found, kind)):
        if isinstance(value, kind):
            yield place, value


def _walk(value: Any, place: str, stop: Callable[[Any], bool] = lambda _: False) -> Iterator[tuple[str, Any]]:
    """Leaves with their places; ``stop``: what counts as a leaf besides."""
    if stop(value):
        yield place, value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if not field.metadata.get("code"):
                yield from _walk(getattr(value, field.name), f"{place}.{field.name}".lstrip("."), stop)
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _walk(one, f"{place}[{number}]", stop)
    else:
        yield place, value
