"""`pejling demo`: the invented school, a worker and a server on this machine."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from pejling.base.organisations.queries import schools
from pejling.commands import public
from pejling.commands.console import Refused, say
from pejling.commands.import_files import today
from pejling.flows.demo_school import NotOnlyDemo, is_ready, remove_demo, set_up_demo
from pejling.quality.publishing.actions import rebuild
from pejling.quality.publishing.queries import is_behind

_HOST = "127.0.0.1"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("demo", help=_("set up and serve the invented school"))
    parser.add_argument("--reset", action="store_true", help=_("start over with fresh data"))
    parser.add_argument("--no-serve", action="store_true", help=_("set up only"))
    parser.add_argument("--port", type=int, default=8000)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Set up what isn't there yet, then serve until stopped."""
    if not options.no_serve:
        _check_port(options.port)
    try:
        if options.reset and is_ready():
            remove_demo()
        if not is_ready():
            set_up_demo(today=today(), progress=_progress)
    except NotOnlyDemo:
        names = ", ".join(school.name for school in schools().filter(is_demo=False))
        raise Refused(
            _("This installation holds a real organisation (%(names)s): set PEJLING_HOME to another folder.")
            % {"names": names}
        ) from None
    call_command("collectstatic", interactive=False, verbosity=0)
    return 0 if options.no_serve else _serve(options.port)


def _progress(done: int, of: int) -> None:
    if done == 0:
        say(_("Making an invented school and taking in its %(n)d deliveries …") % {"n": of})
    else:
        say(_("  delivery %(done)d of %(of)d is in") % {"done": done, "of": of})


def _check_port(port: int) -> None:
    if not _is_free(port):
        raise Refused(
            _("Port %(port)s is in use: stop what uses it, or choose another with --port.") % {"port": port}
        )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            return False
    return True


def _serve(port: int) -> int:
    """Run worker, public pages and server side by side; the end of the server is the end of all."""
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PEJLING_DEMO": "1", "PEJLING_HOME": str(settings.PEJLING_HOME)}
    server = [programs / "gunicorn", "pejling.config.wsgi", "--bind", f"{_HOST}:{port}", "--workers", "2"]
    commands = [[programs / "pejling", "worker"], [*server, "--log-level", "warning"]]
    running = []
    if settings.PEJLING_PUBLIC.is_dir() and _is_free(port + 1):
        environment["PEJLING_PUBLIC_ADDRESS"] = settings.PUBLIC_ADDRESS = f"http://{_HOST}:{port + 1}"
        for school in schools():
            if is_behind(school):
                rebuild(by=None, organisation=school)
        arguments = public.command(f"{_HOST}:{port + 1}", 1)
        running.append(subprocess.Popen(arguments, env=public.environment(settings.PEJLING_PUBLIC)))
    running += [subprocess.Popen([str(part) for part in command], env=environment) for command in commands]
    say(_("Pejling is at http://%(host)s:%(port)s - stop it with Ctrl-C") % {"host": _HOST, "port": port})
    if len(running) > len(commands):
        say(_("What the school has published is at %(address)s") % {"address": settings.PUBLIC_ADDRESS})
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_args: sys.exit(0))
    try:
        return running[-1].wait()
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()
