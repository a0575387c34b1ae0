"""A small school taken in like any other, and one reader per role; and a stranger from another school.

The school is made once per module: every test runs inside the module's transaction, and leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings

from pejling.base.accounts import actions as accounts
from pejling.base.accounts import second_factor
from pejling.base.accounts.models import User
from pejling.base.accounts.roles import ROLES
from pejling.base.login import sessions
from pejling.base.login.actions import invite
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.flows.take_in import take_in
from tests.integration.facts.school_files import ENROLMENTS, write
from tests.integration.web.small_school import FIRST, SECOND, rows_on

PLAIN_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@dataclass(frozen=True)
class Made:
    """What a module's tests share."""

    school: Organisation
    empty: Organisation
    readers: dict[str, User]


@pytest.fixture(autouse=True)
def _files_where_they_lie(settings, tmp_path: Path) -> None:
    """Static files are served uncollected, also to a test that asks for no school."""
    settings.STORAGES, settings.STATIC_ROOT = PLAIN_FILES, tmp_path


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Made]:
    """The small school, an empty one, and their readers, in a home of their own."""
    home = tmp_path_factory.mktemp("home")
    for folder in ("deliveries", "snapshots", "keys", "locks", "static"):
        (home / folder).mkdir()
    # Static files are served from where they lie: nothing is collected for a test.
    changed = override_settings(PEJLING_HOME=home, STATIC_ROOT=home / "static", STORAGES=PLAIN_FILES)
    with changed, django_db_blocker.unblock():
        outermost = transaction.atomic()
        outermost._from_testcase = True
        with outermost:
            yield _make(tmp_path_factory.mktemp("files"))
            transaction.set_rollback(True)


def _make(folder: Path) -> Made:
    school = organisations.found(by=None, name="Småskolen")
    organisations.add_parts(by=None, school=school, kind="municipality", names=["Elmose"])
    for as_of in (FIRST, SECOND):
        deliver(school, folder, as_of, rows_on(as_of))
    empty = organisations.found(by=None, name="Tomskolen")
    organisations.add_parts(by=None, school=empty, kind="department", names=["Nord", "Syd"])
    readers = {role: new_reader(school, role) for role in ROLES}
    readers |= {f"empty {role}": new_reader(empty, role) for role in ROLES}
    invite(
        by=None, organisation=school, email="ny@skole.example", name="Nynne", role="board", scopes={},
        valid_from=None, valid_to=None,
    )  # fmt: skip
    return Made(school, empty, readers)


def deliver(school: Organisation, folder: Path, as_of: date, rows: list[dict[str, str]]) -> None:
    """Take in one file of enrolments."""
    path = write(folder / f"{as_of.isoformat()}.csv", ENROLMENTS, rows)
    take_in(by=None, organisation=school, paths=[path], mapping=load_mapping("uddata"), as_of=as_of)


def new_reader(school: Organisation, role: str) -> User:
    """A new user of that role; whoever must be held to something has Nord, or what stands in its place."""
    user = accounts.add_user(by=None, email=f"{role}@{school.pk}.example", name=role)
    needs = ROLES[role].needs
    scopes = held_to_nord(school) if needs else {}
    own = {needs[0]: scopes[needs[0]]} if needs else {}
    accounts.grant(by=None, user=user, organisation=school, role=role, scopes=own)
    return user


def held_to_nord(school: Organisation) -> dict[str, list[Organisation | str]]:
    """One value of each dimension that the small school can be held to."""
    return {
        "department": [*school.parts.filter(name="Nord")],
        "programme": [*school.parts.filter(kind="programme")],
        "municipality": [*school.parts.filter(kind="municipality")],
        "class": ["N24"],
        "student": ["N24-0"],
        "workplace": ["1099000001"],
    }


@pytest.fixture
def school(made: Made, db) -> Organisation:
    """The small school with two deliveries (see ``small_school``)."""
    return made.school


@pytest.fixture
def empty_school(made: Made, db) -> Organisation:
    """A school that nothing has been delivered to."""
    return made.empty


@pytest.fixture
def clients(made: Made, db) -> dict[str, Client]:
    """A logged-in browser per role; "empty <role>" at the empty school; "stranger" and "anonymous"."""
    found = {name: logged_in(user) for name, user in made.readers.items()}
    return {**found, "stranger": found["empty quality_lead"], "anonymous": danish()}


def danish() -> Client:
    """A browser that nobody has logged in with."""
    return Client(headers={"accept-language": "da"})


def logged_in(user: User) -> Client:
    """A browser that the user has logged in with, by password and second factor."""
    client = danish()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    second_factor.note(session, "totp")
    sessions.seen(session)
    session.save()
    return client
