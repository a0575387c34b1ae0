"""The settings of the public server: all it knows of the world, read from the environment. *Pure.*"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingError(ValueError):
    """A variable can't be used; the text says which, and what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``folder``: what is served. ``https``: browsers are told to come back by HTTPS only."""

    folder: Path
    https: bool = False


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings; SettingError where the folder isn't named, or a value isn't one."""
    folder = environ.get("PEJLING_PUBLIC", "").strip()
    if not folder:
        raise SettingError("PEJLING_PUBLIC isn't set: write the folder that pages are published to")
    https = environ.get("PEJLING_PUBLIC_HTTPS", "").strip().lower()
    if https not in {"", "0", "1"}:
        raise SettingError(f"PEJLING_PUBLIC_HTTPS is {https!r}: write 1 or 0")
    return Settings(Path(folder).expanduser().absolute(), https == "1")
