"""`pejling public`: serves what has been published, in a process that holds nothing else of Pejling."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from pejling.base.organisations.queries import schools
from pejling.commands.console import Refused, say
from pejling.quality.publishing.actions import rebuild
from pejling.quality.publishing.refusing import Refused as CantPublish

#: what the public server is told of the environment; no secret, no database, no home
_HANDED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "PEJLING_PUBLIC_HTTPS", "PYTHONUNBUFFERED", "VIRTUAL_ENV")


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("public", help=_("serve what has been published"))
    parser.add_argument("--bind", metavar="HOST:PORT", default="127.0.0.1:8080", help=_("or unix:/path"))
    parser.add_argument("--workers", metavar="N", type=int, default=2, help=_("processes (default 2)"))
    parser.add_argument(
        "--rebuild", action="store_true", help=_("write the public pages anew, after a restore say, and end")
    )
    parser.add_argument(
        "--drop",
        action="store_true",
        help=_("with --rebuild: also where the folder holds editions that aren't known here, which are lost"),
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Become the public server: this process, which could reach drafts, is replaced. Exit 2: there is no folder."""
    if options.rebuild:
        return _rebuild(options.drop)
    folder = Path(settings.PEJLING_PUBLIC)
    if options.workers < 1:
        raise Refused(_("--workers is at least 1."), 2)
    if not folder.is_dir():
        raise Refused(
            _("There is no folder %(folder)s yet: it is made when something is published.")
            % {"folder": folder},
            2,
        )
    arguments = command(options.bind, options.workers)
    os.execve(arguments[0], arguments, environment(folder))  # noqa: S606
    return 0


def _rebuild(drop: bool) -> int:
    """Every school's pages, from what has been published. Exit 1 where that can't be done."""
    for school in schools():
        try:
            written = rebuild(by=None, organisation=school, drop=drop)
        except CantPublish as refused:
            raise Refused(f"{school.name}: {refused}") from None
        if written:
            say(_("The public pages of %(school)s are written.") % {"school": school.name})
    return 0


def command(bind: str, workers: int) -> list[str]:
    """What starts the public server."""
    return [sys.executable, "-m", "pejling.public", "--bind", bind, "--workers", str(workers)]


def environment(folder: Path) -> dict[str, str]:
    """All that the public server is told."""
    kept = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    return {**kept, "PEJLING_PUBLIC": str(folder)}
