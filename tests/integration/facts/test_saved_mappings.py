"""A school's own mappings: kept, found again by the shape of a file, renamed, retired; never another school's."""

from __future__ import annotations

from pathlib import Path

import pytest

from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import saved_mappings as kept
from pejling.facts.deliveries.mapping.among import recognise_among
from pejling.facts.deliveries.mapping.lines import line_of
from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.models import SavedMapping
from pejling.facts.deliveries.previewing import preview
from pejling.facts.deliveries.problems import MappingError

pytestmark = pytest.mark.django_db

TEXT = """\
# the school's own remark
name: whatever
title: >-
  Whatever
  it was
files:
  rows:
    columns:
      student: {names: Nr, required: true}
      programme: {names: Linje, required: true}
      starts: {names: Fra, required: true}
tables:
  spells:
    file: rows
    key: [programme, starts_on]
    columns: {student: student, programme: programme, starts_on: starts}
"""


@pytest.fixture
def schools() -> list[Organisation]:
    return [Organisation.objects.create(kind="school", name=name) for name in ("Nordskolen", "Sydskolen")]


def made(school: Organisation, title: str = "Vores  egen årsliste", **more: object) -> SavedMapping:
    return kept.save_mapping(by=None, organisation=school, title=title, text=TEXT, **more)


def test_a_mapping_is_kept_under_a_name_of_its_own(schools: list[Organisation]) -> None:
    first, second, elsewhere = made(schools[0]), made(schools[0]), made(schools[1])
    assert [one.name for one in (first, second, elsewhere)] == [
        "vores-egen-aarsliste", "vores-egen-aarsliste-2", "vores-egen-aarsliste",
    ]  # fmt: skip
    assert made(schools[0], "UDDATA").name == "uddata-2"
    mapping = kept.load_saved(first)
    assert (mapping.name, mapping.title) == ("vores-egen-aarsliste", "Vores egen årsliste")
    assert first.text.startswith("# the school's own remark\n")
    assert parse(first.text).title == "Vores egen årsliste"
    assert parse(first.text).version == first.version
    assert [entry.verb for entry in Entry.objects.all()] == ["save_mapping"] * 4


def test_the_next_file_of_that_shape_is_recognised(schools: list[Organisation], tmp_path: Path) -> None:
    made(schools[0], shape={"rows": [["nr", "linje", "fra", "hold"]]})
    path = tmp_path / "februar.csv"
    path.write_text("NR;Linje; Fra;Hold\n1;SSA;13-01-2025;a\n2;SSA;14-01-2025;b\n")
    found = recognise_among([preview(path)], kept.mappings_for(schools[0]))
    assert (found.mapping.title, found.complete) == ("Vores egen årsliste", True)
    assert (found.fits[0].role.name, found.fits[0].same_shape) == ("rows", True)
    assert recognise_among([preview(path)], kept.mappings_for(schools[1])) is None
    path.write_text("Nr;Linje;Hold\n1;SSA;a\n2;SSA;b\n")
    lacking = recognise_among([preview(path)], kept.mappings_for(schools[0]))
    assert (lacking.complete, lacking.fits[0].missing) == (False, ("Fra",))
    assert lacking.fits[0].problem[0] == "missing_column"


def test_of_the_catalogue_the_one_that_knows_most_columns_is_found(
    schools: list[Organisation], tmp_path: Path
) -> None:
    path = tmp_path / "udtræk.csv"
    path.write_text("Elevnr;Uddannelse;Startdato;Slutdato\n1;SSA;13-01-2025;\n2;SSA;14-01-2025;\n")
    found = recognise_among([preview(path)], kept.mappings_for(schools[0]))
    assert (found.known.key, found.fits[0].role.name, found.complete) == ("uddata", "enrolments", True)


def test_renaming_keeps_the_name_deliveries_know(schools: list[Organisation]) -> None:
    one = made(schools[0])
    kept.rename_mapping(by=None, organisation=schools[0], saved=one, title='Den "nye": liste #1')
    assert (one.name, kept.load_saved(one).title) == ("vores-egen-aarsliste", 'Den "nye": liste #1')
    with pytest.raises(MappingError) as caught:
        kept.rename_mapping(by=None, organisation=schools[0], saved=one, title="  ")
    assert caught.value.code == "no_title"


def test_a_retired_mapping_is_offered_no_more(schools: list[Organisation]) -> None:
    one = made(schools[0])
    kept.retire_mapping(by=None, organisation=schools[0], saved=one)
    assert str(one.uuid) not in {known.saved for known in kept.mappings_for(schools[0])}
    kept.retire_mapping(by=None, organisation=schools[0], saved=one, retired=False)
    assert str(one.uuid) in {known.saved for known in kept.mappings_for(schools[0])}
    assert [entry.verb for entry in Entry.objects.order_by("id")][1:] == ["retire_mapping", "restore_mapping"]


def test_a_new_version_keeps_the_name_and_what_was_remembered(schools: list[Organisation]) -> None:
    one = made(schools[0], shape={"rows": [["a"]]})
    again = made(schools[0], "Ny titel", shape={"rows": [["b"], ["a"]], "more": [["c"]]}, replaces=one)
    assert (again.pk, again.name, again.title) == (one.pk, "vores-egen-aarsliste", "Ny titel")
    assert again.shape == {"rows": [["b"], ["a"]], "more": [["c"]]}
    with pytest.raises(SavedMapping.DoesNotExist):
        made(schools[1], replaces=one)


def test_what_cannot_be_used_is_not_kept(schools: list[Organisation]) -> None:
    text = TEXT.replace("file: rows", "file: row")
    with pytest.raises(MappingError) as caught:
        kept.save_mapping(by=None, organisation=schools[0], title="x", text=text)
    assert caught.value.code == "unknown_file"
    assert not SavedMapping.objects.exists()
    # The line a person would find it on: the fourteenth.
    assert line_of(text, caught.value.path_in_yaml) == 14


def test_one_that_has_become_unusable_says_why_and_harms_no_other(schools: list[Organisation]) -> None:
    one = made(schools[0])
    SavedMapping.objects.filter(pk=one.pk).update(text=TEXT.replace("spells", "spels"))
    found = kept.listed(kept.saved_mappings_of(schools[0]))[0]
    assert (found.mapping, found.problem[0]) == (None, "unknown_table")
    assert {known.key for known in kept.mappings_for(schools[0])} >= {"uddata", "oulad"}
