"""`pejling import FILE...`: one or more files form a delivery."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
from pejling.facts.deliveries.actions import NotAccepted, Received
from pejling.facts.deliveries.models import Delivery
from pejling.facts.deliveries.problems import MappingError, Unreadable
from pejling.facts.deliveries.saved_mappings import mapping_by_name
from pejling.facts.deliveries.wording import describe
from pejling.flows.take_in import NotFrozen, take_in

#: quarantined rows that are shown at once; all are in the delivery's list
_SHOWN = 20


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("import", help=_("take in a delivery of files"))
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--mapping", required=True, metavar="NAME", help=_("see: pejling mappings"))
    add_organisation(parser)
    parser.add_argument("--scope", choices=["full", "additional"], default="additional")
    parser.add_argument("--as-of", type=iso_date, metavar="D", help=_("date of extraction (default today)"))
    parser.add_argument("--period", type=_period, metavar="FROM..TO", help=_("what a full delivery covers"))
    parser.add_argument(
        "--accept-gone", action="store_true", help=_("also when over 10 %% of the rows are gone")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("show what would change, change nothing"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Receive the files and tell what came of it."""
    as_of = options.as_of or today()
    if as_of > today():
        raise Refused(_("--as-of %(day)s is in the future.") % {"day": as_of}, 2)
    if options.period and options.scope != "full":
        raise Refused(_("--period says what a full delivery covers: use it with --scope full."), 2)
    with installed():
        school = chosen_school(options.organisation)
        try:
            mapping = mapping_by_name(school, options.mapping)
            received = take_in(
                by=None,
                organisation=school,
                paths=options.files,
                mapping=mapping,
                as_of=as_of,
                scope=options.scope,
                period=options.period,
                accept_gone=options.accept_gone,
                dry_run=options.dry_run,
            )
        except (Unreadable, MappingError) as error:
            raise Refused(in_words(error), 2) from None
        except NotAccepted as error:
            raise Refused(_not_accepted(error), 1) from None
        except NotFrozen as error:
            raise Refused(_not_frozen(error), 1) from error
    if options.json:
        show_json(as_json(received))
    else:
        _tell(received)
    return 0


def today() -> date:
    """Today in Denmark."""
    return datetime.now(ZoneInfo(settings.TIME_ZONE)).date()


def in_words(error: Unreadable | MappingError) -> str:
    """What is wrong and how to mend it, in the user's language."""
    what, mend = describe(error.code, error.params)
    where = getattr(error, "path_in_yaml", "")
    place = f"{where}:" if where and where not in what else ""
    return " ".join(part for part in (place, what, mend) if part)


def as_json(received: Received) -> dict:
    """The report as JSON: spells at the top, the other tables below ``tables``."""
    spells = received.tables.get("spells", dict.fromkeys(_COUNTS, 0))
    warnings = received.warnings | {f"unmatched_{table}": n for table, n in received.unmatched.items()}
    return {
        "delivery": str(received.delivery.uuid) if received.delivery else None,
        **spells,
        "tables": {name: counts for name, counts in received.tables.items() if name != "spells"},
        "warnings": [{"code": code, "count": count} for code, count in sorted(warnings.items())],
    }


_COUNTS = ("new", "changed", "unchanged", "gone", "quarantined")


def _tell(received: Received) -> None:
    if received.delivery:
        show(_("Delivery %(id)s is accepted.") % {"id": received.delivery.uuid})
        if received.delivery.scope == Delivery.Scope.FULL:
            show(_covered(received.delivery))
    else:
        show(_("A trial: nothing was changed."))
    header = ["", _("new"), _("changed"), _("unchanged"), _("gone"), _("quarantined")]
    rows = [[name, *(str(counts[key]) for key in _COUNTS)] for name, counts in received.tables.items()]
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    for row in [header, *rows]:
        first, *others = zip(row, widths, strict=True)
        show("  ".join([first[0].ljust(first[1]), *(text.rjust(width) for text, width in others)]))
    for warning in as_json(received)["warnings"]:
        what, mend = describe(warning["code"], {})
        show(f"! {warning['count']} × {what} {mend}".rstrip())
    for table, keys in received.gone.items():
        say(_("Gone from %(table)s: %(keys)s") % {"table": table, "keys": "; ".join(keys)})
    _tell_quarantine(received)


def _covered(delivery: Delivery) -> str:
    if delivery.period_from is None:
        return _("A full delivery without a period: it covers everything the source ever told.")
    return _("A full delivery of %(first)s to %(last)s.") % {
        "first": delivery.period_from,
        "last": delivery.period_to,
    }


def _tell_quarantine(received: Received) -> None:
    problems = received.prepared.quarantine
    for problem in problems[:_SHOWN]:
        what, mend = describe(problem.code, problem.params)
        where = _("%(file)s, row %(row)s, %(column)s") % {
            "file": received.prepared.files[problem.file].name,
            "row": problem.row,
            "column": problem.column,
        }
        say(f"{where}: {problem.value!r}: {what} {mend}")
    if len(problems) > _SHOWN:
        more = len(problems) - _SHOWN
        say(ngettext("and %(n)d more row", "and %(n)d more rows", more) % {"n": more})


def _not_accepted(error: NotAccepted) -> str:
    return (
        _(
            "Not accepted: %(gone)s of %(current)s rows in the table %(table)s would be gone (over 10 %%). "
            "Is it the whole extract, and the right period? If so, repeat with --accept-gone. Nothing was changed."
        )
        % error.params
    )


def _not_frozen(error: NotFrozen) -> str:
    return _(
        "Delivery %(id)s is accepted, but the snapshot after it failed (%(why)s). The figures are still those from "
        "before. Mend the cause, then run: pejling snapshot"
    ) % {"id": error, "why": type(error.__cause__).__name__}


def _period(text: str) -> tuple[date, date]:
    first, dots, last = text.partition("..")
    if not dots:
        raise argparse.ArgumentTypeError(_("write the period as FROM..TO, such as 2025-01-01..2025-12-31"))
    period = iso_date(first), iso_date(last)
    if period[1] < period[0]:
        raise argparse.ArgumentTypeError(_("the period ends before it begins"))
    return period
