"""Every page of a school's public site, and the files that machines read: path -> content."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from pejling.analysis.reports.frozen import from_json
from pejling.analysis.reports.page import STYLE
from pejling.quality.publishing.site import value
from pejling.quality.publishing.site.frame import framed, with_style_beside
from pejling.quality.publishing.site.index import entries_of
from pejling.quality.publishing.site.value import PublicSite, SiteEdition, SiteReport

#: words that mean the same to who looks for something: texts of 2021 say the first
ALIKE = [["praktik", "oplæring"], ["frafald", "afbrud"]]
_HERE = Path(__file__).parent
#: the report's own style, in a file beside its page
STYLE_NAME = "page.css"


def pages_of(site: PublicSite) -> dict[str, bytes]:
    """All of them, in Danish: the site's language is the school's readers', not that of who publishes."""
    with translation.override("da"):
        made: dict[str, str] = {}
        for name in ("index", "404"):
            made[f"{name}.html"] = _page(site, name, "", here=name)
        for name in (value.SEARCH, value.STATEMENT, value.EMBED, value.FRAMED):
            made[f"{name}/index.html"] = _page(site, name, "../", here=name)
        for report in site.reports:
            made |= _report_pages(site, report)
        made[value.FEED] = feed_of(site)
        made["search.json"] = _json(_search(site))
        made["site.json"] = _json(_said(site))
    styles = {_address(name): style for name, style in looks().items()}
    return {path: text.encode() for path, text in made.items()} | styles


@cache
def looks() -> dict[str, bytes]:
    """The two styles: of the site's own pages (which look as reports do), and of its frame around a report's page.

    Their addresses change with their content, so that browsers may keep them for good.
    """
    frame = (_HERE / "frame.css").read_bytes()
    return {"site": STYLE.encode() + frame + (_HERE / "look.css").read_bytes(), "frame": frame}


def look_name() -> str:
    """The address of the style of the site's own pages."""
    return _address("site")


def frame_name() -> str:
    """The address of the style of the frame."""
    return _address("frame")


def _address(name: str) -> str:
    return f"{value.LOOK}/{name}-{hashlib.sha256(looks()[name]).hexdigest()[:10]}.css"


def _own_page(edition: SiteEdition) -> tuple[str, str]:
    """The report's own page, and its style."""
    return with_style_beside((edition.folder / "index.html").read_text(encoding="utf-8"), STYLE_NAME)


def _page(site: PublicSite, name: str, up: str, **more: Any) -> str:
    context = {
        "site": site,
        "up": up,
        "look": up + look_name(),
        "feed": up + value.FEED,
        "names": {"search": value.SEARCH, "statement": value.STATEMENT, "embed": value.EMBED},
        **more,
    }
    if name == value.SEARCH:
        context["entries"] = _grouped(_entries(site))
    if name == value.EMBED:
        context["list"] = render_to_string("published/snippet_list.html", context).strip()
        context["frame"] = render_to_string("published/snippet_frame.html", context).strip()
    return render_to_string(f"published/{name}.html", context)


def _report_pages(site: PublicSite, report: SiteReport) -> dict[str, str]:
    made = {}
    for edition in report.editions:
        path = f"{report.slug}/{edition.name}/index.html"
        made[path] = _edition_page(site, report, edition, "../../", permanent=True)
        if edition.withdrawn is None:
            made[f"{report.slug}/{edition.name}/{STYLE_NAME}"] = _own_page(edition)[1]
    current = report.current or report.last
    if report.current is not None:
        made[f"{report.slug}/{STYLE_NAME}"] = _own_page(report.current)[1]
    made[f"{report.slug}/index.html"] = _edition_page(site, report, current, "../", permanent=False)
    return made


def _edition_page(
    site: PublicSite, report: SiteReport, edition: SiteEdition, up: str, *, permanent: bool
) -> str:
    context = {
        "site": site,
        "report": report,
        "edition": edition,
        "permanent": permanent,
        "is_current": edition is report.current,
        "others": [one for one in report.editions if one is not edition],
        "up": up,
        "back": "../" if permanent else "",
        "look": up + (frame_name() if edition.withdrawn is None else look_name()),
        "feed": up + value.FEED,
        # Of what stands at two addresses, the one that lasts longest as the newest is named.
        "canonical": site.absolute(
            f"{report.slug}/" + ("" if edition is report.current else f"{edition.name}/")
        )
        if site.address
        else "",
        "names": {"search": value.SEARCH, "statement": value.STATEMENT, "embed": value.EMBED},
        "here": "",
    }
    if edition.withdrawn is not None:
        return render_to_string("published/withdrawn.html", context)
    own, _style = _own_page(edition)
    head, above, below = (
        render_to_string(f"published/frame_{part}.html", context) for part in ("head", "above", "below")
    )
    return framed(own, head=head, above=above, below=below)


def _entries(site: PublicSite) -> list[dict[str, str]]:
    """What can be found, in the order of the pages: each heading of each current edition."""
    found = []
    for report in site.shown:
        text = (report.current.folder / "report.json").read_text(encoding="utf-8")
        said = report.title if report.period in report.title else f"{report.title}, {report.period}"
        for heading, anchor, content in entries_of(from_json(text)):
            address = f"../{report.slug}/" + (f"#{anchor}" if anchor else "")
            found.append({"title": said, "heading": heading, "address": address, "text": content})
    return found


def _grouped(entries: list[dict[str, str]]) -> list[tuple[str, list[dict[str, str]]]]:
    together: dict[str, list[dict[str, str]]] = {}
    for entry in entries:
        together.setdefault(entry["title"], []).append(entry)
    return list(together.items())


def _search(site: PublicSite) -> dict[str, Any]:
    words = {
        "none": _("Nothing was found for “%(q)s”"),
        "one": _("1 place was found"),
        "more": _("%(n)s places were found"),
        "most": _("The first %(n)s places that were found"),
    }
    return {"entries": _entries(site), "words": words, "alike": ALIKE}


def _said(site: PublicSite) -> dict[str, Any]:
    """What the public server must know, and by which the house sees whether the site is up to date."""
    return {"title": site.name, "gone": site.gone(), "state": state_of(site)}


def state_of(site: PublicSite) -> str:
    """The same for two sites that say the same."""
    told = [
        *(site.slug, site.name, site.about, site.home_page, site.address, str(site.statement), look_name()),
        *(
            f"{report.slug} {report.title} {report.period} {edition.uuid} {edition.number} {edition.withdrawn}"
            for report in site.reports
            for edition in report.editions
        ),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def said_of(folder: Path) -> dict[str, Any]:
    """What a published folder says of itself; {} where there is none."""
    try:
        return json.loads((folder / "site.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def feed_of(site: PublicSite) -> str:
    """Atom: an entry for each edition, the newest first; of what is withdrawn, that it is."""
    editions = sorted(
        ((one, report) for report in site.reports for one in report.editions),
        key=lambda pair: pair[0].changed_at,
        reverse=True,
    )
    newest = editions[0][0].changed_at.isoformat() if editions else "1970-01-01T00:00:00+00:00"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="da">',
        f"<id>urn:uuid:{site.uuid}</id>",
        f"<title>{escape(_('Published by %(school)s') % {'school': site.name})}</title>",
        f"<updated>{newest}</updated>",
        f"<author><name>{escape(site.name)}</name></author>",
        f"<link rel={quoteattr('alternate')} href={quoteattr(site.absolute() or './')}/>",
    ]
    if site.address:
        lines.append(f'<link rel="self" href={quoteattr(site.absolute(value.FEED))}/>')
    for edition, report in editions[:100]:
        lines += _entry(site, report, edition)
    return "\n".join([*lines, "</feed>", ""])


def _entry(site: PublicSite, report: SiteReport, edition: SiteEdition) -> list[str]:
    title = _("%(title)s, edition %(number)s") % {"title": report.title, "number": edition.number}
    said = edition.note
    if edition.withdrawn is not None:
        said = _("Withdrawn %(day)s: %(reason)s") % {
            "day": _day(edition.withdrawn[0]),
            "reason": edition.withdrawn[1],
        }
    address = site.absolute(f"{report.slug}/{edition.name}/")
    made = [
        "<entry>",
        f"<id>urn:uuid:{edition.uuid}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{edition.changed_at.isoformat()}</updated>",
        f"<published>{edition.published_at.isoformat()}</published>",
        f'<link rel="alternate" href={quoteattr(address)}/>',
        f"<summary>{escape(', '.join(filter(None, (report.kind, report.period, said))))}</summary>",
    ]
    return [*made, "</entry>"]


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
