"""The installation's keys: never in the backup itself, so that who finds the one hasn't the other."""

from __future__ import annotations

import hmac
import io
import os
import tarfile
from pathlib import Path

#: log-ins end where this one is another; nothing is lost
SESSION_KEY = "django.key"
_FOLDER = "keys"
#: which claim of an OpenID Connect provider gives which role, with the client's secret
_LOGIN = "login.yaml"


def fingerprints(folder: Path) -> dict[str, str]:
    """File -> a short sum by which a key is known again, and which tells nothing of it (the keys are random)."""
    if not folder.is_dir():
        return {}
    return {
        path.name: hmac.new(path.read_bytes().strip(), b"pejling backup", "sha256").hexdigest()[:16]
        for path in sorted(folder.glob("*.key"))
    }


def write_keys(target: Path, home: Path) -> list[str]:
    """Write every key, and the settings that hold secrets, to a file of its own that only its owner may read.

    FileExistsError where there is a file already: keys are seldom made anew and never to be lost by an overwrite.
    """
    paths = [path for path in sorted((home / "keys").glob("*")) if path.is_file()]
    paths += [path for path in (home / _LOGIN,) if path.is_file()]
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w") as tar:
        for path in paths:
            tar.add(path, str(path.relative_to(home)), recursive=False)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(memory.getvalue())
        stream.flush()
        os.fsync(stream.fileno())
    return [str(path.relative_to(home)) for path in paths]


def read_keys(source: Path, home: Path) -> list[str]:
    """Write the keys of such a file below ``home``. ValueError where it is no such file; OSError unread."""
    written = []
    try:
        with tarfile.open(source, "r:") as tar:
            for member in tar:
                if not _may_be(member):
                    raise ValueError(member.name)
                target = home / member.name
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                    stream.write(tar.extractfile(member).read())
                written.append(member.name)
    except tarfile.TarError as error:
        raise ValueError(str(error)) from error
    return written


def _may_be(member: tarfile.TarInfo) -> bool:
    folder, _slash, name = member.name.rpartition("/")
    known = member.name == _LOGIN or (folder == _FOLDER and name not in {"", ".", ".."})
    return known and member.isfile() and member.size < 1 << 20
