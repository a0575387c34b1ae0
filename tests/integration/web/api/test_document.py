"""The API does what its document says, and nothing else: asked at random by schemathesis."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode

from pejling.base.organisations.models import Organisation
from tests.integration.web.api.conftest import key_of

DECLARED = {"200", "400", "401", "403", "404", "422", "429", "503"}
EXAMPLES = 25


def document() -> dict:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def test_every_operation_reads_and_declares_what_it_may_answer() -> None:
    found = document()
    assert sorted(path.removeprefix("/api/v1/") for path in found["paths"]) == [
        "definitions", "definitions/{key}", "key-figures", "organisations", "snapshots", "values/{indicator}",
        "values/{indicator}/history",
    ]  # fmt: skip
    for path, methods in found["paths"].items():
        assert set(methods) == {"get"}, path
        assert set(methods["get"]["responses"]) == DECLARED, path
        assert methods["get"]["security"] == [{"Key": []}], path
        assert methods["get"]["description"], path


def test_whoever_opens_the_api_is_shown_the_document() -> None:
    assert Client().get("/api/v1/")["Location"] == "/api/v1/openapi.json"


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The requests share the test's transaction: their end mustn't close its connection (as in Django's client)."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
def test_nothing_undeclared_is_found(school: Organisation, settings) -> None:
    """Statuses, bodies, headers and methods as declared, for what fits the document and for what doesn't."""
    settings.API_PER_MINUTE = 1_000_000
    settings.ALLOWED_HOSTS = ["*"]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    keys = {role: key_of(school, role) for role in ("quality_lead", "board")}
    asked = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        for key in (*keys.values(), "wrong"):
            asked += _ask(operation, {"Authorization": f"Bearer {key}"})
    assert asked > EXAMPLES


def _ask(operation: schemathesis.APIOperation, headers: dict[str, str]) -> int:
    """Ask the operation many things; how many."""
    count = 0
    modes = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @_given(operation, modes)
    def asked(case: schemathesis.Case) -> None:
        nonlocal count
        count += 1
        case.call_and_validate(headers=headers)

    asked()
    return count


def _given(operation: schemathesis.APIOperation, modes: list[GenerationMode]):
    from hypothesis import given
    from hypothesis import strategies as st

    strategies = [operation.as_strategy(generation_mode=mode) for mode in modes]
    return given(case=st.one_of(strategies))
