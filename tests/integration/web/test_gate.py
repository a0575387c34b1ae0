"""Every address, walked: who may see it. A new address fails here until its gate is declared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now

from pejling.analysis.reports.frozen import to_json
from pejling.analysis.reports.report import Report
from pejling.base.accounts.models import Membership, User
from pejling.base.accounts.roles import ROLES
from pejling.base.jobs.models import Job
from pejling.base.mail.models import MailLog
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery, SavedMapping, Upload
from pejling.facts.deliveries.saved_mappings import catalogue_text, save_mapping
from pejling.facts.deliveries.upload_actions import open_upload
from pejling.facts.deliveries.upload_files import Incoming
from pejling.facts.persons.actions import ask as ask_about_person
from pejling.quality.plans.consultation_models import Consultation, ConsultationAnswer, ConsultedParty
from pejling.quality.plans.models import Action, FollowUp, Goal, Measure, Milestone, Partner, Placing, Plan
from pejling.quality.plans.record_models import Remark, Version
from pejling.quality.plans.review_models import Review, ReviewTheme
from pejling.quality.publishing.folders import preview_of
from pejling.quality.publishing.models import Publication
from pejling.web.gate import Gate

#: addresses that only take POST
POSTED = {
    *("login_demo", "logout", "language", "search_ask", "tokens_make", "tokens_revoke"),
    *("jobs_cancel", "jobs_retry", "jobs_switch"),
}
POSTED |= {"mappings_point", "mappings_read", "mappings_copy", "mappings_rename", "mappings_retire"}
POSTED |= {"letting_in_again", "letting_in_withdraw", "letting_in_unlock", "letting_in_factor_remove"}
POSTED |= {"organisation_change", "organisation_undo_merge"}
POSTED |= {f"uploads_{verb}" for verb in ("send", "add", "remove", "choose", "accept", "discard")}
POSTED |= {"deliveries_mend_check", "deliveries_undo_now"}
POSTED |= {"pickups_add", "pickups_now", "pickups_switch", "pickups_remove"}
POSTED |= {f"personal_data_{verb}" for verb in ("ask", "keep", "look", "tidy", "erase", "withdraw", "fetch")}
POSTED |= {"plans_cycle_mark", "plans_consultation_say", "calendar_address_make", "calendar_address_revoke"}
POSTED |= {f"plans_{verb}" for verb in ("read", "back", "undo", "accept", "reject", "add", "addendum")}
POSTED |= {"plans_compute", "plans_use", "plans_state", "plans_stone", "plans_sub_action"}
POSTED |= {"plans_mentions_seen", "plans_remark_write", "plans_remark_change", "plans_remark_remove"}
POSTED |= {
    "plans_carry_on",
    "plans_review_begin",
    "plans_review_conclude",
    "plans_review_figure",
    "plans_follow_stop",
    "plans_follow_figure",
    "plans_commitment_remove",
    "plans_commitment_undo",
}
#: addresses that show a form and take it: what is sent without anything in it does nothing
FORMS = {"organisation_add", "people_add", "people_change", "people_end", "people_invite", "people_who_sees"}
FORMS |= {"plans_action_copy", "plans_moves", "plans_score", "plans_judging", "figures_released"}
FORMS |= {"plans_revise", "plans_follow_up", "plans_figure"}
PUBLISHING = ("publishing", "figures_publishing")
POSTED |= {
    f"{way}_{verb}" for way in PUBLISHING for verb in ("freeze", "settle", "make", "discard", "take_back")
}
POSTED.add("publications_rebuild")
FORMS |= {f"{way}_{verb}" for way in PUBLISHING for verb in ("publish", "withdraw")} | {"publications_site"}
FORMS |= {f"plans_{verb}" for verb in ("rule", "part", "new", "document", "step", "move", "place", "remove")}
FORMS |= {"reminders", "plans_consult", "plans_consultation_note", "plans_consultation_answer"}
#: what every reader opens, and only some of them send: a partner's own people, those who write follow-ups or adopt
SENT_BY_SOME = {"plans_commitment", "plans_walk", "plans_check"}
#: address -> the verb that also opens what somebody else asked for
OWN = {"jobs_one": "see_jobs"}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every pattern of the URL configuration."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern


ALL = {pattern.name: pattern for pattern in patterns(get_resolver())}
OF_SCHOOL = sorted(name for name, found in ALL.items() if found.callback.gate.kind == "of_school")


def an_upload(school: Organisation) -> Upload:
    """Files that somebody sent to the school."""
    found = Upload.objects.filter(organisation=school).first()
    files = [Incoming("tal.csv", [b"Elevnr;Startdato\r\n1;2026-08-01\r\n"])]
    return found or open_upload(by=None, organisation=school, files=files)


def address(name: str, school: Organisation) -> str:
    """The address with arguments that exist."""
    wanted = ALL[name].pattern.converters
    arguments = {"school": school.uuid} if name in OF_SCHOOL else {}
    if "key" in wanted:
        arguments["key"] = "dropout"
    if "source" in wanted:
        arguments["source"] = "etu"
    if "delivery" in wanted:
        arguments["delivery"] = Delivery.objects.filter(organisation=school).first().uuid
    if "upload" in wanted:
        arguments["upload"] = an_upload(school).uuid
    if "position" in wanted:
        arguments["position"] = 0
    if "pick_up" in wanted:
        arguments["pick_up"] = uuid4()
    if "job" in wanted:
        arguments["job"] = Job.objects.filter(organisation=school).first().uuid
    for unknown in ("schedule", "invitation"):
        if unknown in wanted:
            arguments[unknown] = uuid4()
    if "mail" in wanted:
        arguments["mail"] = MailLog.objects.filter(organisation=school).first().uuid
    if "person" in wanted:
        arguments["person"] = User.objects.filter(memberships__organisation=school).first().uuid
    if "membership" in wanted:
        # An empty form changes nothing: the last administrator stays, and a counsellor is held to something.
        role = "administrator" if name == "people_end" else "counsellor"
        arguments["membership"] = Membership.objects.filter(organisation=school, role=role).first().uuid
    if "part" in wanted and "plan" not in wanted:
        arguments["part"] = school.parts.first().uuid
    if "change" in wanted:
        arguments["change"] = "name"
    if "relation" in wanted:
        arguments["relation"] = 1
    if "token" in wanted and name in OF_SCHOOL:
        arguments["token"] = uuid4()
    if "asked" in wanted:
        asked = {"kind": "erase", "about": "student", "subject": "N24-0"}
        arguments["asked"] = ask_about_person(by=None, organisation=school, **asked).uuid
    if "mapping" in wanted:
        arguments["mapping"] = saved_mapping(school).uuid
    if "plan" in wanted:
        arguments |= plan_arguments(name, school, wanted)
    elif name.startswith("figures_publishing"):
        editions_of(school, None)
        arguments |= {
            one: value for one, value in {"edition": 1, "rest": "index.html"}.items() if one in wanted
        }
    if name.startswith("mappings_shipped"):
        arguments["name"] = "uddata"
    return reverse(name, kwargs=arguments)


def plan_arguments(name: str, school: Organisation, wanted: dict[str, object]) -> dict[str, object]:
    """Those of a plan's address."""
    plan = plan_for(name, school)
    found: dict[str, object] = {"plan": plan.uuid}
    if name.startswith("publishing"):
        editions_of(school, plan)
        said = {"what": "plan", "edition": 1, "rest": "index.html"}
        found |= {argument: value for argument, value in said.items() if argument in wanted}
    if "sort" in wanted:
        found |= {"sort": "goal", "part": plan.goals.get().uuid}
    if "ruled" in wanted:
        found |= {"ruled": "placing", "of": plan.goals.get().placings.get().uuid}
    if "measure" in wanted:
        measure, _new = Measure.objects.get_or_create(organisation=school, goal=plan.goals.get(), title="Tal")
        found["measure"] = measure.uuid
    if "goal" in wanted:
        found["goal"] = plan.goals.get().uuid
    if "step" in wanted:
        found["step"] = "send_to_consultation"
    if "number" in wanted:
        Version.objects.get_or_create(organisation=school, plan=plan, number=1, text="format: 1")
        found["number"] = 1
    if {"party", "answer"} & set(wanted):
        found |= consultation_arguments(set(wanted), plan)
    if "action" in wanted:
        found["action"] = plan.goals.get().placings.get().action.uuid
    if "review" in wanted or "theme" in wanted:
        review = plan.reviews.first() or Review.objects.create(
            organisation=school, plan=plan, title="Midtvejs", day=date(2026, 5, 1), concluded_on=date(2026, 5, 2),
            frozen={"day": "2026-05-01", "title": "Midtvejs"},
        )  # fmt: skip
        found["review"] = review.uuid
    if "theme" in wanted:
        theme, _new = ReviewTheme.objects.get_or_create(
            organisation=school, review=review, goal=plan.goals.get()
        )
        found = {"plan": plan.uuid, "theme": theme.uuid}
    if "stone" in wanted:
        action = plan.goals.get().placings.get().action
        stone, _new = Milestone.objects.get_or_create(organisation=school, action=action, title="Opstart")
        found["stone"] = stone.uuid
    if "remark" in wanted:
        remark, _new = Remark.objects.get_or_create(
            organisation=school, kind="comment", plan=plan, goal=plan.goals.get(), text="Husk Elmose"
        )
        found["remark"] = remark.uuid
    if "partner" in wanted:
        found["partner"] = plan.partners.get().uuid
    if "follow_up" in wanted:
        action = plan.goals.get().placings.get().action
        row = action.follow_ups.first() or FollowUp.objects.create(
            organisation=school, action=action, day=date(2024, 2, 1), narrative="Mentorerne er fundet"
        )
        found["follow_up"] = row.uuid
    return found


def consultation_arguments(wanted: set[str], plan: Plan) -> dict[str, object]:
    """A party that was asked, and its answer."""
    here = {"organisation": plan.organisation}
    asked, _made = Consultation.objects.get_or_create(
        **here, plan=plan, sent_on=date(2024, 1, 1), until=date(2024, 1, 20)
    )
    party, _made = ConsultedParty.objects.get_or_create(**here, consultation=asked, kind="luu")
    answer, _made = ConsultationAnswer.objects.get_or_create(
        **here, party=party, day=date(2024, 1, 9), text="Godt"
    )
    return {name: one.uuid for name, one in (("party", party), ("answer", answer)) if name in wanted}


def editions_of(school: Organisation, plan: Plan | None) -> None:
    """One that the public has seen, and one on its way with a preview of one page; without a plan, of key figures."""
    report = Report(kind="strategy", title="Strategi", organisation="Småskolen")
    common = {"organisation": school, "report": to_json(report), "frozen_at": now()}
    what, slug = ("plan", "strategi") if plan else ("key_figures", "noegletal")
    publication, made = Publication.objects.get_or_create(
        organisation=school, plan=plan, what=what, slug=slug, kind="strategy", title="Strategi"
    )
    if made:
        publication.editions.create(number=1, state="published", published_at=now(), **common)
        publication.editions.create(number=2, state="made", **common)
    page = preview_of(publication.editions.get(number=2)) / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("<p>Strategi</p>", encoding="utf-8")


def plan_for(name: str, school: Organisation) -> Plan:
    """For readers an adopted plan that the municipality Elmose is a partner in; for those who change it a draft."""
    found = Plan.objects.filter(organisation=school).first()
    if found is None:
        found = Plan.objects.create(
            organisation=school, kind="strategy", title="Strategi", period_from=date(2024, 1, 1),
            period_to=date(2028, 12, 31),
        )  # fmt: skip
        elmose = school.parts.get(kind="municipality")
        Partner.objects.create(organisation=school, plan=found, name="Elmose Kommune", part=elmose)
        goal = Goal.objects.create(organisation=school, plan=found, title="Flere gennemfører", label="1")
        made = Action.objects.create(organisation=school, title="Mentor")
        Placing.objects.create(organisation=school, goal=goal, action=made)
    is_read = ALL[name].callback.gate.verb in {"see_plans", "judge_contract", "edit_own_part"}
    found.state, found.adopted_on = ("adopted", date(2024, 2, 1)) if is_read else ("draft", None)
    # Only what weighs has a score, and only a contract is judged by a board.
    found.kind = "results_contract" if name.startswith(("plans_score", "plans_judging")) else "strategy"
    found.save()
    return found


def saved_mapping(school: Organisation) -> SavedMapping:
    """A mapping of the school's own."""
    text = catalogue_text("uddata")
    found = SavedMapping.objects.filter(organisation=school).first()
    return found or save_mapping(by=None, organisation=school, title="Vores", text=text)


#: addresses that only work with a token from a mail, or the name of another log-in system
TOKENS = {"calendar", "invitation", "new_password", "openid_connect_login", "openid_connect_callback"}
ARGUMENTS = {"token": "nonsense", "user": uuid4(), "provider_id": "nonsense", "key": 1}


def without_school(name: str) -> str:
    """An address of no school, with arguments that mean nothing."""
    wanted = ALL[name].pattern.converters
    return reverse(name, kwargs={argument: ARGUMENTS[argument] for argument in wanted})


def test_every_address_has_a_name_and_a_gate() -> None:
    assert None not in ALL
    ungated = [
        name for name, found in ALL.items() if not isinstance(getattr(found.callback, "gate", None), Gate)
    ]
    assert not ungated
    assert len(list(patterns(get_resolver()))) == len(ALL)


def test_a_school_in_the_address_means_a_gate_that_asks_for_membership() -> None:
    for pattern in patterns(get_resolver()):
        of_school = pattern.callback.gate.kind == "of_school"
        assert reverse_has_school(pattern.name) == of_school, pattern.name


def reverse_has_school(name: str) -> bool:
    return any(
        "school" in possible[1]
        for option in get_resolver().reverse_dict.getlist(name)
        for possible in option[0]
    )


@pytest.mark.parametrize("name", OF_SCHOOL)
def test_addresses_of_a_school(name: str, school: Organisation, clients: dict[str, Client]) -> None:
    """Anonymous to the log-in, stranger 404, each role as its verbs say."""
    where, verb = address(name, school), ALL[name].callback.gate.verb
    anonymous = clients["anonymous"].get(where)
    assert (anonymous.status_code, anonymous["Location"]) == (302, f"{reverse('login')}?next={where}")
    fragment = clients["anonymous"].get(where, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.content) == (401, b"")
    assert clients["stranger"].get(where).status_code == 404
    for role, found in ROLES.items():
        wanted = 200 if verb in found.verbs else 403
        if name in OWN and OWN[name] not in found.verbs:
            wanted = 404
        if name in POSTED and wanted == 200:
            assert clients[role].get(where).status_code == 405, role
            continue
        assert clients[role].get(where).status_code == wanted, role
        assert clients[role].get(where, headers={"HX-Request": "true"}).status_code == wanted, role
        answers = {200, 302, 400} if name in FORMS and wanted == 200 else {403, 405}
        answers |= {400, 422} if name in SENT_BY_SOME else set()
        assert clients[role].post(where).status_code in answers, role


@pytest.mark.parametrize("name", OF_SCHOOL)
def test_a_school_that_does_not_exist_looks_like_a_strangers(
    name: str, clients: dict[str, Client], school: Organisation
) -> None:
    where = address(name, school).replace(str(school.uuid), str(uuid4()))
    assert clients["administrator"].get(where).status_code == 404


#: arguments that mean the same at every school: figures, sources, shipped mappings, kinds of changes
CATALOGUE = {"school", "key", "source", "name", "change", "sort"}
WITH_OBJECTS = [name for name in OF_SCHOOL if set(ALL[name].pattern.converters) - CATALOGUE]


@pytest.mark.parametrize("name", WITH_OBJECTS)
def test_what_is_one_schools_is_not_found_at_another(
    name: str, school: Organisation, empty_school: Organisation, clients: dict[str, Client]
) -> None:
    """Whoever has the verb at another school, and this school's ids, gets nothing by either way of asking."""
    verb = ALL[name].callback.gate.verb
    where = address(name, school).replace(str(school.uuid), str(empty_school.uuid))
    for role, found in ROLES.items():
        if verb in found.verbs:
            client = clients[f"empty {role}"]
            assert client.get(where).status_code == (405 if name in POSTED else 404), role
            assert client.post(where).status_code in {404, 405}, role
            assert client.post(where, {"name": "x", "on": "2026-01-01"}).status_code in {404, 405}, role


@pytest.mark.parametrize("name", OF_SCHOOL)
def test_no_page_of_a_school_stays_behind_on_a_shared_computer(
    name: str, school: Organisation, clients: dict[str, Client]
) -> None:
    """Neither the browser's cache nor htmx's (in the session storage, which outlives a log-in) keeps students."""
    verb = ALL[name].callback.gate.verb
    reader = next(role for role, found in ROLES.items() if verb in found.verbs)
    answer = clients[reader].get(address(name, school))
    kept = answer["Cache-Control"]
    assert "private" in kept
    assert "no-store" in kept or (name.endswith(("svg", "json")) and "no-cache" in kept)
    if b"htmx" in answer.content:
        assert b'"historyCacheSize":0' in answer.content


def test_the_other_addresses(school: Organisation, clients: dict[str, Client], settings) -> None:
    settings.DEMO = False
    for name, pattern in ALL.items():
        gate = pattern.callback.gate
        if gate.kind in {"of_school", "key"}:  # those of the API: tests/integration/web/api
            continue
        where, send = without_school(name), "post" if name in POSTED else "get"
        answer = getattr(clients["anonymous"], send)(where)
        if gate.kind == "demo_only":
            assert answer.status_code == 404
        elif gate.kind == "logged_in":
            assert answer["Location"] == f"{reverse('login')}?next={where}"
        else:
            assert answer.status_code in {200, 302} or (name in TOKENS and answer.status_code == 404), name


@pytest.mark.parametrize("page", ["retention", "retention_excel", "retention_svg", "retention_json"])
def test_a_counsellor_gets_no_other_department_by_its_address(
    page: str, school: Organisation, clients: dict[str, Client]
) -> None:
    where = reverse(page, args=[school.uuid])
    assert clients["counsellor"].get(where, {"department": "Nord"}).status_code == 200
    assert clients["counsellor"].get(where, {"department": "Syd"}).status_code == 403
    assert clients["quality_lead"].get(where, {"department": "Syd"}).status_code == 200


def test_a_counsellor_sees_no_trace_of_another_department(
    school: Organisation, clients: dict[str, Client]
) -> None:
    for name in ("retention", "figures_one"):
        query = {"by": "department"} if name == "figures_one" else {"rows": "class", "snapshot": ""}
        text = clients["counsellor"].get(address(name, school), query).content.decode()
        assert "Syd" not in text
        assert "S24" not in text
    text = (
        clients["counsellor"]
        .get(address("figures_one", school), {"rows": "events", "window": "12"})
        .content.decode()
    )
    assert "Anna N24-0" in text
    assert "S24" not in text


@pytest.mark.parametrize("page", ["retention", "retention_excel", "retention_svg", "retention_json"])
@pytest.mark.parametrize(
    "query", [{"rows": "class"}, {"municipality": "Elmose"}, {"class_group": "T1"}, {"part": "HF"}]
)
def test_the_board_gets_no_finer_cut_by_its_address(
    page: str, query: dict[str, str], school: Organisation, clients: dict[str, Client]
) -> None:
    where = reverse(page, args=[school.uuid])
    assert clients["board"].get(where, query).status_code == 403
    assert clients["quality_lead"].get(where, query).status_code == 200


@pytest.mark.parametrize("page", ["figures_one", "figures_one_excel", "figures_svg", "figures_json"])
def test_the_board_gets_no_persons_and_no_finer_breakdown(
    page: str, school: Organisation, clients: dict[str, Client]
) -> None:
    for query in ({"by": "class"}, {"by": "municipality"}, {"rows": "counted"}):
        assert clients["board"].get(address(page, school), query).status_code == 403
    for role in ("administrator", "board"):
        assert "Anna" not in clients[role].get(address("retention", school)).content.decode()
        assert clients[role].get(address("figures_one", school), {"rows": "counted"}).status_code == 403


def test_another_schools_delivery_and_snapshot_are_not_here(
    school: Organisation, empty_school: Organisation, clients: dict[str, Client]
) -> None:
    outsider = clients["stranger"]
    delivery = Delivery.objects.filter(organisation=school).first()
    assert outsider.get(reverse("deliveries_one", args=[empty_school.uuid, delivery.uuid])).status_code == 404
    snapshot = school.snapshots.first()
    for name, arguments in (("retention", []), ("figures_one", ["dropout"])):
        where = reverse(name, args=[empty_school.uuid, *arguments])
        assert outsider.get(where).status_code == 200
    mine = clients["administrator"]
    assert mine.get(reverse("retention", args=[school.uuid]), {"snapshot": str(uuid4())}).status_code == 404
    assert mine.get(reverse("retention", args=[school.uuid]), {"snapshot": "nonsense"}).status_code == 404
    assert (
        mine.get(reverse("retention", args=[school.uuid]), {"snapshot": str(snapshot.uuid)}).status_code
        == 200
    )
