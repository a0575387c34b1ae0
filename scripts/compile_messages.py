"""Compile every translation file (.po) into what the program reads (.mo), with Babel."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent / "pejling"


def compile_all(root: Path = ROOT) -> int:
    """Compile each catalogue beside its source; returns how many."""
    sources = sorted(root.rglob("LC_MESSAGES/*.po"))
    for source in sources:
        with source.open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
        with source.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalogue)
    return len(sources)


if __name__ == "__main__":
    sys.stdout.write(f"{compile_all()} translation files compiled\n")
