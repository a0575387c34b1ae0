"""`pejling migrate`: give the database the form that this version of Pejling needs."""

from __future__ import annotations

import argparse

from django.utils.translation import gettext as _

from pejling.commands.console import Refused, installed, say
from pejling.flows.backup.maintenance import is_under_way
from pejling.flows.set_up import prepare_home


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("migrate", help=_("bring the database up to this version"))
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    """Safe to repeat."""
    if is_under_way():
        raise Refused(_("A restore is under way. Wait until it is done."))
    with installed():
        home = prepare_home()
    say(_("The database and the folder %(home)s have the form of this version.") % {"home": home})
    return 0
