"""A school's own kinds of plan: a whole file adds a kind everywhere, a broken one takes nothing else away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pejling.analysis.plans.kinds import CATALOGUE
from pejling.base.organisations import actions as organisations
from pejling.quality.plans import catalogue
from pejling.quality.plans.models import Goal, Plan
from pejling.quality.plans.queries import plan as plan_of
from pejling.quality.publishing.freezing import report_of
from pejling.quality.publishing.kinds import kinds as published_kinds

OWN = """
key: action_plan
da: {title: Handlingsplan, description: Skolens egen., levels: [Område], action: Tiltag, measure: Måling}
en: {title: Action plan, description: The school's own., levels: [Area], action: Action, measure: Measure}
weights: none
public: {goal: [reason]}
"""


@pytest.fixture
def folder(settings, tmp_path: Path) -> Iterator[Path]:
    settings.PEJLING_HOME = tmp_path
    (tmp_path / "plan_kinds").mkdir()
    forget()
    yield tmp_path / "plan_kinds"
    forget()


def forget() -> None:
    catalogue.kinds.cache_clear()
    catalogue._own.cache_clear()


def test_a_file_that_cannot_be_read_is_told_and_takes_nothing_else_away(folder: Path) -> None:
    (folder / "action_plan.yaml").write_text(OWN, encoding="utf-8")
    (folder / "half.yaml").write_text("key: half\n", encoding="utf-8")
    shipped = (CATALOGUE / "strategy.yaml").read_text(encoding="utf-8")
    (folder / "strategy.yaml").write_text(shipped.replace("weights: none", "weights: few"), encoding="utf-8")
    found = catalogue.kinds()
    assert found["action_plan"].words["da"].title == "Handlingsplan"
    assert "half" not in found
    # The school's own strategy can't be read: the one that is shipped stands in for it.
    assert found["strategy"].weights == "none"
    assert [name for name, _why in catalogue.broken_kinds()] == ["half.yaml", "strategy.yaml"]
    assert catalogue.broken_kinds()[1][1].startswith("weights: ")


@pytest.mark.django_db
def test_a_plan_of_the_schools_own_kind_is_published_by_that_kind(folder: Path) -> None:
    (folder / "action_plan.yaml").write_text(OWN, encoding="utf-8")
    school = organisations.found(by=None, name="Åskolen")
    row = Plan.objects.create(
        organisation=school, kind="action_plan", title="Mod frafald",
        period_from=date(2026, 1, 1), period_to=date(2026, 12, 31),
    )  # fmt: skip
    Goal.objects.create(
        organisation=school, plan=row, label="1", title="GF2", reason="Mange afbryder", description="Kun os"
    )
    assert published_kinds() is catalogue.kinds()
    report = report_of(plan_of(school, row.uuid), "plan", dated=date(2026, 12, 1))
    said = repr(report)
    assert report.kind_title == "Handlingsplan"
    # Public is what the kind's own file says: the reason, and not the description.
    assert "Mange afbryder" in said
    assert "Kun os" not in said
