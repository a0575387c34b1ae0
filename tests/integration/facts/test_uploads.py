"""Files through the browser's way in: tried, taken in, mended and undone, by the jobs a worker does."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from pejling.base.jobs.actions import cancel, retry
from pejling.base.jobs.doing import run_waiting
from pejling.base.jobs.models import Job
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import actions as deliveries
from pejling.facts.deliveries import changes, staging, upload_actions, upload_files, upload_queries
from pejling.facts.deliveries.actions import NotAccepted
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.models import Delivery, QuarantinedRow, Source, Upload
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.chosen import Chosen
from pejling.facts.deliveries.upload_actions import WrongState
from pejling.facts.deliveries.upload_files import Incoming
from pejling.facts.register.models import Spell
from pejling.flows import corrections, uploads
from pejling.flows.uploads import NotReady
from tests.integration.facts.school_files import ENROLMENTS, enrolment, write

DAY = date(2025, 1, 31)
State = Upload.State
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school(settings, tmp_path: Path) -> Organisation:
    settings.PEJLING_HOME = tmp_path / "home"
    for folder in ("deliveries", "snapshots", "keys", "locks"):
        (settings.PEJLING_HOME / folder).mkdir(parents=True)
    return organisations.found(by=None, name="Skolen")


def incoming(folder: Path, rows: list[dict[str, str]], name: str = "tilmeldinger.csv") -> Incoming:
    return Incoming(name, [write(folder / name, ENROLMENTS, rows).read_bytes()])


def opened(school: Organisation, folder: Path, rows: list[dict[str, str]], **options: object) -> Upload:
    upload = upload_actions.open_upload(by=None, organisation=school, files=[incoming(folder, rows)])
    upload_actions.choose(by=None, upload=upload, mapping="uddata", as_of=DAY, **options)
    return upload


def tried(upload: Upload) -> Upload:
    uploads.start_trial(by=None, upload=upload)
    run_waiting()
    upload.refresh_from_db()
    return upload


def taken_in(upload: Upload, **options: object) -> Delivery:
    uploads.start_accept(by=None, upload=upload, **options)
    run_waiting()
    upload.refresh_from_db()
    assert upload.state == State.ACCEPTED, upload.problem
    return upload.delivery


TEN = [enrolment(f"{n}", "2024-08-01") for n in range(1, 11)]


def test_tried_shows_what_would_change_and_changes_nothing(school: Organisation, tmp_path: Path) -> None:
    taken_in(tried(opened(school, tmp_path, TEN)))
    left = enrolment("1", "2024-08-01", Slutdato="2025-01-10", Afgangsårsag="20")
    broken = enrolment("12", "31-31-2024", Tilmeldt="2024-08-01")
    upload = tried(opened(school, tmp_path, [left, *TEN[1:], enrolment("11", "2025-01-06"), broken]))
    assert upload.state == State.TRIED
    assert upload.found["tables"]["spells"] == {
        "new": 1, "changed": 1, "unchanged": 9, "gone": 0, "quarantined": 1,
    }  # fmt: skip
    folder = upload_files.trial_folder(upload)
    (changed,) = changes.kept(folder, "spells", "changed", 0, 50)
    assert changed.key[0] == "1"
    assert {(c.field, c.old, c.new) for c in changed.fields} == {
        ("ends_on", None, "2025-01-10"), ("leave_code", None, "20"), ("outcome", "active", "interrupted"),
    }  # fmt: skip
    (new,) = changes.kept(folder, "spells", "new", 0, 50)
    assert ("starts_on", None, "2025-01-06") in {(c.field, c.old, c.new) for c in new.fields}
    (out,) = upload_queries.kept_out(folder)
    assert (out.row, out.column, out.value) == (13, "Startdato", "31-31-2024")
    assert Delivery.objects.filter(organisation=school).count() == 1
    assert Spell.objects.filter(organisation=school).count() == 10

    # What an accepted delivery tells from its versions is what its trial told.
    promised = [changes.kept(folder, "spells", state, 0, 50) for state in changes.STATES]
    delivery = taken_in(upload)
    assert [changes.stored(delivery, "spells", state, 0, 50) for state in changes.STATES] == promised
    assert delivery.kept_out == 1
    assert not upload_files.folder_of(upload).exists()


def test_too_many_gone_asks_for_a_yes(school: Organisation, tmp_path: Path) -> None:
    taken_in(tried(opened(school, tmp_path, TEN)))
    upload = tried(opened(school, tmp_path, TEN[:5], scope="full"))
    assert upload.found["too_many"] == {"spells": [5, 10], "students": [5, 10]}
    gone = changes.kept(upload_files.trial_folder(upload), "spells", "gone", 0, 50)
    assert [row.key[0] for row in gone] == ["6", "7", "8", "9", "10"]
    with pytest.raises(NotReady, match="say_yes_to_gone"):
        uploads.start_accept(by=None, upload=upload)
    delivery = taken_in(upload, accept_gone=True)
    assert delivery.tables["spells"]["gone"] == 5
    assert len(changes.stored(delivery, "spells", "gone", 0, 50)) == 5


def test_what_was_tried_is_what_is_taken_in(school: Organisation, tmp_path: Path) -> None:
    first, second = (tried(opened(school, tmp_path / f"{n}", TEN[: n + 3])) for n in (1, 2))
    taken_in(second)
    uploads.start_accept(by=None, upload=first)
    run_waiting()
    first.refresh_from_db()
    assert (first.state, first.problem["code"]) == (State.FAILED, "register_changed")
    assert Delivery.objects.filter(organisation=school).count() == 1
    assert tried(first).state == State.TRIED
    taken_in(first)


def test_files_that_cannot_be_read_are_the_trials_result(school: Organisation, tmp_path: Path) -> None:
    upload = upload_actions.open_upload(
        by=None, organisation=school, files=[Incoming("../../tilmeldinger.pdf", [b"%PDF-1.4 nothing"])]
    )
    assert upload.files.get().name == "tilmeldinger.pdf"
    with pytest.raises(NotReady, match="no_mapping_chosen"):
        uploads.start_trial(by=None, upload=upload)
    upload_actions.choose(by=None, upload=upload, mapping="uddata", as_of=DAY)
    assert tried(upload).state == State.FAILED
    assert upload.problem["code"] == "pdf"
    upload_actions.discard(by=None, upload=upload)
    assert not upload_files.folder_of(upload).exists()
    with pytest.raises(WrongState):
        upload_actions.choose(by=None, upload=upload, mapping="uddata", as_of=DAY)


def test_choices_overrule_what_would_be_found(school: Organisation, tmp_path: Path) -> None:
    """A title above the header that looks like a header itself: the person says which row it is."""
    rows = write(tmp_path / "a.csv", ENROLMENTS, TEN).read_bytes()
    twice = rows.splitlines(keepends=True)[0] + rows
    upload = upload_actions.open_upload(by=None, organisation=school, files=[Incoming("a.csv", [twice])])
    upload_actions.choose(by=None, upload=upload, mapping="uddata", as_of=DAY)
    assert tried(upload).found["tables"]["spells"]["quarantined"] == 1
    upload_actions.choose(
        by=None,
        upload=upload,
        mapping="uddata",
        as_of=DAY,
        files={0: Chosen(header=2, separator="semicolon")},
    )
    assert (upload.state, upload.found) == (State.OPEN, {})
    assert tried(upload).found["tables"]["spells"] == {
        "new": 10, "changed": 0, "unchanged": 0, "gone": 0, "quarantined": 0,
    }  # fmt: skip


def test_a_job_that_came_to_nothing_leaves_the_upload_as_before(school: Organisation, tmp_path: Path) -> None:
    upload = opened(school, tmp_path, TEN)
    job = uploads.start_trial(by=None, upload=upload)
    with pytest.raises(WrongState):
        upload_actions.discard(by=None, upload=upload)
    assert upload_actions.discard_old(by=None, organisation=school, before=timezone.now()) == 0
    cancel(by=None, job=job)
    assert uploads.standing(upload, uploads.job_of(upload)) == State.OPEN
    taken_in(tried(upload))


@pytest.mark.parametrize("point", ["reading", "checking", "comparing", "writing"])
def test_stopped_anywhere_before_it_counts_nothing_is_done(
    school: Organisation, tmp_path: Path, point: str, monkeypatch
) -> None:
    upload = tried(opened(school, tmp_path, TEN))
    uploads.start_accept(by=None, upload=upload)
    upload.refresh_from_db()
    job = Job.objects.get(uuid=upload.job)

    class Pulled(BaseException):
        """The plug."""

    class Run:
        organisation, by = school, None

        def progress(self, done: int, of: int, stage: str = "") -> None:
            if stage == point:
                raise Pulled

    run = Run()
    run.job = job
    with pytest.raises(Pulled):
        uploads.accept_upload(run, upload=str(upload.uuid))
    assert not Spell.objects.filter(from_delivery__state="active").exists()
    assert not list((upload_files.folder_of(upload).parents[2] / "deliveries").rglob("*.csv"))
    # The worker tries it again, and it comes in.
    run_waiting()
    upload.refresh_from_db()
    assert upload.state == State.ACCEPTED
    assert Delivery.objects.get(organisation=school).state == Delivery.State.ACTIVE


def test_taken_in_but_killed_before_the_snapshot(school: Organisation, tmp_path: Path, monkeypatch) -> None:
    upload = tried(opened(school, tmp_path, TEN))
    uploads.start_accept(by=None, upload=upload)
    with monkeypatch.context() as patched:
        patched.setattr("pejling.flows.take_in.freeze", lambda **_: 1 / 0)
        run_waiting()
    upload.refresh_from_db()
    assert upload.state == State.ACCEPTED
    assert not school.snapshots.exists()
    job = Job.objects.get(uuid=upload.job)
    assert (job.state, job.problem["code"]) == ("failed", "not_frozen")
    retry(by=None, job=job)
    run_waiting()
    assert school.snapshots.count() == 1
    upload.delivery.refresh_from_db()
    uploads.start_undo(by=None, delivery=upload.delivery)
    run_waiting()
    upload.delivery.refresh_from_db()
    assert upload.delivery.state == Delivery.State.UNDONE
    assert school.snapshots.count() == 2


def test_rows_kept_out_are_mended_by_a_delivery_of_their_own(school: Organisation, tmp_path: Path) -> None:
    broken = [enrolment("11", "31-31-2024", Tilmeldt="2024-08-01"), enrolment("", "2024-08-01")]
    delivery = taken_in(tried(opened(school, tmp_path, [*TEN, *broken])))
    assert delivery.kept_out == 2
    rows = corrections.broken_rows(delivery, [(0, 12), (0, 13)])
    assert [(row.cells[0], [row.header[p] for p in row.places]) for row in rows] == [
        ("11", ["Startdato"]),
        ("", ["Elevnr"]),
    ]
    starts, number = ENROLMENTS.index("Startdato"), ENROLMENTS.index("Elevnr")
    with pytest.raises(corrections.NotMendable, match="nothing_mended"):
        corrections.correct(by=None, delivery=delivery, changes={(0, 12): {starts: "31-31-2024"}})
    upload, _job = corrections.correct(
        by=None,
        delivery=delivery,
        changes={(0, 12): {starts: "31-12-2024"}, (0, 13): {number: "[CPR]"}},
    )
    run_waiting()
    upload.refresh_from_db()
    assert upload.found["tables"]["spells"] == {
        "new": 1, "changed": 0, "unchanged": 0, "gone": 0, "quarantined": 1,
    }  # fmt: skip
    correction = taken_in(upload)
    assert correction.corrects == delivery
    assert correction.source == delivery.source
    assert Spell.objects.filter(student="11", starts_on="2024-12-31", to_delivery=None).exists()
    mended = QuarantinedRow.objects.filter(delivery=delivery).values_list("row", "mended_by")
    assert set(mended) == {(12, correction.pk), (13, None)}


def test_an_upload_of_too_much_leaves_nothing(school: Organisation, settings) -> None:
    from pejling.facts.deliveries.limits import Limits

    for files, code in (
        ([Incoming("a.csv", [b"x" * 60, b"x" * 60])], "too_large"),
        ([Incoming("a.csv", [b"x"]), Incoming("b.csv", [b"x"])], "file_twice"),
        ([Incoming(f"{n}.csv", [b"%d" % n]) for n in range(21)], "too_many_files"),
        ([], "no_files"),
        ([Incoming("a.csv", [])], "empty_file"),
    ):
        with pytest.raises(Unreadable) as refused:
            upload_actions.open_upload(
                by=None, organisation=school, files=files, limits=Limits(file_bytes=100)
            )
        assert refused.value.code == code
    assert not Upload.objects.exists()
    assert not [*(settings.PEJLING_HOME / "uploads").rglob("*.csv")]


def test_uploads_nobody_touches_are_discarded_also_where_their_job_died(
    school: Organisation, tmp_path: Path
) -> None:
    waiting = opened(school, tmp_path / "1", TEN)
    dead = opened(school, tmp_path / "2", TEN[:5])
    cancel(by=None, job=uploads.start_trial(by=None, upload=dead))
    assert upload_actions.discard_old(by=None, organisation=school, before=timezone.now()) == 2
    for upload in (waiting, dead):
        upload.refresh_from_db()
        assert upload.state == State.DISCARDED
        assert not upload_files.folder_of(upload).exists()


def test_what_a_killed_process_left_of_sent_files_is_swept(
    school: Organisation, tmp_path: Path, settings
) -> None:
    upload = opened(school, tmp_path, TEN)
    top = settings.PEJLING_HOME / "uploads"
    orphan, half = top / str(school.uuid) / "aaaa", top / ".abc.sent"
    orphan.mkdir()
    half.write_bytes(b"halv")
    for place in (orphan, half):
        os.utime(place, (1_700_000_000, 1_700_000_000))
    fresh = top / ".def.sent"
    fresh.write_bytes(b"paa vej")
    upload_actions.discard_old(by=None, organisation=school, before=timezone.now() - timedelta(hours=24))
    assert not orphan.exists()
    assert not half.exists()
    assert fresh.exists()
    assert upload_files.path_of(upload.files.get()).is_file()


def test_a_refused_delivery_leaves_no_source_and_no_new_title(school: Organisation, tmp_path: Path) -> None:
    mapping = load_mapping("uddata")
    few = write(tmp_path / "few.csv", ENROLMENTS, TEN[:5])
    broken = write(tmp_path / "broken.csv", ["A", "B"], [{"A": "1"}])
    options = {"by": None, "organisation": school, "as_of": DAY}
    with pytest.raises(Unreadable):
        deliveries.receive(**options, paths=[broken], mapping=mapping)
    assert not Source.objects.exists()
    deliveries.receive(**options, paths=[write(tmp_path / "ten.csv", ENROLMENTS, TEN)], mapping=mapping)
    renamed = replace(mapping, title="Et andet navn")
    with pytest.raises(NotAccepted):
        deliveries.receive(**options, paths=[few], mapping=renamed, scope="full")
    assert Source.objects.get().title == mapping.title
    deliveries.receive(**options, paths=[few], mapping=renamed, scope="full", accept_gone=True)
    assert Source.objects.get().title == "Et andet navn"


def test_a_long_quarantine_is_cut_and_counted_in_full(
    school: Organisation, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("pejling.facts.deliveries.staging.QUARANTINE_LISTED", 4)
    monkeypatch.setattr("pejling.facts.deliveries.staging._BATCH", 3)
    bad = [enrolment(f"B{n}", "31-31-2024", Tilmeldt="2024-08-01") for n in range(9)]
    path = write(tmp_path / "a.csv", ENROLMENTS, [*TEN, *bad])
    received = deliveries.receive(
        by=None, organisation=school, as_of=DAY, paths=[path], mapping=load_mapping("uddata")
    )
    assert received.delivery.kept_out == 9
    assert received.delivery.tables["spells"]["quarantined"] == 9
    assert [row.row for row in received.delivery.quarantine.all()] == [12, 13, 14, 15]


def test_what_an_undone_delivery_left_is_cleared_once(
    school: Organisation, tmp_path: Path, django_assert_max_num_queries
) -> None:
    """However many deliveries were undone, the next one has nothing to clear."""
    for _ in range(3):
        delivery = taken_in(tried(opened(school, tmp_path, TEN)))
        uploads.start_undo(by=None, delivery=delivery)
        run_waiting()
    assert not Spell.objects.exists()
    with django_assert_max_num_queries(2):
        staging.clear_leftovers(school)
