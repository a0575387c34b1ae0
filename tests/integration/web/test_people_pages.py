"""People and what they may see, through the pages: invite, give, change, end; and who may see a student."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.access import access_of
from pejling.base.accounts.handover import Tasks
from pejling.base.accounts.models import Membership, User
from pejling.base.accounts.roles import ROLES
from pejling.base.login.models import Invitation
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.cpr import keyed_hash
from pejling.facts.deliveries.hash_key import hash_key
from pejling.facts.register.models import Pseudonym, Spell
from tests.integration.web.conftest import logged_in

#: tests hand tasks over to whoever is written here
HANDED_OVER: list[tuple[User, User]] = []


def tasks_of_tests(organisation: Organisation, user: User) -> Tasks:
    """Three tasks for everybody."""
    return Tasks("Tiltag", 3, lambda *, by, to: HANDED_OVER.append((user, to)))


def at(name: str, school: Organisation, *arguments: Any) -> str:
    return reverse(name, args=[school.uuid, *arguments])


@pytest.fixture
def admin(clients: dict[str, Client]) -> Client:
    return clients["administrator"]


@pytest.fixture
def teacher(school: Organisation) -> User:
    user = accounts.add_user(by=None, email="ny@example.dk", name="Nynne Ny")
    accounts.grant(by=None, user=user, organisation=school, role="contact_teacher", scopes={"class": ["N24"]})
    return user


def open_of(user: User) -> Membership:
    return Membership.objects.get(user=user, ended_at=None)


def test_everybody_stands_there_with_what_they_are_held_to(admin: Client, school, teacher: User) -> None:
    text = admin.get(at("people", school), {"role": "contact_teacher"}).content.decode()
    assert "Nynne Ny" in text
    assert "Hold: N24" in text
    assert "Elevvejleder" not in text.split("<tbody>")[1].split("</tbody>")[0]
    nobody = admin.get(at("people", school), {"state": "over"}).content.decode()
    assert "<tbody>" not in nobody


def test_the_list_takes_the_same_queries_however_many(
    admin: Client, school, django_assert_max_num_queries
) -> None:
    admin.get(at("people", school))
    with django_assert_max_num_queries(24):
        admin.get(at("people", school))
    for number in range(8):
        user = accounts.add_user(by=None, email=f"p{number}@example.dk")
        accounts.grant(
            by=None, user=user, organisation=school, role="counsellor", scopes={"department": ["Nord"]}
        )
    with django_assert_max_num_queries(24):
        admin.get(at("people", school))


def test_an_invitation_goes_to_the_mail_and_stands_as_open(admin: Client, school) -> None:
    where = at("people_invite", school)
    assert "Kontaktlærer" in admin.get(where).content.decode()
    north = school.parts.get(name="Nord")
    sent = admin.post(
        f"{where}?role=counsellor",
        {"email": "Vera@Example.dk", "name": "Vera", "scope_department": [str(north.uuid)]},
    )
    assert sent.status_code == 302
    made = Invitation.objects.get(email="vera@example.dk")
    assert (made.role, made.organisation, list(made.scopes)) == ("counsellor", school, ["department"])


@pytest.mark.parametrize(
    ("role", "sent", "said"),
    [
        ("counsellor", {"email": "a@example.dk"}, "skal afgrænses"),
        ("counsellor", {"email": "", "scope_department": []}, "Skriv e-mailadressen"),
        (
            "counsellor",
            {"email": "a@example.dk", "scope_department": ["nonsense"]},
            "Vælg blandt dem på listen",
        ),
        ("board", {"email": "a@example.dk", "valid_to": "i morgen"}, "Skriv en dag som"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(
    admin: Client, school, role: str, sent: dict[str, Any], said: str
) -> None:
    answer = admin.post(f"{at('people_invite', school)}?role={role}", sent)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Invitation.objects.filter(email="a@example.dk").exists()
    assert mail.outbox == []


def test_a_department_of_another_school_cannot_be_chosen(
    admin: Client, school, empty_school, teacher
) -> None:
    theirs = empty_school.parts.get(name="Nord")
    answer = admin.post(
        f"{at('people_add', school, teacher.uuid)}?role=counsellor", {"scope_department": [str(theirs.uuid)]}
    )
    assert answer.status_code == 400
    assert Membership.objects.filter(user=teacher).count() == 1


def test_another_role_ends_the_one_before_and_keeps_it_in_view(admin: Client, school, teacher: User) -> None:
    before = open_of(teacher)
    where = at("people_change", school, before.uuid)
    assert "N24" in admin.get(where).content.decode()
    assert "ophører og bliver stående" in admin.get(f"{where}?role=board").content.decode()
    assert admin.post(f"{where}?role=board", {}).status_code == 302
    assert [grant.role.key for grant in access_of(teacher, school).grants] == ["board"]
    page = admin.get(at("people_one", school, teacher.uuid)).content.decode()
    assert "Tidligere" in page
    assert "Hold: N24" in page


def test_classes_are_written_one_per_line(admin: Client, school, teacher: User) -> None:
    where = at("people_change", school, open_of(teacher).uuid)
    admin.post(where, {"scope_class": " N24 \r\n\r\nT1\nN24", "scope_contact_teacher": ""})
    assert access_of(teacher, school).held == {"class": frozenset({"N24", "T1"})}


def test_the_last_administrator_cannot_be_ended(admin: Client, school) -> None:
    mine = Membership.objects.get(organisation=school, role="administrator")
    answer = admin.post(at("people_end", school, mine.uuid))
    assert answer.status_code == 400
    assert "uden slutdato" in answer.content.decode()
    assert access_of(mine.user, school) is not None


def test_access_ends_at_once(admin: Client, school, teacher: User) -> None:
    theirs = logged_in(teacher)
    assert theirs.get(at("retention", school)).status_code == 200
    row = open_of(teacher)
    asked = admin.get(at("people_end", school, row.uuid)).content.decode()
    assert "afvist" in asked
    # What the other person is held to is said of that person, not of who reads the page.
    reader = asked.split('class="pj-role">')[1].split("</div>")[0]
    assert reader == "Administrator"
    assert theirs.get(at("retention", school)).status_code == 200
    admin.post(at("people_end", school, row.uuid))
    assert theirs.get(at("retention", school)).status_code == 404
    assert admin.get(at("people_end", school, row.uuid)).status_code == 404


def test_tasks_are_handed_over_before_somebody_leaves(admin: Client, school, teacher: User, settings) -> None:
    settings.HANDOVER = [f"{__name__}.tasks_of_tests"]
    HANDED_OVER.clear()
    row = open_of(teacher)
    where = at("people_end", school, row.uuid)
    assert "Tiltag: 3" in admin.get(where).content.decode()
    for receiver in ("", str(teacher.uuid), "nonsense"):
        refused = admin.post(where, {"to": receiver})
        assert refused.status_code == 400
        assert "Vælg, hvem der overtager" in refused.content.decode()
    to = User.objects.get(memberships__organisation=school, memberships__role="head")
    # Who they are at the school stands beside each name.
    assert re.search(rf'value="{to.uuid}">[^<]*\(Skoleleder\)', admin.get(where).content.decode())
    answer = admin.post(where, {"to": str(to.uuid)}, follow=True)
    assert [(teacher, to)] == HANDED_OVER
    assert f"Overdraget til {to}: Tiltag: 3." in answer.content.decode()


CPR = "010180-0000"


def test_a_cpr_number_is_held_as_its_hash_and_kept_and_shown_nowhere(admin: Client, school) -> None:
    """Where the register knows students by CPR numbers only, theirs are what the administrator writes."""
    where = f"{at('people_invite', school)}?role=training_supervisor"
    hashed = keyed_hash("0101800000", hash_key())
    given = {"email": "ove@example.dk", "scope_student": f"N24-0\n{CPR}\n0101800000"}
    refused = admin.post(where, {**given, "valid_from": "nonsense"}).content.decode()
    assert hashed in refused and CPR not in refused and "0101800000" not in refused
    assert admin.post(where, given).status_code == 302
    invited = Invitation.objects.get(email="ove@example.dk")
    assert invited.scopes["student"] == ["N24-0", hashed]


@pytest.mark.parametrize(
    ("role", "field", "text"),
    [("training_supervisor", "scope_student", f"Ada {CPR}"), ("contact_teacher", "scope_class", f"H {CPR}")],
)
def test_a_cpr_number_among_other_words_is_refused(
    admin: Client, school, role: str, field: str, text: str
) -> None:
    where = f"{at('people_invite', school)}?role={role}"
    answer = admin.post(where, {"email": "ove@example.dk", field: text})
    assert answer.status_code == 400
    assert "CPR-nummer" in answer.content.decode() and CPR not in answer.content.decode()
    assert not Invitation.objects.filter(email="ove@example.dk").exists()


def test_a_student_number_that_looks_like_a_cpr_number_is_left_as_it_is(admin: Client, school) -> None:
    Pseudonym.objects.filter(organisation=school, student="N24-0").update(student="0101800000")
    where = f"{at('people_invite', school)}?role=training_supervisor"
    given = {"email": "ove@example.dk", "scope_student": "0101800000"}
    assert "0101800000" in admin.post(where, {**given, "valid_from": "nonsense"}).content.decode()
    assert admin.post(where, given).status_code == 302
    assert Invitation.objects.get(email="ove@example.dk").scopes["student"] == ["0101800000"]


@pytest.mark.parametrize("kind", ["student", "class"])
def test_who_sees_what_does_not_show_a_cpr_number_again(admin: Client, school, kind: str) -> None:
    answer = admin.post(at("people_who_sees", school), {"kind": kind, "value": CPR})
    assert answer.status_code == 200 and CPR not in answer.content.decode()
    spell = Spell.objects.filter(organisation=school).first()
    Spell.objects.filter(pk=spell.pk).update(student=keyed_hash("0101800000", hash_key()))
    found = admin.post(at("people_who_sees", school), {"kind": "student", "value": CPR}).content.decode()
    assert "Ingen elev har det nummer" not in found and CPR not in found


def test_who_may_see_a_student(admin: Client, school, teacher: User) -> None:
    """N24-0 is in Nord: seen by whole-school roles, Nord's, and the class's teacher; not by Syd's or the board."""
    where = at("people_who_sees", school)
    matrix = admin.get(where).content.decode()
    assert all(str(role.title).replace("'", "&#x27;") in matrix for role in ROLES.values())
    south = accounts.add_user(by=None, email="syd@example.dk", name="Signe Syd")
    accounts.grant(
        by=None, user=south, organisation=school, role="counsellor", scopes={"department": ["Syd"]}
    )
    text = admin.post(where, {"kind": "student", "value": "N24-0"}).content.decode()
    rows = text.split("Kan i dag se, hvem eleven er")[1].split("</table>")[0]
    for seen in ("Nynne Ny", "quality_lead", "head", "counsellor", "training_supervisor"):
        assert seen in rows, seen
    for unseen in ("Signe Syd", "board", "administrator", "municipal_consultant", "student_coordinator"):
        assert unseen not in rows, unseen
    of_class = admin.post(where, {"kind": "class", "value": "N24"}).content.decode()
    assert "af holdets 20 elever" in of_class
    rows = of_class.split("af holdets 20 elever")[1].split("</table>")[0]
    supervisor = rows.split("training_supervisor")[1].split("</tr>")[0]
    assert '<td class="num">1</td>' in supervisor
    unknown = admin.post(where, {"kind": "student", "value": "findes-ikke"}).content.decode()
    assert "Ingen elev har det nummer" in unknown


def test_somebody_elses_people_are_not_here(admin: Client, school, empty_school) -> None:
    theirs = User.objects.get(memberships__organisation=empty_school, memberships__role="head")
    row = Membership.objects.get(user=theirs)
    for name, argument in (
        ("people_one", theirs.uuid),
        ("people_add", theirs.uuid),
        ("people_change", row.uuid),
        ("people_end", row.uuid),
    ):
        assert admin.get(at(name, school, argument)).status_code == 404, name
