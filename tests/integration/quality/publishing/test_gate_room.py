"""From a plan to the public through the gate: what is found is settled by somebody, or it isn't published."""

from __future__ import annotations

import pytest

from pejling.base.audit.models import Entry
from pejling.quality.plans.models import Action, Placing, Plan
from pejling.quality.plans.record_models import Remark
from pejling.quality.publishing import actions
from pejling.quality.publishing.folders import bundle_of
from pejling.quality.publishing.gate import open_questions, questions
from pejling.quality.publishing.making import make
from pejling.quality.publishing.models import Acceptance, Edition
from tests.integration.quality.publishing.conftest import Made, refused

NOTE = "Husk at to af lærerne på holdet er uenige om mentorerne og vil høres først"


def say(made: Made, **texts: str) -> None:
    Action.objects.filter(pk=made.action.pk).update(**texts)


def test_a_plan_of_roles_only_goes_straight_through(made: Made) -> None:
    edition = made.publish(made.ready())
    assert (edition.state, edition.number) == ("published", 1)
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-4:] == ["freeze_report", "open_site", "make_report_files", "publish"]


@pytest.mark.parametrize("state", ["draft", "hearing"])
def test_what_is_not_decided_is_not_published(made: Made, state: str) -> None:
    edition = made.ready()
    Plan.objects.filter(pk=made.plan.pk).update(state=state)
    with refused("plan_not_decided"):
        made.publish(made.again(edition))
    made.plan.refresh_from_db()
    with refused("plan_not_decided"):
        made.freeze()
    assert not made.public.exists()


def test_an_owner_that_is_a_person_must_be_settled(made: Made) -> None:
    say(made, owner="Mette")
    edition = made.freeze()
    (question,) = questions(edition)
    assert (question.kind, question.hits[0].text) == ("name", "Mette")
    with refused("unsettled"):
        make(by=made.lead, edition=edition)
    # Mended in the plan and frozen anew, nothing is found any more.
    say(made, owner="Uddannelseslederne")
    assert questions(made.freeze()) == []


def test_what_somebody_accepts_stays_accepted_with_a_name_and_a_reason(made: Made) -> None:
    say(made, description="Forløbet hedder Anna Ancher efter maleren")
    edition = made.freeze()
    (question,) = open_questions(edition)

    def settle(reason: str) -> Acceptance:
        return actions.accept(
            by=made.lead, organisation=made.school, edition=edition, fingerprint=question.fingerprint, reason=reason
        )  # fmt: skip

    with refused("no_reason"):
        settle(" ")
    kept = settle("Maleren, et forløbs navn")
    assert (kept.by, kept.kind) == (made.lead.uuid, "name")
    assert "Ancher" not in f"{kept.fingerprint}{Entry.objects.latest('id').fields}"
    assert made.publish(make(by=made.lead, edition=made.again(edition))).state == "published"
    # The next edition asks no more, until the acceptance is taken back.
    following = made.freeze()
    assert open_questions(following) == []
    actions.take_back_acceptance(
        by=made.lead, organisation=made.school, edition=following, fingerprint=question.fingerprint
    )
    assert len(open_questions(following)) == 1


def test_a_cpr_number_is_accepted_by_nobody(made: Made) -> None:
    say(made, description="Eleven 010203-1234 er startet")
    edition = made.freeze()
    (question,) = open_questions(edition)
    with refused("never"):
        actions.accept(
            by=made.lead, organisation=made.school, edition=edition, fingerprint=question.fingerprint, reason="Ja ja"
        )  # fmt: skip
    with refused("unsettled"):
        make(by=made.lead, edition=edition)


def test_internal_actions_and_remarks_stay_inside(made: Made) -> None:
    goal = made.plan.goals.get()
    hidden = Action.objects.create(
        organisation=made.school, title="Samtale med én bestemt klasse om fraværet", internal=True
    )
    Placing.objects.create(organisation=made.school, goal=goal, action=hidden)
    Remark.objects.create(organisation=made.school, plan=made.plan, text=NOTE)
    edition = made.publish(made.ready())
    for path in bundle_of(edition).rglob("*"):
        if path.is_file():
            assert b"bestemt klasse" not in path.read_bytes()
            assert b"uenige om mentorerne" not in path.read_bytes()


def test_a_remark_copied_into_the_plan_is_found_at_the_gate(made: Made) -> None:
    Remark.objects.create(organisation=made.school, plan=made.plan, text=NOTE)
    say(made, description=f"Nye elever får en mentor. {NOTE[9:]}")
    assert [one.kind for one in open_questions(made.freeze())] == ["internal"]


def test_what_only_the_finished_files_hold_is_found_by_the_crawl(made: Made) -> None:
    """A remark that is written after the report was frozen, and says what the report says already."""
    edition = made.freeze()
    text = "Nye elever får en mentor fra et ældre hold i de første tre måneder"
    Remark.objects.create(organisation=made.school, plan=made.plan, text=text)
    assert open_questions(edition) != []


def test_files_that_were_tampered_with_are_not_published(made: Made) -> None:
    edition = made.ready()
    page = bundle_of(edition) / "index.html"
    page.chmod(0o644)
    page.write_text(page.read_text("utf-8").replace("mentor", "monitor"), "utf-8")
    with refused("damaged"):
        made.publish(edition)


def test_an_edition_that_is_left_behind_leaves_nothing(made: Made) -> None:
    edition = made.ready()
    actions.discard(by=made.lead, organisation=made.school, edition=edition)
    assert not Edition.objects.exists()
    assert not bundle_of(edition).exists()
    with refused("not_now"):
        made.publish(edition)


def test_freezing_again_takes_the_place_of_what_was_on_its_way(made: Made) -> None:
    first, second = made.ready(), made.freeze()
    assert list(Edition.objects.all()) == [second]
    assert (second.number, bundle_of(first).exists()) == (1, False)


def test_what_was_published_meanwhile_is_not_overlooked(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is hidden was chosen beside all that had been published: with more, it must be chosen anew."""
    ready = made.ready()
    protected = actions.protected

    def slow(report: object, earlier: object) -> object:
        made.publish(ready)
        return protected(report, earlier)

    monkeypatch.setattr(actions, "protected", slow)
    with refused("not_now"):
        actions.freeze(by=made.lead, organisation=made.school, plan=made.plan, what="follow_up_plan")
    assert Edition.objects.count() == 1
