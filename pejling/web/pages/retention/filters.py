"""The filter form: which fields this reader has, and what each may be set to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pejling.base.accounts.access import Access
from pejling.facts.snapshots.models import Snapshot
from pejling.web.components import numbers
from pejling.web.pages.retention.asking import Answer
from pejling.web.pages.retention.question import DIMENSION, FILTERS, MONTHS, Question

#: More classes than this aren't a list to choose from, but a name to write.
MOST_OPTIONS = 400


@dataclass(frozen=True, slots=True)
class Field:
    """A select (``options``: value, text, chosen) or, without options, a text field."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]
    value: str = ""


def fields(found: Answer, access: Access) -> list[Field]:
    """The fields in the order of the form."""
    made = [_filter(found, name) for name in FILTERS if DIMENSION[name] in access.cuts]
    if "class" in access.cuts:
        rows = (("intake", _("Intakes")), ("class", _("Classes")))
        made.append(_select("rows", _("Rows"), rows, found.question.rows))
    months = tuple(
        (str(count), ngettext("%(count)d month", "%(count)d months", count) % {"count": count})
        for count in MONTHS
    )
    made.append(_select("months", _("Months shown"), months, str(found.question.months)))
    made.append(
        _snapshot(
            "snapshot", _("Snapshot"), list(found.snapshots.listed), found.question.snapshot, newest=True
        )
    )
    if found.snapshots.older:
        compared = str(found.snapshots.compared.uuid) if found.snapshots.compared else ""
        made.append(_snapshot("compare", _("Compare with"), found.snapshots.older, compared, newest=False))
    return made


def labels() -> dict[str, str]:
    """The filters' names in words."""
    return {
        "department": _("Department"),
        "programme": _("Programme"),
        "part": _("Programme part"),
        "intake": _("Intake"),
        "class_group": _("Class"),
        "municipality": _("Municipality of the agreement at start"),
    }


def value_label(name: str, value: str) -> str:
    """A filter's value in words."""
    if name == "intake":
        return numbers.month(value)
    if name == "municipality" and value == "none":
        return _("no agreement at start")
    return value


def in_words(question: Question) -> str:
    """The filters in use, as paper and workbooks need them; "" where all are counted."""
    return "; ".join(
        f"{label}: {value_label(name, value)}"
        for name, label in labels().items()
        if (value := getattr(question, name))
    )


def _filter(found: Answer, name: str) -> Field:
    chosen = getattr(found.question, name)
    known = list(found.choices.values[DIMENSION[name]])
    if name == "class_group":
        known = list(found.choices.classes_within(found.question.accepted, MOST_OPTIONS))
        if len(known) > MOST_OPTIONS:
            return Field(name, labels()[name], (), chosen)
    if name == "intake":
        known.reverse()
    # A value of an older address stays in view, so that an empty page explains itself.
    if chosen and chosen not in known:
        known.insert(0, chosen)
    options = [("", _("All")), *((value, value_label(name, value)) for value in known)]
    return _select(name, labels()[name], options, chosen)


def _select(name: str, label: str, options: object, chosen: str) -> Field:
    return Field(name, label, tuple((value, text, value == chosen) for value, text in options))


def _snapshot(name: str, label: str, listed: list[Snapshot], chosen: str, *, newest: bool) -> Field:
    """Snapshots by their date; where several have the same, the moment they were made tells them apart."""
    dates = [snapshot.as_of for snapshot in listed]
    options = []
    for place, snapshot in enumerate(listed):
        text = numbers.day(snapshot.as_of)
        if dates.count(snapshot.as_of) > 1:
            text = f"{text} ({str(snapshot.uuid)[:4]})"
        if newest and place == 0:
            text = _("%(date)s (newest)") % {"date": text}
        value = "" if newest and place == 0 else str(snapshot.uuid)
        options.append((value, text))
    return _select(name, label, options, chosen)
