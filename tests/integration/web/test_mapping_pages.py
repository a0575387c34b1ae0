"""A quality lead who is no programmer makes a mapping by pointing, tries it, saves it, and the next file is known."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.mapping.among import recognise_among
from pejling.facts.deliveries.models import SavedMapping, Upload
from pejling.facts.deliveries.previewing import preview
from pejling.facts.deliveries.saved_mappings import load_saved, mappings_for
from pejling.facts.deliveries.upload_actions import discard, open_upload
from pejling.facts.deliveries.upload_files import Incoming

#: Headers of a system nobody has heard of, dates month first, and the school's own words for what happened.
OWN = (
    "Nr;Kaldenavn;Linje;Fra;Til;Hvad skete der\n"
    "1701;Ada;SSA;01/13/2025;06/27/2025;Bestået\n"
    "1702;Bo;SSA;01/13/2025;03/02/2025;Stoppet\n"
    "1703;Cy;SSH;02/03/2025;04/05/2025;Ukendt\n"
    "1704;Dy;SSH;02/03/2025;;\n"
    "1705;Ed;SSH;02/30/2025;;\n"
)


def uploaded(school: Organisation, *texts: str) -> Upload:
    files = [Incoming(f"liste {n}.csv", [text.encode()]) for n, text in enumerate(texts, 1)]
    return open_upload(by=None, organisation=school, files=files)


def address(name: str, school: Organisation, upload: Upload | None = None, **query: str) -> str:
    where = reverse(name, args=[school.uuid])
    parts = ({"upload": str(upload.uuid)} if upload else {}) | query
    return where + "?" + "&".join(f"{key}={value}" for key, value in parts.items())


def form_of(page: bytes) -> dict[str, object]:
    """What a browser would send of the pointing form: every field as it stands."""
    text = page.decode()
    text = text[text.index('<form id="pointing"') : text.index("</form>", text.index('<form id="pointing"'))]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", text):
        named = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        ticked = "checked" in tag if named.get("type") in ("checkbox", "radio") else True
        if ticked and "name" in named and named["name"] != "csrfmiddlewaretoken":
            sent.setdefault(named["name"], []).append(html.unescape(named.get("value", "")))
    for tag, body in re.findall(r"(<select[^>]*>)(.*?)</select>", text, re.S):
        name = re.search(r'name="([^"]*)"', tag)[1]
        options = re.findall(r'<option value="([^"]*)"( selected)?>', body)
        chosen = next((value for value, is_chosen in options if is_chosen), options[0][0])
        sent.setdefault(name, []).append(html.unescape(chosen))
    return sent


@pytest.fixture
def lead(clients: dict[str, Client]) -> Client:
    return clients["quality_lead"]


def test_from_a_file_nobody_knows_to_one_that_is_recognised(
    lead: Client, school: Organisation, tmp_path: Path
) -> None:
    upload = uploaded(school, OWN)
    page = lead.get(address("mappings_new", school, upload))
    assert page.status_code == 200
    form = form_of(page.content)
    # What is suggested: kind, columns by name and looks, and how dates are written.
    assert form["f0-kind"] == ["spells"]
    assert (form["f0-programme"], form["f0-starts_on"], form["f0-ends_on"]) == (["3"], ["4"], ["5"])
    assert form["f0-starts_on-style"] == ["month-first"]
    assert form["f0-student"] == ["1"]
    # A date such as 01/13/2025 begins as a leave code does: it is none.
    assert (form["f0-outcome"], form["f0-leave_code"]) == ([""], [""])
    assert form["f0-name"] == ["2"]
    # What is pointed at by hand: the column with what became of the student.
    form |= {"f0-outcome": "6", "f0-part": "=", "f0-part-is": "GF2"}
    page = lead.post(address("mappings_point", school, upload), form)
    form = form_of(page.content)
    assert form["f0-outcome-v"] == ["Bestået", "Stoppet", "Ukendt"]
    assert form["f0-outcome-m"] == ["", "", ""]
    # Nothing is known of the values yet: that is said, and nothing is tried.
    page = lead.post(address("mappings_point", school, upload), form | {"do": "try"})
    assert page.status_code == 422
    assert "Angiv, hvad mindst én af værdierne betyder." in page.content.decode()
    form |= {"f0-outcome-m": ["completed", "interrupted", ""], "title": "Vores årsliste"}
    text = lead.post(address("mappings_point", school, upload), form | {"do": "try"}).content.decode()
    # Three rows good; the unknown word and the 30th of February kept out, each with how to mend it.
    assert "Indskrivninger: 3 rækker er i orden, 2 holdes ude" in text
    assert "13.1.2025" in text
    assert "række 4: Ukendt" in text
    assert "række 6: 02/30/2025" in text
    assert not SavedMapping.objects.filter(organisation=school).exists()
    answer = lead.post(address("mappings_point", school, upload), form | {"do": "save"})
    assert answer.status_code == 302
    saved = SavedMapping.objects.get(organisation=school)
    upload.refresh_from_db()
    assert (saved.title, upload.saved_mapping) == ("Vores årsliste", saved)
    assert Entry.objects.filter(verb="save_mapping", subject=str(saved.uuid)).exists()
    mapping = load_saved(saved)
    assert mapping.tables == ("spells", "students")
    # Next month's file has the same columns: it is known by itself.
    path = tmp_path / "liste for december.csv"
    path.write_text(OWN.replace("2025", "2024"))
    found = recognise_among([preview(path)], mappings_for(school))
    assert (found.known.saved, found.complete, found.fits[0].same_shape) == (str(saved.uuid), True, True)


def test_what_is_missing_is_said_beside_its_field(lead: Client, school: Organisation) -> None:
    upload = uploaded(school, OWN)
    form = form_of(lead.get(address("mappings_new", school, upload)).content)
    page = lead.post(address("mappings_point", school, upload), form | {"f0-student": "", "do": "save"})
    text = page.content.decode()
    assert page.status_code == 422
    assert 'href="#f0-student"' in text
    assert 'id="f0-student-error"' in text
    page = lead.post(address("mappings_point", school, upload), form | {"f0-outcome": "", "do": "save"})
    assert "Skriv en titel til kortlægningen." in page.content.decode()
    page = lead.post(
        address("mappings_point", school, upload),
        form | {"f0-outcome": "", "title": "x", "precedence": "høj", "do": "save"},
    )
    assert "Forrang er et helt tal." in page.content.decode()
    assert not SavedMapping.objects.filter(organisation=school).exists()


def test_another_kind_of_file_has_other_fields(lead: Client, school: Organisation) -> None:
    upload = uploaded(school, "Elevnr;Fra;Til;Fravær;Timer i alt\n1;13-01-2025;19-01-2025;2,5;30\n")
    form = form_of(lead.get(address("mappings_new", school, upload)).content)
    assert form["f0-kind"] == ["absence"]
    form = form_of(lead.post(address("mappings_point", school, upload), form | {"f0-kind": "quotas"}).content)
    assert {"f0-agreed", "f0-municipality"} <= set(form)
    assert "f0-hours_absent" not in form
    # "Always the same" stays chosen before anybody has written what.
    form = form_of(lead.post(address("mappings_point", school, upload), form | {"f0-year": "="}).content)
    assert (form["f0-year"], form["f0-year-is"]) == (["="], [""])
    page = lead.post(address("mappings_point", school, upload), form | {"f0-kind": "", "do": "try"})
    assert page.status_code == 422
    assert "Angiv, hvad mindst én af filerne indeholder." in page.content.decode()


def test_files_of_one_shape_are_pointed_at_once(lead: Client, school: Organisation) -> None:
    upload = uploaded(school, OWN, OWN.replace("17", "18"), "Elevnr;Navn\n1;Ada\n2;Bo\n")
    form = form_of(lead.get(address("mappings_new", school, upload)).content)
    assert [form[name] for name in ("f0-kind", "f1-kind")] == [["spells"], ["students"]]
    assert "f2-kind" not in form


def test_beginning_with_a_mapping_and_saving_a_new_version_of_it(lead: Client, school: Organisation) -> None:
    upload = uploaded(school, OWN)
    form = form_of(lead.get(address("mappings_new", school, upload)).content)
    form |= {"f0-outcome": "", "title": "Vores årsliste", "do": "save"}
    lead.post(address("mappings_point", school, upload), form)
    saved = SavedMapping.objects.get(organisation=school)
    # The system has been updated: a column has another name.
    later = uploaded(school, OWN.replace("Linje", "Uddannelseslinje"))
    # It is known which mapping that was: the page begins with it.
    page = lead.get(address("mappings_new", school, later))
    form = form_of(page.content)
    assert form["replaces"] == ["yes"]
    assert (form["f0-student"], form["f0-starts_on"]) == (["1"], ["4"])
    anew = lead.get(address("mappings_new", school, later, **{"from": ""}))
    assert "replaces" not in form_of(anew.content)
    assert "som i den kortlægning, du begyndte med" in page.content.decode()
    point = address("mappings_point", school, later, **{"from": str(saved.uuid)})
    lead.post(point, form | {"f0-programme": "3", "do": "save"})
    again = SavedMapping.objects.get(organisation=school)
    assert (again.pk, again.name) == (saved.pk, saved.name)
    assert load_saved(again).file("enrolments").column("programme").names == ("Uddannelseslinje",)
    assert len(again.shape["enrolments"]) == 2


def test_no_cpr_number_reaches_the_page(lead: Client, school: Organisation) -> None:
    rows = "".join(f"311299-000{n};SSA;13-01-2025;ring 311299-000{n}\n" for n in range(3))
    upload = uploaded(school, "Personnr;Linje;Fra;Note\n" + rows)
    page = lead.get(address("mappings_new", school, upload))
    form = form_of(page.content)
    tried = lead.post(address("mappings_point", school, upload), form | {"do": "try"})
    assert "3 rækker er i orden" in tried.content.decode()
    for text in (page.content.decode(), tried.content.decode()):
        assert "311299" not in text


def test_an_upload_that_is_gone_says_so(
    lead: Client, school: Organisation, empty_school: Organisation
) -> None:
    upload = uploaded(school, OWN)
    elsewhere = address("mappings_new", empty_school, upload)
    assert lead.get(elsewhere).status_code == 404
    discard(by=None, upload=upload)
    text = lead.get(address("mappings_new", school, upload)).content.decode()
    assert "Filerne er her ikke længere" in text
    assert lead.get(address("mappings_new", school) + "upload=nonsense").status_code == 404


def test_nonsense_in_the_form_is_taken_for_nothing(lead: Client, school: Organisation) -> None:
    upload = uploaded(school, OWN)
    nonsense = {"f0-kind": "nonsense", "f0-student": "99", "f7-kind": "spells", "precedence": "1" * 50}
    assert lead.post(address("mappings_point", school, upload), nonsense).status_code == 200
    form = form_of(lead.get(address("mappings_new", school, upload)).content)
    for bad in ({"f0-student": "99"}, {"f0-starts_on-style": "sideways"}, {"f0-outcome-m": ["?"] * 3}):
        answer = lead.post(address("mappings_point", school, upload), form | bad | {"do": "try"})
        assert answer.status_code in (200, 422)


def test_a_shared_mapping_is_checked_before_it_is_kept(lead: Client, school: Organisation) -> None:
    where = reverse("mappings_yaml", args=[school.uuid, made(lead, school).uuid])
    text = lead.get(where).content.decode()
    wrong = text.replace("required: true", "required: yes", 1)
    line = wrong[: wrong.index("required: yes")].count("\n") + 1
    answer = lead.post(reverse("mappings_read", args=[school.uuid]), {"file": yaml(wrong)})
    assert answer.status_code == 422
    assert f"Linje {line}:" in answer.content.decode()
    answer = lead.post(
        reverse("mappings_read", args=[school.uuid]), {"file": yaml(text), "title": "Fra en kollega"}
    )
    assert answer.status_code == 302
    assert SavedMapping.objects.filter(organisation=school, title="Fra en kollega").exists()
    for broken in (yaml("a: [1"), SimpleUploadedFile("x.yaml", b"\xff\xfe\x00"), None):
        answer = lead.post(reverse("mappings_read", args=[school.uuid]), {"file": broken} if broken else {})
        assert answer.status_code == 422


def test_a_mapping_is_copied_renamed_and_retired(lead: Client, school: Organisation) -> None:
    saved = made(lead, school)
    lead.post(reverse("mappings_rename", args=[school.uuid, saved.uuid]), {"title": "Nyt navn"})
    lead.post(reverse("mappings_retire", args=[school.uuid, saved.uuid]), {"retired": "yes"})
    saved.refresh_from_db()
    assert (saved.title, saved.is_retired) == ("Nyt navn", True)
    page = lead.get(reverse("mappings", args=[school.uuid])).content.decode()
    assert "Tilbydes ikke længere" in page
    lead.post(reverse("mappings_retire", args=[school.uuid, saved.uuid]), {"retired": "no"})
    saved.refresh_from_db()
    assert not saved.is_retired
    lead.post(reverse("mappings_copy", args=[school.uuid]), {"mapping": str(saved.uuid)})
    assert SavedMapping.objects.filter(organisation=school, title="Kopi af Nyt navn").exists()


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    lead: Client, school: Organisation, django_assert_max_num_queries
) -> None:
    for title in ("En", "To", "Tre", "Fire"):
        lead.post(reverse("mappings_copy", args=[school.uuid]), {"mapping": "uddata", "title": title})
    with django_assert_max_num_queries(12):
        lead.get(reverse("mappings", args=[school.uuid]))


def made(lead: Client, school: Organisation) -> SavedMapping:
    """A copy of the catalogue's mapping."""
    lead.post(reverse("mappings_copy", args=[school.uuid]), {"mapping": "uddata", "title": "Vores"})
    return SavedMapping.objects.get(organisation=school, title="Vores")


def yaml(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("delt.yaml", text.encode())
