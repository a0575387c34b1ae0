"""Write a school's public pages into a folder: files of editions get a second name, pages are made anew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from pejling.quality.publishing.site.pages import pages_of
from pejling.quality.publishing.site.value import LOOK, PublicSite

INDEX, FONTS = "index.html", "fonts"
#: called before each thing that could go wrong; tests stop there
Step = Callable[[str], None]


def write_site(site: PublicSite, target: Path, step: Step = lambda _name: None) -> None:
    """Everything of the site into ``target``, which must not exist; on the disk when it returns.

    An OSError (a full disk) leaves nothing behind.
    """
    step("begin")
    target.mkdir(parents=True)
    target.chmod(0o755)
    try:
        for report in site.reports:
            for edition in report.editions:
                if edition.withdrawn is None:
                    step(f"edition {report.slug} {edition.number}")
                    _link_all(edition.folder, target / report.slug / edition.name)
            if report.current is not None:
                _link_all(report.current.folder, target / report.slug)
        fonts = next((one.current.folder / FONTS for one in site.shown), None)
        if fonts is not None and fonts.is_dir():
            _link_all(fonts, target / LOOK / FONTS)
        step("pages")
        for path, content in pages_of(site).items():
            _write(target / path, content)
        step("disk")
        for folder in sorted({target, *(one for one in target.rglob("*") if one.is_dir())}):
            folder.chmod(0o755)
            _sync(folder)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def _link_all(source: Path, target: Path) -> None:
    """Every file but the page itself, which gets the site's frame."""
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.relative_to(source) != Path(INDEX):
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            _link(path, place)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
        if target.stat().st_mode & 0o044 != 0o044:
            target.chmod(0o444)  # put back from a backup, where nobody else may read
    except FileNotFoundError:
        raise
    except OSError:
        # Another disk: a copy.
        shutil.copyfile(source, target)
        target.chmod(0o644)
        _sync(target)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    path.chmod(0o644)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
