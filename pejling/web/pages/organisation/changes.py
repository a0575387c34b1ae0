"""The changes a part's page offers: each with its form, what it does, and what is said when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.base.organisations import actions
from pejling.base.organisations.models import Organisation, Relation
from pejling.web.pages.organisation.forms import DatesForm, MergeForm, RegionForm, RenameForm

Kind = Organisation.Kind


class NothingForm(forms.Form):
    """A button alone."""

    def __init__(self, part: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``make(by, part, cleaned)`` does it and gives what to say; ``actions.Refused`` where it can't."""

    title: str | Promise
    hint: str | Promise
    button: str | Promise
    form: Callable[..., forms.Form]
    make: Callable[[Any, Organisation, dict[str, Any]], str]


def _rename(by: Any, part: Organisation, cleaned: dict[str, Any]) -> str:
    named = actions.rename(by=by, part=part, name=cleaned["name"], on=cleaned["on"])
    return _("The name is %(name)s.") % {"name": named.name}


def _dates(by: Any, part: Organisation, cleaned: dict[str, Any]) -> str:
    actions.set_dates(by=by, part=part, **cleaned)
    return _("The days of %(name)s have been changed.") % {"name": part.name}


def _merge(by: Any, part: Organisation, cleaned: dict[str, Any]) -> str:
    target = part.parent.parts.get(uuid=cleaned["target"])
    actions.merge(by=by, parts=[part], target=target, on=cleaned["on"])
    return _("%(name)s becomes part of %(target)s.") % {"name": part.name, "target": target.name}


def _region(by: Any, part: Organisation, cleaned: dict[str, Any]) -> str:
    region = part.parent.parts.get(uuid=cleaned["region"])
    actions.place_in_region(by=by, municipality=part, region=region)
    return _("%(name)s lies in %(region)s.") % {"name": part.name, "region": region.name}


def _call_region(by: Any, part: Organisation, cleaned: dict[str, Any]) -> str:
    actions.call_region(by=by, part=part)
    return _("%(name)s is a region.") % {"name": part.name}


CHANGES = {
    "name": Change(
        gettext_lazy("Rename"),
        gettext_lazy("Files that still use the old name are understood."),
        gettext_lazy("Rename"),
        RenameForm,
        _rename,
    ),
    "dates": Change(
        gettext_lazy("Days it exists"),
        gettext_lazy("Nothing is deleted when it is over: its students and figures stay."),
        gettext_lazy("Save the days"),
        DatesForm,
        _dates,
    ),
    "merge": Change(
        gettext_lazy("Merge into another"),
        gettext_lazy(
            "Old snapshots keep both names. Whoever is held to the other sees the students of this one too."
        ),
        gettext_lazy("Merge"),
        MergeForm,
        _merge,
    ),
    "region": Change(
        gettext_lazy("Region"),
        gettext_lazy("For a municipality that isn't on the official list."),
        gettext_lazy("Save the region"),
        RegionForm,
        _region,
    ),
    "is-region": Change(
        gettext_lazy("This is a region"),
        gettext_lazy("Training agreements name their employer's municipality; some employers are regions."),
        gettext_lazy("Call it a region"),
        NothingForm,
        _call_region,
    ),
}


def offered(part: Organisation) -> dict[str, Change]:
    """The changes that make sense for this part."""
    keys = ["name"]
    if part.parent_id is not None:
        keys.append("dates")
        if not part.relations.filter(kind=Relation.Kind.MERGED_INTO).exists():
            keys.append("merge")
        if part.kind == Kind.MUNICIPALITY and not part.code:
            keys += ["region", "is-region"]
    return {key: CHANGES[key] for key in keys}
