"""The columns and filters of every list of students, so that they are the same on each page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from pejling.web.components.danish_order import danish_key
from pejling.web.components.listing import Choice, Column

Row = dict[str, Any]

#: So many students are looked up at once, to be filtered and sorted; a longer list is only turned page by page.
SORTED = 500


def columns(*keys: str, is_sorted: bool = True) -> list[Column]:
    """The columns of these keys, in this order."""
    made = {
        "name": Column("name", _("Name"), lambda row: row["name"], sort="name"),
        "student": Column(
            "student", _("Student number"), lambda row: row["student"], sort="student", keep=True
        ),
        "class_group": Column(
            "class_group", _("Class"), lambda row: row["class_group"], sort="class_group", keep=True
        ),
        "programme": Column("programme", _("Programme"), lambda row: row["programme"], sort="programme"),
        "department": Column("department", _("Department"), lambda row: row["department"], sort="department"),
        "starts_on": Column(
            "starts_on", _("Start"), lambda row: row["starts_on"], sort="starts_on", keep=True
        ),
        "ends_on": Column("ends_on", _("Leave"), lambda row: row["ends_on"], sort="ends_on", keep=True),
        "reason": Column("reason", _("Reason"), lambda row: row["reason"], sort="reason"),
        "code": Column("code", _("Code"), lambda row: row["code"], sort="code"),
        "contact_teacher": Column(
            "contact_teacher",
            _("Contact teacher"),
            lambda row: row["contact_teacher"],
            sort="contact_teacher",
        ),
        "why": Column("why", _("Why"), lambda row: row["why"], sort="why"),
    }
    found = [made[key] for key in keys]
    return found if is_sorted else [Column(c.key, c.title, c.cell, keep=c.keep) for c in found]


def filters(rows: Sequence[Row], *keys: str) -> list[Choice]:
    """A choice among the values that occur, for each key where there are two or more."""
    titles = {
        "class_group": _("Class"),
        "programme": _("Programme"),
        "department": _("Department"),
        "code": _("Code"),
        "why": _("Why"),
        "contact_teacher": _("Contact teacher"),
    }
    made = []
    for key in keys:
        values = sorted({row[key] for row in rows if row[key]}, key=danish_key)
        if len(values) > 1:
            made.append(Choice(key, titles[key], [(value, value) for value in values]))
    return made
