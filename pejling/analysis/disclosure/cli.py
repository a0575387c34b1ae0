"""`pejling suppress`: tables of counts with as many cells hidden as it takes. Starts without Django.

Exit codes: 0 done; 1 earlier publications leave no safe choice (nothing is printed but why); 2 unreadable.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from pejling.analysis.disclosure.options import add_options, asked_of, read, say, tell
from pejling.analysis.disclosure.refusal import Unprotectable, Unusable
from pejling.analysis.language import _, translate

VERB = "suppress"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add the verb to a command's verbs."""
    text = translate(_("hide cells of tables of counts, so that nobody can be worked out from the rest"))
    parser = subparsers.add_parser(VERB, help=text, description=text)
    add_options(
        parser,
        seconds=_("time to look for the least loss; what isn't proven by then is hidden (default: 60)"),
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the tables as they may be published (--json: with everything, for the house); what was lost on stderr."""
    from pejling.analysis.disclosure.printing import as_csv, as_json, emptied_columns
    from pejling.analysis.disclosure.suppression import suppress
    from pejling.analysis.disclosure.tables import Settings

    asked = asked_of(options)
    try:
        tables, previous = read(options, asked)
        settings = Settings(options.threshold, options.zeros, options.seconds)
        made = suppress(
            [table.table for table in tables], settings,
            previous=[table.table for table in previous], by=asked.by, total=asked.total,
        )  # fmt: skip
    except Unusable as refusal:
        tell(str(refusal))
        return 2
    except Unprotectable as refusal:
        tell(
            translate(
                _("Nothing is printed: with what has been published earlier, these can't be protected:")
            )
        )
        for cell in refusal.cells:
            tell(f"  {cell}")
        return 1
    say(
        json.dumps(as_json(made, tables, asked), ensure_ascii=False, indent=1) + "\n"
        if options.json
        else as_csv(made, tables, asked)
    )
    for name in emptied_columns(tables, asked):
        tell(
            translate(_('The column "%(name)s" is printed empty: it might tell the counts.')) % {"name": name}
        )
    _tell_loss(made)
    return 0


def _tell_loss(made: Any) -> None:
    kept = made.kept
    told = {
        "hidden": kept.hidden,
        "cells": kept.cells,
        "small": kept.small,
        "others": kept.hidden - kept.small,
        "of_cells": _percent(kept.share_of_cells),
        "of_counts": _percent(kept.share_of_counts),
    }
    tell(
        translate(
            _(
                "%(hidden)s of %(cells)s cells are hidden: %(small)s small ones, and %(others)s to protect them."
            )
        )
        % told
    )
    tell(
        translate(
            _("Still shown: %(of_cells)s %% of the cells, %(of_counts)s %% of what is counted in them.")
        )
        % told
    )
    if made.more_hidden:
        tell(translate(_("Time ran out: more is hidden than may be needed. Give it longer with --seconds.")))
    elif made.optimal:
        tell(translate(_("Nothing less could be hidden.")))
    if made.ring_left_out:
        tell(
            translate(
                _(
                    "Tables share columns in a ring (as A x B, B x C, C x A do): they are held together by their "
                    "totals only, not by the table of all these columns, which is too large."
                )
            )
        )
    for name in made.not_linked:
        tell(
            translate(_("%(name)s: published earlier from other counts; it isn't held against these."))
            % {"name": name}
        )


def _percent(share: float) -> str:
    whole, tenths = f"{100 * share:.1f}".split(".")
    return translate(_("%(whole)s.%(tenths)s")) % {"whole": whole, "tenths": tenths}
