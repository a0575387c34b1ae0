"""The verbs that need no installation and start without Django: `lifetable` (here), the plans' verbs, and those of
safe publication, `suppress` and `attack`.

Exit codes: 0 done; 2 the question or the file can't be used (nothing is printed but the reason, on stderr).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pejling.analysis.disclosure import cli as suppress_cli
from pejling.analysis.disclosure_attack import cli as attack_cli
from pejling.analysis.language import _, translate
from pejling.analysis.plans import cli as plans_cli
from pejling.analysis.plans.taking_in import cli as taking_in_cli
from pejling.analysis.reports import cli as reports_cli


class Parser(argparse.ArgumentParser):
    """A parser whose help is in the user's language."""

    def add_argument(self, *names: Any, **options: Any) -> argparse.Action:
        if options.get("help"):
            options["help"] = translate(options["help"])
        return super().add_argument(*names, **options)


VERBS = (
    "lifetable",
    *plans_cli.VERBS,
    taking_in_cli.VERB,
    reports_cli.VERB,
    suppress_cli.VERB,
    attack_cli.VERB,
)


def add_parsers(subparsers: argparse._SubParsersAction) -> None:
    """Add every verb of this floor to a command's verbs."""
    add_lifetable_parser(subparsers)
    plans_cli.add_parsers(subparsers)
    taking_in_cli.add_parser(subparsers)
    reports_cli.add_parser(subparsers)
    suppress_cli.add_parser(subparsers)
    attack_cli.add_parser(subparsers)


def add_lifetable_parser(subparsers: argparse._SubParsersAction) -> argparse.ArgumentParser:
    """Add the verb to a command's verbs. Its `run` default takes the parsed options and returns the exit code."""
    about = translate(
        _("life tables: survival and cumulative incidence with 95 % intervals, from a file of spells")
    )
    parser = subparsers.add_parser("lifetable", help=about.replace("%", "%%"), description=about)
    _add_arguments(parser)
    parser.set_defaults(run=run_lifetable)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run `lifetable FILE ...`; returns the exit code."""
    parser = Parser(prog="pejling")
    subparsers = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    add_parsers(subparsers)
    options = parser.parse_args(argv)
    return int(options.run(options))


def run_lifetable(options: argparse.Namespace) -> int:
    """Answer the question and write it; the reason goes to stderr when that can't be done."""
    from pejling.analysis.survival.refusal import Refusal

    try:
        answer = _answer(options)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    _tell(answer.left_out, answer.never)
    try:
        _write(answer, options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`| head`) has had enough; the interpreter must not complain once more when it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    def add(*names: str, text: str, **options: Any) -> None:
        parser.add_argument(*names, help=translate(text), **options)

    add("file", metavar="FILE", text=_("CSV (UTF-8 with header; ISO dates) or Parquet"))
    add("--duration", metavar="COL", text=_("column with the time as a number"))
    add("--start", metavar="COL", text=_("column with the start date"))
    add("--end", metavar="COL", text=_("column with the end date; empty or 9999-12-31 is open"))
    add(
        "--as-of",
        metavar="D",
        type=_iso_date,
        text=_("end of observation: later ends are censored at this date"),
    )
    add(
        "--entry",
        metavar="COL",
        text=_("column with the time of delayed entry: a date beside --start, else a number"),
    )
    add("--outcome", metavar="COL", required=True, text=_("column that says how the time ended"))
    add("--event", metavar="VALUE", required=True, text=_("the outcome that counts as the event"))
    add("--competing", metavar="V,...", default="", text=_("outcomes that compete with the event"))
    add(
        "--by",
        metavar="COL,...",
        default="",
        text=_("one life table for each combination of values in these columns"),
    )
    add("--unit", choices=("none", "day", "month"), text=_("unit of time between dates (default: day)"))
    add(
        "--engine",
        choices=("duckdb", "reference"),
        default="duckdb",
        text=_("reference: slow and plain, for checking"),
    )
    add(
        "--compare",
        action="store_true",
        text=_("log-rank test between the groups of --by, instead of tables"),
    )
    add("--allow-no-event", action="store_true", text=_("accept that the event never occurs in the file"))
    add(
        "--format", choices=("table", "csv", "json"), default="table", text=_("how to print (default: table)")
    )


def _iso_date(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise argparse.ArgumentTypeError(
            translate(_('"%(value)s" is not an ISO date (YYYY-MM-DD)')) % {"value": text}
        )
    return found


def _answer(options: argparse.Namespace) -> Any:
    # The engines take a moment to import; --help and mistyped options need not wait for them.
    from pejling.analysis.survival.question import Question
    from pejling.analysis.survival.refusal import Refusal

    if options.compare and not options.by:
        raise Refusal(_("--compare needs --by: which groups are to be compared?"))
    if options.compare and options.entry is not None:
        raise Refusal(_("--compare can't be used with --entry"))
    question = Question(
        path=Path(options.file),
        outcome=options.outcome,
        event=options.event.strip(),
        competing=_listed(options.competing),
        by=_listed(options.by),
        duration=options.duration,
        start=options.start,
        end=options.end,
        as_of=options.as_of,
        entry=options.entry,
        unit=options.unit or ("none" if options.duration is not None else "day"),
        allow_no_event=options.allow_no_event,
    )
    if options.engine == "reference":
        from pejling.analysis.survival import reference_engine as engine
    else:
        from pejling.analysis.survival import duckdb_engine as engine
    return engine.compare(question) if options.compare else engine.life_tables(question)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",")) if text else ()


def _tell(left_out: dict[str, int], never: Sequence[str]) -> None:
    """On stderr: how many rows were left out and why, and competing values that the file doesn't hold."""
    from pejling.analysis.survival.answer import LEFT_OUT

    for code, number in left_out.items():
        why = translate(LEFT_OUT[code])
        sys.stderr.write(
            translate(_("left out: %(number)s rows: %(why)s")) % {"number": number, "why": why} + "\n"
        )
    for value in never:
        text = translate(_('note: the competing value "%(value)s" never occurs in the file'))
        sys.stderr.write(text % {"value": value} + "\n")


def _write(answer: Any, options: argparse.Namespace) -> None:
    from pejling.analysis.survival import writing

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    write = writing.write_comparison if options.compare else writing.write_life_tables
    write(answer, options.format, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
