"""The page of access keys: made, shown once, listed by whose they are, and revoked."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.accounts.models import User
from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.base.tokens.models import ApiToken
from tests.integration.web.reading_pages import tables

GOOD = {"name": "Regneark", "scopes": ["see_figures", "see_small_counts"], "days": "90"}


def make(client: Client, school: Organisation, **changed: object) -> str:
    """A key made as in a browser: the key itself."""
    answer = client.post(reverse("tokens_make", args=[school.uuid]), GOOD | changed)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    found = re.findall(r"<code>(pejling_[\w-]+)</code>", answer.content.decode())
    assert len(found) == 1
    return found[0]


def listed(client: Client, school: Organisation) -> list[list[str]]:
    found = tables(client.get(reverse("tokens", args=[school.uuid])))
    return found[0][1:] if found else []


def test_a_key_is_shown_once_and_works(school: Organisation, clients: dict[str, Client]) -> None:
    client = clients["quality_lead"]
    assert listed(client, school) == []
    secret = make(client, school)
    assert Client().get("/api/v1/snapshots", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    assert secret not in client.get(reverse("tokens", args=[school.uuid])).content.decode()
    assert secret not in str(dict(client.session))
    (row,) = listed(client, school)
    assert (row[0], row[-2]) == ("Regneark", "Virker")
    assert Entry.objects.filter(verb="make_token", organisation=school.uuid).count() == 1


def test_one_sees_ones_own_and_the_administrator_all(
    school: Organisation, clients: dict[str, Client]
) -> None:
    make(clients["quality_lead"], school)
    make(clients["board"], school, scopes=["see_figures"], name="Bestyrelsens")
    assert [row[0] for row in listed(clients["quality_lead"], school)] == ["Regneark"]
    assert [row[0] for row in listed(clients["administrator"], school)] == ["Bestyrelsens", "Regneark"]
    assert [row[1] for row in listed(clients["administrator"], school)] == ["board", "quality_lead"]


@pytest.mark.parametrize(
    "changed", [{"name": " "}, {"scopes": []}, {"days": "366"}, {"scopes": ["see_persons"]}, {"days": "x"}]
)
def test_what_cant_be_made_says_why_and_loses_nothing(
    school: Organisation, clients: dict[str, Client], changed: dict[str, object]
) -> None:
    answer = clients["quality_lead"].post(reverse("tokens_make", args=[school.uuid]), GOOD | changed)
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "form-error-message" in text
    if "name" not in changed:
        assert 'value="Regneark"' in text
    assert not ApiToken.objects.filter(organisation=school).exists()


def test_a_role_is_offered_no_more_than_it_has(school: Organisation, clients: dict[str, Client]) -> None:
    page = clients["board"].get(reverse("tokens", args=[school.uuid])).content.decode()
    assert 'value="see_figures"' in page
    assert 'value="see_small_counts"' not in page
    answer = clients["board"].post(reverse("tokens_make", args=[school.uuid]), GOOD)
    assert answer.status_code == 400


def test_revoking(school: Organisation, empty_school: Organisation, clients: dict[str, Client]) -> None:
    secret = make(clients["quality_lead"], school)
    token = ApiToken.objects.get(organisation=school)
    where = reverse("tokens_revoke", args=[school.uuid, token.uuid])
    assert clients["board"].post(where).status_code == 404
    elsewhere = reverse("tokens_revoke", args=[empty_school.uuid, token.uuid])
    assert clients["empty administrator"].post(elsewhere).status_code == 404
    assert Client().get("/api/v1/snapshots", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    assert clients["administrator"].post(where).status_code == 302
    assert Client().get("/api/v1/snapshots", headers={"authorization": f"Bearer {secret}"}).status_code == 401
    assert listed(clients["quality_lead"], school)[0][-2] == "Tilbagekaldt"
    lead = User.objects.get(email=f"administrator@{school.pk}.example")
    assert Entry.objects.get(verb="revoke_token").by == lead.uuid
