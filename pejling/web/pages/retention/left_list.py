"""Those newly known to have left as a list: by class, programme and reason, sorted, and taken to Excel."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pejling.web.components.listing import Listing, listing
from pejling.web.components.people_columns import columns, filters

KEYS = (
    "name", "student", "class_group", "programme", "department", "starts_on", "ends_on", "code", "reason",
    "contact_teacher",
)  # fmt: skip


def left_list(request: HttpRequest, left: dict[str, Any] | None) -> Listing | None:
    """The list; None for those who see how many but not who, and where nobody has left."""
    if left is None or not left["left"]:
        return None
    rows = left["left"]
    return listing(
        request,
        rows,
        columns(*KEYS),
        filters(rows, "department", "programme", "class_group", "code", "contact_teacher"),
        name="left",
        title=_("Newly known to have left"),
        caption=_("Students newly known to have left"),
        prefix="l-",
        size=20,
        file_name=_("newly-left"),
        notes=[
            (_("Known on this snapshot, and not on the one of %(since)s") % {"since": left["since"]}, None)
        ],
    )
