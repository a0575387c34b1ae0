"""A school's own kinds of plan on the pages."""

from __future__ import annotations

import pytest
from django.test import Client

from pejling.base.organisations.models import Organisation
from tests.integration.web.test_plans_pages import page


def test_a_broken_kind_of_the_schools_own_is_told_where_a_plan_is_made(
    school: Organisation, clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pejling.web.pages.plans.making.broken_kinds", lambda: [("half.yaml", "da: mangler")])
    said = page(clients["quality_lead"], "plans_new", school)
    assert "plan_kinds/half.yaml" in said
    assert "da: mangler" in said
