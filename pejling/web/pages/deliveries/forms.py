"""What somebody chooses about an upload: its mapping, date, scope and period; and about each of its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.facts.deliveries.mapping.among import Known
from pejling.facts.deliveries.mapping.model import Mapping as FileMapping
from pejling.facts.deliveries.reading.chosen import Chosen
from pejling.facts.deliveries.reading.encoding import ENCODINGS
from pejling.facts.deliveries.reading.separated import SEPARATORS
from pejling.facts.deliveries.upload_models import Scope
from pejling.facts.deliveries.upload_previews import LookedAt
from pejling.facts.deliveries.wording import describe
from pejling.web.components.today import today

_SEPARATOR_NAMES = {
    "semicolon": gettext_lazy("semicolon"),
    "tab": gettext_lazy("tab"),
    "comma": gettext_lazy("comma"),
    "pipe": gettext_lazy("vertical bar"),
}


def day_field(label: Any, hint: Any = "", *, required: bool = False) -> forms.DateField:
    """A date, by the browser's own picker or typed as 2025-03-04 or 4.3.2025."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-input"}),
        error_messages={
            "required": _("Write a date."),
            "invalid": _("Write the date as day, month and year."),
        },
    )


class ChoicesForm(forms.Form):
    """What the files are, when they were extracted and what they cover."""

    mapping = forms.ChoiceField(
        label=gettext_lazy("How the files are read"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    as_of = day_field(
        gettext_lazy("Date of extraction"),
        gettext_lazy("The day the files were taken from the source system."),
        required=True,
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("What the files cover"),
        help_text=gettext_lazy(
            "Full: all the source knows of the period. What isn't in the files is then taken to be gone."
        ),
        choices=[
            (Scope.ADDITIONAL.value, gettext_lazy("Additional: rows not in the files stay as they are")),
            (Scope.FULL.value, gettext_lazy("Full: rows not in the files are gone")),
        ],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    period_from = day_field(
        gettext_lazy("Period from (full only)"), gettext_lazy("Empty: everything the source ever told.")
    )
    period_to = day_field(gettext_lazy("Period to (full only)"))

    def __init__(self, known: Sequence[Known], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(one.key, one.mapping.title) for one in known if one.saved]
        shipped = [(one.key, one.mapping.title) for one in known if not one.saved]
        groups = [(_("The school's own"), own), (_("From the catalogue"), shipped)]
        self.fields["mapping"].choices = [("", _("Choose …")), *(group for group in groups if group[1])]

    def clean_as_of(self) -> date:
        day = self.cleaned_data["as_of"]
        if day > today():
            raise forms.ValidationError(" ".join(describe("as_of_in_future")))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("period_from"), given.get("period_to")
        if given.get("scope") != Scope.FULL:
            given["period_from"] = given["period_to"] = None
        elif (first is None) != (last is None) and not self.errors:
            self.add_error(
                "period_from" if first is None else "period_to", _("Write both ends of the period.")
            )
        elif first and last and last < first:
            self.add_error("period_to", _("The period ends before it begins."))
        return given

    @property
    def period(self) -> tuple[date, date] | None:
        given = self.cleaned_data
        return (given["period_from"], given["period_to"]) if given.get("period_from") else None


class FileForm(forms.Form):
    """What overrules the detection of one file; empty: as found."""

    role = forms.ChoiceField(label=gettext_lazy("What the file holds"), required=False)
    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), required=False)
    separator = forms.ChoiceField(label=gettext_lazy("Separator"), required=False)
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    header = forms.IntegerField(
        label=gettext_lazy("Row with the headings"),
        help_text=gettext_lazy("0: the file has none."),
        required=False,
        min_value=0,
        max_value=1000,
        error_messages={"invalid": gettext_lazy("Write a row number.")},
        widget=forms.NumberInput(attrs={"class": "form-input", "inputmode": "numeric"}),
    )

    def __init__(self, looked: LookedAt, mapping: FileMapping | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"f{looked.file.position}", initial=_initial(looked.chosen), **kwargs)
        shown = looked.preview
        as_found = _("As found")
        options: Mapping[str, list[tuple[str, Any]]] = {
            "role": [(role.name, role.title) for role in mapping.files] if mapping else [],
            "encoding": [(name, name) for name in ENCODINGS],
            "separator": list(_SEPARATOR_NAMES.items()),
            "sheet": [(name, name) for name in shown.sheets] if shown else [],
        }
        for name, choices in options.items():
            # What was chosen before stays a choice, also while the file can't be read because of it.
            chosen = self.initial.get(name)
            if chosen and chosen not in dict(choices):
                choices = [*choices, (chosen, chosen)]
            self.fields[name].choices = [("", as_found), *choices]
            self.fields[name].widget.attrs["class"] = "form-select"
        if shown and shown.sheets:
            del self.fields["encoding"], self.fields["separator"]
        elif not self.initial.get("sheet"):
            del self.fields["sheet"]

    @property
    def chosen(self) -> Chosen:
        """The choices; only where the form is valid."""
        given = self.cleaned_data
        return Chosen(
            encoding=given.get("encoding") or None,
            separator=given.get("separator") or None,
            header=given.get("header"),
            sheet=given.get("sheet") or None,
            role=given.get("role") or None,
        )


def _initial(chosen: Chosen) -> dict[str, Any]:
    names = {sign: name for name, sign in SEPARATORS.items()}
    found = chosen.as_dict()
    if "separator" in found:
        found["separator"] = names.get(found["separator"], found["separator"])
    return found


class PickUpForm(forms.Form):
    """A folder that is looked into every day."""

    folder = forms.CharField(
        label=gettext_lazy("Folder"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-input", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write which folder.")},
    )
    mapping = forms.ChoiceField(
        label=gettext_lazy("How the files are read"),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": gettext_lazy("Choose how the files are read.")},
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("What the files cover"),
        choices=ChoicesForm.base_fields["scope"].choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    as_of_rule = forms.ChoiceField(
        label=gettext_lazy("Date of extraction"), widget=forms.Select(attrs={"class": "form-select"})
    )
    hour = forms.IntegerField(
        label=gettext_lazy("Hour of the day (0-23)"),
        min_value=0,
        max_value=23,
        widget=forms.NumberInput(attrs={"class": "form-input"}),
        error_messages={"required": gettext_lazy("Write an hour from 0 to 23.")},
    )

    def __init__(
        self, known: Sequence[Known], rules: Sequence[tuple[str, Any]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mapping"].choices = [("", _("Choose …")), *((o.key, o.mapping.title) for o in known)]
        self.fields["as_of_rule"].choices = rules
