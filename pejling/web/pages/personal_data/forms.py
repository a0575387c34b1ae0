"""Whom a request is about, and the yes to erasing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pejling.base.accounts.holding import Refused
from pejling.base.accounts.models import User
from pejling.base.accounts.wording import refusal_in_words
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.cpr import keyed_hash, normalise, scrub_text
from pejling.facts.deliveries.hash_key import hash_key
from pejling.facts.deliveries.kept_copies import plain
from pejling.facts.persons.models import PersonRequest
from pejling.facts.register.models import Pseudonym
from pejling.flows.personal.forgetting import is_last_administrator

_INPUT = {"class": "form-input", "autocomplete": "off", "spellcheck": "false"}


def as_subject(text: str, school: Organisation) -> str:
    """A student as the register names them: the number as it stands, a CPR number as its keyed hash.

    A student number of ten digits may look like a CPR number: where the school has such a student, it is that.
    """
    said = plain(text)
    number = normalise(said)
    if number is None or Pseudonym.objects.filter(organisation=school, student=said).exists():
        return said
    return keyed_hash(number, hash_key())


def _hide_cpr(form: forms.Form, field: str) -> None:
    """A CPR number isn't sent back to the page either."""
    said = form.data.get(field, "")
    if scrub_text(said) != said:
        form.data = form.data.copy()
        form.data[field] = ""


class AskForm(forms.Form):
    """Who it is about (a student's number or a user's e-mail address), and what is to be done."""

    kind = forms.ChoiceField(
        label=_("What is to be done?"),
        choices=[
            (PersonRequest.Kind.EXPORT, _("Hand over: make a file with everything held")),
            (PersonRequest.Kind.ERASE, _("Erase: first see what there is")),
        ],
        initial=PersonRequest.Kind.EXPORT,
        widget=forms.RadioSelect,
    )
    student = forms.CharField(
        label=_("Student number"),
        help_text=_(
            "As it stands in the school's extracts. Where those hold CPR numbers only, write that: it is looked for "
            "as a keyed hash and kept nowhere."
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_INPUT),
    )
    user = forms.EmailField(
        label=_("or a user's e-mail address"), required=False, widget=forms.EmailInput(attrs=_INPUT)
    )

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        student, user = as_subject(found.get("student") or "", self.school), found.get("user")
        _hide_cpr(self, "student")
        if "user" in self.errors:
            return found
        if bool(student) == bool(user):
            raise forms.ValidationError(_("Write either a student number or an e-mail address."))
        if scrub_text(student) != student and normalise(student) is None:
            raise forms.ValidationError(
                _("There is a CPR number in it. Write the student number, or the CPR number alone.")
            )
        found["about"], found["subject"] = PersonRequest.About.STUDENT, student
        if user:
            known = User.objects.filter(email__iexact=user, memberships__organisation=self.school).first()
            if known is None:
                self.add_error("user", _("Nobody with that address has or had a role at the school."))
            else:
                found["about"], found["subject"] = PersonRequest.About.USER, str(known.uuid)
        return found


class EraseForm(forms.Form):
    """The number once more: what is erased doesn't come back."""

    again = forms.CharField(required=False, max_length=254, widget=forms.TextInput(attrs=_INPUT))

    def __init__(self, *args: Any, request: PersonRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        of_user = request.about == PersonRequest.About.USER
        self.fields["again"].label = (
            _("Write the e-mail address once more") if of_user else _("Write the student number once more")
        )
        self.fields["again"].help_text = _("What is erased doesn't come back.")

    def clean_again(self) -> str:
        said = as_subject(self.cleaned_data["again"], self.request.organisation)
        _hide_cpr(self, "again")
        user = None
        if self.request.about == PersonRequest.About.USER:
            user = User.objects.filter(uuid=self.request.subject).first()
            is_same = user is not None and said.lower() == user.email.lower()
        else:
            is_same = said == self.request.subject
        if not is_same:
            raise forms.ValidationError(_("That isn't the one the request is about."))
        if user is not None and is_last_administrator(user, self.request.organisation):
            raise forms.ValidationError(refusal_in_words(Refused("last_administrator")))
        return said
