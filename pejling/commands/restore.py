"""`pejling restore FILE`: put a backup back, all of it or nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from pejling.base.organisations.lock import Busy
from pejling.commands.console import Refused, say, show
from pejling.flows.backup.archive import NotABackup
from pejling.flows.backup.maintenance import AnotherRestore
from pejling.flows.backup.published import write_pages
from pejling.flows.backup.restore import NotRestored, restore, resume


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("restore", help=_("put a backup back"))
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?")
    parser.add_argument("--keys", metavar="FILE", type=Path, help=_("the file that backup --keys wrote"))
    parser.add_argument(
        "--replace", action="store_true", help=_("also where there are data, which are then lost")
    )
    parser.add_argument(
        "--any-keys",
        action="store_true",
        help=_("with other keys than the backup's: CPR hashes no longer match"),
    )
    parser.add_argument("--resume", action="store_true", help=_("finish a restore that was broken off"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Restore, telling each step."""
    if options.resume == (options.file is not None):
        raise Refused(
            _("Say which backup: pejling restore FILE. (To finish a broken one: --resume, no FILE.)"), 2
        )
    try:
        if options.resume:
            resume(say=_step)
            _published(over=False)
            return 0
        made = restore(
            options.file,
            keys_from=options.keys,
            replace=options.replace,
            any_keys=options.any_keys,
            say=_step,
        )
    except NotRestored as error:
        raise Refused(_why(error)) from None
    except NotABackup as error:
        raise Refused(damage_in_words(error), 2) from None
    except AnotherRestore:
        raise Refused(_("Another restore is under way. Wait until it is done.")) from None
    except Busy:
        raise Refused(
            _("A delivery is being received. Stop the worker, or wait until it is done. Nothing was changed.")
        ) from None
    except OSError as error:
        name = error.filename or options.file
        raise Refused(
            _("%(file)s: %(why)s. Nothing was changed.") % {"file": name, "why": error.strerror}, 2
        ) from None
    show(
        _("The backup of %(moment)s is back: %(rows)d rows and %(files)d files.")
        % {"moment": made.made_at, "rows": sum(made.tables.values()), "files": len(made.files)}
    )
    for name in made.missing:
        say(_("! %(file)s was missing when the backup was made.") % {"file": name})
    _published(over=options.replace)
    return 0


def _published(*, over: bool) -> None:
    """What was put back is read by the public again; that it can't be is told, and undoes nothing."""
    for one in write_pages(over=over):
        if one.problem:
            say(f"! {one.school}: {one.problem}")
        else:
            say(_("The public pages of %(school)s are written.") % {"school": one.school})


def _step(step: str) -> None:
    words = {
        "unpacked": _("The files are unpacked and their sums agree."),
        "form": _("The database's tables are made as they were then."),
        "rows": _("The rows are in, and every reference holds."),
        "migrated": _("The tables have today's form."),
        "erased": _("Who was erased since is erased again."),
        "swapped": _("What was built is now in its place."),
    }
    say(words.get(step, step))


def damage_in_words(error: NotABackup) -> str:
    """Why a file can't be used as a backup."""
    texts = {
        "no_backup": _("%(file)s is not a backup made by Pejling."),
        "newer_format": _("%(file)s was made by a newer Pejling (%(pejling)s). Restore it with that one."),
        "damaged": _("The backup is damaged at %(file)s. Use another backup. Nothing was changed."),
    }
    return texts[error.code] % error.params


def _why(error: NotRestored) -> str:
    texts = {
        "not_empty": _(
            "This installation holds data, which would be lost. Make a backup of them first, and repeat with "
            "--replace. Nothing was changed."
        ),
        "keys_needed": _(
            "The backup was made with keys that aren't here (%(names)s). Give the file that backup --keys wrote: "
            "--keys FILE. Nothing was changed."
        ),
        "other_keys": _(
            "The backup was made with other keys than these (%(names)s): students known by a hashed CPR number "
            "would no longer match. Give the right file with --keys FILE. Nothing was changed."
        ),
        "bad_keys": _("%(file)s is not a file that backup --keys wrote. Nothing was changed."),
        "unknown_migrations": _(
            "The backup is of a newer Pejling (%(names)s). Restore it with that one. Nothing was changed."
        ),
        "not_whole": _("The table %(table)s doesn't hold what the backup says. Nothing was changed."),
        "build": _(
            "The installation couldn't be built from the backup (exit code %(exit_code)s); the reason stands above. "
            "Nothing was changed."
        ),
        "no_schema": _(
            "The database user may not make a schema to build in (%(why)s). As the database's owner, run: "
            "GRANT CREATE ON DATABASE name TO user. Nothing was changed."
        ),
        "in_use": _(
            "The database is in use (%(kind)s). Stop the web server and the worker, and repeat. Nothing was changed."
        ),
        "unfinished": _(
            "A restore was broken off while it was being put in place. Finish it first: pejling restore --resume"
        ),
        "nothing_to_resume": _("There is no broken restore to finish."),
    }
    return texts[error.code] % error.params
