"""A list as a workbook: every row that the filters let through, every column, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from pejling.web.components.listing.listing import MOST_IN_EXCEL, Listing
from pejling.web.components.workbook import Sheet, as_download


def excel(found: Listing) -> HttpResponse:
    """The workbook to download."""
    return as_download(sheets(found), f"{found.file_name}-{localtime().date().isoformat()}")


def sheets(found: Listing) -> Iterator[Sheet]:
    """The list itself, and what it is."""
    columns = [column for column in found.columns if column.is_data]
    rows = ([_plain(column.typed(row)) for column in columns] for row in found.all_rows())
    yield Sheet(found.title, [str(column.title) for column in columns], rows)
    yield Sheet(_("About"), [_("What"), _("Value")], _about(found))


def _about(found: Listing) -> list[list[Any]]:
    school = getattr(found.request, "school", None)
    lines: list[list[Any]] = [[_("School"), school.name]] if school else []
    lines += [
        [_("List"), found.title],
        [_("Chosen"), found.in_words or _("all")],
        [_("Rows"), found.found],
        [_("Made"), _plain(now())],
    ]
    if found.found > MOST_IN_EXCEL:
        lines.append([_("Left out"), found.found - MOST_IN_EXCEL])
    return lines + [[str(what), _plain(value)] for what, value in found.notes]


def _plain(value: Any) -> Any:
    """As the workbook takes it: moments in Danish time, and words that were to be translated translated."""
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None)
    return str(value) if isinstance(value, Promise) else value
