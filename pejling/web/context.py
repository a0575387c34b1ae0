"""What every page's frame needs: the school, its menu, the language links and whether this is a demo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pejling.base.login.sessions import seconds_left
from pejling.web.components.held_words import held_words
from pejling.web.components.help import help_for
from pejling.web.pages.administration.places import PLACES


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A page in the main menu."""

    title: str
    address: str
    current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the base template; runs no queries (the gate has found the school)."""
    school = getattr(request, "school", None)
    access = getattr(request, "access", None)
    return {
        "school": school,
        "access": access,
        "reader_held_to": held_words(access) if access else "",
        "demo": settings.DEMO,
        "idle_left": _idle_left(request),
        "languages": settings.LANGUAGES,
        "menu": _menu(request, access) if access else [],
        "may": {verb for verb in ("search",) if access and access.may(verb)},
        "unproved": bool(access and access.withheld),
        "help": help_for(getattr(request.resolver_match, "url_name", "")) if access else (),
    }


def _idle_left(request: HttpRequest) -> int:
    """Seconds until the reader is logged out; 0 for somebody who isn't logged in."""
    user = getattr(request, "user", None)
    return seconds_left(request.session) if user is not None and user.is_authenticated else 0


def menu_of(access: Any) -> list[tuple[str, str]]:
    """(name of the address, title) of the pages in the menu that the user may enter."""
    pages = [("retention", _("Retention")), ("figures", _("Figures"))]
    if access.may("see_persons"):
        pages.append(("students", _("Students")))
    if access.may("see_results"):
        pages.append(("results", _("Results")))
    if access.may("see_plans"):
        pages += [("plans", _("Plans")), ("cycle", _("Annual cycle"))]
    if access.may("see_quarantine"):
        pages.append(("deliveries", _("Data")))
    if access.may("administer"):
        pages.append(("administration", _("Administration")))
    return pages


#: pages whose addresses have another name than the one they belong to in the menu
_UNDER = {"uploads": "deliveries", "pickups": "deliveries", "mappings": "deliveries"}
_UNDER |= {"publishing": "plans", "publications": "plans"}


def _place(name: str) -> str:
    """The page in the menu that the address of that name belongs to."""
    if any(name == place.name or name.startswith(f"{place.name}_") for place in PLACES):
        return "administration"
    first = name.split("_")[0]
    return _UNDER.get(first, first)


def _menu(request: HttpRequest, access: Any) -> list[MenuItem]:
    place = _place(getattr(request.resolver_match, "url_name", "") or "")
    return [
        MenuItem(title, reverse(name, args=[access.organisation.uuid]), place == name)
        for name, title in menu_of(access)
    ]
