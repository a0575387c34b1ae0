"""What a user may see with several memberships: worked out by hand on a school of two departments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from pejling.base.accounts import actions
from pejling.base.accounts.access import Access, access_of, accesses_of
from pejling.base.accounts.actions import Refused
from pejling.base.accounts.models import Membership, User
from pejling.base.accounts.roles import ALL_CUTS, COARSE_CUTS, ROLES, VERBS
from pejling.base.accounts.scopes import DIMENSIONS
from pejling.base.audit.models import Entry
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def school() -> Organisation:
    made = organisations.found(by=None, name="Skolen")
    organisations.add_parts(by=None, school=made, kind="department", names=["Nord", "Syd"])
    organisations.add_parts(by=None, school=made, kind="programme", names=["SSA"])
    organisations.add_parts(by=None, school=made, kind="municipality", names=["Elmose"])
    return made


@pytest.fixture
def user() -> User:
    return actions.add_user(by=None, email="en@example.dk", name="En")


def give(user: User, school: Organisation, role: str, **rest: Any) -> Membership:
    return actions.grant(by=None, user=user, organisation=school, role=role, **rest)


def seen(user: User, school: Organisation) -> Access:
    found = access_of(user, school)
    assert found is not None
    return found


def test_every_role_says_what_it_sees_and_names_only_what_exists() -> None:
    for role in ROLES.values():
        assert role.title and len(str(role.description)) > 30
        assert role.verbs <= VERBS
        assert set(role.needs) <= set(role.scopes) <= set(DIMENSIONS)
        assert role.cuts <= ALL_CUTS
        # Whoever sees no small counts gets no fine cuts and no persons.
        if "see_small_counts" not in role.verbs:
            assert role.smallest == 5 and role.cuts == COARSE_CUTS and "see_persons" not in role.verbs


def test_nobody_without_a_membership(school: Organisation, user: User) -> None:
    assert access_of(user, school) is None
    give(user, school, "board")
    assert access_of(user, school) is not None
    user.is_active = False
    assert access_of(user, school) is None
    assert accesses_of(user) == []


def test_from_day_to_day_and_until_ended(school: Organisation, user: User) -> None:
    today = timezone.localdate()
    for valid_from, valid_to, there in (
        (None, None, True),
        (today, today, True),
        (today + DAY, None, False),
        (None, today - DAY, False),
        (today - DAY, today + DAY, True),
    ):
        membership = give(user, school, "head", valid_from=valid_from, valid_to=valid_to)
        assert (access_of(user, school) is not None) is there
        actions.end(by=None, membership=membership)
        assert access_of(user, school) is None


def test_the_board_sees_the_school_as_the_board_and_nord_as_its_counsellor(
    school: Organisation, user: User
) -> None:
    give(user, school, "board")
    give(user, school, "counsellor", scopes={"department": ["Nord"]})
    whole = seen(user, school)
    assert (whole.is_whole, whole.departments, whole.smallest, whole.cuts) == (True, None, 5, COARSE_CUTS)
    assert whole.reach("see_figures") == [{}]
    assert whole.reach("see_persons") == [{"department": frozenset({"Nord"})}]
    assert whole.reach("deliver") == []
    north = whole.at({"department": "Nord"})
    assert (north.smallest, north.cuts) == (0, ALL_CUTS)
    south = whole.at({"department": "Syd"})
    assert (south.smallest, south.cuts, south.may("see_persons")) == (5, COARSE_CUTS, False)


def test_two_departments_by_two_memberships(school: Organisation, user: User) -> None:
    give(user, school, "counsellor", scopes={"department": ["Nord"]})
    give(user, school, "head_of_department", scopes={"department": ["Syd"]})
    both = seen(user, school)
    assert both.departments == {"Nord", "Syd"}
    assert (both.smallest, both.cuts, both.is_whole) == (0, ALL_CUTS, False)
    assert both.meets({"department": "Syd"}) and not both.meets({"department": "Øst"})


def test_different_kinds_of_limits_are_alternatives(school: Organisation, user: User) -> None:
    """The outer bound holds neither dimension: a student of T1 may be in any department."""
    give(user, school, "counsellor", scopes={"department": ["Nord"]})
    give(user, school, "contact_teacher", scopes={"class": ["T1"]})
    found = seen(user, school)
    assert found.held == {}
    assert found.departments is None
    assert not found.is_whole
    assert found.reach("see_persons") == [
        {"class": frozenset({"T1"})},
        {"department": frozenset({"Nord"})},
    ] or found.reach("see_persons") == [
        {"department": frozenset({"Nord"})},
        {"class": frozenset({"T1"})},
    ]
    assert found.meets({"department": "Syd"})
    assert not found.meets({"department": "Syd", "class": "T2"})


def test_a_masked_membership_beside_an_unmasked_one_masks_what_it_adds(
    school: Organisation, user: User
) -> None:
    give(user, school, "region", scopes={"municipality": ["Elmose"]})
    give(user, school, "counsellor", scopes={"department": ["Nord"]})
    found = seen(user, school)
    assert (found.smallest, found.cuts) == (5, COARSE_CUTS)
    assert found.at({"department": "Nord"}).smallest == 0
    assert found.at({"municipality": "Elmose"}).smallest == 5
    assert found.at({"municipality": "Elmose", "department": "Nord"}).smallest == 0


def test_a_role_held_to_nothing_sees_nobody(school: Organisation, user: User) -> None:
    for role in ROLES.values():
        if role.needs:
            membership = give(user, school, role.key)
            found = seen(user, school)
            assert found.reach("see_figures") == [{role.needs[0]: frozenset()}]
            assert not found.meets({role.needs[0]: "Nord"})
            actions.end(by=None, membership=membership)


def test_a_scope_follows_renaming_and_merger(school: Organisation, user: User) -> None:
    north, south = school.parts.filter(kind="department").order_by("name")
    give(user, school, "counsellor", scopes={"department": [south]})
    organisations.rename(by=None, part=north, name="Aalborg", on=date(2025, 1, 1))
    organisations.merge(by=None, parts=[north], target=south, on=date(2026, 1, 1))
    assert seen(user, school).departments == {"Syd", "Aalborg", "Nord"}


def test_held_back_until_there_is_a_second_factor(school: Organisation, user: User) -> None:
    give(user, school, "quality_lead")
    found = seen(user, school).without({"see_persons", "manage_people"})
    assert not found.may("see_persons")
    assert found.may("see_figures")
    assert found.reach("see_persons") == []
    assert found.withheld == {"see_persons"}
    narrowed = seen(user, school).only({"see_figures"})
    assert {verb for verb in VERBS if narrowed.may(verb)} == {"see_figures"}
    assert narrowed.smallest == 5


def test_an_unknown_verb_is_a_mistake_of_the_programmers(school: Organisation, user: User) -> None:
    give(user, school, "board")
    with pytest.raises(KeyError):
        seen(user, school).may("see_everything")


@pytest.mark.parametrize(
    ("role", "scopes", "code"),
    [
        ("counsellor", {"department": ["Øst"]}, "not_of_school"),
        ("counsellor", {"department": ["SSA"]}, "not_of_school"),
        ("counsellor", {"class": ["T1"]}, "scope_not_of_role"),
        ("board", {"department": ["Nord"]}, "scope_not_of_role"),
        ("training_supervisor", {"student": ["x" * 201]}, "value_too_long"),
        ("training_supervisor", {"student": [str(n) for n in range(2001)]}, "too_many_values"),
    ],
)
def test_what_cannot_be_given(
    school: Organisation, user: User, role: str, scopes: dict[str, list[str]], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        give(user, school, role, scopes=scopes)
    assert refused.value.code == code
    assert not Membership.objects.exists()


def test_no_part_of_another_school(school: Organisation, user: User) -> None:
    other = organisations.found(by=None, name="Naboskolen")
    organisations.add_parts(by=None, school=other, kind="department", names=["Nord"])
    theirs = other.parts.get()
    for asked in (theirs, str(theirs.uuid)):
        with pytest.raises(Refused) as refused:
            give(user, school, "counsellor", scopes={"department": [asked]})
        assert refused.value.code == "not_of_school"
    with pytest.raises(Refused):
        give(user, school, "counsellor", departments=[theirs])
    with pytest.raises(KeyError):
        give(user, school, "headmaster")
    with pytest.raises(Refused) as refused:
        give(user, school, "head", valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1))
    assert refused.value.code == "days_reversed"


def test_the_same_is_not_given_twice(school: Organisation, user: User) -> None:
    once = give(user, school, "counsellor", scopes={"department": ["Nord", " Nord ", ""]})
    assert give(user, school, "counsellor", departments=[school.parts.get(name="Nord")]) == once
    assert give(user, school, "counsellor", scopes={"department": ["Nord", "Syd"]}) != once
    assert [str(scope) for scope in once.scopes.all()] == ["Nord"]


def test_another_role_ends_the_one_before(school: Organisation, user: User) -> None:
    before = give(user, school, "counsellor", scopes={"department": ["Nord"]})
    after = actions.change(by=None, membership=before, role="head", scopes={}, valid_from=None, valid_to=None)
    before.refresh_from_db()
    assert before.ended_at is not None
    assert [grant.role.key for grant in seen(user, school).grants] == ["head"]
    same = actions.change(
        by=None, membership=after, role="head", scopes={}, valid_from=None, valid_to=date(2099, 1, 1)
    )
    assert same == after
    with pytest.raises(Refused) as refused:
        actions.end(by=None, membership=before)
    assert refused.value.code == "already_ended"


def test_the_last_administrator_stays(school: Organisation, user: User) -> None:
    only = give(user, school, "administrator")
    other = actions.add_user(by=None, email="to@example.dk")
    for attempt in (
        lambda: actions.end(by=None, membership=only),
        lambda: actions.change(
            by=None, membership=only, role="head", scopes={}, valid_from=None, valid_to=None
        ),
        lambda: actions.change(
            by=None,
            membership=only,
            role="administrator",
            scopes={},
            valid_from=None,
            valid_to=date(2099, 1, 1),
        ),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == "last_administrator"
        only.refresh_from_db()
        assert (only.ended_at, only.valid_to) == (None, None)
    give(other, school, "administrator")
    actions.end(by=None, membership=only)
    assert access_of(user, school) is None


def test_each_change_leaves_a_row_without_names(school: Organisation, user: User) -> None:
    before = Entry.objects.count()
    membership = give(user, school, "training_supervisor", scopes={"student": ["4711"]})
    actions.change(
        by=user, membership=membership, role="training_supervisor", scopes={"student": ["4712"]},
        valid_from=None, valid_to=None,
    )  # fmt: skip
    actions.end(by=user, membership=membership)
    rows = list(Entry.objects.order_by("id")[before:].values("verb", "kind", "subject", "fields"))
    assert [row["verb"] for row in rows] == ["grant", "change_access", "end_access"]
    assert {row["subject"] for row in rows} == {str(membership.uuid)}
    assert "471" not in str([row["fields"] for row in rows])


def test_access_costs_the_same_however_many_memberships(
    school: Organisation, user: User, django_assert_num_queries
) -> None:
    for name in ("Nord", "Syd"):
        give(user, school, "counsellor", scopes={"department": [name]})
        give(user, school, "head_of_department", scopes={"department": [name]})
    # memberships, scopes, mergers, names, former names
    with django_assert_num_queries(5):
        access_of(user, school)
