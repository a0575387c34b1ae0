"""The audit log: who did what, when; searched, sorted, and taken out as Excel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.base.audit.models import Entry
from pejling.base.audit.queries import entries_of, kinds_of, verbs_of
from pejling.base.audit.wording import kind_in_words, nobody, verb_in_words
from pejling.web.components.danish_order import danish_key
from pejling.web.components.listing import Choice, Column, Dates, Empty, Text, answer, listing
from pejling.web.gate import of_school
from pejling.web.pages.audit.present import acts, people_of

#: what the address says of acts that no user did
NOBODY = "system"


@of_school("see_audit")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every act at the school, newest first."""
    people = people_of(request.school)
    rows = entries_of(request.school, people)
    found = listing(
        request,
        rows,
        columns(),
        filters(rows, {str(uuid): name for uuid, name in people.items()}),
        name="audit",
        title=_("Audit log"),
        order="-at",
        caption=_("Who did what; times are Danish time"),
        empty=Empty(_("Nothing has been done yet"), _("Every change at the school leaves a line here.")),
        present=lambda entries: acts(entries, request.school),
        file_name=_("audit-log"),
    )
    return answer(request, "audit/page.html", {"crumbs": _crumbs(request), "list": found})


def columns() -> list[Column]:
    """When, who, what, to what."""
    return [
        Column("at", _("When"), lambda act: act.at, sort="at", keep=True),
        Column("who", _("Who"), lambda act: act.who),
        Column("what", _("What"), lambda act: act.what),
        Column("kind", _("Kind"), lambda act: act.kind),
        Column("name", _("Which"), lambda act: act.name, link=lambda act: act.address),
        Column("fields", _("Fields (technical names)"), lambda act: act.fields, optional=True),
        Column("subject", _("Id"), lambda act: act.subject, optional=True),
    ]


def filters(rows: QuerySet[Entry], people: dict[str, str]) -> list[Any]:
    """Who, what, which kind, which one, and when."""
    return [
        Choice("who", _("Who"), [*people.items(), (NOBODY, nobody())], _by),
        Choice("what", _("What"), _in_order(lambda: verbs_of(rows), verb_in_words), "verb"),
        Choice("kind", _("Kind"), _in_order(lambda: kinds_of(rows), kind_in_words)),
        Text("subject", _("Id begins with"), _subject),
        Dates("at", _("Date"), moments=True),
    ]


def _in_order(ask: Callable[[], list[str]], in_words: Callable[[str], str]) -> Callable[[], Any]:
    return lambda: sorted(((key, in_words(key)) for key in ask()), key=lambda found: danish_key(found[1]))


def _by(rows: QuerySet[Entry], wanted: str) -> QuerySet[Entry]:
    return rows.filter(by__isnull=True) if wanted == NOBODY else rows.filter(by=wanted)


def _subject(rows: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    return rows.filter(subject__startswith=text.lower())


def _crumbs(request: HttpRequest) -> list[tuple[str, str]]:
    school = request.school
    return [
        (school.name, reverse("retention", args=[school.uuid])),
        (_("Administration"), reverse("administration", args=[school.uuid])),
        (_("Audit log"), ""),
    ]
