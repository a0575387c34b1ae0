"""Log-in through a real OpenID Connect server: which claim lets whom in, and nobody else."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.urls import reverse

from pejling.base.accounts import actions as accounts
from pejling.base.accounts import second_factor
from pejling.base.accounts.models import Membership, User
from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from tests.integration.web.conftest import Made, danish
from tests.integration.web.log_in.conftest import Elsewhere


def person(*groups: str, sub: str = "a1", **more: object) -> dict:
    """What the other system says of somebody."""
    email = {"email": "Sofie@Skole.example", "email_verified": True, "name": "Sofie Skov"}
    return {"sub": sub, "groups": list(groups), **email, **more}


def roles(user: User) -> set[tuple[str, str]]:
    """Schools and roles in force."""
    rows = Membership.objects.in_force().filter(user=user)
    return set(rows.values_list("organisation__name", "role"))


def test_a_claim_gives_its_role_and_no_other(elsewhere: Elsewhere, school: Organisation) -> None:
    where = reverse("figures", args=[school.uuid])
    answer = elsewhere.log_in(person("nord", "andet"), go_on=where)
    assert answer["Location"] == where
    user = User.objects.get(email="sofie@skole.example")
    assert roles(user) == {("Småskolen", "counsellor")}
    held = Membership.objects.get(user=user).scopes.get()
    assert (held.dimension, held.part.name) == ("department", "Nord")
    assert (user.name, user.has_usable_password()) == ("Sofie Skov", False)
    assert elsewhere.client.get(where).status_code == 200
    assert Entry.objects.filter(verb="log_in", by=user.uuid, organisation=school.uuid).count() == 1


def test_nothing_of_the_claims_or_tokens_is_kept(elsewhere: Elsewhere) -> None:
    for _time in range(2):
        elsewhere.log_in(person("nord"), client=danish())
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()
    assert not EmailAddress.objects.exists()


def test_an_unknown_claim_lets_nobody_in_and_makes_no_account(elsewhere: Elsewhere) -> None:
    for groups in (["kvalitetx"], ["Kvalitet"], [], ["forsvundet"]):
        answer = elsewhere.log_in(person(*groups), client=danish())
        assert answer.status_code == 403, groups
        assert "Du bliver ikke lukket ind" in answer.content.decode()
    assert not Membership.objects.filter(user__email="sofie@skole.example").exists()
    assert elsewhere.client.get(reverse("home")).status_code == 302


def test_the_membership_follows_the_claim_at_each_log_in(elsewhere: Elsewhere, made: Made) -> None:
    elsewhere.log_in(person("kvalitet", "tom"))
    user = User.objects.get(email="sofie@skole.example")
    assert roles(user) == {("Småskolen", "quality_lead"), ("Tomskolen", "board")}
    elsewhere.log_in(person("nord"), client=danish())
    assert roles(user) == {("Småskolen", "counsellor")}
    first = Membership.objects.in_force().get(user=user).pk
    elsewhere.log_in(person("nord"), client=danish())
    assert Membership.objects.in_force().get(user=user).pk == first
    refused = elsewhere.log_in(person("ingenting"), client=danish())
    assert refused.status_code == 403
    assert roles(user) == set()
    # The session that had begun sees nothing any more either.
    assert elsewhere.client.get(reverse("retention", args=[made.school.uuid])).status_code == 404


def test_a_school_that_no_rule_speaks_of_any_more_keeps_no_claim(elsewhere: Elsewhere, made: Made) -> None:
    """Taken out of the file, or called something else now: nothing would ever end what its claim had given."""
    elsewhere.log_in(person("kvalitet", "tom"))
    user = User.objects.get(email="sofie@skole.example")
    accounts.grant(by=None, user=user, organisation=made.empty, role="luu")
    elsewhere.write(**{"school: Tomskolen": "school: En anden skole"})
    elsewhere.log_in(person("kvalitet"), client=danish())
    assert roles(user) == {("Småskolen", "quality_lead"), ("Tomskolen", "luu")}


def test_what_another_system_gives_at_its_own_schools_stays(elsewhere: Elsewhere, made: Made) -> None:
    elsewhere.log_in(person("kvalitet"))
    user = User.objects.get(email="sofie@skole.example")
    accounts.grant(by=None, user=user, organisation=made.empty, role="board", origin=Membership.Origin.CLAIM)
    SocialAccount.objects.create(user=user, provider="anden", uid="b2")
    text = elsewhere.file.read_text("utf-8").replace("value: tom, school: Tomskolen", "value: x, school: Y")
    other = (
        text.partition("systems:\n")[2]
        .replace("key: skole", "key: anden")
        .replace("school: Y", "school: Tomskolen")
    )
    elsewhere.file.write_text(text + other, "utf-8")
    elsewhere.log_in(person("kvalitet"), client=danish())
    assert roles(user) == {("Småskolen", "quality_lead"), ("Tomskolen", "board")}


def test_a_role_given_by_hand_stays(elsewhere: Elsewhere, made: Made) -> None:
    elsewhere.log_in(person("nord"))
    user = User.objects.get(email="sofie@skole.example")
    accounts.grant(by=None, user=user, organisation=made.school, role="board")
    assert elsewhere.log_in(person("ingenting"), client=danish()).status_code == 302
    assert roles(user) == {("Småskolen", "board")}


def test_the_person_is_the_subject_not_the_address(elsewhere: Elsewhere) -> None:
    elsewhere.log_in(person("nord", sub="a1"))
    other = elsewhere.log_in(person("kvalitet", sub="a2"), client=danish())
    assert other.status_code == 403
    assert "Der er allerede en konto med din e-mail" in other.content.decode()
    assert roles(User.objects.get(email="sofie@skole.example")) == {("Småskolen", "counsellor")}


def test_an_account_is_linked_only_where_the_file_says_so_and_the_address_is_sure(
    elsewhere: Elsewhere, made: Made
) -> None:
    user = accounts.add_user(by=None, email="sofie@skole.example", password="tre gule ord i snor")
    accounts.grant(by=None, user=user, organisation=made.school, role="board")
    assert elsewhere.log_in(person("nord"), client=danish()).status_code == 403
    elsewhere.link = True
    elsewhere.write()
    unsure = person("nord") | {"email_verified": False}
    assert elsewhere.log_in(unsure, client=danish()).status_code == 403
    assert elsewhere.log_in(person("nord"), client=danish()).status_code == 302
    assert roles(user) == {("Småskolen", "board"), ("Småskolen", "counsellor")}
    assert User.objects.filter(email="sofie@skole.example").count() == 1


def test_a_closed_account_stays_closed(elsewhere: Elsewhere) -> None:
    elsewhere.log_in(person("nord"))
    User.objects.filter(email="sofie@skole.example").update(is_active=False)
    answer = elsewhere.log_in(person("nord"), client=danish())
    assert answer.status_code == 403
    assert "lukket" in answer.content.decode()


def test_a_second_factor_given_elsewhere_counts_only_where_the_file_says_so(
    elsewhere: Elsewhere, school: Organisation
) -> None:
    data = reverse("deliveries", args=[school.uuid])
    elsewhere.log_in(person("kvalitet"))
    assert second_factor.proved(elsewhere.client.session) == ""
    assert elsewhere.client.get(data).status_code == 403
    for loa, status in (("Low", 403), ("Substantial", 200)):
        client = danish()
        elsewhere.log_in(person("kvalitet", loa=loa), client=client)
        assert client.get(data).status_code == status, loa


def test_breaking_off_and_nonsense_are_explained(elsewhere: Elsewhere) -> None:
    off = elsewhere.log_in(None)
    assert off.status_code == 400
    assert "Du afbrød" in off.content.decode()
    back = reverse("openid_connect_callback", args=["skole"])
    for query in ({}, {"state": "x", "code": "y"}, {"error": "server_error", "state": "x"}):
        answer = danish().get(back, query)
        assert answer.status_code == 400, query
        assert "kunne ikke bruges" in answer.content.decode()
    assert danish().get(reverse("openid_connect_login", args=["anden"])).status_code == 404


def test_an_answer_works_once_and_only_in_the_browser_that_asked(elsewhere: Elsewhere) -> None:
    away = elsewhere.client.get(reverse("openid_connect_login", args=["skole"]))
    path = elsewhere.through(away["Location"], person("nord"))
    assert danish().get(path).status_code == 400
    assert elsewhere.client.get(path).status_code == 302
    assert elsewhere.client.get(path).status_code == 400


def test_a_wrong_secret_lets_nobody_in(elsewhere: Elsewhere, monkeypatch) -> None:
    monkeypatch.setenv("PEJLING_TEST_SECRET", "en anden")
    elsewhere.write(**{"Skolens login": "Skolens  login"})
    assert elsewhere.log_in(person("nord")).status_code == 400
    assert not User.objects.filter(email="sofie@skole.example").exists()


def test_a_server_that_does_not_answer_is_explained(elsewhere: Elsewhere) -> None:
    elsewhere.write(**{elsewhere.server: "http://127.0.0.1:9"})
    answer = elsewhere.client.get(reverse("openid_connect_login", args=["skole"]))
    assert answer.status_code == 502
    assert "svarer ikke" in answer.content.decode()


def test_going_on_leads_nowhere_else(elsewhere: Elsewhere) -> None:
    answer = elsewhere.log_in(person("nord"), go_on="https://example.org/")
    assert answer["Location"] == reverse("home")


def test_the_log_in_page_offers_the_systems_of_the_file(elsewhere: Elsewhere) -> None:
    assert "Skolens login" in danish().get(reverse("login")).content.decode()
    elsewhere.write(**{"role: board}": "role: bord}"})
    page = danish().get(reverse("login"))
    assert page.status_code == 200
    assert "Skolens login" not in page.content.decode()
