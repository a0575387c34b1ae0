"""Every page tells a newcomer what it is, where it stands, and nothing is told of a page that isn't there."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.accounts.roles import ROLES
from pejling.base.organisations.models import Organisation
from pejling.web.components.help import HELP, help_for
from pejling.web.pages.administration.places import PLACES, Place
from tests.integration.web.every_address import ALL, OF_SCHOOL, POSTED, address

#: parts of a page and forms of one step, which stand beside the help of the page they belong to
PARTS = frozenset({"jobs_one"})


def test_help_is_of_pages_that_are_there() -> None:
    assert set(HELP) - set(ALL) == set()


@pytest.mark.parametrize("name", [name for name in OF_SCHOOL if name not in POSTED | PARTS])
def test_every_page_has_help_and_breadcrumbs(
    name: str, school: Organisation, clients: dict[str, Client]
) -> None:
    """Pages only: pictures, workbooks and parts of pages have none."""
    verb = ALL[name].callback.gate.verb
    reader = next(role for role, found in ROLES.items() if verb in found.verbs)
    answer = clients[reader].get(address(name, school))
    text = answer.content.decode() if answer["Content-Type"].startswith("text/html") else ""
    if "<main" not in text or answer.status_code != 200:
        return
    assert help_for(name), f"no help for {name}"
    assert '<details class="pj-help">' in text
    assert 'class="breadcrumbs"' in text


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_the_pages_that_run_the_school_stand_under_administration(
    place: Place, school: Organisation, clients: dict[str, Client]
) -> None:
    answer = clients["administrator"].get(reverse(place.name, args=[school.uuid]))
    administration = reverse("administration", args=[school.uuid])
    assert re.findall(r'href="([^"]+)" aria-current="page"', answer.content.decode()) == [administration]
