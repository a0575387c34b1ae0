"""Every address of the product with arguments that exist, and what is sent to it by which way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now

from pejling.analysis.reports.frozen import to_json
from pejling.analysis.reports.report import Report
from pejling.base.accounts.models import Membership, User
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
