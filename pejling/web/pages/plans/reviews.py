"""Reviews of a running plan by those who share it: begun, written theme by theme, concluded, kept and compared."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.wording import message
from pejling.analysis.plans.workflow import GOES, may_change
from pejling.analysis.strict_fields import FieldError
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans.actions import begin_review, conclude_review, keep_theme_figures
from pejling.quality.plans.editing import Frozen
from pejling.quality.plans.models import Commitment, Measure, Plan
from pejling.quality.plans.review_models import Review, ReviewTheme
from pejling.quality.plans.reviewing import review_value, themes_of
from pejling.quality.plans.seeing import smallest_for, tells_of_few
from pejling.web.components import numbers
from pejling.web.components.file_names import file_name
from pejling.web.components.today import today
from pejling.web.components.workbook import Sheet, as_download
from pejling.web.gate import of_school
from pejling.web.pages.plans.arranging import FROZEN, just_removed
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.kept import Offered, asked_by, in_words, offered, shown, taken
from pejling.web.pages.plans.kinds import kinds

STATUS = dict(ReviewTheme.Status.choices)
STATES = dict(Commitment.STATES)


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme of a review for its page; ``row`` None: it is concluded, and can't be written on."""

    value: values.ReviewedTheme
    status: str
    figures: list[tuple[values.KeptFigure, str]]
    row: ReviewTheme | None = None
    own: int = 0  #: so many figures before those that were put there by hand


def _seen(request: HttpRequest, plan: Plan) -> list[Review]:
    """Who works at the school, or shares the plan, sees those under way; all others what is concluded."""
    rows = plan.reviews.all()
    inside = request.access.may("see_plan_work") or request.access.may("edit_own_part")
    return list(rows if inside else rows.filter(concluded_on__isnull=False))


def _wanted(request: HttpRequest, plan: Plan, uuid: UUID) -> Review:
    found = next((one for one in _seen(request, plan) if one.uuid == uuid), None)
    if found is None:
        raise Http404
    found.plan = plan
    return found


def here(request: HttpRequest, review: Review) -> str:
    """The review's page."""
    return reverse("plans_review", args=[request.school.uuid, review.plan.uuid, review.uuid])


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The plan's reviews, and how each theme stood at each of them."""
    row = bare(request, plan)
    rows = _seen(request, row)
    told = [(one, review_value(one)) for one in rows]
    context = frame(request, row, "plans_reviews", _("Reviews"))
    context |= {
        "reviews": [(one, here(request, one), _counts(value)) for one, value in told],
        "compared": _compared(row, [value for _row, value in told]) if len(told) > 1 else [],
        "writes": context["may_edit"] and may_change(row.state, GOES),
        "day": today().isoformat(),
        "removed": just_removed(request, row),
    }
    return render(request, "plans/reviews.html", context)


def _counts(review: values.Review) -> str:
    """2 on track, 1 behind."""
    found = [(text, sum(one.status == key for one in review.themes)) for key, text in STATUS.items()]
    return ", ".join(f"{n} {str(text).lower()}" for text, n in found if n)


def _compared(plan: Plan, reviews: list[values.Review]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(theme, (status, its word) at each review): the plan's themes of today, then those that are no more."""
    names = {(goal.label, goal.title): None for goal in themes_of(plan)}
    for review in reviews:
        names |= {(one.label, one.title): None for one in review.themes}
    by_name = [{(one.label, one.title): one.status for one in review.themes} for review in reviews]
    return [
        (f"{label} {title}".strip(), [_stood(found.get((label, title))) for found in by_name])
        for label, title in names
    ]


def _stood(status: str | None) -> tuple[str, str]:
    return (status or "", _word(status))


def _word(status: str | None) -> str:
    if status is None:
        return "–"
    return str(STATUS.get(status) or _("not assessed"))


@of_school("edit_plans")
@require_POST
def begin(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Begin a review of every theme."""
    row = bare(request, plan)
    title = request.POST.get("title", "")
    back = reverse("plans_reviews", args=[request.school.uuid, row.uuid])
    if scrub_text(title) != title:
        messages.error(request, message("cpr", {}))
        return HttpResponseRedirect(back)
    try:
        made = begin_review(
            by=request.user,
            organisation=request.school,
            plan=row,
            title=title,
            day=request.POST.get("day", ""),
        )
    except Frozen:
        messages.error(request, FROZEN)
    except FieldError as error:
        messages.error(request, message(error.code, error.params))
    else:
        return HttpResponseRedirect(here(request, made))
    return HttpResponseRedirect(back)


@of_school("see_plans")
@require_safe
def one(request: HttpRequest, plan: UUID, review: UUID) -> HttpResponse:
    """A review, theme by theme; Excel where the address asks for it."""
    row = bare(request, plan)
    found = _wanted(request, row, review)
    measured = {} if found.frozen is not None else _measured(request, row)
    value = review_value(found, measured)
    if request.GET.get("excel"):
        return _excel(request, row, value)
    context = frame(request, row, "plans_reviews", _("Reviews"), found.title)
    open_now = found.concluded_on is None and may_change(row.state, GOES)
    context |= {
        "review": found,
        "value": value,
        "themes": _themes(request, found, value, measured),
        "concluded": found.concluded_on,
        "writes": open_now and context["may_edit"],
        "concludes": open_now and context["may_adopt"],
        "offered": [(one.key, one.title) for one in offered(request, ())] if open_now else [],
        "is_public": _is_public(row),
        "unassessed": sum(not one.status for one in value.themes),
        "before": [
            (one.title, here(request, one)) for one in _seen(request, row) if one.pk != found.pk
        ],
    }  # fmt: skip
    return render(request, "plans/review.html", context)


def _is_public(plan: Plan) -> bool:
    """Whether what is concluded goes out with the plan when that is published."""
    kind = kinds().get(plan.kind)
    return kind is not None and "reviews" in kind.public.get("plan", ())


def _themes(
    request: HttpRequest, review: Review, value: values.Review, measured: dict[int, list[values.KeptFigure]]
) -> list[Theme]:
    rows: dict[tuple[str, str], ReviewTheme] = {}
    if review.frozen is None:
        found = review.themes.select_related("goal")
        rows = {(one.goal.label, one.goal.title): one for one in found}
    made = []
    for theme in value.themes:
        row = rows.get((theme.label, theme.title))
        own = len(measured.get(row.goal_id, ())) if row else 0
        made.append(Theme(theme, _word(theme.status), shown(request, theme.figures), row, own))
    return made


def _measured(request: HttpRequest, plan: Plan) -> dict[int, list[values.KeptFigure]]:
    """Goal's key -> the figures of its measures in the newest data; none for who sees only a part of the school."""
    if not request.access.is_whole:
        return {}
    found: dict[int, list[values.KeptFigure]] = {}
    for measure in Measure.objects.filter(goal__plan=plan, indicator__isnull=False).select_related("goal"):
        asked = asked_by(measure)
        if asked is not None:
            found.setdefault(measure.goal_id, []).extend(taken(request, [Offered("", measure.title, asked)]))
    return found


@of_school("edit_plans")
@require_POST
def figure(request: HttpRequest, plan: UUID, theme: UUID) -> HttpResponse:
    """Put a figure to a theme of a review, or take one out."""
    row = bare(request, plan)
    try:
        found = ReviewTheme.objects.select_related("review__plan", "goal").get(review__plan=row, uuid=theme)
    except ReviewTheme.DoesNotExist as error:
        raise Http404 from error
    drop = request.POST.get("drop", "")
    place = int(drop) if drop.isascii() and drop.isdigit() and len(drop) < 6 else None
    chosen = [one for one in offered(request, ()) if one.key == request.POST.get("figure")]
    if not chosen and place is None:
        messages.error(request, _("Choose a figure."))
    else:
        try:
            keep_theme_figures(
                by=request.user,
                organisation=request.school,
                found=found,
                add=taken(request, chosen),
                drop=place,
            )
        except Frozen:
            messages.error(request, FROZEN)
    return HttpResponseRedirect(f"{here(request, found.review)}#p-{found.uuid}")


@of_school("adopt_plans")
@require_POST
def conclude(request: HttpRequest, plan: UUID, review: UUID) -> HttpResponse:
    """Keep the review as it is, for good."""
    row = bare(request, plan)
    found = _wanted(request, row, review)
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Say that it may be kept for good: set the tick."))
        return HttpResponseRedirect(here(request, found))
    try:
        conclude_review(
            by=request.user,
            organisation=request.school,
            review=found,
            measured=_measured(request, row),
            on=today(),
        )
        messages.success(request, _("The review is concluded and kept as it is."))
    except Frozen:
        messages.error(request, FROZEN)
    return HttpResponseRedirect(here(request, found))


def _excel(request: HttpRequest, plan: Plan, review: values.Review) -> HttpResponse:
    """A sheet of themes and one of the partners' commitments."""
    smallest = smallest_for(request.access)
    notes = [plan.title, f"{review.title}, {numbers.day(review.day)}", "; ".join(review.participants)]
    if review.summary:
        notes.append(review.summary)
    themes = [
        (
            f"{one.label} {one.title}".strip(), _word(one.status), one.done, one.assessment,
            "\n".join(one.next_steps),
            "\n".join(f"{f.title}: {in_words(f, hide=tells_of_few(f, smallest))}" for f in one.figures),
        )
        for one in review.themes
    ]  # fmt: skip
    commitments = [
        (
            f"{one.label} {one.title}".strip(),
            c.partner,
            str(STATES.get(c.state, c.state)),
            c.text,
            ", ".join(c.people),
        )
        for one in review.themes
        for c in one.commitments
    ]
    headings = [
        _("Theme"),
        _("Status"),
        _("What has been done"),
        _("Assessment"),
        _("Next steps"),
        _("Figures"),
    ]
    told = [_("Theme"), _("Partner"), _("State"), _("Commitment"), _("People")]
    sheets = [
        Sheet(_("Themes"), headings, themes, [note for note in notes if note]),
        Sheet(_("Partners"), told, commitments),
    ]
    return as_download(sheets, f"{file_name(review.title, 'review')}-{review.day.isoformat()}")
