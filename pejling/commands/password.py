"""`pejling password EMAIL`: a new password for a user who can't log in."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pejling.base.accounts import actions
from pejling.base.accounts.models import User
from pejling.commands.console import Refused, installed, say, show


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("password", help=_("give a user a new password"))
    parser.add_argument("email", metavar="EMAIL")
    parser.add_argument("--generate", action="store_true", help=_("make one up and show it once"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask for (or make up) a password and set it."""
    with installed():
        user = User.objects.filter(email=options.email.strip().lower()).first()
    if user is None:
        raise Refused(_("There is no user with the address %(email)s") % {"email": options.email}, 2)
    password = secrets.token_urlsafe(15) if options.generate else _asked()
    try:
        actions.set_password(by=None, user=user, password=password)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), 2) from None
    if options.generate:
        show(password)
    else:
        say(_("The password has been changed."))
    return 0


def _asked() -> str:
    if sys.stdin.isatty():
        return getpass.getpass(_("New password: "))
    return sys.stdin.readline().rstrip("\n")
