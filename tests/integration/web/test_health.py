"""What a watchman sees, and what readers see while a backup is put back."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

from django.db import OperationalError
from django.test import Client

from pejling.flows.backup import maintenance


def test_health_is_a_word_for_anybody(clients: dict[str, Client], django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        answer = clients["anonymous"].get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert clients["anonymous"].post("/health/").status_code == 405


def test_health_does_not_tell_what_is_wrong(clients: dict[str, Client]) -> None:
    with mock.patch("pejling.web.pages.health.views.connection") as broken:
        broken.cursor.side_effect = OperationalError("password authentication failed for user pejling")
        answer = clients["anonymous"].get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


def test_health_is_not_sent_to_https(clients: dict[str, Client], settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert clients["anonymous"].get("/health/").status_code == 200
    assert clients["anonymous"].get("/log-in/").status_code == 301


def test_pages_are_closed_while_a_backup_is_put_back(
    clients: dict[str, Client], settings, tmp_path: Path
) -> None:
    settings.PEJLING_HOME = tmp_path
    with maintenance.holding() as held:
        held.say(maintenance.BUILDING)
        for path in ("/", "/log-in/", "/definitions/"):
            answer = clients["quality_lead"].get(path)
            assert (answer.status_code, answer["Retry-After"]) == (503, "60")
            assert "sikkerhedskopi" in answer.content.decode()
        assert clients["anonymous"].get("/health/").json() == {"status": "restoring"}
    # Killed while it was building, nothing was changed: pages are open again.
    assert clients["anonymous"].get("/log-in/").status_code == 200
    assert maintenance.unfinished() == maintenance.BUILDING
    with maintenance.holding() as held:
        held.say(maintenance.SWAPPING)
    # Killed while it was swapping: pages stay closed until it is finished.
    assert clients["anonymous"].get("/log-in/").status_code == 503
    with maintenance.holding() as held:
        held.clear()
    assert clients["anonymous"].get("/log-in/").status_code == 200


def test_a_request_is_logged_by_the_form_of_its_address(clients: dict[str, Client], school, caplog) -> None:
    caplog.set_level("INFO", "pejling.web.requests")
    answer = clients["quality_lead"].get(f"/schools/{school.uuid}/retention/?department=Nord")
    (line,) = [found for found in caplog.records if found.name == "pejling.web.requests"]
    assert (line.route, line.method, line.status) == ("/schools/<uuid:school>/retention/", "GET", 200)
    assert line.request_id == answer["X-Request-ID"]
    assert "Nord" not in str(line.__dict__) and str(school.uuid) not in str(line.__dict__)
