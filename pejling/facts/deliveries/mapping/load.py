"""A mapping by its name. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pejling.facts.deliveries.mapping.find import find_mapping, mapping_names, text_of
from pejling.facts.deliveries.mapping.model import Mapping
from pejling.facts.deliveries.mapping.parse import parse


def load_mapping(name_or_path: str | Path, folders: Sequence[Path] = ()) -> Mapping:
    """The mapping of that name, or in that file.

    A name is looked for in each of ``folders`` (itself, and its ``mappings/``) before the shipped catalogue.
    Raises `MappingError`.
    """
    path = find_mapping(name_or_path, folders)
    return parse(text_of(path), [*folders, path.parent])


def available(folders: Sequence[Path] = ()) -> list[str]:
    """Names of every mapping that can be loaded by name."""
    return mapping_names(folders)
