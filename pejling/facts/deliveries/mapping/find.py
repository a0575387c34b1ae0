"""Where mappings and code lists lie: the folders of an installation, then the catalogue that is shipped. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pejling.analysis.careful_yaml import read
from pejling.analysis.strict_fields import Fields, nearest
from pejling.facts.deliveries.mapping.codes import CodeList, read_codes
from pejling.facts.deliveries.mapping.refusing import refusing
from pejling.facts.deliveries.problems import MappingError

#: The catalogue that comes with the product.
SHIPPED = Path(__file__).resolve().parents[3] / "catalogue"


def find_mapping(name_or_path: str | Path, folders: Sequence[Path]) -> Path:
    """The file of the mapping of that name, or given as a path."""
    given = Path(name_or_path)
    if given.suffix in (".yaml", ".yml"):
        if given.is_file():
            return given
        raise MappingError("no_such_file", "", {"file": given.name})
    if given.name == str(name_or_path):
        for folder in (*folders, SHIPPED):
            for place in (folder / f"{given.name}.yaml", folder / "mappings" / f"{given.name}.yaml"):
                if place.is_file():
                    return place
    known = mapping_names(folders)
    raise MappingError(
        "no_such_mapping", "", {"name": given.name, "known": known, "near": nearest(given.name, known)}
    )


def mapping_names(folders: Sequence[Path] = ()) -> list[str]:
    """Names of every mapping that can be loaded by name."""
    places = [*folders, *(folder / "mappings" for folder in (*folders, SHIPPED))]
    return sorted({file.stem for place in places for file in place.glob("*.yaml")})


def text_of(path: Path) -> str:
    """The text of a file, if it is one."""
    text = None
    try:
        if path.stat().st_size <= 2_000_000:
            text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        text = None
    if text is None:
        raise MappingError("not_a_text_file", "", {"file": path.name})
    return text


def text_of_upload(data: bytes, name: str) -> str:
    """The text of a file that came as bytes, if it is one."""
    text = None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = None
    if text is None:
        raise MappingError("not_a_text_file", "", {"file": name})
    return text


@refusing
def load_codes(name: str, folders: Sequence[Path] = (), path: str = "") -> CodeList:
    """The code list in ``codes/<name>.yaml`` of the first folder that has it."""
    if Path(name).name == name:
        for folder in (*folders, SHIPPED):
            for place in (
                folder / f"{name}.yaml",
                folder / "codes" / f"{name}.yaml",
                folder.parent / "codes" / f"{name}.yaml",
            ):
                if place.is_file():
                    return read_codes(name, Fields(read(text_of(place), path), path))
    raise MappingError("no_such_code_list", path, {"name": name})
