"""`pejling doctor`: is the installation well?"""

from __future__ import annotations

import argparse
import sys

from django.conf import settings
from django.utils.translation import gettext as _

from pejling.commands.console import show, show_json
from pejling.config import production
from pejling.flows.doctor.examine import examine
from pejling.flows.doctor.finding import ERROR, OK, WARNING

_MARKS = {OK: ("ok", "32"), WARNING: ("!", "33"), ERROR: ("X", "31")}


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("doctor", help=_("look whether the installation is well"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """One line each; exit 1 where anything is an error."""
    found = list(examine(production.problems(), _settings_texts(), settings.DEMO))
    if options.json:
        show_json(
            [{"check": f.check, "level": f.level, "text": str(f.text), "mend": str(f.mend)} for f in found]
        )
    else:
        for finding in found:
            show(f"{_mark(finding.level)}  {finding.text}")
            if finding.mend:
                show("      " + _("To mend it: %(mend)s") % {"mend": finding.mend})
        errors = sum(finding.level == ERROR for finding in found)
        warnings = sum(finding.level == WARNING for finding in found)
        show(_("Errors: %(errors)d. Warnings: %(warnings)d.") % {"errors": errors, "warnings": warnings})
    return int(any(finding.level == ERROR for finding in found))


def _mark(level: str) -> str:
    mark, colour = _MARKS[level]
    return f"\033[{colour}m{mark:>2}\033[0m" if sys.stdout.isatty() else f"{mark:>2}"


def _settings_texts() -> dict[str, str]:
    """What production.py says, in the user's language; before the colon what is wrong, after it what to do."""
    return {
        "no_key": _(
            "There is no key for log-ins: run pejling setup, or set PEJLING_SECRET_KEY (or ..._FILE)."
        ),
        "weak_key": _(
            "The key for log-ins is too short or out of an example: it needs 40 random characters."
        ),
        "no_hosts": _(
            "PEJLING_HOSTS isn't set: write the names that readers use, such as pejling.example.dk"
        ),
        "any_host": _("PEJLING_HOSTS allows any name (*): write the names that readers use."),
        "not_said_secure": _(
            "PEJLING_SECURE isn't set: write 1 (HTTPS), or 0 where only this machine reaches the server."
        ),
        "in_the_clear": _(
            "PEJLING_HOSTS names other machines, and passwords would travel unencrypted: set PEJLING_SECURE to 1."
        ),
        "debug": _("PEJLING_DEBUG is on and error pages would show data about students: unset it."),
        "example_password": _("DATABASE_URL holds a password out of an example: give the user a new one."),
    }
