"""The forms a report is written in: each makes its files of the one value. *Pure.*"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path

from pejling.analysis.language import _
from pejling.analysis.reports import layout as laid
from pejling.analysis.reports.drawing import draw
from pejling.analysis.reports.excel import excel
from pejling.analysis.reports.figure_files import figures_csv, figures_json
from pejling.analysis.reports.frozen import to_json
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.page import page
from pejling.analysis.reports.pdf import pdf
from pejling.analysis.reports.report import Report
from pejling.analysis.reports.walking import walk_figures, walk_tables
from pejling.analysis.reports.word import word

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
            self._drawn[key] = draw(drawing.picture, self.layout)
        return self._drawn[key]

    def png(self, drawing: laid.Drawing) -> bytes:
        """The same picture for what can't show SVG."""
        import vl_convert  # slow to import, and most reports have no picture

        if self.fonts.is_dir():
            vl_convert.register_font_directory(str(self.fonts))
        return vl_convert.svg_to_png(self.svg(drawing), scale=2)

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


def _pdf(shared: Shared) -> dict[str, bytes]:
    return {"report.pdf": pdf(shared.layout, shared.svg, shared.fonts)}


def _word(shared: Shared) -> dict[str, bytes]:
    return {"report.docx": word(shared.layout, shared.png)}


def _excel(shared: Shared) -> dict[str, bytes]:
    return {"report.xlsx": excel(shared.layout)}


def _figures(shared: Shared) -> dict[str, bytes]:
    report, made = shared.report, {}
    if next(walk_figures(report), None):
        made["figures.csv"] = figures_csv(report)
    if made or next(walk_tables(report), None):
        made["figures.json"] = figures_json(report)
    return made


_OFFICE = "application/vnd.openxmlformats-officedocument"
#: the page comes last: it tells how large the others are
FORMS: tuple[Form, ...] = (
    Form("frozen", _frozen, {".json": "application/json"}),
    Form("pdf", _pdf, {".pdf": "application/pdf"}, {"report.pdf": _("PDF")}),
    Form("word", _word, {".docx": f"{_OFFICE}.wordprocessingml.document"}, {"report.docx": _("Word")}),
    Form("excel", _excel, {".xlsx": f"{_OFFICE}.spreadsheetml.sheet"}, {"report.xlsx": _("Excel")}),
    Form(
        "figures",
        _figures,
        {".csv": "text/csv; charset=utf-8", ".json": "application/json"},
        {"figures.csv": _("Figures (CSV)"), "figures.json": _("Figures (JSON)")},
    ),
    Form("page", _page, {".html": "text/html; charset=utf-8", ".woff2": "font/woff2"}),
)
