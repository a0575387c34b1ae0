"""What the public is told of the figures that a concluded review was judged by.

Counted by hand from ``small_school``: on the day of the first data 13 of 69 had left within three months.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from pejling.analysis.plans.plan_model import KeptFigure
from pejling.analysis.plans.writing import write_figure
from pejling.analysis.reports.frozen import from_json
from pejling.analysis.reports.report import Figure
from pejling.analysis.reports.walking import walk_figures, walk_texts
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.queries import newest
from pejling.quality.plans.actions import conclude_review
from pejling.quality.plans.kept_figures import figures_of
from pejling.quality.plans.models import Plan
from pejling.quality.plans.review_models import Review
from pejling.quality.publishing import actions
from pejling.quality.publishing.gate import questions
from pejling.quality.publishing.models import Edition
from tests.integration.web.test_plan_reviews import assessed, begun
from tests.integration.web.test_plans_pages import adopt, post, taken_in
from tests.integration.web.test_published_figures import _folders  # noqa: F401


@pytest.fixture
def plan(school: Organisation) -> Plan:
    made = taken_in(school, "strategy_2024_2028")
    adopt(made)
    made.refresh_from_db()
    return made


def reviewed_with(client: Client, plan: Plan, figure: str, **said: str) -> Review:
    """A review with the figure put to theme 1.a as the page does it."""
    school = plan.organisation
    review = begun(client, school, plan)
    assessed(client, school, plan, review, "1.a", **said)
    post(
        client,
        "plans_review_figure",
        school,
        plan.uuid,
        review.themes.get(goal__label="1.a").uuid,
        figure=figure,
    )
    return review


def conclude(plan: Plan, review: Review) -> None:
    conclude_review(by=None, organisation=plan.organisation, review=review, measured={}, on=date(2026, 6, 1))


def frozen(plan: Plan) -> Edition:
    return actions.freeze(by=None, organisation=plan.organisation, plan=plan)


def figures(edition: Edition) -> list[Figure]:
    return [figure for _place, figure in walk_figures(from_json(edition.report))]


def said(edition: Edition) -> str:
    return "\n".join(text for _place, text in walk_texts(from_json(edition.report)))


def test_a_review_under_way_is_not_published(plan: Plan, clients: dict[str, Client]) -> None:
    reviewed_with(clients["quality_lead"], plan, "i-dropout", done="Aftalen er skrevet")
    edition = frozen(plan)
    assert "Aftalen er skrevet" not in said(edition)
    assert figures(edition) == []


def test_a_figure_of_the_whole_school_is_told_as_the_public_may_have_it(
    plan: Plan, clients: dict[str, Client]
) -> None:
    review = reviewed_with(clients["quality_lead"], plan, "i-dropout", done="Aftalen er skrevet")
    conclude(plan, review)
    edition = frozen(plan)
    assert "Aftalen er skrevet" in said(edition)
    (figure,) = figures(edition)
    kept = review.themes.get(goal__label="1.a").figures[0]
    assert (figure.hidden, figure.title, figure.n) == (False, kept["title"], kept["n"])
    assert figure.snapshot == str(newest(plan.organisation).uuid)
    assert figure.limits is not None


@pytest.mark.parametrize(
    "changed",
    [
        # A number that the data don't give; one of another version of the definition; one of no data at all.
        {"n": 7}, {"value": Decimal("12.5")}, {"version": "0" * 12}, {"events": 1},
    ],
)  # fmt: skip
def test_a_figure_that_is_not_found_again_has_no_number(
    plan: Plan, clients: dict[str, Client], changed: dict[str, Any]
) -> None:
    review = reviewed_with(clients["quality_lead"], plan, "i-dropout")
    theme = review.themes.get(goal__label="1.a")
    (kept,) = figures_of(theme.figures)
    wrong = replace(kept, **changed)
    assert wrong.value is not None
    printed = str(round(wrong.value, 1)).replace(".", ",")
    theme.figures, theme.assessment = [write_figure(wrong)], f"Det er {printed} procent."
    theme.save()
    conclude(plan, review)
    edition = frozen(plan)
    (figure,) = figures(edition)
    assert (figure.hidden, figure.value, figure.n, figure.limits) == (True, None, None, None)
    # The assessment says the number all the same: somebody settles that.
    (question,) = [one for one in questions(edition) if one.kind == "figure"]
    assert (question.is_open, {hit.text for hit in question.hits}) == (True, {printed})


def test_what_somebody_wrote_into_a_file_is_left_out(plan: Plan, clients: dict[str, Client]) -> None:
    review = reviewed_with(clients["quality_lead"], plan, "i-dropout")
    theme = review.themes.get(goal__label="1.a")
    theme.figures = [write_figure(KeptFigure("Tre elever", Decimal(3), n=3, source="Egen optælling"))]
    theme.save()
    conclude(plan, review)
    edition = frozen(plan)
    assert figures(edition) == []
    assert "Tre elever" not in said(edition)
