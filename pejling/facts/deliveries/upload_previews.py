"""An upload's files looked at, once: what was found is kept beside them until somebody chooses otherwise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pejling.facts.deliveries.models import Upload, UploadedFile
from pejling.facts.deliveries.previewing import FilePreview, preview
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.chosen import Chosen
from pejling.facts.deliveries.upload_files import folder_of, path_of


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One file: its preview, or the problem (code, params) that stops it from being read."""

    file: UploadedFile
    chosen: Chosen
    preview: FilePreview | None
    problem: tuple[str, dict[str, Any]] | None = None


def look_at(upload: Upload) -> list[LookedAt]:
    """Every file of the upload, in order, as chosen or found."""
    return [_look(upload, file) for file in upload.files.all()]


def _look(upload: Upload, file: UploadedFile) -> LookedAt:
    chosen = Chosen.of(file.chosen)
    how = {name: getattr(chosen, name) for name in ("encoding", "separator", "header", "sheet")}
    kept = folder_of(upload) / f"{file.position:03d}" / ".preview.json"
    known = _kept(kept, how)
    if known is None:
        try:
            known = {"how": how, "preview": preview(path_of(file), **how).as_dict()}
        except Unreadable as error:
            known = {"how": how, "problem": [error.code, error.params]}
        if kept.parent.is_dir():
            _keep(kept, known)
    if "problem" in known:
        code, params = known["problem"]
        return LookedAt(file, chosen, None, (code, params))
    return LookedAt(file, chosen, FilePreview.from_dict(known["preview"]))


def _kept(path: Path, how: dict[str, Any]) -> dict[str, Any] | None:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return known if known.get("how") == how else None


def _keep(path: Path, known: dict[str, Any]) -> None:
    """Written beside and then named: a page that reads at the same moment sees one or the other."""
    beside = path.with_name(f"{path.name}.new")
    beside.touch(mode=0o600)
    beside.write_text(json.dumps(known), encoding="utf-8")
    beside.replace(path)
