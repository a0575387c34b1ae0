"""From an address to a file of the folder, and to nothing outside it. *Pure.*

Pretty addresses are folders with an ``index.html``, so the same folder works on any web server. What has been
withdrawn stands in the school's ``site.json``: its page is told with another status, and its files are its page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

INDEX = "index.html"
MISSING = "404.html"
LONGEST = 1000
#: what a school's folder is called while a new one is put in its place
ASIDE = ".{name}.aside"


@dataclass(frozen=True, slots=True)
class Found:
    """What an address leads to: a file with its status, or another address (``moved``)."""

    status: int
    file: Path | None = None
    moved: str = ""
    school: Path | None = None  #: the folder of the school it is in
    base: str = ""  #: of a page that is told at other addresses than its own: what its links go out from


def find(folder: Path, path: str) -> Found:
    """What to answer to a path such as ``/skolen/plan/`` (already decoded)."""
    parts = _parts(path)
    if parts is None:
        return _missing(folder)
    school = _school(folder, parts[0]) if parts else None
    if school is None:
        # Beside the schools there is the page of all, and a few files.
        return (_there(folder, parts, path) if len(parts) < 2 else None) or _missing(folder)
    gone = next((one for one in said(school).get("gone", ()) if _leads_into(parts[1:], one)), None)
    if gone is not None and _is_file(folder, school / gone / INDEX):
        return Found(410, school / gone / INDEX, school=school, base=f"/{parts[0]}/{gone}/")
    there = _there(folder, [school.name, *parts[1:]], path)
    return replace(there, school=school) if there else _missing(folder, school, parts[0])


def _there(folder: Path, parts: list[str], path: str) -> Found | None:
    """The file, or the page of the folder."""
    place = folder.joinpath(*parts)
    if _is_file(folder, place / INDEX):
        return Found(200, place / INDEX) if path.endswith("/") else Found(301, moved=quote(f"{path}/"))
    return Found(200, place) if _is_file(folder, place) and not path.endswith("/") else None


def _missing(folder: Path, school: Path | None = None, name: str = "") -> Found:
    """The page that says so: the school's, else that of all."""
    if school is not None and _is_file(folder, school / MISSING):
        return Found(404, school / MISSING, school=school, base=f"/{name}/")
    return Found(404, folder / MISSING if _is_file(folder, folder / MISSING) else None, base="/")


def _leads_into(parts: list[str], gone: str) -> bool:
    above = gone.split("/")
    return parts[: len(above)] == above


def _parts(path: str) -> list[str] | None:
    """The parts of a path; None where it leads nowhere: hidden files, ways upwards, ways of other systems."""
    if len(path) > LONGEST or not path.startswith("/") or any(sign in path for sign in ("\\", "\0", "//")):
        return None
    parts = [part for part in path.split("/") if part]
    if any(part.startswith(".") or not part.isprintable() or len(part.encode()) > 255 for part in parts):
        return None
    return parts


def _school(folder: Path, name: str) -> Path | None:
    """The folder of a school, also in the moment when a new one takes its place."""
    for found in (folder / name, folder / ASIDE.format(name=name)):
        if found.is_dir():
            return found
    return None


def _is_file(folder: Path, place: Path) -> bool:
    """Whether it is a file of the folder, and stays in it wherever links lead."""
    return place.is_file() and _inside(folder, place)


def _inside(top: Path, place: Path) -> bool:
    """Whether it lies in the folder, wherever links lead."""
    try:
        return place.resolve(strict=True).is_relative_to(top.resolve(strict=True))
    except (OSError, RuntimeError):
        return False


def said(school: Path, name: str = "site.json") -> dict[str, Any]:
    """What a school's folder says of itself; {} where it says nothing."""
    try:
        about = (school / name).stat()
        return _read(school / name, about.st_mtime_ns, about.st_ino)
    except (OSError, ValueError):
        return {}


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int, _which: int) -> dict[str, Any]:
    found = json.loads(path.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}
