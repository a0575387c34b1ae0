"""The school's parts, through the pages: rename, date, merge, take back; figures of old snapshots stay."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.accounts.access import access_of
from pejling.base.accounts.models import User
from pejling.base.organisations import actions
from pejling.base.organisations.models import Organisation


def at(name: str, school: Organisation, *arguments: Any) -> str:
    return reverse(name, args=[school.uuid, *arguments])


@pytest.fixture
def admin(clients: dict[str, Client]) -> Client:
    return clients["administrator"]


def change(admin: Client, part: Organisation, what: str, **sent: str) -> Any:
    return admin.post(at("organisation_change", part.parent or part, part.uuid, what), sent)


def test_every_part_with_its_kind(admin: Client, school: Organisation) -> None:
    text = admin.get(at("organisation", school)).content.decode()
    for name in ("Nord", "Syd", "SSA"):
        assert f">{name}</a>" in text
    only = admin.get(at("organisation", school), {"kind": "programme"}).content.decode()
    assert ">Nord</a>" not in only


def test_a_renamed_department_keeps_its_figures_and_its_counsellor(
    admin: Client, school: Organisation, clients: dict[str, Client], made: Any
) -> None:
    north = school.parts.get(name="Nord")
    assert change(admin, north, "name", name="Aalborg", on="2026-11-01").status_code == 302
    page = admin.get(at("organisation_part", school, north.uuid)).content.decode()
    assert "hed Nord til og med 31. oktober 2026" in page
    assert access_of(made.readers["counsellor"], school).departments == {"Nord", "Aalborg"}
    # The snapshots were made while it was called Nord, and still say so.
    answer = clients["counsellor"].get(at("retention", school), {"department": "Nord"})
    assert answer.status_code == 200


def test_who_has_the_department_that_took_over_sees_both(
    admin: Client, school: Organisation, clients: dict[str, Client]
) -> None:
    north, south = school.parts.get(name="Nord"), school.parts.get(name="Syd")
    where = at("retention", school)
    assert clients["counsellor"].get(where, {"department": "Syd"}).status_code == 403
    answer = change(admin, south, "merge", target=str(north.uuid), on="2026-11-01")
    assert answer.status_code == 302
    assert clients["counsellor"].get(where, {"department": "Syd"}).status_code == 200
    page = admin.get(at("organisation_part", school, south.uuid)).content.decode()
    assert "del af Nord fra 1. november 2026" in page
    assert "overtog Syd" in admin.get(at("organisation_part", school, north.uuid)).content.decode()
    relation = south.relations.get()
    assert admin.post(at("organisation_undo_merge", school, relation.pk)).status_code == 302
    assert clients["counsellor"].get(where, {"department": "Syd"}).status_code == 403


@pytest.mark.parametrize(
    ("what", "sent", "said"),
    [
        ("name", {"name": "Syd", "on": "2026-11-01"}, "navnet på en anden af samme slags"),
        ("name", {"name": "", "on": "2026-11-01"}, "Skriv et navn"),
        ("name", {"name": "Ny", "on": "32-13-2026"}, "Skriv en dag som"),
        ("dates", {"valid_from": "02-01-2026", "valid_to": "01-01-2026"}, "ligger før den første"),
        ("merge", {"target": "nonsense", "on": "2026-11-01"}, "Vælg blandt dem på listen"),
        ("merge", {"target": "", "on": "2026-11-01"}, "Vælg, hvad den bliver en del af"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_written(
    admin: Client, school: Organisation, what: str, sent: dict[str, str], said: str
) -> None:
    north = school.parts.get(name="Nord")
    answer = change(admin, north, what, **sent)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    north.refresh_from_db()
    assert (north.name, north.valid_from, north.valid_to) == ("Nord", None, None)


def test_what_does_not_fit_the_part_is_not_there(admin: Client, school: Organisation) -> None:
    north = school.parts.get(name="Nord")
    assert change(admin, north, "is-region").status_code == 404
    assert change(admin, school, "dates", valid_from="", valid_to="2026-01-01").status_code == 404


def test_add_a_board_and_place_a_municipality(admin: Client, school: Organisation) -> None:
    for kind, name in (("board", "Bestyrelsen"), ("region", "Region Opdigt"), ("municipality", "Fjordby")):
        assert admin.post(at("organisation_add", school), {"kind": kind, "name": name}).status_code == 302
    again = admin.post(at("organisation_add", school), {"kind": "board", "name": " Bestyrelsen "})
    assert again.status_code == 400
    place, region = school.parts.get(name="Fjordby"), school.parts.get(name="Region Opdigt")
    assert change(admin, place, "region", region=str(region.uuid)).status_code == 302
    assert "Region Opdigt" in admin.get(at("organisation_part", school, place.uuid)).content.decode()
    other = admin.post(at("organisation_add", school), {"kind": "municipality", "name": "Region To"})
    assert other.status_code == 302
    two = school.parts.get(name="Region To")
    assert change(admin, two, "is-region").status_code == 302
    two.refresh_from_db()
    assert two.kind == "region"


def test_another_schools_parts_are_not_here(
    admin: Client, school: Organisation, empty_school: Organisation, clients: dict[str, Client]
) -> None:
    theirs = empty_school.parts.get(name="Nord")
    assert admin.get(at("organisation_part", school, theirs.uuid)).status_code == 404
    assert admin.get(at("organisation_part", school, empty_school.uuid)).status_code == 404
    sent = {"name": "Ny", "on": "2026-11-01"}
    assert admin.post(at("organisation_change", school, theirs.uuid, "name"), sent).status_code == 404
    north, south = empty_school.parts.get(name="Nord"), empty_school.parts.get(name="Syd")
    actions.merge(by=None, parts=[south], target=north, on=date(2026, 1, 1))
    relation = south.relations.get()
    assert admin.post(at("organisation_undo_merge", school, relation.pk)).status_code == 404
    assert south.relations.exists()


def test_the_list_takes_the_same_queries_however_many(
    admin: Client, school: Organisation, django_assert_max_num_queries
) -> None:
    admin.get(at("organisation", school))
    names = [f"Afdeling {number}" for number in range(30)]
    actions.add_parts(by=None, school=school, kind="department", names=names)
    with django_assert_max_num_queries(14):
        admin.get(at("organisation", school))


def test_nobody_else_changes_the_school(school: Organisation, made: Any, clients: dict[str, Client]) -> None:
    assert isinstance(made.readers["head"], User)
    north = school.parts.get(name="Nord")
    for role in ("head", "quality_lead", "board"):
        assert change(clients[role], north, "name", name="X", on="2026-11-01").status_code == 403
