"""Check what a membership is to be held to before it is written: dimensions of the role, parts of the same school."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from pejling.base.accounts.roles import Role
from pejling.base.accounts.scopes import DIMENSIONS, Dimension
from pejling.base.organisations.models import Organisation

#: dimension, the part's key (None: a text), the text ("": a part)
Held = tuple[str, int | None, str]
#: More values than this aren't a person's own students, but a file's.
MOST = 2000


class Refused(Exception):
    """The access can't be given or changed. ``code`` and ``params`` say why; the words are in the room's wording."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def found_scopes(
    school: Organisation, role: Role, asked: Mapping[str, Iterable[Organisation | str]]
) -> list[Held]:
    """The scopes as they are stored, each once, in the order of the dimensions; Refused where one can't be.

    A part may be given itself, by its name or by its id. A role that must be held and is given nothing is accepted:
    it sees nobody. (The page that gives access asks for a scope; a claim of a log-in server may come without.)
    """
    held: list[Held] = []
    for key, values in asked.items():
        given = [value.strip() if isinstance(value, str) else value for value in values]
        given = [value for value in given if value]
        if not given:
            continue
        if key not in role.scopes:
            raise Refused("scope_not_of_role", dimension=key, role=role.key)
        if len(given) > MOST:
            raise Refused("too_many_values", dimension=key, most=MOST)
        held += _parts(school, DIMENSIONS[key], given) if DIMENSIONS[key].parts else _texts(key, given)
    return sorted(dict.fromkeys(held), key=lambda one: (one[0], one[2], one[1] or 0))


def _texts(key: str, given: list[Organisation | str]) -> list[Held]:
    texts = [str(value) for value in given]
    if any(len(text) > 200 for text in texts):
        raise Refused("value_too_long", dimension=key, most=200)
    return [(key, None, text) for text in texts]


def _parts(school: Organisation, dimension: Dimension, given: list[Organisation | str]) -> list[Held]:
    own = {part.pk: part for part in school.parts.filter(kind__in=dimension.parts)}
    known = {str(part.uuid): part for part in own.values()} | {part.name: part for part in own.values()}
    found = []
    for value in given:
        part = own.get(value.pk) if isinstance(value, Organisation) else known.get(_plain(value))
        if part is None:
            raise Refused("not_of_school", dimension=dimension.key, value=str(value))
        found.append((dimension.key, part.pk, ""))
    return found


def _plain(text: str) -> str:
    """An id in its usual form; any other text as it is."""
    try:
        return str(UUID(text))
    except ValueError:
        return text
