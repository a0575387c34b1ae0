"""The workbooks of the figures: the list, and one figure with everything on its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.base.organisations.models import Organisation
from pejling.quality.indicators.wording import excluded_because
from pejling.web.components.catalogue import words_of
from pejling.web.components.sight import Seen
from pejling.web.components.workbook import Share, Sheet
from pejling.web.pages.figures import present
from pejling.web.pages.figures.asking import Answer


def one_sheets(
    found: Answer, people: dict[str, list[dict[str, Any]]], school: Organisation
) -> Iterator[Sheet]:
    """Definition, values side by side, groups, history and, where there are any, the students."""
    yield _about(found, school)
    definition = found.definition
    yield Sheet(_("Side by side"), _heads(), [_row("", seen, definition) for seen in found.beside])
    if found.groups:
        by = found.question.by
        rows = [_row(present.group_label(by, seen.value.by[by]), seen, definition) for seen in found.groups]
        yield Sheet(present.dimensions()[by], _heads(), rows)
    yield Sheet(_("History"), _heads(), [_row(day, seen, definition) for day, seen in found.history])
    titles = {"events": _("Students with the event"), "left_out": _("Students left out")}
    heads = [
        _("Student number"), _("Name"), _("Class"), _("Programme"), _("Department"), _("Start"), _("Code"),
        _("Why left out"),
    ]  # fmt: skip
    keys = ("student", "name", "class_group", "programme", "department", "starts_on", "code", "why")
    for kind, lines in people.items():
        yield Sheet(titles[kind], heads, [[line[key] for key in keys] for line in lines])


def _heads() -> list[str]:
    return ["", _("Variant"), _("Window"), _("Value"), _("Lower limit"), _("Upper limit"), _("Behind it"),
            _("With the event"), _("As of"), _("Complete"), _("Note")]  # fmt: skip


def _row(label: Any, seen: Seen, definition: IndicatorDefinition) -> list[Any]:
    value, texts = seen.value, present.shown(seen, definition)
    counted = definition.kind == "count"
    limits = [Share(value.lower), Share(value.upper)]
    return [
        label, texts["variant"], texts["window"], value.estimate if counted else Share(value.estimate), *limits,
        None if seen.hidden else value.n, value.events, value.as_of, value.complete,
        _("hidden") if seen.hidden else texts["reason"],
    ]  # fmt: skip


def _about(found: Answer, school: Organisation) -> Sheet:
    definition, value, words = found.definition, found.chosen.value, words_of(found.definition)
    excluded = [(excluded_because(why), count) for why, count in value.excluded.items()]
    rows = [
        [_("School"), school.name],
        [_("Figure"), words.title],
        [_("As of"), value.as_of],
        [_("Snapshot"), value.snapshot],
        [_("Source"), _("the school's own figure (%(sources)s)") % {"sources": found.snapshots.sources}],
        [_("Definition"), words.description],
        [_("Interval"), words.uncertainty],
        [_("What a school can't see"), words.unseen],
        [_("Notes"), words.notes],
        [_("Version of the definition"), definition.version],
        [_("Official source"), f"{words.source} ({definition.source_year})"],
        *([_("Left out: %(why)s") % {"why": why}, count] for why, count in excluded),
    ]  # fmt: skip
    return Sheet(_("About"), [_("What"), _("Value")], rows)
