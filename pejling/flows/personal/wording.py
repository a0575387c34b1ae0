"""What is held about a person, in words: kinds of things, columns, and the letter that goes with them."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.base.organisations.models import Organisation
from pejling.facts.persons.models import PersonRequest

TITLES = {
    "register.Spell": gettext_lazy("Enrolments"),
    "register.Student": gettext_lazy("Name"),
    "register.Leaver": gettext_lazy("Leaves"),
    "register.Agreement": gettext_lazy("Training agreements"),
    "register.Absence": gettext_lazy("Absence"),
    "register.Pseudonym": gettext_lazy("The random name used in snapshots"),
    "copies": gettext_lazy("Files with rows about the person"),
    "rows_in_copies": gettext_lazy("Rows in delivered files"),
    "unclear_copies": gettext_lazy("Files searched cell by cell, since their columns aren't known any more"),
    "noted": gettext_lazy("Remarks on rows in files"),
    "exports": gettext_lazy("Files with the person's data, made to be handed over"),
    "snapshots": gettext_lazy("Snapshots (under a random name)"),
    "deliveries.QuarantinedRow": gettext_lazy("Remarks on rows kept out"),
    "deliveries.ListedWarning": gettext_lazy("Warnings"),
    "deliveries.Upload": gettext_lazy("Uploads under way"),
    "deliveries.Delivery": gettext_lazy("Deliveries"),
    "deliveries.SavedMapping": gettext_lazy("Mappings"),
    "deliveries.PickUp": gettext_lazy("Folders that are picked up from"),
    "accounts.Scope": gettext_lazy("What users' roles are held to"),
    "accounts.User": gettext_lazy("User"),
    "accounts.Membership": gettext_lazy("Roles"),
    "audit.Entry": gettext_lazy("Audit log"),
    "jobs.Job": gettext_lazy("Jobs"),
    "mail.MailLog": gettext_lazy("Mails"),
    "mail.Reminders": gettext_lazy("Choice of reminders"),
    "tokens.ApiToken": gettext_lazy("Access keys"),
    "tokens.CalendarAddress": gettext_lazy("Addresses of calendars"),
    "plans.Remark": gettext_lazy("Comments and notes on plans"),
    "plans.Mention": gettext_lazy("Mentions in comments and notes"),
    "login.Invitation": gettext_lazy("Invitations"),
    "persons.PersonRequest": gettext_lazy("Requests about persons"),
    "persons.KeepingRule": gettext_lazy("Periods of keeping"),
}

COLUMNS = {
    "student": gettext_lazy("Student number"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "spell": gettext_lazy("Enrolment"),
    "programme": gettext_lazy("Programme"),
    "part": gettext_lazy("Programme part"),
    "registered_on": gettext_lazy("Registered"),
    "starts_on": gettext_lazy("Start"),
    "ends_on": gettext_lazy("End"),
    "expected_end_on": gettext_lazy("Expected end"),
    "outcome": gettext_lazy("What became of it"),
    "leave_code": gettext_lazy("Leave code"),
    "leave_reason": gettext_lazy("The school's own reason"),
    "left_on": gettext_lazy("Left"),
    "class_group": gettext_lazy("Class"),
    "department": gettext_lazy("Department"),
    "student_type": gettext_lazy("Student type"),
    "age": gettext_lazy("Age"),
    "contact_teacher": gettext_lazy("Contact teacher"),
    "leave_from": gettext_lazy("Leave of absence from"),
    "leave_to": gettext_lazy("Leave of absence to"),
    "employer": gettext_lazy("Employer"),
    "workplace": gettext_lazy("Workplace"),
    "municipality": gettext_lazy("Municipality"),
    "signed_on": gettext_lazy("Signed"),
    "end_reason": gettext_lazy("Why it ended"),
    "hours_absent": gettext_lazy("Hours absent"),
    "hours_scheduled": gettext_lazy("Hours scheduled"),
    "from_on": gettext_lazy("From"),
    "to_on": gettext_lazy("To"),
    "source": gettext_lazy("Source"),
    "from_delivery": gettext_lazy("Told by the delivery"),
    "to_delivery": gettext_lazy("Until the delivery"),
    "file": gettext_lazy("File"),
    "row": gettext_lazy("Row"),
    "as_of": gettext_lazy("As of"),
    "snapshot": gettext_lazy("Snapshot of"),
}

#: what has a period of its own -> what it is
KEPT = {
    "uploads": gettext_lazy("Uploaded files that were never taken in"),
    "exports": gettext_lazy("Files with one person's data, made to be handed over"),
    "undone": gettext_lazy("Copies and remarks of deliveries that were undone"),
    "copies": gettext_lazy("Copies of delivered files, and rows kept out"),
    "snapshots": gettext_lazy("Snapshots"),
    "students": gettext_lazy("Students after their last day"),
    "users": gettext_lazy("Users after their last role has ended"),
    "invitations": gettext_lazy("Invitations that are over"),
    "mails": gettext_lazy("The log of mails"),
    "jobs": gettext_lazy("Jobs that have ended"),
    "audit": gettext_lazy("The audit log"),
}
#: and what becomes of it
MEANS = {
    "uploads": gettext_lazy("They are deleted."),
    "exports": gettext_lazy("They are deleted, and requests that nobody said yes to are withdrawn."),
    "undone": gettext_lazy(
        "Copies and remarks are deleted; that there was a delivery, and its counts, stay."
    ),
    "copies": gettext_lazy("Copies and remarks are deleted; the register and the delivery's counts stay."),
    "snapshots": gettext_lazy(
        "The frozen data are deleted, never the newest; every figure computed from them stays."
    ),
    "students": gettext_lazy(
        "They are erased as on request. A source that still delivers them brings them back until the next time."
    ),
    "users": gettext_lazy("Name, address and log-in are erased; what was done stays, by nobody."),
    "invitations": gettext_lazy("They are deleted; the roles they gave stay."),
    "mails": gettext_lazy("They are deleted."),
    "jobs": gettext_lazy("They are deleted."),
    "audit": gettext_lazy("Older lines are deleted."),
}


def title(key: str) -> str:
    """A kind of thing in words; its technical name where it has none."""
    return str(TITLES.get(key, key))


def column(name: str) -> str:
    """A column in words; its own name where it has none."""
    return str(COLUMNS.get(name, name))


def letter_name() -> str:
    """The letter's file name."""
    return _("read-me-first.txt")


def letter(school: Organisation, request: PersonRequest, titles: list[str]) -> str:
    """What the file holds and where it comes from, for the person it is about."""
    day = date_format(localdate(), "DATE_FORMAT")
    lines = [
        _("What %(school)s holds about you in Pejling on %(day)s") % {"school": school.name, "day": day},
        "",
        _("data.xlsx can be opened in Excel; data.json holds the same for programs."),
        _("It holds:"),
        *(f"- {title}" for title in titles),
        "",
    ]
    if request.about == PersonRequest.About.STUDENT:
        lines += [
            _(
                "The data come from the school's administrative systems. Each row says which delivery told it. The "
                "school uses them to follow how many students complete or leave, and to help students in time."
            ),
            _(
                "Snapshots hold coarse facts under a random name. When you are erased, the link between that name "
                "and you is erased, and nobody can find you in them."
            ),
        ]
    else:
        lines.append(_("Passwords and other secrets aren't handed over: nobody can read them."))
    lines += ["", _("Is something wrong? Write to the school: it is mended where it comes from.")]
    return "\n".join(lines) + "\n"
