"""`pejling mappings`: which mappings there are."""

from __future__ import annotations

import argparse

from django.utils.translation import gettext as _

from pejling.commands.console import show
from pejling.facts.deliveries.mapping.load import available, load_mapping


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("mappings", help=_("list the mappings"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Name and title of each mapping."""
    for name in available():
        show(f"{name}\t{load_mapping(name).title}")
    return 0
