"""Find pages by their name and by what their help says."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from pejling.base.accounts.access import Access
from pejling.web.components.help import help_for
from pejling.web.components.words_alike import holds
from pejling.web.context import menu_of
from pejling.web.pages.administration.places import open_to
from pejling.web.pages.search.hits import MOST, Hit


def find_pages(access: Access, text: str) -> list[Hit]:
    """Pages of the menu, of the administration and of the footer; those whose name fits first."""
    by_name = [hit for hit in _all(access) if holds(hit.title, text)]
    by_text = [hit for hit in _all(access) if hit not in by_name and holds(f"{hit.title} {hit.text}", text)]
    return (by_name + by_text)[: MOST + 1]


def _all(access: Access) -> list[Hit]:
    school = access.organisation.uuid
    menu = [Hit(title, _first(name), reverse(name, args=[school])) for name, title in menu_of(access)]
    places = [Hit(str(place.title), str(place.purpose), place.address(access)) for place in open_to(access)]
    about = [
        Hit(
            _("Definitions and sources"), _("Every figure's definition, with its source."), reverse("sources")
        ),
        Hit(_("Accessibility statement"), "", reverse("accessibility")),
        Hit(_("Personal data"), _("Which data Pejling keeps, and who sees them."), reverse("privacy")),
        Hit(_("Change password"), "", reverse("password")),
    ]
    return [*menu, *places, *about]


def _first(name: str) -> str:
    return next((str(text) for text in help_for(name)), "")
