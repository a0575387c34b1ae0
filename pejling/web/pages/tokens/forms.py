"""A new access key: what it is called, what it is for, and how long it lives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pejling.base.accounts.access import Access
from pejling.base.tokens.scopes import LIFETIMES, SCOPES


class KeyForm(forms.Form):
    """Offers only the scopes that the owner's own role gives."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("What the key is used for, such as the name of the program."),
        max_length=100,
        error_messages={"required": _("Give the key a name, so that you know it again.")},
        widget=forms.TextInput(attrs={"class": "form-input", "autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may read"),
        error_messages={"required": _("Choose at least one thing that the key may read.")},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-checkbox"}),
    )
    days = forms.TypedChoiceField(
        label=_("Works for"), coerce=int, widget=forms.Select(attrs={"class": "form-select"}), initial=90
    )

    def __init__(self, access: Access, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["scopes"].choices = [(verb, title) for verb, title in SCOPES.items() if access.may(verb)]
        self.fields["days"].choices = [
            (days, ngettext("%(count)d day", "%(count)d days", days) % {"count": days}) for days in LIFETIMES
        ]
