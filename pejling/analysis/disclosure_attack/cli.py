"""`pejling attack`: what can be worked out from published tables with hidden cells. Starts without Django.

Exit codes: 0 nothing is disclosed; 1 something is; 2 unreadable; 3 unfinished (nothing found in the time given).
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from pejling.analysis.disclosure.options import add_options, asked_of, read, say, tell
from pejling.analysis.disclosure.reading import Asked
from pejling.analysis.disclosure.refusal import Unusable
from pejling.analysis.disclosure.tables import in_words
from pejling.analysis.language import _, translate

VERB = "attack"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add the verb to a command's verbs."""
    text = translate(
        _("work out hidden cells of published tables, as anybody could; an empty count is hidden")
    )
    parser = subparsers.add_parser(VERB, help=text, description=text)
    add_options(parser, seconds=_("time for the attack (default: 60)"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what was found, in words or as JSON."""
    from pejling.analysis.disclosure_attack.attack import attack

    asked = asked_of(options)
    try:
        tables, previous = read(options, asked)
        made = attack(
            [table.table for table in tables], zeros=options.zeros,
            previous=[table.table for table in previous], seconds=options.seconds,
            by=asked.by, total=asked.total, bounds=options.json,
        )  # fmt: skip
    except Unusable as refusal:
        tell(str(refusal))
        return 2
    for name in made.not_linked:
        tell(
            translate(_("%(name)s: published earlier from other counts; it isn't held against these."))
            % {"name": name}
        )
    _tell_small(tables, options.threshold)
    if options.json:
        say(json.dumps(as_json(made, asked), ensure_ascii=False, indent=1) + "\n")
    else:
        say(_in_words(made, asked))
    if made.disclosed:
        return 1
    return 3 if made.unfinished else 0


def as_json(made: Any, asked: Asked) -> dict[str, Any]:
    """`cells[{table, key, lower, upper, status, exact}]`: key by column; no `upper` limit is null."""
    return {
        "cells": [
            {
                "table": cell.table,
                "key": {
                    name: asked.total if value is None else value
                    for name, value in zip(made.by, cell.key, strict=True)
                },
                "lower": cell.lower,
                "upper": cell.upper,
                "status": cell.status,
                "exact": cell.exact,
            }
            | ({"snapshot": cell.snapshot} if cell.snapshot else {})
            for cell in made.cells
        ]
    }


def _in_words(made: Any, asked: Asked) -> str:
    numbers = {
        "cells": len(made.cells),
        "disclosed": len(made.disclosed),
        "already": sum(cell.status == "already_disclosed" for cell in made.cells),
        "unfinished": len(made.unfinished),
    }
    lines = [
        f"{cell.table}: {in_words(made.by, cell.key, asked.total)} = {cell.lower}" for cell in made.disclosed
    ]
    lines.append(
        translate(
            _(
                "%(cells)s hidden cells: %(disclosed)s disclosed, %(already)s known from earlier publications alone, "
                "%(unfinished)s not finished."
            )
        )
        % numbers
    )
    return "\n".join(lines) + "\n"


def _tell_small(tables: list[Any], threshold: int) -> None:
    """Small counts that are simply shown aren't worked out, but whoever publishes will want to know."""
    small = sum(
        count is not None and 0 < count < threshold for read in tables for count in read.table.counts.values()
    )
    if small:
        tell(
            translate(_("Note: %(number)s counts under the threshold are shown as they are."))
            % {"number": small}
        )
