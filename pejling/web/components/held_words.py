"""In words: whose figures and students a user sees, for the line under the school's name."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pejling.base.accounts.access import Access
from pejling.base.accounts.scopes import OF_PERSONS, Held

#: More names than this are counted instead.
NAMED = 4


def held_words(access: Access) -> str:
    """Such as "Nord, Syd" or "own students"; "" where the user sees the whole school."""
    return " / ".join(dict.fromkeys(_box(held) for held in access.reach("see_figures") if held))


def _box(held: Held) -> str:
    return " · ".join(_values(name, sorted(values)) for name, values in held.items())


def _values(dimension: str, values: list[str]) -> str:
    if not values:
        return _("nothing yet")
    if dimension == "student":
        return ngettext("%(count)d student", "%(count)d students", len(values)) % {"count": len(values)}
    if len(values) > NAMED and dimension not in OF_PERSONS:
        more = len(values) - NAMED + 1
        return _("%(names)s and %(count)d more") % {"names": ", ".join(values[: NAMED - 1]), "count": more}
    return ", ".join(values[:NAMED])
