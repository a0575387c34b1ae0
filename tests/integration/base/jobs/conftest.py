"""Kinds of work made for the tests, and a school whose work they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pejling.base.jobs import kinds
from pejling.base.organisations.models import Organisation


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path: Path) -> None:
    settings.PEJLING_HOME = tmp_path


@pytest.fixture
def school(db) -> Organisation:
    return Organisation.objects.create(kind="school", name="Skolen")


@pytest.fixture
def other_school(db) -> Organisation:
    return Organisation.objects.create(kind="school", name="Naboskolen")


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Register work for one test: ``register("test.kind", work, **options)``."""
    monkeypatch.setattr(kinds, "_KINDS", dict(kinds.kinds()))

    def add(name: str, work: Callable[..., Any], **options: Any) -> None:
        kinds.kind(name, **{"title": "Prøve", **options})(work)

    return add
