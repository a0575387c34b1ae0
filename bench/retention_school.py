"""An installation with one school, one reader and two synthetic snapshots: what ``retention_page`` measures.

Run as `python -m bench.retention_school STUDENTS` with PEJLING_HOME set; prints school, session and number of queries
of the retention page as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pejling.config.settings")
django.setup()

from django.conf import settings  # noqa: E402  (Django must be set up before its models are imported)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.snapshot_fixture import make_snapshot  # noqa: E402
from pejling.base.accounts import second_factor  # noqa: E402
from pejling.base.accounts.actions import add_user, grant  # noqa: E402
from pejling.base.accounts.models import User  # noqa: E402
from pejling.base.organisations.actions import found  # noqa: E402
from pejling.base.organisations.models import Organisation  # noqa: E402
from pejling.facts.snapshots.models import Snapshot  # noqa: E402
from pejling.facts.snapshots.queries import folder_for  # noqa: E402
from pejling.flows.set_up import prepare_home  # noqa: E402

DATES = (date(2026, 10, 1), date(2026, 11, 1))


def make(students: int) -> tuple[Organisation, User]:
    """The school with its snapshots, and its quality lead."""
    prepare_home()
    call_command("collectstatic", interactive=False, verbosity=0)
    school = found(by=None, name="Bench")
    user = add_user(by=None, email="bench@example.dk")
    grant(by=None, user=user, organisation=school, role="quality_lead")
    for as_of in DATES:
        row = Snapshot(organisation=school, as_of=as_of, made_at=timezone.now(), manifest={})
        folder = folder_for(school) / str(row.uuid)
        make_snapshot(folder, students, as_of=as_of)
        row.manifest = json.loads((folder / "manifest.json").read_text())
        row.save()
    return school, user


def log_in(user: User) -> str:
    """The key of a session that the user has logged in with."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    second_factor.note(session, "totp")
    session.save()
    return session.session_key


def main(students: int) -> None:
    """Make it all, ask for the page once, and tell."""
    school, user = make(students)
    client = Client(SERVER_NAME="localhost")
    client.cookies["sessionid"] = session = log_in(user)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(f"/schools/{school.uuid}/retention/")
    if answer.status_code != 200:
        raise RuntimeError(f"the page answers {answer.status_code}")
    print(json.dumps({"school": str(school.uuid), "session": session, "queries": len(caught)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
