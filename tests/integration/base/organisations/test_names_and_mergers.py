"""Renaming and merging: nothing known is rewritten, and whoever has a part has what became part of it."""

from __future__ import annotations

from datetime import date

import pytest

from pejling.base.audit.models import Entry
from pejling.base.organisations import actions
from pejling.base.organisations.actions import Refused
from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import name_on, names_of, parts_of

pytestmark = pytest.mark.django_db
MERGED = date(2025, 8, 1)


@pytest.fixture
def school() -> Organisation:
    return actions.found(by=None, name="Skolen")


def departments(school: Organisation, *names: str) -> list[Organisation]:
    actions.add_parts(by=None, school=school, kind="department", names=names)
    return [school.parts.get(name=name) for name in names]


def test_a_part_is_called_what_it_was_called_then(school: Organisation) -> None:
    (part,) = departments(school, "Nord")
    actions.rename(by=None, part=part, name="Aalborg", on=date(2024, 8, 1))
    part = actions.rename(by=None, part=part, name="Campus Aalborg", on=date(2026, 1, 1))
    days = {
        date(2020, 1, 1): "Nord",
        date(2024, 7, 31): "Nord",
        date(2024, 8, 1): "Aalborg",
        date(2025, 12, 31): "Aalborg",
        date(2026, 1, 1): "Campus Aalborg",
    }
    assert {day: name_on(part, day) for day in days} == days
    assert names_of([part.pk]) == {part.pk: frozenset({"Nord", "Aalborg", "Campus Aalborg"})}


def test_a_file_with_the_old_name_makes_no_second_part(school: Organisation) -> None:
    (part,) = departments(school, "Nord")
    actions.rename(by=None, part=part, name="Aalborg", on=date(2024, 8, 1))
    assert actions.add_parts(by=None, school=school, kind="department", names=["Nord", "Aalborg"]) == []
    assert school.parts.count() == 1


def test_two_become_a_third_and_a_fourth_joins_later(school: Organisation) -> None:
    a, b, c, d = departments(school, "A", "B", "C", "D")
    actions.merge(by=None, parts=[a, b], target=c, on=MERGED)
    actions.merge(by=None, parts=[c], target=d, on=date(2026, 1, 1))
    found = names_of([a.pk, c.pk, d.pk])
    assert found == {a.pk: {"A"}, c.pk: {"A", "B", "C"}, d.pk: {"A", "B", "C", "D"}}
    assert [p.name for p in parts_of(school, "department", on=date(2025, 7, 31))] == ["A", "B", "C", "D"]
    assert [p.name for p in parts_of(school, "department", on=MERGED)] == ["C", "D"]
    assert [p.name for p in parts_of(school, "department", on=date(2026, 1, 1))] == ["D"]


def test_a_merger_entered_by_mistake_is_taken_back(school: Organisation) -> None:
    a, b = departments(school, "A", "B")
    actions.merge(by=None, parts=[a], target=b, on=MERGED)
    actions.undo_merge(by=None, relation=a.relations.get())
    assert names_of([b.pk]) == {b.pk: {"B"}}
    assert parts_of(school, "department", on=MERGED).count() == 2


def test_what_cannot_be_merged_says_why(school: Organisation) -> None:
    a, b = departments(school, "A", "B")
    other = actions.found(by=None, name="Naboskolen")
    (theirs,) = departments(other, "T")
    (programme,) = actions.add_parts(by=None, school=school, kind="programme", names=["SSA"])
    for parts, target, code in (
        ([], a, "nothing_to_merge"),
        ([a], a, "into_itself"),
        ([theirs], a, "not_of_one_kind"),
        ([programme], a, "not_of_one_kind"),
        ([school], a, "not_of_one_kind"),
    ):
        with pytest.raises(Refused) as refused:
            actions.merge(by=None, parts=parts, target=target, on=MERGED)
        assert refused.value.code == code
    actions.merge(by=None, parts=[a], target=b, on=MERGED)
    for parts, target, code in (([b], a, "round"), ([a], b, "already_merged")):
        with pytest.raises(Refused) as refused:
            actions.merge(by=None, parts=parts, target=target, on=date(2026, 1, 1))
        assert refused.value.code == code


def test_names_are_free_or_refused(school: Organisation) -> None:
    a, b = departments(school, "A", "B")
    actions.rename(by=None, part=a, name="Ny", on=date(2025, 1, 1))
    for part, name, day, code in (
        (b, "A", date(2025, 1, 1), "name_taken"),
        (b, " Ny ", date(2025, 1, 1), "name_taken"),
        (b, " ", date(2025, 1, 1), "no_name"),
        (b, "x" * 201, date(2025, 1, 1), "long_name"),
        (b, "B", date(2025, 1, 1), "same_name"),
        (a, "Nyere", date(2024, 12, 31), "renamed_later"),
    ):
        with pytest.raises(Refused) as refused:
            actions.rename(by=None, part=part, name=name, on=day)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        actions.set_dates(by=None, part=b, valid_from=date(2025, 1, 2), valid_to=date(2025, 1, 1))
    assert refused.value.code == "days_reversed"


def test_municipalities_get_their_code_and_regions_are_known(school: Organisation) -> None:
    actions.add_parts(
        by=None,
        school=school,
        kind="municipality",
        names=["Randers Kommune", "Fjordby", "Region Midtjylland"],
    )
    assert set(school.parts.values_list("name", "kind", "code")) == {
        ("Randers Kommune", "municipality", "0730"),
        ("Fjordby", "municipality", ""),
        ("Region Midtjylland", "region", "1082"),
    }
    assert actions.add_parts(by=None, school=school, kind="municipality", names=["Region Midtjylland"]) == []


def test_each_change_leaves_a_row(school: Organisation) -> None:
    a, b = departments(school, "A", "B")
    before = Entry.objects.count()
    actions.rename(by=None, part=a, name="Ny", on=MERGED)
    actions.set_dates(by=None, part=b, valid_from=MERGED, valid_to=None)
    actions.add_part(by=None, school=school, kind="board", name="Bestyrelsen")
    assert Entry.objects.count() == before + 3
    assert set(Entry.objects.values_list("organisation", flat=True)) == {school.uuid}
