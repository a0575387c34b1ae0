"""An indicator's definition: a frozen value made from one reviewed YAML file, with a version made from its content.

No single official dropout figure exists: windows, exclusions and re-entry rules are parameters. So they live in a
file which a school can read and change, and the version (a hash of the canonical content) is on every figure.
Comments, order and folding of the YAML don't change the version; any change of content does, the words included:
they are the promise a reader was given.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pejling.analysis.careful_yaml import read
from pejling.analysis.definition_fields import definition_of
from pejling.analysis.definition_model import DefinitionError, IndicatorDefinition
from pejling.analysis.strict_fields import FieldError

__all__ = ["DefinitionError", "IndicatorDefinition", "canonical", "load_catalogue", "parse"]


def canonical(document: object) -> str:
    """The document as JSON with sorted keys, no insignificant blanks and whitespace in texts drawn together."""

    def tidy(value: object) -> object:
        if isinstance(value, dict):
            return {str(key): tidy(item) for key, item in value.items()}
        if isinstance(value, list):
            return [tidy(item) for item in value]
        return " ".join(value.split()) if isinstance(value, str) else value

    return json.dumps(tidy(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def parse(text: str, path: str = "") -> IndicatorDefinition:
    """The definition in a YAML text; ``path`` (a file's name) only serves the message of a DefinitionError."""
    try:
        document = read(text)
        content = canonical(document)
        version = hashlib.sha256(content.encode()).hexdigest()[:16]
        return definition_of(document, content, version)
    except FieldError as error:
        raise DefinitionError(error.path, error.code, error.params, path) from error


def load_catalogue(folder: Path) -> dict[str, IndicatorDefinition]:
    """All definitions in a folder's ``*.yaml`` by key, in the order of the file names, which are the keys."""
    catalogue: dict[str, IndicatorDefinition] = {}
    for file in sorted(folder.glob("*.yaml")):
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise DefinitionError("", "not_utf8", {}, file.name) from error
        definition = parse(text, file.name)
        if definition.key != file.stem:
            raise DefinitionError(
                "key", "key_is_not_file_name", {"key": definition.key, "file": file.stem}, file.name
            )
        catalogue[definition.key] = definition
    return catalogue
