"""The figures in what is published: of a plan's measures, and in the report of the school's key figures.

Expected numbers are counted by hand from ``small_school``: on the day of the first data 13 of 69 had left, all within
three months (6 and 1 of those who began in August 2024, 1 and 5 of August 2025); December 2025 is three students.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pejling.analysis.engine.question import Where
from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.reports import bundle
from pejling.analysis.reports.frozen import from_json
from pejling.analysis.reports.report import HIDDEN, Figure, Table
from pejling.analysis.reports.walking import walk_figures, walk_tables
from pejling.base.jobs.doing import run_waiting
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import snapshots_of
from pejling.quality.indicators.asked import make_ready
from pejling.quality.indicators.catalogue import definitions
from pejling.quality.indicators.guarding import guard
from pejling.quality.plans.actions import take_in
from pejling.quality.plans.figures import asked_by_plans
from pejling.quality.plans.models import Measure, Plan
from pejling.quality.publishing import actions
from pejling.quality.publishing.gate import questions
from pejling.quality.publishing.models import Edition
from pejling.quality.publishing.refusing import Refused
from tests.integration.web.small_school import FIRST
from tests.integration.web.test_plans_pages import adopt
from tests.integration.web.test_results_pages import deliver

TEXT = """
format: 1
kind: results_contract
title: Kontrakten
organisation: Skolen
period: {from: 2026-01-01, to: 2026-12-31}
goals:
  - title: Flere bliver
    weight: 100
    references: [{title: Bekendtgørelsen}]
    measures:
"""
ETU = "ETU;Læringsmiljø;;;;2026;4,0;gennemsnit;1;5;7;1,15;01-10-2026"
INTERNAL = "Undervisning;Feedback;;;;2026;3,5;gennemsnit;1;5;40;1,0;01-10-2026"


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PEJLING_PUBLIC, settings.PUBLIC_ADDRESS = tmp_path / "public", ""
    forms = tuple(one for one in bundle.FORMS if one.key in {"frozen", "page", "data"})
    monkeypatch.setattr(bundle, "FORMS", forms)


def plan_of(school: Organisation, *measures: str) -> Plan:
    read = read_plan(TEXT + "".join(f"      - {one}\n" for one in measures))
    assert read.plan is not None and not read.errors
    made = take_in(by=None, organisation=school, plan=read.plan)
    adopt(made)
    made.refresh_from_db()
    return made


def figures(edition: Edition) -> list[Figure]:
    return [figure for _place, figure in walk_figures(from_json(edition.report))]


def take(measure: Measure, snapshot: Snapshot, value: str, **more: Any) -> None:
    """As "use the figure" writes it."""
    measure.rule = {**measure.rule, "value": value}
    measure.taken = [
        {"value": value, "snapshot": str(snapshot.uuid), "as_of": snapshot.as_of.isoformat(), **more}
    ]
    measure.save()


def test_a_measure_tells_the_public_its_figure_with_all_that_belongs_to_it(school: Organisation) -> None:
    plan = plan_of(
        school,
        "{title: Frafald, weight: 100, indicator: {key: dropout}, rule: {kind: threshold, at_most: 25}}",
    )
    (figure,) = figures(actions.freeze(by=None, organisation=school, plan=plan))
    # 13 of 69; the interval is that of R's survfit with conf.type = "log-log" for those 69 at three months.
    assert (figure.value, figure.n, figure.limits) == (
        Decimal("18.84"), 69, (Decimal("11.41"), Decimal("30.22")),
    )  # fmt: skip
    assert (figure.as_of, figure.key, figure.hidden) == (FIRST, "dropout", False)
    assert figure.source == "skolens egen opgørelse" and figure.definition and figure.version
    # The data of October are newer, but they aren't released: those who read the first could subtract.
    assert figure.snapshot == str(snapshots_of(school).last().uuid)


#: of those who began in an intake, how many had left within three months, in per cent
LEFT = {"2024-08": "21.88", "2025-08": "17.65"}


def test_a_figure_held_back_for_a_small_group_beside_it_is_settled_where_the_rule_says_it(
    school: Organisation,
) -> None:
    newest = snapshots_of(school).first()
    row = guard(by=None, snapshot=newest, where=Where(), threshold=5)
    # December 2025 is three students: one of the others is hidden so that they can't be worked out.
    intake = next(one for one in LEFT if ["spells", [["intake", one]]] in row.hidden)
    where = f'{{key: dropout, where: {{intake: "{intake}"}}}}'
    plan = plan_of(
        school,
        f"{{title: Frafald på holdet, weight: 100, indicator: {where}, rule: {{kind: threshold, at_most: 50}}}}",
    )
    measure, version = Measure.objects.get(goal__plan=plan), definitions()["dropout"].version
    make_ready(by=None, organisation=school, snapshot=newest, asked=asked_by_plans(school))
    take(measure, newest, LEFT[intake], version=version)
    edition = actions.freeze(by=None, organisation=school, plan=plan)
    (figure,) = figures(edition)
    assert figure.hidden and figure.value is None and figure.n is None
    (question,) = [one for one in questions(edition) if one.kind == "figure"]
    assert (
        question.hits[0].text == LEFT[intake].replace(".", ",") and question.is_open and not question.refused
    )
    # Judged in words, there is nothing left to settle.
    measure.rule, measure.taken = {"kind": "judged"}, []
    measure.save()
    assert questions(actions.freeze(by=None, organisation=school, plan=plan)) == []


def test_what_others_have_published_is_told_and_what_is_internal_is_not(
    school: Organisation, tmp_path: Path
) -> None:
    deliver(school, tmp_path, f"{ETU}\n{INTERNAL}")
    plan = plan_of(
        school,
        "{title: Læringsmiljø, weight: 50, indicator: {source: etu, parameter: Læringsmiljø}, "
        "rule: {kind: threshold, at_least: 4}}",
        "{title: Feedback, weight: 50, indicator: {source: undervisningsevaluering, parameter: Feedback}, "
        "rule: {kind: threshold, at_least: 3}}",
    )
    take(Measure.objects.get(title="Feedback"), snapshots_of(school).first(), "3.5", period="2026")
    edition = actions.freeze(by=None, organisation=school, plan=plan)
    (figure,) = figures(edition)
    # Seven answers: published as it was, small or not.
    assert (figure.title, figure.value, figure.n, figure.elsewhere) == ("Læringsmiljø", Decimal(4), 7, True)
    (question,) = [one for one in questions(edition) if one.kind == "figure"]
    assert question.hits[0].text == "3,5"


def tables_by(edition: Edition, dimension: str) -> dict[str, Table]:
    found = [table for _place, table in walk_tables(from_json(edition.report))]
    return {table.key: table for table in found if table.key.endswith(f"-{dimension}")}


def test_the_key_figures_hide_small_groups_and_what_they_could_be_worked_out_from(
    school: Organisation,
) -> None:
    edition = actions.freeze(by=None, organisation=school)
    by_intake = tables_by(edition, "intake")
    assert "dropout-intake" in by_intake
    for table in by_intake.values():
        counts = [row[table.place("n" if len(table.columns) > 2 else "value")] for row in table.rows]
        shown = [int(one) for one in counts if isinstance(one, Decimal)]
        assert all(one == 0 or one >= 5 for one in shown), table.key
        # Everybody is 69, told above: with one of all three hidden, another must be.
        assert len(counts) < 3 or counts.count(HIDDEN) != 1, table.key
    rows = {row[0]: row for row in by_intake["dropout-intake"].rows}
    assert list(rows) == ["august 2024", "august 2025", "december 2025"] and HIDDEN in rows["december 2025"]
    whole = next(one for one in figures(edition) if one.key == "dropout" and one.value is not None)
    assert (whole.n, whole.as_of) == (69, FIRST)


def test_there_is_nothing_to_publish_before_anything_is_delivered(empty_school: Organisation) -> None:
    with pytest.raises(Refused) as told:
        actions.freeze(by=None, organisation=empty_school)
    assert told.value.code == "no_figures"
    assert not Edition.objects.filter(organisation=empty_school).exists()


@pytest.fixture
def way(school: Organisation) -> Iterator[Any]:
    def address(step: str = "", *more: Any) -> str:
        name = f"figures_publishing_{step}" if step else "figures_publishing"
        return reverse(name, args=[school.uuid, *more])

    yield address


def test_the_key_figures_go_the_whole_way_to_the_public(
    school: Organisation, clients: dict[str, Client], way: Any, settings
) -> None:
    lead = clients["quality_lead"]
    assert (
        "Offentliggør nøgletallene" in lead.get(reverse("publications", args=[school.uuid])).content.decode()
    )
    assert "Nøgletal for alle" in lead.get(way()).content.decode()
    assert lead.post(way("freeze"), {"note": "Første udgave"}, follow=True).status_code == 200
    assert {job.kind: job.state for job in run_waiting()}["publishing.freeze"] == "done"
    edition = Edition.objects.get()
    text = lead.get(way()).content.decode()
    assert "På vej: udgave 1" in text
    for one in questions(edition):
        lead.post(way("settle"), {"fingerprint": one.fingerprint, "reason": "Navnet på en metode"})
    lead.post(way("make"))
    assert {job.kind: job.state for job in run_waiting()}["publishing.make"] == "done"
    preview = lead.get(way("preview", f"{edition.publication.slug}/"))
    assert preview.status_code == 200
    lead.post(way("publish"), {"sure": "yes"})
    page = Path(settings.PEJLING_PUBLIC) / "smaaskolen" / "noegletal" / "index.html"
    assert page.read_bytes() == preview.content
    assert "skjult" in page.read_text("utf-8")
    assert "Udgave 1 blev offentliggjort" in lead.get(way()).content.decode()
    # Readers see what is published, and nothing of the steps; nobody else publishes.
    assert "Frys rapporten" not in clients["board"].get(way()).content.decode()
    assert clients["board"].post(way("freeze")).status_code == 403
    assert lead.post(way("withdraw", 1), {"reason": "Et tal var forkert"}, follow=True).status_code == 200
    assert "Et tal var forkert" in page.read_text("utf-8")


def test_a_second_edition_of_the_key_figures_keeps_the_address_of_the_first(school: Organisation) -> None:
    first = actions.freeze(by=None, organisation=school, note="a")
    again = actions.freeze(by=None, organisation=school, note="b")
    assert (again.number, again.publication_id) == (1, first.publication_id)
    assert not Edition.objects.filter(pk=first.pk).exists()
    assert (again.period_from, again.report.count(date.today().isoformat()) > 0) == (None, True)
