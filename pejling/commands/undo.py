"""`pejling undo DELIVERY`: take a whole delivery back."""

from __future__ import annotations

import argparse
from uuid import UUID

from django.utils.translation import gettext as _

from pejling.commands.console import Refused, add_organisation, chosen_school, installed, show, show_json
from pejling.facts.deliveries import queries
from pejling.facts.deliveries.actions import NotUndone
from pejling.facts.deliveries.models import Delivery
from pejling.flows import take_in


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("undo", help=_("take a delivery back"))
    parser.add_argument("delivery", metavar="DELIVERY")
    add_organisation(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Undo the delivery and freeze what is left."""
    with installed():
        school = chosen_school(options.organisation)
        delivery = _delivery(school, options.delivery)
        try:
            snapshot = take_in.undo(by=None, organisation=school, delivery=delivery)
        except NotUndone as error:
            raise Refused(_why(error), 1) from None
        except take_in.NotFrozen as error:
            raise Refused(_not_frozen(error), 1) from error
    if options.json:
        show_json(
            {
                "delivery": str(delivery.uuid),
                "undone": True,
                "snapshot": str(snapshot.uuid),
            }
        )
    else:
        show(_("Delivery %(id)s is undone.") % {"id": delivery.uuid})
    return 0


def _delivery(school: object, text: str) -> Delivery:
    try:
        return queries.delivery(school, UUID(text))
    except (ValueError, Delivery.DoesNotExist):
        known = ", ".join(str(d.uuid) for d in queries.active(school).reverse()[:5])
        raise Refused(
            _("There is no delivery %(id)s. The newest are: %(known)s") % {"id": text, "known": known or "-"},
            2,
        ) from None


def _not_frozen(error: take_in.NotFrozen) -> str:
    return _(
        "Delivery %(id)s is undone, but the snapshot after it failed (%(why)s). The figures are still those from "
        "before. Mend the cause, then run: pejling snapshot"
    ) % {"id": error, "why": type(error.__cause__).__name__}


def _why(error: NotUndone) -> str:
    if error.code == "newer_first":
        return _("A newer delivery of the same source must be undone first: %(newest)s") % error.params
    return _("Delivery %(delivery)s is undone already.") % error.params
