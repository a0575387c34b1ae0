"""Keys of the small school's readers, and programs that ask with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from pejling.base.accounts.models import User
from pejling.base.organisations.models import Organisation
from pejling.base.tokens.actions import make_token
from pejling.base.tokens.scopes import SCOPES

Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    """No test is slowed down by the questions of the one before it."""
    cache.clear()


def key_of(school: Organisation, role: str, scopes: tuple[str, ...] = tuple(SCOPES)) -> str:
    """A new key of the reader of that role."""
    user = User.objects.get(email=f"{role}@{school.pk}.example")
    return make_token(by=user, organisation=school, name="prøve", scopes=scopes, days=30)[1]


@pytest.fixture
def ask(school: Organisation) -> Ask:
    """Ask as the reader of a role: ``ask("board", "values/dropout", by="department")``."""

    def asked(role: str, path: str, scopes: tuple[str, ...] = tuple(SCOPES), **query: Any) -> Any:
        header = {"authorization": f"Bearer {key_of(school, role, scopes)}"}
        return Client().get(f"/api/v1/{path}", query, headers=header)

    return asked
