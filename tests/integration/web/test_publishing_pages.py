"""A plan's way to the public on its pages: step by step for those who publish, what is there for those who read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from pejling.analysis.reports import bundle
from pejling.base.jobs.doing import run_waiting
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, Plan
from pejling.quality.publishing.models import Acceptance, Edition
from tests.integration.web.test_plans_pages import adopt, taken_in


@pytest.fixture
def plan(school: Organisation, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    settings.PEJLING_PUBLIC = tmp_path / "public"
    monkeypatch.setattr(bundle, "FORMS", tuple(one for one in bundle.FORMS if one.key in {"frozen", "page"}))
    made = taken_in(school, "results_contract_2021")
    adopt(made)
    return made


def where(plan: Plan, name: str = "", *arguments: Any) -> str:
    return reverse(f"publishing{name}", args=[plan.organisation.uuid, plan.uuid, *arguments])


def do(client: Client, plan: Plan, name: str, *arguments: Any, **said: str) -> str:
    answer = client.post(where(plan, name, *arguments), said, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_from_plan_to_public_and_back(
    plan: Plan, clients: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    lead = clients["quality_lead"]
    action = Action.objects.filter(organisation=plan.organisation, placings__goal__plan=plan).first()
    Action.objects.filter(pk=action.pk).update(title="Et forløb efter Anna Ancher")
    assert "Der er ikke offentliggjort noget" in lead.get(where(plan)).content.decode()
    text = do(lead, plan, "_freeze", note="Første udgave")
    assert "<mark>Anna Ancher</mark>" in text and "Lav filerne</button>" not in text
    assert "skal afklares" in do(lead, plan, "_make")
    edition = Edition.objects.get()
    fingerprint = text.split('name="fingerprint" value="')[1][:64]
    assert "Skriv begrundelsen" in do(lead, plan, "_settle", fingerprint=fingerprint, reason="")
    assert "ligner et CPR-nummer" in do(lead, plan, "_settle", fingerprint=fingerprint, reason="010203-1234")
    assert "Lav filerne</button>" in do(
        lead, plan, "_settle", fingerprint=fingerprint, reason="Malerens navn"
    )
    assert Acceptance.objects.get().reason == "Malerens navn"
    do(lead, plan, "_make")
    assert [job.state for job in run_waiting() if job.kind == "publishing.make"] == ["done"]
    preview = lead.get(where(plan, "_preview", "plan", f"{edition.publication.slug}/"))
    assert "Anna Ancher" in preview.content.decode()
    for outside in ("../../manifest.json", "%2e%2e/x", ".hidden", "no/such/"):
        assert lead.get(where(plan, "_preview", "plan", outside)).status_code == 404
    # Asked first, and nothing happens before that is answered.
    assert lead.post(where(plan, "_publish", "plan")).status_code == 400
    assert not Path(django_settings.PEJLING_PUBLIC).exists()
    assert "Udgave 1 er offentliggjort" in do(lead, plan, "_publish", "plan", sure="yes")
    page = Path(django_settings.PEJLING_PUBLIC) / "smaaskolen" / edition.publication.slug / "index.html"
    assert page.read_bytes() == preview.content
    with django_assert_max_num_queries(40):
        assert "Planen siger det samme nu" in lead.get(where(plan)).content.decode()
    Action.objects.filter(pk=action.pk).update(title="Et andet forløb")
    assert "Planen er ændret siden" in lead.get(where(plan)).content.decode()
    assert "vises for alle" in lead.post(where(plan, "_withdraw", "plan", 1)).content.decode()
    assert "Et tal var forkert" in do(lead, plan, "_withdraw", "plan", 1, reason="Et tal var forkert")
    assert "Et tal var forkert" in page.read_text("utf-8")
    assert "kan læses igen" in do(lead, plan, "_take_back", "plan", 1)
    assert page.read_bytes() == preview.content


def test_readers_see_what_is_public_and_nothing_of_what_is_on_its_way(
    plan: Plan, clients: dict[str, Client]
) -> None:
    lead = clients["head"]
    do(lead, plan, "_freeze", note="Hemmelig note")
    for role, at_school in (("counsellor", True), ("board", False), ("luu", False)):
        text = clients[role].get(where(plan)).content.decode()
        assert ("Hemmelig note" in text) is at_school, role
        assert "Frys rapporten" not in text
        listed = clients[role].get(reverse("publications", args=[plan.organisation.uuid])).content.decode()
        assert (plan.title in listed) is at_school, role
        for name in ("_freeze", "_settle", "_make", "_discard"):
            assert clients[role].post(where(plan, name)).status_code == 403
    assert clients["board"].get(where(plan, "_preview", "plan", "index.html")).status_code == 403


def test_a_draft_is_adopted_first(plan: Plan, clients: dict[str, Client]) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="draft", adopted_on=None)
    assert "vedtag den først" in clients["quality_lead"].get(where(plan)).content.decode()
    assert "vedtag den først" in do(clients["quality_lead"], plan, "_freeze")
    assert not Edition.objects.exists()


def test_the_follow_up_plan_is_published_by_itself(plan: Plan, clients: dict[str, Client]) -> None:
    do(clients["quality_lead"], plan, "_freeze", what="follow_up_plan")
    assert Edition.objects.get().publication.what == "follow_up_plan"
    assert clients["quality_lead"].get(where(plan), {"what": "nonsense"}).status_code == 404


def test_the_site_says_what_is_written(school: Organisation, plan: Plan, clients: dict[str, Client]) -> None:
    lead, form = clients["quality_lead"], reverse("publications_site", args=[school.uuid])
    said = {
        "slug": "Skolen",
        "compliance": "partly",
        "stated_on": "2026-11-01",
        "contact_email": "kontor@skole.dk",
    }
    assert "små bogstaver" not in lead.get(form).content.decode()
    assert lead.post(form, {**said, "home_page": "javascript:alert(1)"}).status_code == 400
    assert lead.post(form, {**said, "about": "Elev 010203-1234"}).status_code == 400
    assert lead.post(form, said).status_code == 302
    do(lead, plan, "_freeze")
    do(lead, plan, "_make")
    run_waiting()
    do(lead, plan, "_publish", "plan", sure="yes")
    statement = Path(django_settings.PEJLING_PUBLIC) / "skolen" / "tilgaengelighed" / "index.html"
    assert "kontor@skole.dk" in statement.read_text("utf-8")
    # The address stays, whatever is sent; the rest is public at once.
    assert lead.post(form, {**said, "slug": "andet", "contact_email": "nyt@skole.dk"}).status_code == 302
    assert "nyt@skole.dk" in statement.read_text("utf-8")
