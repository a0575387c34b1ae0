"""The list of figures: every indicator's newest value, to filter, sort and take to Excel."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.web.components.listing import Choice, Column, Empty, Listing, Text, answer, listing
from pejling.web.components.sight import sight_of
from pejling.web.components.snapshot_choice import SnapshotChoice, snapshot_choice
from pejling.web.components.workbook import Share
from pejling.web.gate import of_school
from pejling.web.pages.figures import present
from pejling.web.pages.figures.asking import overview as ask_overview

Row = dict[str, Any]


@of_school("see_figures")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every figure with its newest value."""
    school = request.school
    snapshots = snapshot_choice(request.access)
    context = {
        "crumbs": [(school.name, reverse("retention", args=[school.uuid])), (_("Figures"), "")],
        "snapshots": snapshots,
        "may_release": request.access.may("deliver"),
        "may_publish": request.access.may("publish"),
        "list": _list(request, snapshots),
    }
    return answer(request, "figures/overview.html", context)


def _list(request: HttpRequest, snapshots: SnapshotChoice | None) -> Listing:
    lines = []
    if snapshots:
        lines = ask_overview(request.access, snapshots.chosen, sight_of(request, snapshots.chosen))
    return listing(
        request,
        present.overview_rows(lines),
        _columns(str(request.school.uuid)),
        [
            Text("q", _("Name holds"), ("title", "variant", "key")),
            Choice("state", _("State"), list(_states().items()), lambda rows, state: _in_state(rows, state)),
            Choice("direction", _("Direction"), [(text, text) for text in present.directions().values()]),
        ],
        name="figures",
        title=_("Figures"),
        caption=_("Newest value of every figure"),
        empty=Empty(
            _("No data yet"),
            _("Figures appear as soon as the first delivery of enrolments has been accepted."),
            reverse("sources"),
            _("Read the definitions meanwhile"),
        ),
        file_name=_("figures"),
        notes=[(_("Source"), _("the school's own figure (%(sources)s)") % {"sources": snapshots.sources})]
        if snapshots
        else (),
    )


def _columns(school: str) -> list[Column]:
    return [
        Column("title", _("Figure"), _title, lambda row: row["title"], sort=_title,
               link=lambda row: f"{reverse('figures_one', args=[school, row['key']])}{row.get('query', '')}"),
        Column("window", _("Window"), lambda row: row.get("window"), keep=True),
        Column("value", _("Value"), lambda row: row["estimate"], _number,
               lambda row: row["sort"]["value"], numeric=True),
        Column("interval", _("95% interval"), lambda row: row.get("interval"), numeric=True),
        Column("n", _("Behind it"), lambda row: row.get("n"), lambda row: row["sort"]["n"],
               lambda row: row["sort"]["n"], numeric=True),
        Column("as_of", _("As of"), lambda row: row.get("as_of"), keep=True),
        Column("state", _("State"), _state),
        Column("direction", _("Direction"), lambda row: row["direction"], keep=True),
        Column("variant", _("Variant"), lambda row: row["variant"], optional=True),
        Column("version", _("Version"), lambda row: row["version"][:8], lambda row: row["version"]),
    ]  # fmt: skip


def _title(row: Row) -> str:
    return f"{row['title']}: {row['variant'].lower()}" if row["variant"] else row["title"]


def _number(row: Row) -> Any:
    """What Excel gets: the number as a number, or the word that stands in its place."""
    value = row["sort"]["value"]
    if value is None:
        return row["estimate"]
    return value if row["is_count"] else Share(value)


def _states() -> dict[str, str]:
    return {
        "complete": _("complete"),
        "provisional": _("provisional"),
        "hidden": _("hidden"),
        "none": _("no value"),
    }


def _state_of(row: Row) -> str:
    if row["reason"]:
        return "none"
    if row.get("hidden"):
        return "hidden"
    return "complete" if row.get("complete") else "provisional"


def _in_state(rows: list[Row], state: str) -> list[Row]:
    return [row for row in rows if _state_of(row) == state]


def _state(row: Row) -> str:
    text = row["reason"] or _states()[_state_of(row)]
    return f"{text}, {_('few students')}" if row.get("few") else text
