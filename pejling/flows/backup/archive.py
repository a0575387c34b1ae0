"""The backup as one file: a tar with a manifest first, and the size and SHA-256 of everything after it. *Pure.*

A tar needs no tool of Pejling's to look into; only what the manifest names is ever taken out, so an archive made by
somebody else can't write outside its folder.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
_MANIFEST = "manifest.json"
_CHUNK = 1 << 20


class NotABackup(Exception):
    """The file is no backup, a newer format's, or damaged. ``code``: no_backup, newer_format or damaged."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive holds.

    ``made_at``: moment in UTC as ISO text; ``migrations``: ``app.name``; ``tables``: table -> rows; ``files``: path
    in the archive -> {"size", "sha256"}; ``keys``: file -> fingerprint of the keys the data were made with;
    ``missing``: files that rows speak of and that weren't there.
    """

    pejling: str
    made_at: str
    database: str
    migrations: list[str]
    tables: dict[str, int]
    keys: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT


def write(target: Path, manifest: Manifest, parts: Mapping[str, Path]) -> Manifest:
    """Write the archive beside and move it into place once it is on the disk; only its owner may read it.

    ``parts``: path in the archive -> file. Returns the manifest with their sums.
    """
    sums = {name: {"size": path.stat().st_size, "sha256": sha256(path)} for name, path in parts.items()}
    whole = Manifest(**{**asdict(manifest), "files": sums})
    beside = target.with_name(f"{target.name}.part")
    beside.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
                text = json.dumps(asdict(whole), indent=1, ensure_ascii=False).encode()
                _add(tar, _MANIFEST, io.BytesIO(text), len(text))
                for name, path in parts.items():
                    with path.open("rb") as part:
                        _add(tar, name, part, sums[name]["size"])
            stream.flush()
            os.fsync(stream.fileno())
        check(beside)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return whole


def _add(tar: tarfile.TarFile, name: str, stream: IO[bytes], size: int) -> None:
    about = tarfile.TarInfo(name)
    about.size, about.mode, about.mtime = size, 0o600, int(time.time())
    tar.addfile(about, stream)


def read_manifest(path: Path) -> Manifest:
    """The manifest alone. Raises NotABackup; OSError where the file can't be read."""
    with _opened(path) as tar:
        return _manifest(tar, path)


def check(path: Path) -> Manifest:
    """Read the whole archive and compare every sum. Raises NotABackup("damaged")."""
    return _walk(path, lambda _name, _stream: None)


def unpack(path: Path, folder: Path) -> Manifest:
    """Write everything the manifest names below ``folder``, comparing every sum. Raises NotABackup."""

    def keep(name: str, chunks: Iterator[bytes]) -> None:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            for chunk in chunks:
                stream.write(chunk)

    return _walk(path, keep)


def _walk(path: Path, keep: Callable[[str, Iterator[bytes]], None]) -> Manifest:
    with _opened(path) as tar:
        manifest = _manifest(tar, path)
        left = dict(manifest.files)
        try:
            for member in tar:
                if member.name == _MANIFEST:
                    continue
                known = left.pop(member.name, None)
                stream = tar.extractfile(member) if known is not None and member.isfile() else None
                if stream is None:
                    raise NotABackup("damaged", file=member.name)
                digest = hashlib.sha256()
                passing = _passing(stream, digest)
                keep(member.name, passing)
                for _rest in passing:
                    pass
                if digest.hexdigest() != known["sha256"]:
                    raise NotABackup("damaged", file=member.name)
        except (tarfile.TarError, EOFError) as error:
            raise NotABackup("damaged", file=path.name) from error
        if left:
            raise NotABackup("damaged", file=next(iter(left)))
    return manifest


def _passing(stream: IO[bytes], digest: Any) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        yield chunk


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        tar = tarfile.open(path, "r:")  # noqa: SIM115  (closed by the "with" below)
    except (tarfile.TarError, EOFError) as error:
        raise NotABackup("no_backup", file=path.name) from error
    with tar:
        yield tar


def _manifest(tar: tarfile.TarFile, path: Path) -> Manifest:
    try:
        first = tar.next()
        if first is None or first.name != _MANIFEST or first.size > 1 << 28:
            raise NotABackup("no_backup", file=path.name)
        said = json.loads(tar.extractfile(first).read())
        if said["format"] > FORMAT:
            raise NotABackup("newer_format", file=path.name, pejling=said.get("pejling", "?"))
        manifest = Manifest(**said)
    except (tarfile.TarError, EOFError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotABackup("no_backup", file=path.name) from error
    for name in manifest.files:
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts or "\\" in name or "\0" in name:
            raise NotABackup("damaged", file=name)
    return manifest


def sha256(path: Path) -> str:
    """A file's SHA-256 as hexadecimal text."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
