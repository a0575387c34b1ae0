"""Find classes and students, for those who may see persons, and only those who are theirs today."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from pejling.base.accounts.access import Access
from pejling.facts.register.finding import classes_named, students_named
from pejling.web.components import numbers
from pejling.web.components.matching import anywhere
from pejling.web.pages.search.hits import MOST, Hit


def find_classes(access: Access, text: str) -> list[Hit]:
    """Classes by name, the newest first."""
    found = classes_named(
        access.organisation, text.split(), reach=access.reach("see_persons"), today=localdate(), most=MOST + 1,
        anywhere=anywhere,
    )  # fmt: skip
    return [
        Hit(
            one.class_group,
            _together(
                one.programme, one.department, _("started %(day)s") % {"day": numbers.day(one.newest_start)}
            ),
            _class_address(access, one.class_group),
        )
        for one in found
    ]


def find_students(access: Access, text: str) -> list[Hit]:
    """Students by number or name, each with the enrolment begun last."""
    found = students_named(
        access.organisation, text.split(), reach=access.reach("see_persons"), today=localdate(), most=MOST + 1,
        anywhere=anywhere,
    )  # fmt: skip
    return [
        Hit(
            f"{one.name} ({one.student})" if one.name else one.student,
            _together(
                f"{one.programme} {one.part}".strip(), one.class_group, one.department,
                _("started %(day)s") % {"day": numbers.day(one.starts_on)},
            ),
            _class_address(access, one.class_group) if one.class_group else "",
        )
        for one in found
    ]  # fmt: skip


def _class_address(access: Access, class_group: str) -> str:
    """The class on the retention page; "" for those whose figures aren't cut by class."""
    if not access.may("see_figures") or "class" not in access.cuts:
        return ""
    query = urlencode({"class_group": class_group, "rows": "class"})
    return f"{reverse('retention', args=[access.organisation.uuid])}?{query}"


def _together(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
