"""The same snapshot gives the same figure for ever: the room ``quality.indicators`` on a real database."""

from __future__ import annotations

import dataclasses
import shutil
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from bench.snapshot_fixture import write_snapshot
from pejling.analysis.engine.run import IndicatorError, Where
from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import folder_of
from pejling.quality.indicators import actions, catalogue, queries
from pejling.quality.indicators.models import DefinitionVersion, NeverChanged, Run

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 2, 1)


@pytest.fixture(autouse=True)
def own_home(settings: object, tmp_path: Path) -> None:
    settings.PEJLING_HOME = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def school() -> Organisation:
    return Organisation.objects.create(kind="school", name="Skolen")


def snapshot_of(school: Organisation, left: int, as_of: date = AS_OF) -> Snapshot:
    """Ten students who started a year ago, some of whom have left after a month."""
    found = Snapshot.objects.create(
        organisation=school,
        as_of=as_of,
        made_at=datetime(2026, 2, 1, tzinfo=UTC),
        manifest={},
        uuid=uuid.uuid4(),
    )
    rows = [
        {
            "pseudonym": f"p{number}",
            "spell": f"s{number}",
            "programme": "SSA" if number % 2 else "SSH",
            "part": "HF",
            "starts_on": date(2025, 1, 1),
            "ends_on": date(2025, 2, 1) if number < left else None,
            "outcome": "interrupted" if number < left else "active",
        }
        for number in range(10)
    ]
    write_snapshot(folder_of(found), {"spells": rows}, as_of=as_of, snapshot=str(found.uuid))
    return found


def test_a_figure_is_computed_once_and_kept_with_its_definition(school: Organisation) -> None:
    snapshot = snapshot_of(school, left=3)
    first = actions.compute(
        by=None, organisation=school, snapshot=snapshot, key="interruption", cut_by=("programme",)
    )
    assert [(value.by["programme"], value.estimate, value.n) for value in first] == [
        ("SSA", 0.2, 5),
        ("SSH", 0.4, 5),
    ]
    assert (Run.objects.count(), Entry.objects.filter(verb="compute").count()) == (1, 1)
    kept = DefinitionVersion.objects.get()
    assert kept.content == catalogue.definition("interruption").content
    again = actions.compute(
        by=None, organisation=school, snapshot=snapshot, key="interruption", cut_by=("programme",)
    )
    assert again == first
    assert (Run.objects.count(), Entry.objects.filter(verb="compute").count()) == (1, 1)


def test_a_kept_figure_survives_the_expiry_of_its_snapshot(school: Organisation) -> None:
    snapshot = snapshot_of(school, left=3)
    first = actions.compute(by=None, organisation=school, snapshot=snapshot, key="retention")
    shutil.rmtree(folder_of(snapshot))
    Snapshot.objects.filter(pk=snapshot.pk).update(expired_at=datetime(2026, 3, 1, tzinfo=UTC))
    snapshot.refresh_from_db()
    assert actions.compute(by=None, organisation=school, snapshot=snapshot, key="retention") == first
    with pytest.raises(IndicatorError) as caught:
        actions.compute(by=None, organisation=school, snapshot=snapshot, key="entrants")
    assert caught.value.code == "snapshot_expired"


def test_an_answer_can_be_neither_changed_nor_doubled(school: Organisation) -> None:
    snapshot = snapshot_of(school, left=3)
    actions.compute(by=None, organisation=school, snapshot=snapshot, key="retention")
    run = Run.objects.get()
    run.values = []
    for forbidden in (run.save, run.delete, Run.objects.all().delete, lambda: Run.objects.update(values=[])):
        with pytest.raises(NeverChanged):
            forbidden()
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(
            organisation=school,
            snapshot=snapshot,
            definition=run.definition,
            question=run.question,
            question_hash=run.question_hash,
            values=[],
        )


def test_a_filter_named_in_another_order_is_the_same_question(school: Organisation) -> None:
    snapshot = snapshot_of(school, left=3)
    for where in (Where(programme=("SSA", "SSH"), part="HF"), Where(part=["HF"], programme=("SSH", "SSA"))):
        actions.compute(by=None, organisation=school, snapshot=snapshot, key="retention", where=where)
    assert Run.objects.count() == 1


def test_history_follows_a_figure_over_snapshots_of_one_school(school: Organisation) -> None:
    other = Organisation.objects.create(kind="school", name="En anden skole")
    snapshots = [snapshot_of(school, left) for left in (1, 2)]
    for snapshot in snapshots:
        actions.compute(by=None, organisation=school, snapshot=snapshot, key="interruption")
    elsewhere = snapshot_of(other, 5)
    actions.compute(by=None, organisation=other, snapshot=elsewhere, key="interruption")
    found = queries.history(school, "interruption")
    assert [past.snapshot for past in found] == [str(snapshot.uuid) for snapshot in snapshots]
    assert [past.values[0].estimate for past in found] == [0.1, 0.2]
    with pytest.raises(IndicatorError, match="not_of_the_school"):
        actions.compute(by=None, organisation=school, snapshot=elsewhere, key="interruption")


def test_every_indicator_has_a_value_or_says_why_not(school: Organisation) -> None:
    found = actions.compute_all(by=None, organisation=school, snapshot=snapshot_of(school, left=3))
    assert set(found) == set(catalogue.definitions())
    for values in found.values():
        assert values
        assert all((value.estimate is None) == bool(value.reason) for value in values)
    assert {key for key, values in found.items() if values[0].reason == "not_delivered"} == {
        "absence",
        "agreement_target",
    }


def test_an_unknown_indicator_names_those_there_are(school: Organisation) -> None:
    with pytest.raises(IndicatorError) as caught:
        actions.compute(by=None, organisation=school, snapshot=snapshot_of(school, left=3), key="drop_out")
    assert caught.value.params["near"] == "dropout"


def test_values_come_back_from_the_database_to_the_last_digit(school: Organisation) -> None:
    from pejling.analysis.engine.run import run

    snapshot = snapshot_of(school, left=3)
    for key, definition in catalogue.definitions().items():
        kept = actions.compute(by=None, organisation=school, snapshot=snapshot, key=key)
        computed = run(definition, folder_of(snapshot))
        assert [dataclasses.asdict(value) for value in kept] == [
            dataclasses.asdict(value) for value in computed
        ]
