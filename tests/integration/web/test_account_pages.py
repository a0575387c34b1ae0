"""Log in and out, choose a school and a language, change one's password."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import User
from pejling.base.organisations.models import Organisation
from tests.integration.web.conftest import Made, danish, logged_in

PASSWORD = "tre gule ord i snor"


@pytest.fixture
def user(made: Made, db) -> User:
    user = accounts.add_user(by=None, email="Karen@Skole.example", name="Karen", password=PASSWORD)
    accounts.grant(by=None, user=user, organisation=made.school, role="quality_lead")
    return user


def log_in(client: Client, email: str, password: str, **more: str):
    return client.post(reverse("login"), {"email": email, "password": password, **more})


def test_log_in_and_out(user: User, school: Organisation) -> None:
    client = danish()
    assert log_in(client, "karen@skole.example", PASSWORD)["Location"] == reverse("home")
    assert client.get(reverse("home"))["Location"] == reverse("retention", args=[school.uuid])
    assert client.get(reverse("login")).status_code == 302
    client.post(reverse("logout"))
    assert client.get(reverse("home")).status_code == 302


@pytest.mark.parametrize(
    ("email", "password"), [("karen@skole.example", "forkert"), ("ingen@skole.example", PASSWORD)]
)
def test_the_answer_is_the_same_whatever_is_wrong(user: User, email: str, password: str) -> None:
    response = log_in(danish(), email, password)
    assert response.status_code == 400
    assert "E-mail og adgangskode passer ikke til en konto" in response.content.decode()


def test_an_inactive_user_does_not_get_in(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert log_in(danish(), "karen@skole.example", PASSWORD).status_code == 400


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org",
        "javascript:alert(1)",
        "\\\\example.org",
        "%2f%2fexample.org",
        "home",
    ],
)
def test_next_leads_nowhere_else(user: User, elsewhere: str) -> None:
    assert log_in(danish(), "karen@skole.example", PASSWORD, next=elsewhere)["Location"] == reverse("home")


def test_next_leads_on(user: User, school: Organisation) -> None:
    where = reverse("figures", args=[school.uuid])
    assert log_in(danish(), "karen@skole.example", PASSWORD, next=where)["Location"] == where


def test_demo_users_are_offered_on_a_demo_only(user: User, made: Made, settings) -> None:
    Organisation.objects.filter(pk=made.school.pk).update(is_demo=True)
    User.objects.filter(pk=made.readers["board"].pk).update(is_demo=True, name="Bente Bro")
    settings.DEMO = False
    assert "Bente Bro" not in danish().get(reverse("login")).content.decode()
    assert danish().post(reverse("login_demo"), {"user": str(made.readers["board"].uuid)}).status_code == 404
    settings.DEMO = True
    assert "Bente Bro" in danish().get(reverse("login")).content.decode()
    client = danish()
    assert client.post(reverse("login_demo"), {"user": str(made.readers["board"].uuid)}).status_code == 302
    assert "Demodata" in client.get(reverse("retention", args=[made.school.uuid])).content.decode()
    for key in (str(user.uuid), "nonsense", ""):
        assert danish().post(reverse("login_demo"), {"user": key}).status_code == 404


def test_several_schools_are_a_choice(user: User, made: Made) -> None:
    accounts.grant(by=None, user=user, organisation=made.empty, role="board")
    text = logged_in(user).get(reverse("home")).content.decode()
    assert "Småskolen" in text and "Tomskolen" in text


def test_no_school_says_whom_to_ask(db) -> None:
    alone = accounts.add_user(by=None, email="ny@skole.example")
    assert "Ingen skole endnu" in logged_in(alone).get(reverse("home")).content.decode()


def test_the_password_is_changed_and_the_session_stays(user: User) -> None:
    client, new = logged_in(user), "fire helt andre ord her"
    wrong = client.post(reverse("password"), {"old": "forkert", "new": new, "again": new})
    assert wrong.status_code == 400 and "ikke din nuværende" in wrong.content.decode()
    weak = client.post(reverse("password"), {"old": PASSWORD, "new": "kort", "again": "kort"})
    assert weak.status_code == 400
    differ = client.post(reverse("password"), {"old": PASSWORD, "new": new, "again": new + "x"})
    assert "ikke ens" in differ.content.decode()
    assert client.post(reverse("password"), {"old": PASSWORD, "new": new, "again": new}).status_code == 302
    assert client.get(reverse("password")).status_code == 200
    assert log_in(danish(), "karen@skole.example", new).status_code == 302


def test_a_demo_users_password_stays(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_demo=True, password=make_password(PASSWORD))
    client = logged_in(User.objects.get(pk=user.pk))
    client.post(
        reverse("password"), {"old": PASSWORD, "new": "helt nye ord her", "again": "helt nye ord her"}
    )
    assert log_in(danish(), "karen@skole.example", PASSWORD).status_code == 302


def test_the_language_is_remembered(db) -> None:
    client = danish()
    assert 'lang="da"' in client.get(reverse("login")).content.decode()
    answer = client.post(reverse("language"), {"language": "en", "next": reverse("login")})
    assert answer["Location"] == reverse("login")
    page = client.get(reverse("login")).content.decode()
    assert '<html lang="en">' in page and "Password" in page
    client.post(reverse("language"), {"language": "xx"})
    assert '<html lang="en">' in client.get(reverse("login")).content.decode()


def test_pages_forbid_inline_script_and_style(school: Organisation, clients: dict[str, Client]) -> None:
    response = clients["quality_lead"].get(reverse("retention", args=[school.uuid]))
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    text = response.content.decode()
    assert " style=" not in text and "<style" not in text and "onclick" not in text
    assert text.count("<script") == text.count("<script src=")


@pytest.mark.parametrize("name", ["sources", "accessibility", "privacy"])
def test_what_everybody_may_read(name: str, db) -> None:
    response = danish().get(reverse(name))
    assert response.status_code == 200
    assert "Tilgængelighedserklæring" in response.content.decode()


def test_an_address_that_is_not_here(db) -> None:
    response = danish().get("/findes-ikke/")
    assert response.status_code == 404
    assert "Siden findes ikke her" in response.content.decode()


def test_a_form_without_its_token_is_explained(db) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "da"})
    response = strict.post(reverse("login"), {"email": "a@b.dk", "password": "x"})
    assert response.status_code == 403
    assert "Formularen var for gammel" in response.content.decode()
