"""Why a mail wasn't sent, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, str | Promise] = {
    "refused_address": _("The mail server doesn't know the recipient's address. Check its spelling."),
    "log_in": _("The mail server refused Pejling's user name or password (PEJLING_EMAIL)."),
    "unreachable": _("The mail server didn't answer. See PEJLING_EMAIL, and that the server is running."),
    "refused": _("The mail server refused the mail."),
    "withdrawn": _("What the mail told no longer held, so it wasn't sent."),
    "other_key": _("The mail was written under another key than the installation has now. Send it anew."),
}
#: what each template is for, as the log calls it
TEMPLATES: dict[str, str | Promise] = {
    "login.invitation": _("Invitation"),
    "login.reset": _("New password"),
    "login.password_changed": _("Password changed"),
    "login.second_factor": _("Second factor changed"),
    "flows.reminders": _("Reminder of what is due"),
    "plans.mention": _("Mentioned in a plan"),
    "login.locked_out": _("Log-in locked"),
}
