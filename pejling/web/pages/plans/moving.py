"""The figures that an action is meant to move: chosen, followed year by year, and told on the figure's own page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pejling.analysis.plans.plan_model import Indicator
from pejling.analysis.plans.workflow import GOES
from pejling.analysis.plans.writing import write_indicator
from pejling.facts.snapshots.queries import newest, snapshots_of
from pejling.quality.indicators import asked as indicators
from pejling.quality.indicators.catalogue import definitions
from pejling.quality.plans.changeable import field_of, mark
from pejling.quality.plans.editing import Frozen, Stale, change, may_be_changed
from pejling.quality.plans.figures import asked_of, figures_to_move, placed_to_move, with_the_whole
from pejling.quality.plans.models import Action, Plan
from pejling.web.components import numbers
from pejling.web.components.masking import shown_steps
from pejling.web.components.sight import Seen, step_of
from pejling.web.gate import of_school
from pejling.web.pages.figures import present as own_words
from pejling.web.pages.plans import figure_own
from pejling.web.pages.plans.changing import wanted_part
from pejling.web.pages.plans.figure_picker import chosen, picker, series_for
from pejling.web.pages.plans.figure_sight import FigureSight
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.measured_figure import others_seen, series_of, title_of
from pejling.web.pages.results import present as results_words

#: so many years, or periods, of a figure are shown beside an action; the figure's own page has them all
YEARS = 6
#: snapshots from which a newly tied figure is made ready
BACK = 12


@dataclass(frozen=True, slots=True)
class Year:
    """One period of a figure. ``when``: before, in or after the plan; ``judged``: the change from the one before."""

    period: str
    value: str
    interval: str
    n: str
    change: str
    judged: str
    when: str


@dataclass(slots=True)
class Moved:
    """A figure and how it has gone; ``missing``: why there is nothing; ``note``: why changes aren't judged."""

    title: str
    address: str = ""
    years: list[Year] = field(default_factory=list)
    missing: str = ""
    note: str = ""


def moved_by(request: HttpRequest, plan: Plan, action: Action) -> list[Moved]:
    """The action's figures year by year, newest first, as this reader may see them."""
    named = figures_to_move(action)
    if not named:
        return []
    snapshot = newest(request.school)
    others = others_seen(request, snapshot) if any(one.source for one in named) else None
    asked = with_the_whole(one for found in named if (one := asked_of(found)))
    kept, sight = indicators.by_year(request.school, asked), FigureSight(request)
    open_ = indicators.by_year(request.school, asked, sight.released) if sight.is_for_some else kept
    period = (plan.period_from, plan.period_to)
    made: list[Moved] = []
    for found in named:
        made += (
            _of_others(request, found, others, period)
            if found.source
            else [_of_own(request, found, open_ if sight.holds(found) else kept, period, sight)]
        )
    return made


def _when(day: date | None, period: tuple[date, date]) -> str:
    if day is None:
        return ""
    if day < period[0]:
        return _("before the plan")
    return _("in the plan's period") if day <= period[1] else _("after the plan")


def _of_others(request: HttpRequest, asked: Indicator, found: Any, period: tuple[date, date]) -> list[Moved]:
    made = []
    for one in series_of(found, asked) if found else ():
        source = one.source.key if one.source else "other"
        address = f"{reverse('results_source', args=[request.school.uuid, source])}?figure={one.key}"
        moved = Moved(f"{results_words.words_of(one.source).title}: {one.latest.indicator}", address)
        for line, figure in zip(results_words.periods(one, found)[:YEARS], one.figures, strict=False):
            change = line["change"] + (f" ({line['change_interval']})" if line["change_interval"] else "")
            moved.years.append(
                Year(line["period"], line["value"], line["interval"], line["n"], change, line["verdict"],
                     _when(figure.dated, period))
            )  # fmt: skip
        made.append(moved)
    return made or [Moved(title_of(asked), missing=_("Nothing has been taken in under that name yet."))]


def _of_own(
    request: HttpRequest,
    asked: Indicator,
    kept: dict[Any, list[Any]],
    period: tuple[date, date],
    sight: FigureSight,
) -> Moved:
    made, question = Moved(title_of(asked)), asked_of(asked)
    definition = definitions().get(asked.key)
    there = kept.get(question, []) if question else []
    if definition is None or not there:
        made.missing = _("The figure hasn't been computed yet.")
        return made
    if request.access.may("see_figures"):
        made.address = reverse("figures_one", args=[request.school.uuid, asked.key])
    whole = {one.snapshot: one.values for one in kept.get(indicators.Asked(asked.key), [])}
    seen = [
        (
            one,
            figure_own.seen(
                request.access, definition, asked, one.values, whole.get(one.snapshot), one.snapshot, sight
            ),
        )
        for one in there[:YEARS]
    ]
    if all(found.value is None for _one, found in seen):
        made.missing = _("The figure isn't shown to you: it is about others, or about few.")
        return made
    # Two neighbours must not tell of one student either.
    shown = [found.value for _one, found in reversed(seen) if found.value is not None]
    steps = shown_steps([step_of(value) for value in shown], request.access.smallest)
    may = {id(value): step for value, step in zip(shown, steps, strict=True)}
    made.note = _(
        "The same students may be counted in two years, so the change isn't judged: read the intervals."
    )
    for one, found in seen:
        value = found.value if found.value is not None and may[id(found.value)] else None
        texts = own_words.shown(Seen(value), definition) if value is not None else None
        made.years.append(
            Year(
                numbers.day(one.as_of),
                texts["estimate"] if texts else _("hidden"),
                texts["interval"] if texts else "",
                numbers.number(value.n) if value is not None else "",
                "",
                "",
                _when(one.as_of, period),
            )
        )
    return made


def actions_moving(request: HttpRequest, is_meant: Callable[[Indicator], bool]) -> list[dict[str, Any]]:
    """The actions that are meant to move a figure, for the figure's own page."""
    made = []
    for place in placed_to_move(request.access):
        if any(is_meant(one) for one in figures_to_move(place.action)):
            plan = place.goal.plan
            address = reverse("plans_action", args=[request.school.uuid, plan.uuid, place.action.uuid])
            made.append({"action": place.action, "plan": plan, "address": address})
    return made


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, plan: UUID, action: UUID) -> HttpResponse:
    """The figures of an action: one added, one taken away."""
    row = bare(request, plan)
    part = wanted_part(row, "action", action)
    assert isinstance(part, Action)
    series, texts, errors = series_for(request), {"f-figure": ""}, {}
    status, problem = 200, ""
    if request.method == "POST":
        texts = {name: text for name, text in request.POST.items() if name.startswith("f-")}
        status = 200 if "was-moves" in request.POST else 400
        if status == 200 and "again" not in request.POST:
            moves, errors = _wanted(request, part, texts, series)
            try:
                if not errors:
                    change(
                        by=request.user, organisation=request.school, plan=row, sort="action", part=part,
                        given={"moves": moves}, was={"moves": request.POST["was-moves"]},
                    )  # fmt: skip
                    _make_ready(request, moves)
                    messages.success(request, _("The action's figures are saved."))
                    return HttpResponseRedirect(
                        reverse("plans_moves", args=[request.school.uuid, row.uuid, part.uuid])
                    )
                status = 422
            except Stale:
                part.refresh_from_db()
                status, problem = (
                    409,
                    _("Somebody else has changed the figures meanwhile: look, and save again."),
                )
            except Frozen:
                status, problem = 409, _("The plan's state doesn't let this be changed.")
    context = frame(request, row, "", part.title, _("Figures to be moved"))
    context |= {
        "part": part,
        "open": may_be_changed(row, part, GOES),
        "chosen": [(place, title_of(one)) for place, one in enumerate(figures_to_move(part))],
        "picker": picker(request, texts, series, errors=errors),
        "was": mark(field_of("action", "moves"), part.moves),
        "problem": problem,
        "again": reverse("plans_moves", args=[request.school.uuid, row.uuid, part.uuid]),
        "back": reverse("plans_action", args=[request.school.uuid, row.uuid, part.uuid]),
    }
    return render(request, "plans/moves.html", context, status=status)


def _wanted(
    request: HttpRequest, part: Action, texts: dict[str, str], series: Any
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """(the figures as they are to be, what is wrong): one taken away by its place, or one more."""
    now = [found for one in figures_to_move(part) if (found := write_indicator(one))]
    away = request.POST.get("away", "")
    if away:
        place = int(away) if away.isascii() and away.isdigit() else -1
        return [one for at, one in enumerate(now) if at != place], {}
    figure, errors = chosen(texts, series, None)
    if figure is None and not errors:
        errors = {"f-figure": _("Choose a figure.")}
    return ([*now, figure] if figure else now), errors


def _make_ready(request: HttpRequest, moves: list[dict[str, Any]]) -> None:
    """Have the own figures kept from the newest snapshots, one a month at most, so that years can be compared."""
    asked = [
        one
        for found in moves
        if found.get("key")
        if (one := asked_of(Indicator(found["key"], found.get("variant", ""), found.get("window"),
                                      tuple(found.get("where", {}).items()))))
    ]  # fmt: skip
    if not asked:
        return
    there: dict[tuple[int, int], Any] = {}
    for snapshot in snapshots_of(request.school).select_related("organisation")[:60]:
        there.setdefault((snapshot.as_of.year, snapshot.as_of.month), snapshot)
    for snapshot in list(there.values())[:BACK]:
        indicators.make_ready(
            by=request.user, organisation=request.school, snapshot=snapshot, asked=with_the_whole(asked)
        )


def is_own(key: str) -> Callable[[Indicator], bool]:
    """Whether a figure of an action is that one of the school's own."""
    return lambda found: found.key == key
