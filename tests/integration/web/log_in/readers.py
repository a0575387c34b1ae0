"""A reader of one's own to log in with, and what the mails say."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import User
from pejling.base.mail.models import MailLog
from pejling.base.mail.sealing import opened
from pejling.base.organisations.models import Organisation

EMAIL, PASSWORD, NEW = "karen@skole.example", "tre gule ord i snor", "fire helt andre ord her"


def reader(school: Organisation, role: str = "quality_lead", email: str = EMAIL) -> User:
    """Somebody with a password and one role."""
    user = accounts.add_user(by=None, email=email, name="Karen Krog", password=PASSWORD)
    accounts.grant(by=None, user=user, organisation=school, role=role)
    return user


def log_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Send the log-in form."""
    extra = {key: more.pop(key) for key in list(more) if key == "REMOTE_ADDR"}
    return client.post(reverse("login"), {"email": email, "password": password, **more}, **extra)


def address_in(template: str, to: str = EMAIL) -> str:
    """The path that the newest waiting mail of that template leads to."""
    found = MailLog.objects.filter(template=template, to=to, state="waiting").latest("id")
    whole = re.search(r"https?://[^/\s]+(/\S+)", opened(found.sealed))
    assert whole is not None
    return whole[1]
