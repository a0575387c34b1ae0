"""A plan's reviews: begun with every theme, written, and concluded: what was said and seen that day is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.review_file import review_of
from pejling.analysis.plans.workflow import GOES, may_change
from pejling.analysis.plans.writing import write_figure, write_review
from pejling.analysis.strict_fields import FieldError, Fields
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.changeable import field_of, read
from pejling.quality.plans.editing import Frozen
from pejling.quality.plans.kept_figures import figures_of
from pejling.quality.plans.models import Goal, Plan
from pejling.quality.plans.review_models import Review, ReviewTheme


@transaction.atomic
def begin_review(*, by: Any, organisation: Organisation, plan: Plan, title: str, day: str) -> Review:
    """A review of every theme of the plan, to be written. Raises Frozen, and FieldError for a title or day."""
    if not may_change(plan.state, GOES):
        raise Frozen(GOES)
    said = {
        name: read("review", field_of("review", name), text)
        for name, text in (("title", title), ("day", day))
    }
    if not said["day"]:
        raise FieldError("day", "empty")
    made = Review.objects.create(
        organisation=organisation, plan=plan, made_by=getattr(by, "uuid", None), **said
    )
    ReviewTheme.objects.bulk_create(
        ReviewTheme(organisation=organisation, review=made, goal=goal) for goal in themes_of(plan)
    )
    record(by=by, organisation=organisation, verb="begin_review", subject=made, fields=["title", "day"])
    return made


@transaction.atomic
def keep_theme_figures(
    *,
    by: Any,
    organisation: Organisation,
    found: ReviewTheme,
    add: Sequence[values.KeptFigure] = (),
    drop: int | None = None,
) -> ReviewTheme:
    """Put figures to a theme of a review, or take out the one at that place."""
    locked = ReviewTheme.objects.select_for_update(of=("self",)).get(pk=found.pk, organisation=organisation)
    if locked.review.concluded_on is not None or not may_change(locked.review.plan.state, GOES):
        raise Frozen(GOES)
    kept = [one for place, one in enumerate(locked.figures) if place != drop]
    locked.figures = [*kept, *(write_figure(one) for one in add)]
    locked.revision += 1
    locked.save()
    record(by=by, organisation=organisation, verb="change_plan", subject=locked, fields=["figures"])
    return locked


@transaction.atomic
def conclude_review(
    *,
    by: Any,
    organisation: Organisation,
    review: Review,
    measured: Mapping[int, Sequence[values.KeptFigure]],
    on: date,
) -> Review:
    """Keep what it says, for good. ``measured``: goal's key -> the figures of its measures that day.

    Raises Frozen where it is concluded already, or its plan's state doesn't allow it; ``by`` may, says the caller.
    """
    locked = Review.objects.select_for_update(of=("self",)).get(pk=review.pk, organisation=organisation)
    if locked.concluded_on is not None or not may_change(locked.plan.state, GOES):
        raise Frozen(GOES)
    locked.frozen = write_review(review_value(locked, measured, on))
    locked.concluded_on, locked.concluded_by = on, getattr(by, "uuid", None)
    locked.revision += 1
    locked.save()
    record(by=by, organisation=organisation, verb="conclude_review", subject=locked, fields=["concluded_on"])
    return locked


def themes_of(plan: Plan) -> list[Goal]:
    """What has no goal below it, in the plan's order."""
    goals = list(plan.goals.all())
    below: dict[int | None, list[Goal]] = {}
    for goal in goals:
        below.setdefault(goal.parent_id, []).append(goal)
    made: list[Goal] = []

    def walk(parent: int | None) -> None:
        for goal in below.get(parent, []):
            if goal.pk not in below:
                made.append(goal)
            walk(goal.pk)

    walk(None)
    return made


def review_value(
    review: Review, measured: Mapping[int, Sequence[values.KeptFigure]] | None = None, on: date | None = None
) -> values.Review:
    """The review as a plain value: as it was concluded, else as it stands with the partners' states of today."""
    if review.frozen is not None:
        return review_of(Fields(review.frozen, "reviews"))
    rows = review.themes.select_related("goal").prefetch_related("goal__commitments__partner")
    order = {goal.pk: place for place, goal in enumerate(themes_of(review.plan))}
    return values.Review(
        day=review.day,
        title=review.title,
        participants=tuple(review.participants),
        summary=review.summary,
        concluded_on=on,
        themes=tuple(
            _theme(row, (measured or {}).get(row.goal_id, ()))
            for row in sorted(rows, key=lambda row: order.get(row.goal_id, len(order)))
        ),
    )


def _theme(row: ReviewTheme, measured: Iterable[values.KeptFigure]) -> values.ReviewedTheme:
    commitments = row.goal.commitments.all()
    return values.ReviewedTheme(
        label=row.goal.label,
        title=row.goal.title,
        status=row.status,
        done=row.done,
        assessment=row.assessment,
        next_steps=tuple(row.next_steps),
        figures=(*measured, *figures_of(row.figures)),
        commitments=tuple(
            values.Commitment(one.partner.name, one.text, tuple(one.people), one.state) for one in commitments
        ),
    )
