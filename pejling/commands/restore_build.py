"""The process that builds a restored installation (see flows/backup/restore.py); not a verb of its own.

Run with PEJLING_HOME and DATABASE_URL of the place to build in. Says each step, or what is wrong, as a line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main() -> int:
    """Build; 0 done, 1 with a line that says the problem."""
    import django

    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pejling.config.settings")
    django.setup()
    from django.conf import settings

    from pejling.flows.backup.archive import Manifest
    from pejling.flows.backup.build import build
    from pejling.flows.backup.rows import NotWhole
    from pejling.flows.backup.schema import UnknownMigrations

    manifest = Manifest(**json.loads((Path(settings.PEJLING_HOME) / "manifest.json").read_text("utf-8")))
    try:
        build(manifest, lambda step: _tell(step=step))
    except UnknownMigrations as error:
        _tell(problem="unknown_migrations", params={"names": ", ".join(error.names[:3])})
        return 1
    except NotWhole as error:
        _tell(problem="not_whole", params={"table": error.table})
        return 1
    return 0


def _tell(**said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
