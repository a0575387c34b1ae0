"""`pejling worker`: does the work that pages and deliveries leave for it."""

from __future__ import annotations

import argparse

from django.core.management import call_command
from django.utils.translation import gettext as _


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("worker", help=_("do the waiting work"))
    parser.add_argument("--once", action="store_true", help=_("stop when nothing waits"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run until stopped (or until the queue is empty)."""
    call_command("db_worker", batch=options.once, verbosity=1)
    return 0
