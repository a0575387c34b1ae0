"""`pejling serve`: the web server for real use, behind a proxy that does HTTPS."""

from __future__ import annotations

import argparse
import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.urls import get_resolver
from django.utils.translation import gettext as _

from pejling.commands.console import Refused
from pejling.config import production


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("serve", help=_("serve the pages"))
    parser.add_argument("--bind", metavar="HOST:PORT", default="127.0.0.1:8000", help=_("or unix:/path"))
    parser.add_argument("--workers", metavar="N", type=int, default=2, help=_("processes (default 2)"))
    parser.add_argument(
        "--trust", metavar="IP,...", default="127.0.0.1", help=_("proxies that say whether HTTPS was used")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Gather the static files and serve until stopped. Exit 2 where a setting is missing."""
    try:
        production.require()
    except production.NotReady as missing:
        raise Refused(str(missing), 2) from None
    if options.workers < 1:
        raise Refused(_("--workers is at least 1."), 2)
    # A page that can't be loaded is told now, and not to the first reader.
    get_resolver().url_patterns  # noqa: B018
    call_command("collectstatic", interactive=False, verbosity=0)
    _server(options).run()
    return 0


def _server(options: argparse.Namespace) -> Any:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        """gunicorn, told here what its own command line would be told."""

        def load_config(self) -> None:
            said = {
                "bind": options.bind,
                "workers": options.workers,
                "forwarded_allow_ips": options.trust,
                "logconfig_dict": {**settings.LOGGING, "incremental": False},
                # A whole school's Excel takes its time; a page that hangs is ended after this.
                "timeout": 120,
                "graceful_timeout": 30,
                "max_requests": 5000,
                "max_requests_jitter": 500,
                "umask": 0o077,
                "proc_name": "pejling",
                "control_socket_disable": True,  # systemd tells it what to do
                # gunicorn's own sign of life must not wait for a slow disk.
                "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: PTH112, S108
            }
            for name, value in said.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from pejling.config.wsgi import application

            return application

    return Server()
