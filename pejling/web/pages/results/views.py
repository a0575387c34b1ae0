"""The results overview, and one source's figures."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pejling.analysis.plans.figure_choice import matches
from pejling.analysis.results.followed import Followed
from pejling.analysis.results.sources import OTHER
from pejling.quality.indicators.key_figures import result_sources
from pejling.web.components.listing import Choice, Column, Empty, Text, answer, back_to, listing
from pejling.web.components.sight import sight_of
from pejling.web.components.snapshot_choice import SnapshotChoice, newest_choice, snapshot_choice
from pejling.web.components.workbook import as_download
from pejling.web.gate import of_school
from pejling.web.pages.figures import present as figures
from pejling.web.pages.plans.moving import actions_moving
from pejling.web.pages.results import excel, present, written
from pejling.web.pages.results.own import own_lines
from pejling.web.pages.results.picture import picture
from pejling.web.pages.results.seen import SeenResults, seen_results

_NOTHING = SeenResults([], frozenset())


@of_school("see_results")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every source of results with its newest, those with none too, and the school's own key figures first."""
    snapshots, found = _found(request)
    groups = present.groups(found, result_sources(), localdate())
    context = {
        "crumbs": _crumbs(request),
        "snapshots": snapshots,
        "groups": groups,
        "own": _own(request, snapshots),
        "late": [group for group in groups if group["is_late"]],
        "missing": [group for group in groups if group["is_empty"]],
        "may_deliver": request.access.may("deliver"),
    }
    return render(request, "results/overview.html", context)


@of_school("see_results")
@require_safe
def overview_excel(request: HttpRequest) -> HttpResponse:
    """The overview, and every period behind it, as a workbook."""
    snapshots, found = _found(request)
    groups = present.groups(found, result_sources(), localdate())
    day = snapshots.chosen.as_of if snapshots else localdate()
    notes = [request.school.name, _("What is left out by a source is empty: it isn't 0.")]
    sheets = excel.sheets(groups, found, _own(request, snapshots), notes)
    return as_download(sheets, f"{_('results')}-{day.isoformat()}")


@of_school("see_results")
@require_safe
def one_source(request: HttpRequest, source: str) -> HttpResponse:
    """All figures of one source in a list; with ``figure`` in the address that one figure over its periods."""
    known = result_sources().named(source)
    if known is None and source != OTHER:
        raise Http404
    snapshots, found = _found(request)
    series = [one for one in found.series if (one.source.key if one.source else OTHER) == source]
    context = {"words": present.words_of(known), "source": known, "snapshots": snapshots}
    if asked := request.GET.get("figure", ""):
        one = next((one for one in series if one.key == asked), None)
        if one is None:
            raise Http404
        context |= {
            "crumbs": _crumbs(request, context["words"].title, source, one.latest.indicator),
            "row": present.row(one, found, localdate()),
            "periods": present.periods(one, found),
            "picture": picture(one, _("Period")),
            "direction": figures.directions()[one.direction],
            "actions_moving": actions_moving(request, lambda meant: matches(one, meant)),
        }
        return render(request, "results/figure.html", context)
    group = present.group(source, known, series, found, localdate())
    context |= {"crumbs": _crumbs(request, context["words"].title), "group": group}
    context["list"] = _list(request, series, found, context["words"].title)
    return answer(request, "results/source.html", context)


def _list(request: HttpRequest, series: list[Followed], found: SeenResults, title: str) -> Any:
    """The source's figures as a list to filter, sort and take to Excel; intervals are found for a page at a time."""
    kinds, today = written.place_kinds(), localdate()
    rows = [present.named(one) for one in series]
    there = sorted({row["place_kind"] for row in rows if row["place_kind"]}, key=list(kinds).index)
    filters = [Text("q", _("Holds"), ("indicator", "place", "subgroup"))]
    if len(there) > 1:
        filters.append(Choice("kind", _("Concerns"), [(kind, kinds[kind]) for kind in there], "place_kind"))
    return listing(
        request,
        rows,
        _columns(request.path),
        filters,
        name="results-source",
        title=title,
        present=lambda page: [present.row(row["raw"], found, today) for row in page],
        empty=Empty(
            _("Nothing delivered yet"),
            _("Results appear here as soon as a delivery that holds them has been accepted."),
            reverse("results", args=[request.school.uuid]),
            _("Back to the results"),
        ),
    )


def _columns(path: str) -> list[Column]:
    return [
        Column("indicator", gettext_lazy("Indicator"), lambda row: row["indicator"], sort="indicator",
               link=lambda row: f"{path}?figure={row['key']}"),
        Column("place", gettext_lazy("Concerns"), lambda row: row["place"], sort="place"),
        Column("subgroup", gettext_lazy("Group"), lambda row: row["subgroup"], sort="subgroup"),
        Column("period", gettext_lazy("Period"), lambda row: row["period"], sort="period", keep=True),
        Column("value", gettext_lazy("Value"), lambda row: row["value"], value=_number,
               sort=lambda row: row["raw"].latest.value, numeric=True),
        Column("unit", gettext_lazy("Unit"), lambda row: row["unit"], optional=True),
        Column("interval", gettext_lazy("95% interval"), lambda row: row["interval"], numeric=True),
        Column("n", gettext_lazy("Behind it"), lambda row: row["raw"].latest.behind,
               sort=lambda row: row["raw"].latest.behind, numeric=True),
        Column("change", gettext_lazy("Change since then"), lambda row: row["change"],
               sort=lambda row: row["raw"].change and row["raw"].change.difference, numeric=True),
        Column("verdict", gettext_lazy("Judged"), lambda row: row["verdict"],
               sort=lambda row: row["raw"].verdict),
        Column("collected", gettext_lazy("Collected"), lambda row: row["collected"], sort="dated"),
        Column("retrieved", gettext_lazy("Retrieved"), lambda row: row["retrieved"], sort="retrieved", optional=True),
        Column("published_by", gettext_lazy("Published by"), lambda row: row["published_by"], optional=True),
    ]  # fmt: skip


def _number(row: dict[str, Any]) -> Any:
    """What Excel gets: the number itself, or why there is none."""
    value = row["raw"].latest.value
    return row["value"] if value is None else value


def _found(request: HttpRequest) -> tuple[SnapshotChoice | None, SeenResults]:
    snapshots = newest_choice(request.access)
    return snapshots, seen_results(request.access, snapshots.chosen) if snapshots else _NOTHING


def _own(request: HttpRequest, snapshots: SnapshotChoice | None) -> list[dict[str, Any]]:
    """The school's own figures in texts."""
    own = snapshot_choice(request.access)
    if snapshots is None or own is None or not request.access.may("see_figures"):
        return []
    sight = sight_of(request, own.chosen)
    return [figures.line(line) for line in own_lines(request.access, own.chosen, sight)]


def _crumbs(
    request: HttpRequest, source: str = "", key: str = "", indicator: str = ""
) -> list[tuple[str, str]]:
    school = request.school
    crumbs = [(school.name, reverse("retention", args=[school.uuid]))]
    if not source:
        return [*crumbs, (_("Results"), "")]
    crumbs.append((_("Results"), reverse("results", args=[school.uuid])))
    if not indicator:
        return [*crumbs, (source, "")]
    return [*crumbs, (source, back_to(request, "results_source", school.uuid, key)), (indicator, "")]
