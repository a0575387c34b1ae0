"""Log-in, codes, and passwords of one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _


def password_field(label: Any, lacking: Any, autocomplete: str, hint: Any = "") -> forms.CharField:
    """A field for a password, told to browsers and password stores for what it is."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        help_text=hint,
        error_messages={"required": lacking, "max_length": _("A password has 200 characters at most.")},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete, "class": "form-input"}),
    )


def email_field() -> forms.EmailField:
    """A field for one's own e-mail address."""
    return forms.EmailField(
        label=_("E-mail"),
        error_messages={"required": _("Write your e-mail."), "invalid": _("Write a whole e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "class": "form-input"}),
    )


NEW_PASSWORD_HINT = _(
    "At least 12 characters. Three or four words that don't belong together are easy to remember."
)


class LoginForm(forms.Form):
    """E-mail and password; whether they match is asked elsewhere."""

    email = email_field()
    password = password_field(_("Password"), _("Write your password."), "current-password")


class ForgottenForm(forms.Form):
    """The e-mail address to send a way to a new password to."""

    email = email_field()


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        error_messages={
            "required": _("Write the code."),
            "max_length": _("A code has 6 digits, a recovery code 8."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "form-input pj-code"}
        ),
    )


class KeyForm(forms.Form):
    """A name for a new security key, and what the browser brings from it."""

    name = forms.CharField(
        label=_("Name of the key"),
        max_length=80,
        help_text=_("So that you know it from others, such as “key ring” or “the laptop's fingerprint”."),
        error_messages={"required": _("Give the key a name.")},
        widget=forms.TextInput(attrs={"class": "form-input", "autocomplete": "off"}),
    )
    credential = forms.CharField(
        max_length=20_000,
        error_messages={"required": _("The key hasn't answered. Try again.")},
        widget=forms.HiddenInput,
    )


class NewPasswordForm(forms.Form):
    """A new password twice; ``user`` (may be None) is whose: it mustn't be too like the name or the e-mail."""

    new = password_field(
        _("New password"), _("Write a new password."), "new-password", hint=NEW_PASSWORD_HINT
    )
    again = password_field(_("New password again"), _("Write the new password once more."), "new-password")

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_new(self) -> str:
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("The two new passwords differ."))
        return cleaned


class PasswordForm(NewPasswordForm):
    """The password now, and a new one twice. Whether the first is right is asked elsewhere, with a limit."""

    old = password_field(_("Your password now"), _("Write your password."), "current-password")
    field_order = ["old", "new", "again"]


class JoinForm(NewPasswordForm):
    """What an invited reader says: a name and a password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "form-input"}),
    )
    field_order = ["name", "new", "again"]
