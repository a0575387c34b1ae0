"""The pages that run the school's part of the installation: each with what it is for and the verb it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pejling.base.accounts.access import Access


@dataclass(frozen=True, slots=True)
class Place:
    """One page: the name of its address (which takes the school's id), title, purpose, and the verb it asks for."""

    name: str
    title: str | Promise
    purpose: str | Promise
    verb: str

    def address(self, access: Access) -> str:
        return reverse(self.name, args=[access.organisation.uuid])


#: In the order in which an administrator meets them.
PLACES: tuple[Place, ...] = (
    Place(
        "people",
        _("People"),
        _("Who has which role, invitations, and who may see which students."),
        "manage_people",
    ),
    Place(
        "organisation",
        _("Organisation"),
        _("Departments, programmes, municipalities: their names, dates and mergers."),
        "manage_organisation",
    ),
    Place(
        "letting_in",
        _("Log-in"),
        _("Invitations that wait, readers who are locked out, and second factors that have been lost."),
        "manage_people",
    ),
    Place(
        "mails",
        _("Mails"),
        _("Mails that Pejling has sent or couldn't send, to whom, and with what text."),
        "see_mail",
    ),
    Place(
        "personal_data",
        _("Personal data"),
        _("Hand over or erase everything held about one person, and say how long things are kept."),
        "manage_personal_data",
    ),
    Place(
        "jobs",
        _("Jobs"),
        _(
            "Work that is done beside the pages: what waits, runs and went wrong, and what is done again and again."
        ),
        "see_jobs",
    ),
    Place(
        "tokens",
        _("Access keys"),
        _(
            "Keys with which other programs fetch figures: whose they are, when they were used, and revoking them."
        ),
        "administer",
    ),
    Place(
        "audit",
        _("Audit log"),
        _("Who did what, when: every change at the school, to search and to take out as Excel."),
        "see_audit",
    ),
)


def open_to(access: Access) -> list[Place]:
    """The places this user may enter, in order."""
    return [place for place in PLACES if access.may(place.verb)]
