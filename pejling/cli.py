"""`pejling VERB ...`: the analysis floor's verbs without Django, the product's with it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from pejling.analysis import cli as analysis_cli


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code (0 done, 1 refused, 2 unreadable or misused)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] and arguments[0] in analysis_cli.VERBS:
        # They need no database: they start in a fraction of the time.
        return analysis_cli.main(arguments)
    _set_up_django()
    return _run(arguments)


def _set_up_django() -> None:
    import django
    from django.utils import translation

    # What Pejling writes holds data about persons: nobody but its own user reads it.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pejling.config.settings")
    django.setup()
    translation.activate(os.environ.get("PEJLING_LANGUAGE", "da"))


def _run(arguments: Sequence[str]) -> int:
    from pejling.commands import verbs
    from pejling.commands.console import Refused, say

    parser = argparse.ArgumentParser(prog="pejling")
    subparsers = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    analysis_cli.add_parsers(subparsers)
    for verb in verbs.wanted(arguments[0] if arguments else None):
        verb.add_parser(subparsers)
    options = parser.parse_args(arguments)
    try:
        return options.run(options) or 0
    except Refused as refused:
        say(str(refused))
        return refused.exit_code
    except BrokenPipeError:
        # The reader (`| head`) has had enough.
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
