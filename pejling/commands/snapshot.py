"""`pejling snapshot`: freeze the facts now, or as they were known on a date."""

from __future__ import annotations

import argparse

from django.utils.translation import gettext as _

from pejling.commands.console import (
    Refused,
    add_organisation,
    chosen_school,
    installed,
    iso_date,
    say,
    show,
    show_json,
)
from pejling.commands.import_files import today
from pejling.facts.snapshots.actions import NothingToFreeze
from pejling.flows.take_in import freeze


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("snapshot", help=_("freeze the facts"))
    parser.add_argument("--as-of", type=iso_date, metavar="D", help=_("as known on this date (default now)"))
    add_organisation(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the snapshot and name it."""
    if options.as_of and options.as_of > today():
        raise Refused(_("--as-of %(day)s is in the future.") % {"day": options.as_of}, 2)
    with installed():
        school = chosen_school(options.organisation)
        try:
            snapshot = freeze(by=None, organisation=school, as_of=options.as_of)
        except NothingToFreeze:
            raise Refused(_("Nothing has been delivered yet: begin with pejling import."), 1) from None
    for note in snapshot.manifest["notes"]:
        kind, _colon, source = note.partition(":")
        if kind == "reconstructed":
            say(
                _(
                    "%(source)s has no delivery extracted on or before that date: its first delivery is used, "
                    "cut at the date."
                )
                % {"source": source}
            )
    if options.json:
        show_json(snapshot.manifest)
    else:
        show(_("Snapshot %(id)s, as of %(day)s") % {"id": snapshot.uuid, "day": snapshot.as_of})
    return 0
