"""What a report is made of, and how a plan's words get into it. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pejling.analysis.plans.kinds import KindWords, PlanKind
from pejling.analysis.plans.plan_model import Plan
from pejling.analysis.reports import report as model
from pejling.analysis.reports.saying import Saying
from pejling.analysis.reports.typography import typeset


@dataclass(frozen=True, slots=True)
class Material:
    """A plan, its kind and what goes with it.

    ``dated``: the day the report stands for. ``results``: groups of figures for the report as a whole. ``measured``:
    the figures a measure is read from, by the measure's id. ``reviewed``: those a theme of a review was judged by, by
    the places of both in the plan. Owners must be roles: the plan is published as it says.
    """

    plan: Plan
    kind: PlanKind
    dated: date
    language: str = "da"
    version: int = 1
    note: str = ""
    results: tuple[model.Figures, ...] = ()
    measured: Mapping[str, tuple[model.Figure, ...]] = field(default_factory=dict)
    reviewed: Mapping[tuple[int, int], tuple[model.Figure, ...]] = field(default_factory=dict)

    @property
    def say(self) -> Saying:
        """The words, in the report's language."""
        return Saying(self.language)

    @property
    def words(self) -> KindWords:
        """What the kind calls things."""
        return self.kind.words[self.language]

    @property
    def weighs(self) -> bool:
        """Whether anything in the plan weighs."""
        return self.kind.weights != "none" and any(goal.weight is not None for goal in self.plan.walk())

    def public(self, sort: str, name: str) -> bool:
        """Whether the kind says that this field of the plan, its goals, measures or actions is public."""
        return name in self.kind.public.get(sort, ())

    def set(self, text: str) -> str:
        """The plan's words as they are printed."""
        return typeset(text, self.language)

    def report(
        self, kind: str, kind_title: str, title: str, sections: list[model.Section], subtitle: str = ""
    ) -> model.Report:
        """The whole report."""
        return model.Report(
            kind=kind,
            kind_title=kind_title,
            title=self.set(title),
            organisation=self.set(self.plan.organisation),
            period=self.plan.period,
            dated=self.dated,
            language=self.language,
            subtitle=subtitle,
            version=self.version,
            note=self.set(self.note),
            sections=tuple(sections),
        )
