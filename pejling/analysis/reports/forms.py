"""The forms a report is written in: each makes its files of the one value. *Pure.*"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pejling.analysis.reports.frozen import to_json
from pejling.analysis.reports.report import Report


class Shared:
    """A report while its forms are made of it: what several of them need is made once."""

    def __init__(self, report: Report) -> None:
        self.report = report


@dataclass(frozen=True, slots=True)
class Form:
    """One form. ``make`` gives its files: name -> content; ``media_types`` by the names' endings."""

    key: str
    make: Callable[[Shared], dict[str, bytes]]
    media_types: Mapping[str, str]


def _frozen(shared: Shared) -> dict[str, bytes]:
    return {"report.json": to_json(shared.report).encode()}


FORMS: tuple[Form, ...] = (Form("frozen", _frozen, {".json": "application/json"}),)
