"""Dropout by every declared definition, side by side, and beside the ministry's figure (with why the two differ)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.analysis.results.dropout_beside import beside as compare
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.sources import DropoutRule
from pejling.base.accounts.access import Access
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators.catalogue import definitions
from pejling.web.components import reading
from pejling.web.components.sight import Seen, Sight, sight_of
from pejling.web.components.snapshot_choice import SnapshotChoice, newest_choice, snapshot_choice
from pejling.web.components.workbook import Sheet, as_download
from pejling.web.gate import of_school
from pejling.web.pages.figures import present as figures
from pejling.web.pages.results import explained, written
from pejling.web.pages.results.compared import Compared
from pejling.web.pages.results.seen import seen_results

KEY = "dropout"
#: The kinds of place that the school's own figure can be cut to, and the dimension that does it.
_CUTS = {"programme": "programme", "department": "department"}


@of_school("see_results")
@require_safe
def dropout(request: HttpRequest) -> HttpResponse:
    """The school's own dropout in all its declared ways, beside the ministry's."""
    snapshots, own, compared = _asked(request)
    definition = definitions()[KEY]
    context = {
        "crumbs": _crumbs(request),
        "snapshots": snapshots,
        "definition": definition,
        "own": [figures.shown(seen, definition) for seen in own],
        "windows": explained.windows(own),
        "compared": [explained.shown(one) for one in compared],
        "may_deliver": request.access.may("deliver"),
    }
    return render(request, "results/dropout.html", context)


@of_school("see_results")
@require_safe
def dropout_excel(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    snapshots, own, compared = _asked(request)
    day = snapshots.chosen.as_of if snapshots else localdate()
    return as_download(_sheets(request, own, compared), f"{_('dropout-side-by-side')}-{day.isoformat()}")


def _asked(request: HttpRequest) -> tuple[SnapshotChoice | None, list[Seen], list[Compared]]:
    snapshots = snapshot_choice(request.access)
    definition = definitions()[KEY]
    if snapshots is None or not (
        request.access.may("see_figures") and reading.can_hold(definition, request.access)
    ):
        return snapshots, [], []
    sight = sight_of(request, snapshots.chosen)
    own = sight.see_all(reading.values(snapshots.chosen, KEY, where=reading.held_to(request.access, {})))
    return snapshots, own, _compared(request.access, snapshots.chosen, sight)


def _compared(access: Access, snapshot: Snapshot, sight: Sight) -> list[Compared]:
    """The newest of each of the others' dropout figures that the school's own can be held against."""
    found = []
    newest = newest_choice(access)
    for one in seen_results(access, newest.chosen if newest else snapshot).series:
        rule = one.source.dropout_rule(one.latest) if one.source else None
        cut = _cut(one.latest, access)
        if rule is None or cut is None or rule.months not in definitions()[KEY].window.allowed:
            continue
        own, same_time = _own(access, snapshot, cut, one.latest, sight)
        values = {
            seen.value.variant: seen.value
            for seen in own
            if seen.value.months == rule.months and not seen.hidden
        }
        found.append(Compared(one, compare(one.latest, rule, values), _at(own, rule), same_time))
    return sorted(found, key=lambda one: (written.about(one.figure), one.result.rule.months))


def _at(own: list[Seen], rule: DropoutRule) -> list[Seen]:
    return [seen for seen in own if seen.value.months == rule.months]


def _cut(figure: KeyFigure, access: Access) -> dict[str, str] | None:
    """How the school's own figure is cut to what the other's is about; None where this reader can't."""
    cut: dict[str, str] = {}
    if not figure.about_the_school:
        dimension = _CUTS.get(figure.place_kind or "")
        if dimension is None or figure.place is None:
            return None
        cut[dimension] = figure.place
    if figure.subgroup:
        cut["part"] = figure.subgroup
    return cut if set(cut) <= access.cuts else None


def _own(
    access: Access, snapshot: Snapshot, cut: dict[str, str], figure: KeyFigure, sight: Sight
) -> tuple[list[Seen], bool]:
    """The school's own values for those who started in the other's period; for all where nobody did."""
    where = reading.held_to(access, cut)
    if "start_month" in access.cuts and figure.period_from and figure.period_to:
        then = where.but(start_month=tuple(_months(figure.period_from, figure.period_to)))
        values = reading.values(snapshot, KEY, where=then)
        if any(value.estimate is not None for value in values):
            return [sight.see(value, cut) for value in values], True
    return [sight.see(value, cut) for value in reading.values(snapshot, KEY, where=where)], False


def _months(first: date, last: date) -> Iterator[str]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{number // 12:04d}-{number % 12 + 1:02d}"


def _sheets(request: HttpRequest, own: list[Seen], compared: list[Compared]) -> Iterator[Sheet]:
    definition = definitions()[KEY]
    rows = [figures.shown(seen, definition) for seen in own]
    yield Sheet(
        _("Own dropout"),
        [_("Definition"), _("Window"), _("Value"), _("95% interval"), _("Behind it"), _("What it counts")],
        [[r["variant"], r["window"], r["estimate"], r["interval"], r["n"], r["variant_text"]] for r in rows],
        [request.school.name],
    )
    lines: list[list[Any]] = []
    for one in compared:
        shown = explained.shown(one)
        lines.append([shown["title"], "", "", shown["value"], shown["own_value"], shown["difference"]])
        lines += [
            ["", line["what"], line["own"], line["theirs"], line["pull"], ""] for line in shown["lines"]
        ]
        lines.append(["", shown["conclusion"], "", "", "", shown["rest"]])
    heads = [
        _("Figure"),
        _("What differs"),
        _("The school's own"),
        _("The other's"),
        _("What it does"),
        _("Difference"),
    ]
    yield Sheet(_("Beside others' figures"), heads, lines)


def _crumbs(request: HttpRequest) -> list[tuple[str, str]]:
    school = request.school
    return [
        (school.name, reverse("retention", args=[school.uuid])),
        (_("Results"), reverse("results", args=[school.uuid])),
        (_("Dropout side by side"), ""),
    ]
