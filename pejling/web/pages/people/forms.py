"""The form that gives or changes access: one field for each dimension that the role may be held to, and the days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pejling.base.accounts.holding import Refused
from pejling.base.accounts.models import Membership
from pejling.base.accounts.roles import Role
from pejling.base.accounts.scopes import DIMENSIONS
from pejling.base.accounts.wording import refusal_in_words
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.cpr import scrub_text
from pejling.facts.register.models import Pseudonym
from pejling.web.pages.personal_data.forms import as_subject

#: Texts that somebody could write a CPR number in. Not workplaces: their production numbers look like one.
_MAY_NAME_PERSONS = frozenset({"student", "class", "contact_teacher"})
DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y"]


def day_field(label: Any, hint: Any = "") -> forms.DateField:
    """A day that may be left out."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=hint,
        input_formats=DAY_FORMATS,
        error_messages={"invalid": _("Write a day as 31-12-2026, or leave it empty.")},
        widget=forms.DateInput(attrs={"type": "date", "class": "form-input pj-day"}, format="%Y-%m-%d"),
    )


class AccessForm(forms.Form):
    """Scopes and days of one membership in ``role``."""

    def __init__(self, school: Organisation, role: Role, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.role = school, role
        for key in role.scopes:
            self.fields[f"scope_{key}"] = _field(school, key)
        self.fields["valid_from"] = day_field(_("From"), _("Empty: from now on."))
        self.fields["valid_to"] = day_field(
            _("To"), _("The last day of the access. Empty: until it is ended.")
        )

    @property
    def scope_fields(self) -> list[forms.BoundField]:
        """In the order of the role."""
        return [self[f"scope_{key}"] for key in self.role.scopes]

    @property
    def scopes(self) -> dict[str, list[str]]:
        """As ``accounts.actions.grant`` takes them."""
        return {key: self.cleaned_data[f"scope_{key}"] for key in self.role.scopes}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for key in _MAY_NAME_PERSONS.intersection(self.role.scopes):
            self._without_cpr(f"scope_{key}", key, cleaned)
        needs = self.role.needs
        # A field that is wrong has its own error; only what was left empty is asked for here.
        if needs and not self.errors and not any(cleaned.get(f"scope_{key}") for key in needs):
            self.add_error(None, refusal_in_words(Refused("needs_scope", role=self.role.key)))
        return cleaned

    def _without_cpr(self, field: str, key: str, cleaned: dict[str, Any]) -> None:
        """A CPR number is kept nowhere, and not sent back to the page: a student known by it is held by its hash."""
        said = cleaned.get(field) or []
        if all(scrub_text(value) == value for value in said):
            return
        held = {value: as_subject(value, self.school) if key == "student" else value for value in said}
        wrong = {
            value for value in said
            if scrub_text(value) != value and held[value] == value and not self._is_known(value, key)
        }  # fmt: skip
        cleaned[field] = list(dict.fromkeys(held[value] for value in said if value not in wrong))
        self.data = self.data.copy()
        self.data[field] = "\n".join(cleaned[field])
        if wrong:
            self.add_error(field, _("There is a CPR number in it. It can't be kept here."))

    def _is_known(self, value: str, key: str) -> bool:
        """A student number of ten digits may look like a CPR number."""
        return key == "student" and Pseudonym.objects.filter(organisation=self.school, student=value).exists()


class InviteForm(AccessForm):
    """Whom to invite, and to what."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={"required": _("Write the e-mail."), "invalid": _("Write a whole e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "form-input"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("The person can correct it when accepting."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-input"}),
    )


def initial_of(membership: Membership) -> dict[str, Any]:
    """What the form shows of a membership as it is."""
    held: dict[str, list[str]] = {}
    for scope in membership.scopes.all():
        held.setdefault(f"scope_{scope.dimension}", []).append(
            str(scope.part.uuid) if scope.part_id else scope.value
        )
    texts = {
        name: values if DIMENSIONS[name.removeprefix("scope_")].parts else "\n".join(values)
        for name, values in held.items()
    }
    return {**texts, "valid_from": membership.valid_from, "valid_to": membership.valid_to}


class LinesField(forms.CharField):
    """One value per line; each once."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(
            attrs={"rows": 4, "class": "form-input", "autocomplete": "off", "spellcheck": "false"}
        )
        super().__init__(required=False, widget=widget, max_length=100_000, **kwargs)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _field(school: Organisation, key: str) -> forms.Field:
    dimension = DIMENSIONS[key]
    if not dimension.parts:
        return LinesField(label=dimension.title, help_text=dimension.hint)
    parts = school.parts.filter(kind__in=dimension.parts).order_by("kind", "name")
    return forms.MultipleChoiceField(
        label=dimension.title,
        required=False,
        help_text=dimension.hint,
        choices=[(str(part.uuid), _named(part)) for part in parts],
        error_messages={"invalid_choice": _("Choose among those listed.")},
        widget=forms.CheckboxSelectMultiple,
    )


def _named(part: Organisation) -> str:
    """The name; with its last day where it is over, so that nobody is given a department of the past by mistake."""
    return f"{part.name} ({part.valid_to:%d.%m.%Y})" if part.valid_to else part.name


def first_error(form: forms.Form) -> str:
    """What to say above the form."""
    found: Mapping[str, Any] = form.errors
    return (
        str(found["__all__"][0])
        if "__all__" in found
        else str(_("Nothing has been saved. See the fields below."))
    )
