"""Every address, walked: who may see it. A new address fails here until its gate is declared."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from pejling.base.accounts.roles import ROLES
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery
from pejling.web.gate import Gate
from tests.integration.web.every_address import (
    ALL,
    FORMS,
    OF_SCHOOL,
    OWN,
    POSTED,
    SENT_BY_SOME,
    TOKENS,
    address,
    patterns,
    without_school,
)


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
