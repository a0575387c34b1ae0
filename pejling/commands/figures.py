"""`pejling figures`: the indicators' values, with all that makes them honest."""

from __future__ import annotations

import argparse
from typing import Any

from django.utils.translation import gettext as _

from pejling.commands.console import Refused, add_organisation, chosen_school, installed, show, show_json
from pejling.facts.snapshots import queries as snapshots
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators import actions as indicators


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("figures", help=_("show figures"))
    parser.add_argument("--indicator", metavar="KEY", action="append")
    parser.add_argument("--by", metavar="DIMENSION,...", default="")
    parser.add_argument("--window", type=int, metavar="MONTHS")
    parser.add_argument("--snapshot", metavar="ID", help=_("default: the newest"))
    add_organisation(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)
