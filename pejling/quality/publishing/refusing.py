"""Why something can't be done to a publication, and what that is called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Nothing was changed; ``code`` says why (``REASONS``)."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(REASONS[self.code]) % self.params


REASONS = {
    "plan_not_decided": _("A draft, or a plan in consultation, isn't published: adopt it first."),
    "no_figures": _("There are no figures that could be published yet: nothing has been delivered."),
    "not_now": _("Somebody else has been here meanwhile: look at the page as it is now."),
    "no_reason": _("Write the reason: it is kept, and shown to those who publish."),
    "not_found": _("These words aren't in the report any more: look at the page as it is now."),
    "reason_tells": _(
        "Everybody reads the reason: write it without names, numbers and addresses of persons, and without what is "
        "internal."
    ),
    "never": _("A CPR number is never published: take it out where it stands."),
    "unsettled": _("There is still something to settle before it can be published."),
    "not_made": _("The files must be made first."),
    "damaged": _("The files are not as they were made: make them anew."),
    "found_in_files": _("The finished files hold words that must stay inside: they are listed on the page."),
    "not_the_newest": _("A newer edition has been published meanwhile: freeze the report anew."),
    "disk": _("The files couldn't be written: %(why)s. The public pages are as they were."),
    "later": _(
        "It is done, but the public pages couldn't be put in place: %(why)s. It is tried again within the hour."
    ),
    "unknown_there": _(
        "The public folder holds editions that aren't known here (%(which)s): an older backup was put back, or the "
        "folder is another installation's. A published address should not die, so nothing was changed. An "
        "administrator decides: pejling public --rebuild --drop takes them away."
    ),
    "slug_taken": _("Another school has that address: choose another."),
    "slug_fixed": _("The address can't be changed any more: something has been published there."),
}
