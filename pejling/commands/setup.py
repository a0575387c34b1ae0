"""`pejling setup`: an empty installation with one school and its administrator."""

from __future__ import annotations

import argparse
import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pejling.commands.console import Refused, say, show
from pejling.facts.deliveries.hash_key import DamagedKey
from pejling.facts.deliveries.wording import describe
from pejling.flows.set_up import Conflict, set_up


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("setup", help=_("make an empty installation"))
    parser.add_argument("--organisation", metavar="NAME", required=True)
    parser.add_argument("--admin", metavar="EMAIL", required=True)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the installation; the administrator's first password is shown once."""
    password = secrets.token_urlsafe(15)
    try:
        made = set_up(organisation=options.organisation, admin=options.admin, password=password)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), 2) from None
    except DamagedKey as error:
        raise Refused(" ".join(describe(error.code, error.params)), 2) from None
    except Conflict as conflict:
        raise Refused(
            _("An organisation called %(name)r exists already. Nothing was changed.")
            % {"name": str(conflict)},
            1,
        ) from None
    say(_("The installation is ready in %(home)s") % {"home": made.home})
    if made.new_user:
        show(_("Log in as %(email)s with this password (shown only now): %(password)s")
             % {"email": options.admin, "password": password})  # fmt: skip
    return 0
