"""The mappings as one list: the school's own, those no longer offered, and the catalogue's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.mapping.load import available, load_mapping
from pejling.facts.deliveries.mapping.model import Mapping
from pejling.facts.deliveries.models import SavedMapping
from pejling.facts.deliveries.saved_mappings import Listed, listed, saved_mappings_of
from pejling.facts.deliveries.wording import describe
from pejling.web.components.listing import Choice, Column, Empty, Listing, Text, listing
from pejling.web.components.table_words import table_title

STATES = (
    ("own", gettext_lazy("The school's own")),
    ("catalogue", gettext_lazy("In the catalogue")),
    ("retired", gettext_lazy("No longer offered")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping in the list; ``saved`` for a school's own, ``problem`` where it can't be used as it stands."""

    title: str
    name: str
    state: str
    tables: str
    address: str
    saved: SavedMapping | None = None
    problem: str = ""

    @property
    def place(self) -> str:
        """Where it stands in the list: the school's own first, those no longer offered last."""
        return f"{[state for state, _title in STATES].index(self.state)} {self.title}"

    @property
    def fills(self) -> str:
        """What it fills, or why it can't."""
        return _("Can't be used: %(why)s") % {"why": self.problem} if self.problem else self.tables

    @property
    def used(self) -> int | None:
        """Deliveries taken in by it on the page; not known of the catalogue's."""
        return self.saved.used if self.saved else None

    @property
    def changed(self) -> datetime | None:
        """When it was last changed."""
        return self.saved.changed_at if self.saved else None


COLUMNS = [
    Column(
        "title", gettext_lazy("Title"), lambda row: row.title, sort="title", link=lambda row: row.address, words=True
    ),
    Column("state", gettext_lazy("Whose"), lambda row: str(dict(STATES)[row.state]), sort="place"),
    Column("fills", gettext_lazy("Fills"), lambda row: row.fills, sort="fills", words=True),
    Column("used", gettext_lazy("Deliveries"), lambda row: row.used, sort="used", numeric=True),
    Column("changed", gettext_lazy("Last changed"), lambda row: row.changed, sort="changed", keep=True),
    Column("do", gettext_lazy("Do"), template="mappings/row_buttons.html"),
]  # fmt: skip
FILTERS = [
    Text("q", gettext_lazy("Title holds"), ["title"]),
    Choice("state", gettext_lazy("Whose"), STATES),
]


def mapping_list(request: HttpRequest) -> Listing:
    """The list of the page."""
    return listing(
        request,
        rows_of(request.school),
        COLUMNS,
        FILTERS,
        name="mappings",
        title=_("Mappings"),
        caption=_("The school's own first, those no longer offered last"),
        order="state",
        empty=Empty(_("No mappings"), _("Upload a file and make one by pointing.")),
    )


def rows_of(school: Organisation) -> list[Row]:
    """Every mapping: the school's own, retired ones too, and the catalogue's."""
    own = [_own(one, school) for one in listed(saved_mappings_of(school))]
    return own + [_shipped(load_mapping(name), school) for name in available()]


def _own(one: Listed, school: Organisation) -> Row:
    return Row(
        one.saved.title,
        one.saved.name,
        "retired" if one.saved.is_retired else "own",
        _tables(one.mapping.tables) if one.mapping else "",
        reverse("mappings_one", args=[school.uuid, one.saved.uuid]),
        one.saved,
        " ".join(describe(*one.problem)) if one.problem else "",
    )


def _shipped(mapping: Mapping, school: Organisation) -> Row:
    address = reverse("mappings_shipped", args=[school.uuid, mapping.name])
    return Row(mapping.title, mapping.name, "catalogue", _tables(mapping.tables), address)


def _tables(names: Sequence[str]) -> str:
    return ", ".join(table_title(name) for name in names)
