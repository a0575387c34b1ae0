"""The few files above the schools' folders: a page of all schools, that of wrong addresses, and the site map."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterator
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from pejling.quality.publishing.site import value
from pejling.quality.publishing.site.pages import look_name

NAMES = ("index.html", "404.html", "robots.txt", "sitemap.xml")


def write_root(folder: Path, address: str) -> None:
    """Write them anew from the schools' folders; each is replaced in one step."""
    for name, text in _made(folder, address).items():
        _put(folder / name, text.encode())


def is_behind(folder: Path, address: str) -> bool:
    """Whether one of them says something else than the schools' folders, or a kill left half of one."""
    if any(_beside(folder / name).exists() for name in NAMES):
        return True
    return any(_there(folder / name) != text.encode() for name, text in _made(folder, address).items())


def _there(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _made(folder: Path, address: str) -> dict[str, str]:
    schools = list(_schools(folder))
    look = f"{schools[0][0]}/{look_name()}" if schools else ""
    with translation.override("da"):
        context = {"schools": schools, "look": look}
        made = {
            "index.html": render_to_string("published/root.html", context),
            "404.html": render_to_string("published/root_404.html", context),
            "robots.txt": _robots(address),
        }
    if address:
        made["sitemap.xml"] = _site_map(folder, address, [name for name, _title in schools])
    return made


def _schools(folder: Path) -> Iterator[tuple[str, str]]:
    """(folder's name, school's name), by the latter."""
    found = []
    for path in folder.glob("*/site.json"):
        if not path.parent.name.startswith("."):
            found.append((path.parent.name, json.loads(path.read_text(encoding="utf-8"))["title"]))
    yield from sorted(found, key=lambda pair: pair[1].casefold())


def _robots(address: str) -> str:
    lines = ["User-agent: *", "Allow: /"]
    return "\n".join([*lines, *([f"Sitemap: {address}/sitemap.xml"] if address else []), ""])


def _site_map(folder: Path, address: str, schools: list[str]) -> str:
    """Every page that can be read; what is withdrawn isn't told."""
    pages = []
    for name in schools:
        gone = json.loads((folder / name / "site.json").read_text(encoding="utf-8"))["gone"]
        for path in sorted((folder / name).rglob("index.html")):
            inside = path.parent.relative_to(folder / name).as_posix()
            if inside != value.FRAMED and not any(
                inside == one or inside.startswith(f"{one}/") for one in gone
            ):
                pages.append(f"{address}/{name}/" + ("" if inside == "." else f"{inside}/"))
    lines = [f"<url><loc>{html.escape(page)}</loc></url>" for page in pages]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return "\n".join([head, *lines, "</urlset>", ""])


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _put(path: Path, content: bytes) -> None:
    beside = _beside(path)
    try:
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(0o644)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
