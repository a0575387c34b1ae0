"""Reports of plans: what is public stands there, and nothing else does."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from pejling.analysis.plans import rules
from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.plans.plan_model import (
    Action,
    Addendum,
    Commitment,
    FollowUp,
    Goal,
    Measure,
    Milestone,
    Plan,
)
from pejling.analysis.reports import report as model
from pejling.analysis.reports.building.follow_up import follow_up_plan
from pejling.analysis.reports.building.from_plan import report_of_plan
from pejling.analysis.reports.building.key_figures import Group, key_figure_report
from pejling.analysis.reports.building.material import Material
from pejling.analysis.reports.building.rule_words import rule_words
from pejling.analysis.reports.frozen import from_json, to_json
from pejling.analysis.reports.report import Figure, Picture
from pejling.analysis.reports.saying import Saying
from pejling.analysis.reports.walking import walk_actions, walk_sections, walk_texts

EXAMPLES = Path(__file__).parents[5] / "examples"
KINDS = plan_kinds()


def material(plan, **more):
    return Material(plan, KINDS[plan.kind], date(2021, 8, 15), **more)


def example(name):
    return read_plan((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")).plan


def texts(report):
    return "\n".join(text for _place, text in walk_texts(report))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_example_makes_a_report_that_can_be_frozen(path, language):
    plan = read_plan(path.read_text(encoding="utf-8")).plan
    for make in (report_of_plan, follow_up_plan):
        report = make(material(plan, language=language))
        assert from_json(to_json(report)) == report
        assert len(report.sections) >= 2


def test_the_contract_tells_its_total_and_its_goals():
    report = report_of_plan(material(example("results_contract_2021")))
    assert "Resultatet er 75,75 af 100." in texts(report)
    [picture] = [
        block
        for _depth, section in walk_sections(report)
        for block in section.blocks
        if isinstance(block, Picture)
    ]
    # the source's own: weights 30 28 13 18 5 6, results 27.5 18 11 11.75 2.5 5
    assert [row[2:4] for row in picture.table.rows] == [
        (D(30), D("27.5")), (D(28), D(18)), (D(13), D(11)), (D(18), D("11.75")), (D(5), D("2.5")), (D(6), D(5)),
        (D(100), D("75.75")),
    ]  # fmt: skip
    assert picture.table.rows[0][4] == D("91.7")


SECRET = "hemmeligt"
ACTION = Action(
    id="1.a", label="a", title="Screening", path="", description="Alle screenes", owner="Uddannelseslederen",
    schedule=(Milestone("Start", "august 2021"), Milestone("Møde", "24. september")), state="running",
    addenda=(Addendum(date(2021, 9, 1), "Flere hold er med"),),
    follow_ups=(FollowUp(date(2021, 10, 1), SECRET, SECRET, "continue"),), weight=D(2),
)  # fmt: skip


def plan(kind, *goals):
    return Plan(
        kind=kind, title="Planen", organisation="Skolen", period=(date(2021, 1, 1), date(2021, 12, 31)), goals=goals,
        accepted_gaps=(("not_said", SECRET),),
    )  # fmt: skip


def goal(**more):
    return Goal(id="1", label="1", title="Mål", path="", **more)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_internal_is_nowhere(kind):
    inside = dataclasses.replace(ACTION, id="1.b", label="b", title=SECRET, internal=True)
    for_one = dataclasses.replace(ACTION, id="1.c", label="c", title=SECRET, reach="one")
    commitments = (Commitment("Herning Kommune", "Egen vejleder", people=(SECRET,)),)
    made = plan(kind, goal(actions=(ACTION, inside, for_one), commitments=commitments))
    for report in (report_of_plan(material(made)), follow_up_plan(material(made))):
        assert "Screening" in texts(report)
        assert SECRET not in to_json(report)


def test_only_the_fields_the_kind_says_are_public():
    action = dataclasses.replace(ACTION, evaluation_plan="Vurderes i maj", expected_effect="Færre afbrud")
    said = texts(report_of_plan(material(plan("results_contract", goal(weight=D(2), actions=(action,))))))
    assert "Alle screenes" in said
    assert "Uddannelseslederen" not in said and "Vurderes i maj" not in said and "august 2021" not in said
    said = texts(report_of_plan(material(plan("self_evaluation", goal(actions=(action,))))))
    assert all(
        text in said for text in ("Uddannelseslederen", "Vurderes i maj", "august 2021", "Flere hold er med")
    )


def test_the_follow_up_plan_says_what_the_rules_ask_for():
    made = follow_up_plan(material(example("self_evaluation_2021")))
    keys = {point.key for _place, _above, action in walk_actions(made) for point in action.points}
    assert keys == {"needed_change", "operational_goal", "strategy"}
    assert made.title == "Opfølgningsplan 2021"


def test_an_empty_plan_says_so():
    assert "Der er endnu ingen mål i planen." in texts(report_of_plan(material(plan("school_plan"))))


def test_figures_of_a_measure_stand_at_its_goal():
    figure = Figure("Afbrud", D("9.4"), "percent", "Egen opgørelse", date(2021, 8, 1), 210)
    measure = Measure(
        id="1.m1", label="m1", title="Frafald", path="", rule=rules.Threshold(D(10), True, D("9.4"))
    )
    report = report_of_plan(
        material(plan("results_contract", goal(measures=(measure,))), measured={"1.m1": (figure,)})
    )
    section = next(section for _depth, section in walk_sections(report) if section.title == "Mål 1: Mål")
    assert [block.figures for block in section.blocks if isinstance(block, model.Figures)] == [(figure,)]
    assert "højst 10; nået 9,4" in texts(report)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (rules.Quota(D(100), D(120)), "aftalt 100; nået 120"),
        (rules.Held((rules.Parameter("ETU", D("4.4"), D("4.6")),)), "fastholdt eller forbedret\nETU: 4,6 mod 4,4"),
        (rules.Coverage(50, 48), "48 af 50"),
        (rules.EachOf((rules.Item("GF1", True), rules.Item("GF2", None))), "GF1: nået\nGF2: ikke kendt"),
        (rules.EachOf((rules.Item("GF1"), rules.Item("GF2"))), "2 lige store dele"),
        (rules.Steps((rules.Step(D(80), D(50)), rules.Step(D(90), D(100)))), "50 % ved 80; 100 % ved 90"),
        (rules.Linear(D(60), D(80), D("72.5")), "fra 60 (intet) til 80 (alt); nået 72,5"),
        (rules.Judged(D(60), "Godt på vej"), "vurderet: 60 %. Godt på vej"),
        (rules.AllOf((rules.Judged(), rules.Threshold(D(8)))), "vurderes\nmindst 8"),
    ],
)  # fmt: skip
def test_rules_in_words(rule, said):
    assert rule_words(rule, Saying("da")) == said


def test_a_series_of_figures_gets_a_picture_without_what_is_hidden():
    def figure(year, value):
        hidden = value is None
        return Figure(
            "Trivsel", value, "score", "ETU", n=None if hidden else 40, period=str(year), hidden=hidden
        )

    group = Group(
        "ETU", tuple(figure(2020 + place, value) for place, value in enumerate((D(4), D("4.1"), None, D(5))))
    )
    report = key_figure_report("Nøgletal 2024", "Skolen", [group], dated=date(2024, 1, 1))
    picture = report.sections[1].blocks[0]
    assert isinstance(picture, Picture)
    assert picture.table.rows[2] == ("2022", model.HIDDEN, model.HIDDEN, model.HIDDEN, model.HIDDEN)
    assert "2022" not in picture.alt
