"""``python -m pejling.public``: the public server as a process of its own; ``pejling public`` starts it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from pejling.public import alone
from pejling.public.application import Public
from pejling.public.settings import SettingError, Settings, read


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until stopped. Exit 2 where a setting is missing."""
    alone.shut()
    parser = argparse.ArgumentParser(prog="pejling.public")
    parser.add_argument("--bind", metavar="HOST:PORT", default="127.0.0.1:8080")
    parser.add_argument("--workers", metavar="N", type=int, default=2)
    options = parser.parse_args(argv)
    try:
        settings = read()
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not settings.folder.is_dir():
        sys.stderr.write(f"PEJLING_PUBLIC names {settings.folder}, which is no folder\n")
        return 2
    _server(settings, options).run()
    return 0


def _server(settings: Settings, options: argparse.Namespace) -> Any:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        """gunicorn, told here what its own command line would be told."""

        def load_config(self) -> None:
            said = {
                "bind": options.bind,
                "workers": options.workers,
                "timeout": 30,
                "graceful_timeout": 10,
                "loglevel": "warning",
                "proc_name": "pejling-public",
                "control_socket_disable": True,
                "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: PTH112, S108
            }
            for name, value in said.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return Public(settings)

    return Server()


if __name__ == "__main__":
    sys.exit(main())
