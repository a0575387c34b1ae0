"""login.yaml is read strictly, and claims are held against it letter for letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from pejling.analysis.strict_fields import FieldError
from pejling.base.login.other_systems.claims import matching, proves_factor, values_of, verified_email
from pejling.base.login.other_systems.file import System, parse

FILE = """\
systems:
  - key: skole
    name: Skolens login
    server: https://login.skole.example/realm/
    client: pejling
    secret_env: HEMMELIGHED
    claim: realm_access.roles
    second_factor: {claim: loa, values: Substantial}
    access:
      - {value: kvalitet, school: Skolen, role: quality_lead}
      - {value: nord, school: Skolen, role: counsellor, held_to: {department: [Nord, Syd]}}
"""
ROLES = {"quality_lead": (), "counsellor": ("department",)}
ENVIRON = {"HEMMELIGHED": "x" * 20}


def read(text: str = FILE, keys: Path = Path("/findes-ikke")) -> System:
    return parse(text, roles=ROLES, keys=keys, environ=ENVIRON)[0]


def test_what_the_file_says() -> None:
    system = read()
    assert (system.server, system.secret) == ("https://login.skole.example/realm", "x" * 20)
    assert system.link_by_email is False
    assert [(rule.value, rule.role) for rule in system.rules] == [
        ("kvalitet", "quality_lead"),
        ("nord", "counsellor"),
    ]
    assert system.rules[1].held_to == {"department": ("Nord", "Syd")}


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("role: quality_lead", "role: quality_led", "systems[1].access[1].role"),
        ("claim: realm", "clam: realm", "systems[1].claim"),
        ("https://login", "http://login", "systems[1].server"),
        ("secret_env: HEMMELIGHED", "secret_env: ANDEN", "systems[1].secret_env"),
        ("secret_env: HEMMELIGHED", "secret_file: ../x", "systems[1].secret_file"),
        ("secret_env: HEMMELIGHED", "scopes: [openid]", "systems[1].secret_env"),
        ("client: pejling", "client: pejling\n    scopes: [email]", "systems[1].scopes"),
        ("{department: [Nord, Syd]}", "{municipality: [Nord]}", "systems[1].access[2].held_to.municipality"),
        ("value: nord", "value: ''", "systems[1].access[2].value"),
        ("role: quality_lead}", "role: quality_lead, rolle: x}", "systems[1].access[1].rolle"),
        ("key: skole", "key: Skole", "systems[1].key"),
        ("systems:", "system:", "system"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, path: str) -> None:
    with pytest.raises(FieldError) as told:
        read(FILE.replace(old, new, 1))
    assert told.value.path == path


def test_two_systems_have_two_keys() -> None:
    twice = FILE + FILE.split("\n", 1)[1]
    with pytest.raises(FieldError) as told:
        parse(twice, roles=ROLES, keys=Path("/findes-ikke"), environ=ENVIRON)
    assert told.value.path == "systems[2].key"


def test_the_secret_may_lie_among_the_keys(tmp_path: Path) -> None:
    (tmp_path / "skole.secret").write_text("hemmelig\n")
    text = FILE.replace("secret_env: HEMMELIGHED", "secret_file: skole.secret")
    assert read(text, tmp_path).secret == "hemmelig"


@pytest.mark.parametrize(
    ("claims", "wanted"),
    [
        ({"realm_access": {"roles": ["nord", "x"]}}, {"nord", "x"}),
        ({"realm_access.roles": "nord"}, {"nord"}),
        ({"realm_access": {"roles": [7, True, None, {"nord": 1}, ["nord"]]}}, {"7"}),
        ({"realm_access": "roles"}, set()),
        ({}, set()),
    ],
)
def test_values_of_a_claim(claims: dict, wanted: set[str]) -> None:
    assert values_of(claims, "realm_access.roles") == wanted


def test_a_rule_applies_to_the_very_value() -> None:
    system = read()
    for said, wanted in (("nord", ["nord"]), ("Nord", []), ("nord ", []), ("nordfra", []), ("*", [])):
        found = matching(system, {"realm_access": {"roles": [said]}})
        assert [rule.value for rule in found] == wanted, said


def test_the_second_factor_is_believed_only_where_the_file_names_it() -> None:
    system = read()
    assert proves_factor(system, {"loa": "Substantial"})
    assert not proves_factor(system, {"loa": "Low"})
    assert not proves_factor(system, {"amr": ["Substantial"]})
    without = read(FILE.replace("    second_factor: {claim: loa, values: Substantial}\n", ""))
    assert not proves_factor(without, {"loa": "Substantial", "": ""})


@pytest.mark.parametrize("sure", [False, None, "true", 1])
def test_an_address_counts_only_when_the_system_is_sure(sure: object) -> None:
    assert verified_email({"email": "A@B.dk", "email_verified": sure}) == ""
    assert verified_email({"email": " A@B.dk", "email_verified": True}) == "a@b.dk"
