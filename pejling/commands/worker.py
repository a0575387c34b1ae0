"""`pejling worker`: does the work that pages and deliveries leave for it."""

from __future__ import annotations

import argparse

from django.utils.translation import gettext as _

from pejling.base.jobs.worker import Loop
from pejling.commands.console import Refused, installed
from pejling.flows.backup.maintenance import is_under_way


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("worker", help=_("do the waiting work"))
    parser.add_argument("--once", action="store_true", help=_("stop when nothing waits"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run until stopped (or until nothing is due). SIGTERM lets the job at hand end, or hands it back."""
    if is_under_way():
        raise Refused(_("A restore is under way. Wait until it is done."))
    with installed():
        Loop(once=options.once).run()
    return 0
