"""Find every message a user may see and hold it against the Danish translations.

`make messages` writes what is missing (with an empty translation, to be filled in) and drops what nobody says any
more; with --check it only tells. One catalogue per floor: pejling/<floor>/locale/da/LC_MESSAGES/django.po.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pejling"
FLOORS = ("analysis", "base", "facts", "quality", "flows", "web", "commands")
HEADER = """msgid ""
msgstr ""
"Language: da\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "_": None,
    "N_": None,
}


def catalogue_path(floor: str) -> Path:
    """Where a floor's Danish lies."""
    return PACKAGE / floor / "locale" / "da" / "LC_MESSAGES" / "django.po"


def found_in(floor: str) -> Catalog:
    """Every message in the floor's Python files and templates."""
    catalogue = Catalog(locale="da", charset="utf-8")
    for path in sorted((PACKAGE / floor).rglob("*")):
        if "migrations" in path.parts or "vendor" in path.parts:
            continue
        if path.suffix == ".py":
            source = path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            source = as_python(path)
        else:
            continue
        for _line, function, message, comments in extract_python(io.BytesIO(source), list(KEYWORDS), [], {}):
            add(catalogue, function, message, path, comments)
    return catalogue


def as_python(template: Path) -> bytes:
    """Django's own rewriting of a template as calls of gettext."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    # The indentation of a template means nothing to Python: without it the text can be read line by line.
    lines = templatize(template.read_text(encoding="utf-8")).splitlines()
    return "\n".join(line.lstrip() for line in lines).encode()


def add(catalogue: Catalog, function: str, message: object, path: Path, comments: list[str]) -> None:
    """Add one extracted call; calls without a literal text are passed over."""
    parts = list(message) if isinstance(message, tuple) else [message]
    context = parts.pop(0) if "pgettext" in function and parts else None
    texts = [part for part in parts[: 2 if "ngettext" in function or "npgettext" in function else 1] if part]
    if texts and all(isinstance(text, str) for text in texts):
        where = [(path.relative_to(ROOT).as_posix(), 0)]
        catalogue.add(texts[0] if len(texts) == 1 else tuple(texts), None, where, context=context)


def read(floor: str) -> Catalog:
    """The floor's catalogue as it stands."""
    with catalogue_path(floor).open("rb") as stream:
        return read_po(stream, locale="da", abort_invalid=True)


def gaps(floor: str) -> list[str]:
    """Messages without a finished Danish translation, and translations of what nobody says."""
    said, known = found_in(floor), read(floor)
    wrong = []
    for message in said:
        if not message.id:
            continue
        match = known.get(message.id, message.context)
        if match is None or match.fuzzy or not all(_texts(match.string)):
            wrong.append(f"{floor}: not translated: {message.id!r}")
    for message in known:
        if message.id and said.get(message.id, message.context) is None:
            wrong.append(f"{floor}: nobody says: {message.id!r}")
    return wrong


def _texts(string: object) -> list[str]:
    return list(string) if isinstance(string, list | tuple) else [string]


def update(floor: str) -> int:
    """Write the floor's catalogue with what is missing added and what is unused dropped; returns the gaps left."""
    said, known = found_in(floor), read(floor)
    merged = Catalog(locale="da", charset="utf-8")
    for message in said:
        if message.id:
            old = known.get(message.id, message.context)
            string = old.string if old else None
            merged.add(message.id, string, context=message.context, locations=message.locations)
    with catalogue_path(floor).open("wb") as stream:
        stream.write(HEADER.encode())
        write_po(stream, merged, width=110, sort_output=True, omit_header=True, include_lineno=False)
    return len(gaps(floor))


def main(arguments: list[str]) -> int:
    """Returns 1 where something is left to translate."""
    left = 0
    for floor in FLOORS:
        if "--check" in arguments:
            wrong = gaps(floor)
            sys.stdout.write("".join(line + "\n" for line in wrong))
            left += len(wrong)
        else:
            left += update(floor)
    sys.stdout.write(f"{left} messages to look at\n")
    return int(left > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
