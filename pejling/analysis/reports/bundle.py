"""A report's files in one folder, complete or not there at all, with a manifest that says what they must be. *Pure.*

The files are written in a hidden folder beside and renamed into place as the last thing. What is there already is
never written over: an edition of a report that has been published doesn't change. The same report gives the same
bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pejling.analysis.reports.forms import FORMS, Shared
from pejling.analysis.reports.frozen import report_hash
from pejling.analysis.reports.report import Report, ReportError

MANIFEST = "manifest.json"
MANIFEST_FORMAT = 1
#: what a writer that was killed left behind is removed after this long (seconds)
_LEFT_BEHIND = 3600
#: called with what is done, of how much, and which form is next (a form's ``key``; "" at the end)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class File:
    """A file of the bundle. ``form``: which form it belongs to (``page``, ``pdf``, ``word``, ``excel``, ...)."""

    name: str
    form: str
    media_type: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle holds. ``report``: the hash of the frozen report all of it was made of."""

    report: str
    kind: str
    title: str
    organisation: str
    language: str
    dated: str | None
    version: int
    files: tuple[File, ...]

    def to_json(self) -> str:
        """For ``manifest.json``."""
        return json.dumps({"format": MANIFEST_FORMAT, **asdict(self)}, ensure_ascii=False, indent=1) + "\n"


def write_bundle(
    report: Report, folder: Path, *, progress: Progress | None = None, links: Mapping[str, str] | None = None
) -> Manifest:
    """Write every form of the report into ``folder``, which must not exist yet; returns what was written.

    ``links``: name -> address, at the foot of the page. ReportError ``bundle_exists`` where the folder
    exists. Whatever goes wrong (a full disk, an exception out of ``progress``), nothing is left behind.
    """
    if folder.exists():
        raise ReportError("bundle_exists", str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    _remove_left_behind(folder)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".new", dir=folder.parent))
    try:
        manifest = _write(Shared(report, links), beside, progress or (lambda done, of, form: None))
        beside.chmod(0o755)
        if folder.exists():  # rename would take the place of an empty folder
            raise ReportError("bundle_exists", str(folder))
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a bundle; ReportError where there is none that can be read."""
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if content.pop("format") != MANIFEST_FORMAT:
            raise ReportError("unknown_format", str(folder))
        return Manifest(**{**content, "files": tuple(File(**one) for one in content["files"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, ReportError):
            raise
        raise ReportError("not_a_bundle", str(folder)) from error


def damaged(folder: Path) -> list[str]:
    """Names of files that aren't as the manifest says, are missing, or don't belong there; [] where all is well."""
    manifest = read_manifest(folder)
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    found.pop(MANIFEST)
    wrong = set(found) ^ {file.name for file in manifest.files}
    for file in manifest.files:
        if file.name in found and _digest(found[file.name].read_bytes()) != file.sha256:
            wrong.add(file.name)
    return sorted(wrong)


def _write(shared: Shared, beside: Path, progress: Progress) -> Manifest:
    report, pictures = shared.report, shared.drawings
    files: list[File] = []
    steps = len(pictures) + len(FORMS)
    for done, drawing in enumerate(pictures):
        progress(done, steps, "pictures")
        shared.svg(drawing)
    for done, form in enumerate(FORMS, len(pictures)):
        progress(done, steps, form.key)
        for name, content in form.make(shared).items():
            _put(beside / name, content)
            shared.made[name] = len(content)
            media_type = form.media_types[Path(name).suffix]
            files.append(File(name, form.key, media_type, len(content), _digest(content)))
    manifest = Manifest(
        report=report_hash(report),
        kind=report.kind,
        title=report.title,
        organisation=report.organisation,
        language=report.language,
        dated=report.dated.isoformat() if report.dated else None,
        version=report.version,
        files=tuple(files),
    )
    _put(beside / MANIFEST, manifest.to_json().encode())
    progress(steps, steps, "")
    return manifest


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _remove_left_behind(folder: Path) -> None:
    for path in folder.parent.glob(f".{folder.name}.*.new"):
        if time.time() - path.stat().st_mtime > _LEFT_BEHIND:
            shutil.rmtree(path, ignore_errors=True)
