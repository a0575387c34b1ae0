"""The report as one page for the web: static, its style within, no script, nothing fetched from elsewhere. *Pure.*

Everything written is escaped here, in one place. Pictures are drawn into the page, with their words as text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from pejling.analysis.language import _
from pejling.analysis.reports import layout as laid
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.typography import DASH, file_size

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
#: for a server's Content-Security-Policy (style-src): the page's own style and no other
STYLE_SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
_POLICY = (
    f"default-src 'none'; style-src {STYLE_SOURCE}; font-src 'self'; img-src 'self' data:; base-uri 'none'"
)


def page(
    layout: Layout,
    svg: Callable[[laid.Drawing], str],
    downloads: Sequence[tuple[str, str, int]] = (),
    links: Mapping[str, str] | None = None,
) -> str:
    """The page. ``downloads``: (file, name, bytes); ``links``: name -> address, at the foot."""
    report, say = layout.report, layout.say
    title = f"{report.title} {DASH} {report.organisation}"
    contents = "".join(_contents(layout))
    main = "".join(_element(one, layout, svg) for one in layout.elements)
    if not main:
        nothing = say(_("There is nothing in this report yet."))
        main = f"<p>{_text(nothing)}</p>\n"
    skip = say(_("Skip to the report"))
    return (
        f'<!DOCTYPE html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="description" content="{_attribute(_description(layout))}">\n'
        f"<title>{_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">{_text(skip)}</a>\n'
        f"{_top(layout)}"
        f'<div class="in body{" two" if contents else ""}">\n{contents}'
        f'<main id="main" tabindex="-1">\n{main}</main>\n'
        f"</div>\n{_foot(layout, downloads, links or {})}</body>\n</html>\n"
    )


def _description(layout: Layout) -> str:
    return ", ".join((layout.report.kind_title, *(f"{name}: {text}" for name, text in layout.about)))


def _top(layout: Layout) -> str:
    report = layout.report
    about = "".join(
        f"<div><dt>{_text(name)}</dt><dd>{_lines(text)}</dd></div>" for name, text in layout.about
    )
    sub = f'<p class="sub">{_text(report.subtitle)}</p>' if report.subtitle else ""
    kind = f" · {_text(report.kind_title)}" if report.kind_title else ""
    about = f'<dl class="about">{about}</dl>' if about else ""
    return (
        f'<header class="top"><div class="in">\n<p class="org">{_text(report.organisation)}{kind}</p>\n'
        f"<h1>{_text(report.title)}</h1>\n{sub}{about}\n</div></header>\n"
    )


def _contents(layout: Layout) -> Iterator[str]:
    if not layout.contents:
        return
    name = _text(layout.say(_("Contents")))
    yield f'<nav aria-labelledby="contents"><h2 id="contents">{name}</h2>\n<ol>'
    for one in layout.contents:
        two = ' class="two"' if one.level > 1 else ""
        yield f'<li{two}><a href="#{one.id}">{_text(one.text)}</a></li>'
    yield "</ol></nav>\n"


def _foot(layout: Layout, downloads: Sequence[tuple[str, str, int]], links: Mapping[str, str]) -> str:
    say, language = layout.say, layout.report.language
    files = "".join(
        f'<li><a href="{_attribute(file)}" download>{_text(name)}</a> ({file_size(size, language)})</li>'
        for file, name, size in downloads
    )
    more = "".join(f'<li><a href="{_attribute(to)}">{_text(name)}</a></li>' for name, to in links.items())
    parts = []
    if files:
        head = say(_("Download the report"))
        parts.append(f'<div class="down"><h2>{_text(head)}</h2>\n<ul>{files}</ul></div>')
    if more:
        parts.append(f"<ul>{more}</ul>")
    parts.append(f"<p>{_text(layout.report.organisation)}</p>")
    return f'<footer class="foot"><div class="in">\n{"".join(parts)}\n</div></footer>\n'


def _element(one: laid.Element, layout: Layout, svg: Callable[[laid.Drawing], str]) -> str:
    match one:
        case laid.Heading():
            level = min(one.level + 1, 6)
            tag = f' <span class="tag {_attribute(one.state)}">{_text(one.tag)}</span>' if one.tag else ""
            return f'<h{level} id="{one.id}">{_text(one.text)}{tag}</h{level}>\n'
        case laid.Text(text, style):
            kind = "" if style == "body" else f' class="{style}"'
            return f"<p{kind}>{_lines(text)}</p>\n"
        case laid.Points(items, numbered):
            name = "ol" if numbered else "ul"
            return f"<{name}>{''.join(f'<li>{_lines(item)}</li>' for item in items)}</{name}>\n"
        case laid.Box(title, text):
            return f'<div class="box"><p><strong>{_text(title)}</strong></p><p>{_lines(text)}</p></div>\n'
        case laid.Facts(title, rows):
            head = f"<p><strong>{_text(title)}</strong></p>" if title else ""
            inner = "".join(
                f"<div><dt>{_text(name)}</dt><dd>{''.join(f'<p>{_text(line)}</p>' for line in lines)}</dd></div>"
                for name, lines in rows
            )
            return f'{head}<dl class="facts">{inner}</dl>\n'
        case laid.Grid():
            return _grid(one, layout)
        case laid.Drawing():
            note = f'<p class="note">{_lines(one.note)}</p>' if one.note else ""
            name = _attribute(one.title)
            drawn = f'<div class="wide" role="group" tabindex="0" aria-label="{name}">{svg(one)}</div>'
            return f"<figure><figcaption>{_text(one.title)}</figcaption>{drawn}{note}</figure>\n"
        case laid.Links(title, items):
            head = f"<p><strong>{_text(title)}</strong></p>" if title else ""
            return f"{head}<ul>{''.join(f'<li>{_link(item)}</li>' for item in items)}</ul>\n"


def _grid(grid: laid.Grid, layout: Layout) -> str:
    kinds = [' class="num"' if right else "" for right in grid.numeric]
    heads = "".join(
        f'<th scope="col"{kind}>{_text(head)}</th>' for head, kind in zip(grid.heads, kinds, strict=True)
    )
    rows = []
    hidden = layout.say(_("hidden"))
    for place, row in enumerate(grid.rows):
        first = f'<th scope="row"{kinds[0]}>{_first(row[0])}</th>'
        others = "".join(
            f"<td{kind}>{f'<span class=hid>{_text(cell)}</span>' if cell == hidden else _lines(cell)}</td>"
            for cell, kind in zip(row[1:], kinds[1:], strict=True)
        )
        rows.append(f"<tr{' class=sum' if place in grid.totals else ''}>{first}{others}</tr>")
    notes = "".join(f'<p class="note">{_lines(note)}</p>' for note in grid.notes)
    caption = _text(grid.caption)
    return (
        f'<div class="wide" role="group" tabindex="0" aria-label="{_attribute(grid.caption)}">'
        f"<table><caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + f"\n</tbody></table></div>{notes}\n"
    )


def _first(cell: str) -> str:
    head, _newline, rest = cell.partition("\n")
    return f"{_text(head)}<small>{_lines(rest)}</small>" if rest else _text(head)


def _link(item: laid.Link) -> str:
    name = (
        f'<a href="{_attribute(item.address)}">{_text(item.text)}</a>' if item.address else _text(item.text)
    )
    return f"{name}{_text(item.about)}"


def _text(text: str) -> str:
    return escape(text, quote=False)


def _attribute(text: str) -> str:
    return escape(text, quote=True)


def _lines(text: str) -> str:
    return _text(text).replace("\n", "<br>")
