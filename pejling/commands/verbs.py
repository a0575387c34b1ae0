"""The product's verbs, in the order that --help shows them; each is a module with ``add_parser`` and ``run``."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from types import ModuleType

MODULES = {
    "setup": "setup",
    "migrate": "migrate",
    "import": "import_files",
    "undo": "undo",
    "snapshot": "snapshot",
    "figures": "figures",
    "mappings": "mappings",
    "password": "password",
    "second-factor": "second_factor",
    "serve": "serve",
    "worker": "worker",
    "public": "public",
    "backup": "backup",
    "restore": "restore",
    "doctor": "doctor",
    "demo": "demo",
}


def wanted(first_word: str | None) -> Iterable[ModuleType]:
    """The module of the verb named, or all of them: starting is quicker where only one is loaded."""
    names = [MODULES[first_word]] if first_word in MODULES else MODULES.values()
    return [import_module(f"pejling.commands.{name}") for name in names]
