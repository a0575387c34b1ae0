"""Make an empty installation: folders, keys, database, one school and its administrator."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.utils import get_random_secret_key
from django.core.validators import validate_email
from django.db import transaction

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import User
from pejling.base.accounts.roles import ADMINISTRATOR
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import schools
from pejling.facts.deliveries.hash_key import hash_key


class Conflict(Exception):
    """A school of that name exists."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What was made."""

    home: Path
    school: Organisation
    admin: User
    new_user: bool


def prepare_home() -> Path:
    """Make the folders, the keys (readable by their owner only) and the database's tables; safe to repeat."""
    home = Path(settings.PEJLING_HOME)
    for folder in (home, home / "deliveries", home / "snapshots", home / "keys", home / "locks"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = home / "keys" / "django.key"
    if not key.exists():
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(get_random_secret_key())
    hash_key()
    call_command("migrate", interactive=False, verbosity=0)
    return home


def set_up(*, organisation: str, admin: str, password: str) -> Installation:
    """Make the installation, or add a school to one that exists.

    Raises ValidationError for an impossible name or address before anything is made, Conflict where a school of
    that name exists.
    """
    name = organisation.strip()
    if not name or len(name) > 200:
        raise ValidationError("The organisation needs a name of 1 to 200 characters.")
    validate_email(admin.strip())
    home = prepare_home()
    with transaction.atomic():
        if schools().filter(name=name).exists():
            raise Conflict(name)
        school = organisations.found(by=None, name=name)
        user = User.objects.filter(email=admin.strip().lower()).first()
        new_user = user is None
        if user is None:
            user = accounts.add_user(by=None, email=admin, password=password)
        accounts.grant(by=None, user=user, organisation=school, role=ADMINISTRATOR.key)
    return Installation(home, school, user, new_user)
