"""`pejling report`: the published forms of a plan in a file, without any installation. Starts without Django.

Exit codes: 0 made; 1 the plan has errors, which are told; 2 unreadable, or the folder is there already.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from pejling.analysis.language import _, translate
from pejling.analysis.plans.cli import add_kinds, known_kinds, usable_plan
from pejling.analysis.plans.plan_model import Plan
from pejling.analysis.reports.report import LANGUAGES, Report

VERB = "report"
REPORT, FOLLOW_UP = "report", "follow-up"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add the verb to a command's verbs."""
    about = translate(_("a plan as it is published: web page, PDF, Word, Excel and figures in one folder"))
    parser = subparsers.add_parser(VERB, help=about, description=about)
    add = parser.add_argument
    add("file", metavar="PLAN.yaml", help=translate(_("the plan, as docs/plans.md describes it")))
    add(
        "--out", metavar="FOLDER", required=True, type=Path,
        help=translate(_("the folder to make; nothing is written over")),
    )  # fmt: skip
    add(
        "--form", choices=(REPORT, FOLLOW_UP), default=REPORT,
        help=translate(_("the whole report (default) or the follow-up plan alone")),
    )  # fmt: skip
    add(
        "--date", metavar="D", type=date.fromisoformat, default=None,
        help=translate(_("the day the report stands for (default: today)")),
    )  # fmt: skip
    add(
        "--language",
        choices=LANGUAGES,
        default="da",
        help=translate(_("the report's language (default: da)")),
    )
    add("--json", action="store_true", help=translate(_("for programs")))
    add_kinds(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the bundle and tell what is in it."""
    plan, code = usable_plan(options)
    if plan is None:
        return code
    if options.out.exists():
        said = translate(_("%(folder)s is there already: name another folder, or remove it."))
        sys.stderr.write(said % {"folder": options.out} + "\n")
        return 2
    report = _made(plan, options)
    # The renderers take a moment to import; a mistake is told before that.
    from pejling.analysis.reports.bundle import write_bundle

    manifest = write_bundle(report, options.out)
    if options.json:
        sys.stdout.write(manifest.to_json())
        return 0
    for file in manifest.files:
        sys.stdout.write(f"{options.out / file.name}  {file.bytes}\n")
    return 0


def _made(plan: Plan, options: argparse.Namespace) -> Report:
    from pejling.analysis.reports.building.follow_up import follow_up_plan
    from pejling.analysis.reports.building.from_plan import report_of_plan
    from pejling.analysis.reports.building.material import Material

    kind = known_kinds(options)[plan.kind]
    # What day it is is asked of the machine here and nowhere below.
    material = Material(plan, kind, options.date or date.today(), options.language)
    return follow_up_plan(material) if options.form == FOLLOW_UP else report_of_plan(material)
