"""`pejling figures`: the indicators' values, with all that makes them honest."""

from __future__ import annotations

import argparse
from typing import Any
from uuid import UUID

from django.utils.formats import localize
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pejling.analysis.engine.question import IndicatorError, Value
from pejling.base.organisations.models import Organisation
from pejling.commands.console import Refused, add_organisation, chosen_school, installed, show, show_json
from pejling.facts.snapshots import queries as snapshots
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators import actions as indicators
from pejling.quality.indicators.catalogue import definitions
from pejling.quality.indicators.wording import describe_question


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("figures", help=_("show figures"))
    parser.add_argument("--indicator", metavar="KEY", action="append", help=_("default: all"))
    parser.add_argument("--by", metavar="DIMENSION,...", default="", help=_("such as programme,intake"))
    parser.add_argument("--window", type=int, metavar="N", help=_("default: the definition's own"))
    parser.add_argument("--snapshot", metavar="ID", help=_("default: the newest"))
    add_organisation(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compute (or look up) the values and print them."""
    known = definitions()
    keys = options.indicator or list(known)
    for key in keys:
        if key not in known:
            raise Refused(
                _("There is no indicator %(key)r. There is: %(known)s")
                % {"key": key, "known": ", ".join(known)},
                2,
            )
    by = tuple(name.strip() for name in options.by.split(",") if name.strip())
    with installed():
        school = chosen_school(options.organisation)
        snapshot = _snapshot(school, options.snapshot)
        values = [value for key in keys for value in _values(school, snapshot, key, by, options)]
    if options.json:
        show_json([as_json(value) for value in values])
    else:
        _tell(values)
    return 0


def _values(
    school: Organisation, snapshot: Snapshot, key: str, by: tuple[str, ...], options: argparse.Namespace
) -> list[Value]:
    definition = definitions()[key]
    if not options.indicator and not set(by) <= set(definition.dimensions):
        return []  # asked for all indicators: those that can't be cut so have nothing to say
    try:
        return indicators.compute(
            by=None, organisation=school, snapshot=snapshot, key=key, cut_by=by, window=options.window
        )
    except IndicatorError as error:
        raise Refused(describe_question(error.code, error.params), 2) from None


def _snapshot(school: Organisation, wanted: str | None) -> Snapshot:
    if wanted is None:
        newest = snapshots.newest(school)
        if newest is None:
            raise Refused(_("Nothing has been delivered yet: begin with pejling import."))
        return newest
    try:
        return snapshots.snapshot(school, UUID(wanted))
    except (Snapshot.DoesNotExist, ValueError):
        raise Refused(_("There is no snapshot %(id)s.") % {"id": wanted}, 2) from None


def as_json(value: Value) -> dict[str, Any]:
    """One value, with everything that goes with it."""
    return {
        "indicator": value.indicator,
        "variant": value.variant,
        "window": value.months,
        "unit": definitions()[value.indicator].window.unit if value.months is not None else None,
        "by": value.by,
        "estimate": value.estimate,
        "n": value.n,
        "lower": value.lower,
        "upper": value.upper,
        "as_of": value.as_of.isoformat() if value.as_of else None,
        "version": value.version,
        "snapshot": value.snapshot,
        "complete": value.complete,
    }


def _tell(values: list[Value]) -> None:
    titles = definitions()
    rows = [[_("figure"), _("value"), _("95 % interval"), "n", _("as of"), _("complete")]]
    for value in values:
        definition = titles[value.indicator]
        language = get_language() or "da"
        variant = next((v.words[language].title for v in definition.variants if v.key == value.variant), "")
        named = [definition.titles.get(language, definition.key), variant, _length(value)]
        named += [f"{name}={found}" for name, found in value.by.items()]
        rows.append(
            [
                " ".join(part for part in named if part),
                _number(value.estimate, definition.kind),
                ""
                if value.lower is None
                else " - ".join(_number(x, definition.kind) for x in (value.lower, value.upper)),
                str(value.n),
                value.as_of.isoformat() if value.as_of else "",
                _("yes") if value.complete else _("no"),
            ]
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        show("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _length(value: Value) -> str:
    return str(value.months) if value.months is not None else ""


def _number(number: float | None, kind: str) -> str:
    if number is None:
        return "-"
    return localize(int(number)) if kind == "count" else f"{localize(round(100 * number, 1))} %"
