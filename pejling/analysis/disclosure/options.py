"""What both commands ask for in the same words."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from pejling.analysis.disclosure.reading import Asked, ReadTable, check_columns, read_files
from pejling.analysis.disclosure.total_words import refuse_other_words, sums_of_all_others
from pejling.analysis.language import _, translate

SECONDS = 60.0


def add_options(parser: argparse.ArgumentParser, *, seconds: str) -> None:
    """Files, columns, earlier publications, threshold, zeros, time, JSON."""

    def add(*names: str, text: str, **options: Any) -> None:
        parser.add_argument(*names, help=translate(text), **options)

    add("files", metavar="TABLE.csv", nargs="+", text=_("tables of counts that are published together (CSV)"))
    add("--count", metavar="COL", required=True, text=_("column with the count"))
    add("--by", metavar="COL,...", required=True, text=_("columns the tables are cut by"))
    add("--total-label", metavar="WORD", default="Total", text=_("the word for a total (default: Total)"))
    add(
        "--previous", metavar="TABLE.csv", nargs="+", action="extend", default=[],
        text=_("what has been published earlier, as it was published"),
    )  # fmt: skip
    add(
        "--threshold", metavar="N", type=_positive, default=5,
        text=_("counts from 1 to one less are hidden (default: 5)"),
    )  # fmt: skip
    add(
        "--zeros", choices=("show", "hide"), default="show", text=_("show zeros or hide them (default: show)")
    )
    add("--seconds", metavar="N", type=_seconds, default=SECONDS, text=seconds)
    add("--json", action="store_true", text=_("for programs"))


def asked_of(options: argparse.Namespace) -> Asked:
    """The columns asked for."""
    by = tuple(part.strip() for part in options.by.split(",") if part.strip())
    return Asked(options.count.strip(), by, options.total_label.strip())


def read(options: argparse.Namespace, asked: Asked) -> tuple[list[ReadTable], list[ReadTable]]:
    """The tables to be published together, and what has been published earlier."""
    tables = read_files([Path(name) for name in options.files], asked)
    previous = read_files([Path(name) for name in options.previous], asked)
    check_columns([*tables, *previous], asked)
    every = [part.table for part in (*tables, *previous)]
    refuse_other_words(every, asked.total)
    for name, column, value in sums_of_all_others(every):
        tell(
            translate(
                _(
                    'Note: %(table)s: "%(value)s" in the column "%(column)s" is always the sum of the others. If it '
                    'is a total, say --total-label "%(value)s".'
                )
            )
            % {"table": name, "value": value, "column": column}
        )
    return tables, previous


def say(text: str) -> None:
    """To stdout as UTF-8, wherever it goes."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text)


def tell(text: str) -> None:
    sys.stderr.write(text + "\n")


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10**6):
        raise argparse.ArgumentTypeError(translate(_("it must be a whole number of at least 1")))
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(translate(_("it must be a number of seconds above 0")))
    return value
