"""What can be changed about a part of the school: its name, its days, what it becomes part of, its region."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from pejling.base.organisations.models import Organisation
from pejling.web.pages.people.forms import DAY_FORMATS, day_field

#: Kinds that are added by hand or by the school's files; the school itself is neither.
KINDS = [choice for choice in Organisation.Kind.choices if choice[0] != Organisation.Kind.SCHOOL]


def _name(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        error_messages={"required": _("Write a name.")},
        widget=forms.TextInput(attrs={"class": "form-input", "autocomplete": "off"}),
    )


def _on(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        input_formats=DAY_FORMATS,
        error_messages={"required": _("Write the day."), "invalid": _("Write a day as 31-12-2026.")},
        widget=forms.DateInput(attrs={"type": "date", "class": "form-input pj-day"}, format="%Y-%m-%d"),
    )


def _select(label: Any, parts: Any, lacking: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Choose")), *((str(part.uuid), part.name) for part in parts)],
        error_messages={"required": lacking, "invalid_choice": _("Choose among those listed.")},
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class AddForm(forms.Form):
    """A new part."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=KINDS, widget=forms.Select(attrs={"class": "form-select"})
    )
    name = _name(_("Name"))
    valid_from = day_field(_("From"), _("Empty: always was."))


class RenameForm(forms.Form):
    """Another name from a day on."""

    name = _name(_("New name"))
    on = _on(_("From"), _("Old snapshots and files keep the old name."))

    def __init__(self, part: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": part.name, "on": localdate()}, **kwargs)


class DatesForm(forms.Form):
    """From when to when the part exists."""

    valid_from = day_field(_("From"), _("Empty: always was."))
    valid_to = day_field(_("To"), _("The last day. Empty: still does."))

    def __init__(self, part: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"valid_from": part.valid_from, "valid_to": part.valid_to}, **kwargs)


class MergeForm(forms.Form):
    """What the part becomes part of, and when."""

    on = _on(_("On"), _("The first day on which it is part of the other."))

    def __init__(self, part: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": localdate()}, **kwargs)
        others = Organisation.objects.filter(parent=part.parent_id, kind=part.kind).exclude(pk=part.pk)
        lacking = _("Choose what it becomes part of.")
        self.fields["target"] = _select(_("Becomes part of"), others.order_by("name"), lacking)
        self.order_fields(["target", "on"])


class RegionForm(forms.Form):
    """Which region a municipality lies in."""

    def __init__(self, part: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Organisation.objects.filter(parent=part.parent_id, kind=Organisation.Kind.REGION)
        self.fields["region"] = _select(_("Region"), regions.order_by("name"), _("Choose a region."))
