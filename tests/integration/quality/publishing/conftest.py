"""A school with an adopted plan, in a home of its own, and ways to bring the plan to the public."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from pejling.analysis.reports import bundle
from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import User
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, Goal, Placing, Plan
from pejling.quality.publishing import actions
from pejling.quality.publishing.making import make
from pejling.quality.publishing.models import Edition
from pejling.quality.publishing.queries import edition as edition_of
from pejling.quality.publishing.refusing import Refused


@dataclass(frozen=True)
class Made:
    """The school, its quality lead, its plan, and the folder that everybody reads."""

    school: Organisation
    lead: User
    plan: Plan
    action: Action
    public: Path

    def freeze(self, note: str = "") -> Edition:
        made = actions.freeze(by=self.lead, organisation=self.school, plan=self.plan, note=note)
        return self.again(made)

    def ready(self, note: str = "") -> Edition:
        """Frozen and made into files."""
        return make(by=self.lead, edition=self.freeze(note))

    def publish(self, edition: Edition, **more: Callable[[str], None]) -> Edition:
        return actions.publish(by=self.lead, organisation=self.school, edition=edition, **more)

    def again(self, edition: Edition) -> Edition:
        """The row as it is now."""
        return edition_of(self.school, edition.uuid)

    def page(self, path: str) -> str:
        return (self.public / "aaskolen" / path).read_text(encoding="utf-8")


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What happens here is refused for that reason."""
    with pytest.raises(Refused) as told:
        yield
    assert told.value.code == code


@pytest.fixture
def made(db, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    # What is written here is the frozen report and its page: the other forms have tests of their own.
    monkeypatch.setattr(
        bundle, "FORMS", tuple(form for form in bundle.FORMS if form.key in {"frozen", "page"})
    )
    home = tmp_path / "home"
    home.mkdir()
    settings.PEJLING_HOME, settings.PEJLING_PUBLIC, settings.PUBLIC_ADDRESS = home, tmp_path / "public", ""
    school = organisations.found(by=None, name="Åskolen")
    lead = accounts.add_user(by=None, email="karen@skole.example", name="Karen Kvist")
    accounts.grant(by=None, user=lead, organisation=school, role="quality_lead", scopes={})
    plan = Plan.objects.create(
        organisation=school, kind="self_evaluation", title="Selvevaluering 2024", period_from=date(2024, 1, 1),
        period_to=date(2024, 12, 31), state="adopted", adopted_on=date(2024, 2, 1),
    )  # fmt: skip
    goal = Goal.objects.create(organisation=school, plan=plan, title="Flere gennemfører", label="1")
    action = Action.objects.create(
        organisation=school, title="Mentorer på alle hold", owner="Uddannelseslederne",
        description="Nye elever får en mentor fra et ældre hold i de første tre måneder.",
    )  # fmt: skip
    Placing.objects.create(organisation=school, goal=goal, action=action)
    return Made(school, lead, plan, action, settings.PEJLING_PUBLIC)
