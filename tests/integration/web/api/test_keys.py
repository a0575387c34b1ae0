"""Access keys: what opens the API, what doesn't, and how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from pejling.base.accounts.models import Membership, User
from pejling.base.organisations.models import Organisation
from pejling.base.tokens.actions import make_token, revoke_token
from pejling.base.tokens.models import ApiToken
from tests.integration.web.api.conftest import Ask, key_of
from tests.integration.web.every_address import ALL

PATHS = [
    *("organisations", "definitions", "definitions/dropout", "snapshots", "key-figures"),
    *("values/dropout", "values/dropout/history"),
]


def get(path: str, key: str | None = None, **headers: str) -> int:
    sent = {"authorization": f"Bearer {key}"} if key is not None else headers
    return Client().get(f"/api/v1/{path}", headers=sent).status_code


def test_every_address_of_the_api_is_walked_here() -> None:
    keyed = {name for name, found in ALL.items() if found.callback.gate.kind == "key"}
    assert keyed == {
        "api_organisations", "api_definitions", "api_definition", "api_snapshots", "api_values", "api_history",
        "api_key_figures",
    }  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_only_a_key_opens_it(path: str, school: Organisation, clients: dict[str, Client]) -> None:
    key = key_of(school, "quality_lead")
    assert get(path, key) == 200
    assert get(path) == 401
    for wrong in ("", key[:-1], key + "x", key.upper(), "pejling_", "Bearer " + key, "æ" * 30):
        assert get(path, wrong) == 401, wrong
    assert get(path, authorization=key) == 401
    assert get(path, authorization=f"Basic {key}") == 401
    # A log-in on the pages isn't one here: no foreign page can ask on a reader's behalf.
    assert clients["quality_lead"].get(f"/api/v1/{path}").status_code == 401


def test_the_answer_to_a_missing_key_says_what_to_send(school: Organisation) -> None:
    answer = Client().get("/api/v1/snapshots")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "no_valid_key"


def test_a_key_expires_and_is_revoked(school: Organisation) -> None:
    key = key_of(school, "quality_lead")
    with time_machine.travel(timezone.now() + timedelta(days=29, hours=23), tick=False):
        assert get("snapshots", key) == 200
    with time_machine.travel(timezone.now() + timedelta(days=30, seconds=1), tick=False):
        assert get("snapshots", key) == 401
    token = ApiToken.objects.get(organisation=school, start=key[:13])
    revoke_token(by=token.user, token=token)
    assert get("snapshots", key) == 401


def test_a_key_ends_with_its_owners_access(school: Organisation) -> None:
    key = key_of(school, "quality_lead")
    user = User.objects.get(email=f"quality_lead@{school.pk}.example")
    Membership.objects.filter(user=user).update(ended_at=timezone.now())
    assert get("snapshots", key) == 401
    Membership.objects.filter(user=user).update(ended_at=None)
    assert get("snapshots", key) == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert get("snapshots", key) == 401


def test_a_key_is_of_one_school(school: Organisation, empty_school: Organisation) -> None:
    user = User.objects.get(email=f"quality_lead@{empty_school.pk}.example")
    _token, key = make_token(by=user, organisation=school, name="fremmed", scopes=["see_figures"], days=30)
    assert get("snapshots", key) == 401  # no role there, whatever the key says


def test_the_key_itself_is_kept_nowhere(school: Organisation) -> None:
    key = key_of(school, "quality_lead")
    row = ApiToken.objects.filter(start=key[:13]).values().get()
    assert not [value for value in row.values() if key in str(value)]


def test_scopes_narrow_and_never_widen(ask: Ask) -> None:
    assert ask("quality_lead", "values/dropout", scopes=("see_results",)).status_code == 403
    assert ask("quality_lead", "values/dropout", scopes=()).status_code == 403
    # The board's key for small counts shows none: its owner may not see them.
    items = ask("board", "values/dropout", by="department").json()["items"]
    assert all(item["hidden"] or item["n"] >= 5 for item in items)


@pytest.mark.parametrize(("days", "name", "scopes"), [(366, "x", []), (0, "x", []), (30, " ", [])])
def test_keys_that_cant_be_made(school: Organisation, days: int, name: str, scopes: list[str]) -> None:
    user = User.objects.get(email=f"quality_lead@{school.pk}.example")
    with pytest.raises(ValueError, match=r"\("):
        make_token(by=user, organisation=school, name=name, scopes=scopes, days=days)
    with pytest.raises(KeyError):
        make_token(by=user, organisation=school, name="x", scopes=["see_persons"], days=30)


def test_too_many_questions_are_told_to_wait(school: Organisation, settings) -> None:
    settings.API_PER_MINUTE = 3
    one, other = key_of(school, "quality_lead"), key_of(school, "board")
    with time_machine.travel("2026-11-01T10:00:20Z", tick=False):
        ApiToken.objects.update(expires_at="2027-01-01T00:00Z", made_at="2026-01-01T00:00Z")
        assert [get("snapshots", one) for _time in range(4)] == [200, 200, 200, 429]
        answer = Client().get("/api/v1/snapshots", headers={"authorization": f"Bearer {one}"})
        assert (answer.json()["code"], answer["Retry-After"]) == ("too_many", "40")
        assert get("snapshots", other) == 200
    with time_machine.travel("2026-11-01T10:01:00Z", tick=False):
        assert get("snapshots", one) == 200
