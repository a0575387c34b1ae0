"""The students behind a value, for those who may see them: those counted, those with the event, those left out."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pejling.web.components.listing import Empty, Listing, listing
from pejling.web.components.people_columns import SORTED, columns, filters
from pejling.web.pages.figures import people
from pejling.web.pages.figures.asking import Answer, rows_behind

KEYS = ("name", "student", "class_group", "programme", "department", "starts_on", "code")


def counted(request: HttpRequest, found: Answer) -> Listing | None:
    """The list that the address asks for; None where it asks for none (the access layer has been asked)."""
    kind = found.question.rows
    behind = rows_behind(found, request.access) if kind else None
    if behind is None:
        return None
    titles = {
        "counted": _("Students counted"),
        "events": _("Students with the event"),
        "left_out": _("Students left out"),
    }
    spells = people.spells_of(behind, kind)
    is_short = len(spells) <= SORTED
    rows = people.lines(request.access, spells) if is_short else spells
    keys = (*KEYS, "why") if kind == "left_out" else KEYS
    return listing(
        request,
        rows,
        columns(*keys, is_sorted=is_short),
        filters(rows, "class_group", "programme", "department", "code", "why") if is_short else [],
        name="counted",
        title=titles[kind],
        prefix="r-",
        empty=Empty(_("Nobody.")),
        present=None if is_short else lambda some: people.lines(request.access, some),
        file_name=f"{found.definition.key}-{kind.replace('_', '-')}",
    )
