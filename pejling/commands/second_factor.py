"""`pejling second-factor EMAIL`: remove the second factors of a user who has lost them, and unlock the log-in."""

from __future__ import annotations

import argparse

from django.utils.translation import gettext as _

from pejling.base.accounts.models import User
from pejling.base.login.factors.actions import reset
from pejling.base.login.factors.queries import has_factor
from pejling.base.login.passwords.actions import unlock
from pejling.commands.console import Refused, installed, say


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser(
        "second-factor", help=_("remove a user's lost second factor and unlock the log-in")
    )
    parser.add_argument("email", metavar="EMAIL")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Remove and unlock; both are told of in the audit log, the first also by mail."""
    with installed():
        user = User.objects.filter(email=options.email.strip().lower()).first()
    if user is None:
        raise Refused(_("There is no user with the address %(email)s") % {"email": options.email}, 2)
    had = has_factor(user)
    reset(by=None, user=user)
    unlock(by=None, user=user)
    if had:
        say(_("The second factor has been removed, and the log-in is unlocked."))
    else:
        say(_("There was no second factor. The log-in is unlocked."))
    return 0
