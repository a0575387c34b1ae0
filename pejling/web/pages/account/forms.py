"""Log-in with an e-mail address, and a password of one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.Form):
    """E-mail and password. The same message whichever of them is wrong: it mustn't tell who has an account."""

    email = forms.EmailField(
        label=_("E-mail"),
        error_messages={"required": _("Write your e-mail."), "invalid": _("Write a whole e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "class": "form-input"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        error_messages={"required": _("Write your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "form-input"}),
    )

    def __init__(self, request: Any, *args: Any, **kwargs: Any) -> None:
        self.request, self.user = request, None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "email" in cleaned and "password" in cleaned:
            email = cleaned["email"].strip().lower()
            self.user = authenticate(self.request, username=email, password=cleaned["password"])
            if self.user is None:
                raise forms.ValidationError(
                    _("E-mail and password don't match an account. Check both and try again.")
                )
        return cleaned


class PasswordForm(forms.Form):
    """The old password, and a new one twice."""

    old = forms.CharField(
        label=_("Your password now"),
        strip=False,
        error_messages={"required": _("Write your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "form-input"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        error_messages={"required": _("Write a new password.")},
        help_text=_(
            "At least 12 characters. Three or four words that don't belong together are easy to remember."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "form-input"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        strip=False,
        error_messages={"required": _("Write the new password once more.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "form-input"}),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_old(self) -> str:
        if not self.user.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(_("That isn't your password now."))
        return self.cleaned_data["old"]

    def clean_new(self) -> str:
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("The two new passwords differ."))
        return cleaned
