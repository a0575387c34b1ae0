"""The forms a report is written in: each makes its files of the one value. *Pure.*"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path

from pejling.analysis.reports import layout as laid
from pejling.analysis.reports.drawing import draw
from pejling.analysis.reports.frozen import to_json
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.page import page
from pejling.analysis.reports.report import Report

#: the typeface, gathered with the look at set-up; without it pages and documents use what the system has
FONTS = Path(__file__).resolve().parents[2] / "web" / "static" / "vendor" / "fonts"
PAGE_FONTS = ("IBMPlexSans-Regular-Latin1.woff2", "IBMPlexSans-SemiBold-Latin1.woff2")


class Shared:
    """A report while its forms are made of it: what several of them need is made once."""

    def __init__(self, report: Report, links: Mapping[str, str] | None = None, fonts: Path = FONTS) -> None:
        self.report, self.links, self.fonts = report, links or {}, fonts
        self.made: dict[str, int] = {}  #: the files made so far, with their sizes
        self._drawn: dict[int, str] = {}

    @cached_property
    def layout(self) -> Layout:
        """The report laid out."""
        return Layout(self.report)

    def svg(self, drawing: laid.Drawing) -> str:
        """A picture as SVG: drawn once, the same in every form."""
        key = id(drawing)
        if key not in self._drawn:
            self._drawn[key] = draw(drawing.picture, self.layout, self.fonts, f"p{len(self._drawn) + 1}")
        return self._drawn[key]

    @cached_property
    def drawings(self) -> tuple[laid.Drawing, ...]:
        """Every picture, in order."""
        return tuple(one for one in self.layout.elements if isinstance(one, laid.Drawing))


@dataclass(frozen=True, slots=True)
class Form:
    """One form. ``make`` gives its files: name -> content; ``media_types`` by the names' endings.

    ``titles``: file -> what it is called where a reader may download it.
    """

    key: str
    make: Callable[[Shared], dict[str, bytes]]
    media_types: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)


def _frozen(shared: Shared) -> dict[str, bytes]:
    return {"report.json": to_json(shared.report).encode()}


def _page(shared: Shared) -> dict[str, bytes]:
    say = shared.layout.say
    titles = {name: say(title) for form in FORMS for name, title in form.titles.items()}
    downloads = [(name, titles[name], size) for name, size in shared.made.items() if name in titles]

    def inline(drawing: laid.Drawing) -> str:
        label = f'<svg role="img" aria-label="{escape(drawing.alt)}" '
        return shared.svg(drawing).replace("<svg ", label, 1)

    text = page(shared.layout, inline, downloads, shared.links)
    fonts = {f"fonts/{name}": shared.fonts / "page" / name for name in PAGE_FONTS}
    return {"index.html": text.encode()} | {
        name: path.read_bytes() for name, path in fonts.items() if path.is_file()
    }


FORMS: tuple[Form, ...] = (
    Form("frozen", _frozen, {".json": "application/json"}),
    Form("page", _page, {".html": "text/html; charset=utf-8", ".woff2": "font/woff2"}),
)
