"""Makes sure that the process can't reach drafts or facts: their modules, and databases, can't be imported in it.

*Pure.* An import contract holds the same for the code as it is written; this holds whatever gets into the process
otherwise, and a test tries.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType

#: what may be imported of Pejling
OWN = ("pejling.public",)
#: what would lead to a database
DATABASES = ("django", "sqlite3", "_sqlite3", "psycopg", "psycopg_binary", "duckdb", "pyarrow")


class Shut(ImportError):
    """The public server has no business with this module."""


class _Shutter:
    """Stands first among those who find modules, and refuses."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> None:
        if is_shut(name):
            raise Shut(f"{name} can't be imported by the public server")


def is_shut(name: str) -> bool:
    """Whether a module is out of reach."""
    first = name.split(".")[0]
    if first == "pejling":
        return name != "pejling" and not any(name == own or name.startswith(f"{own}.") for own in OWN)
    return first in DATABASES


def shut() -> None:
    """Shut the rest out from here on. RuntimeError where something of it has come in already."""
    inside = sorted(name for name in sys.modules if is_shut(name))
    if inside:
        raise RuntimeError(f"the public server must be a process of its own; it holds {inside[0]}")
    if not any(isinstance(one, _Shutter) for one in sys.meta_path):
        sys.meta_path.insert(0, _Shutter())
