"""`pejling backup FILE`: everything but the keys, in one file; the keys in another."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pejling.commands.console import Refused, installed, say, show, show_json
from pejling.commands.restore import damage_in_words
from pejling.flows.backup.archive import NotABackup, check
from pejling.flows.backup.keys import write_keys
from pejling.flows.backup.schema import UnknownMigrations
from pejling.flows.backup.take import AnotherBackup, Taken, take_backup

_PATTERN = "pejling-*.tar"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("backup", help=_("write a backup"))
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        nargs="?",
        help=_("or a folder: the file's name is then made of the time"),
    )
    parser.add_argument(
        "--keys", metavar="FILE", type=Path, help=_("write the keys to this file, to be kept apart")
    )
    parser.add_argument("--keep", metavar="N", type=int, help=_("keep the N newest backups in the folder"))
    parser.add_argument(
        "--check", action="store_true", help=_("only read a backup through and compare its sums")
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write (or check) the backup and tell what is in it. Exit 1 where files it should hold are missing."""
    if options.file is None and options.keys is None:
        raise Refused(
            _("Say where to: pejling backup FILE, or pejling backup --keys FILE for the keys alone."), 2
        )
    if options.keep is not None and (options.keep < 1 or options.file is None or not options.file.is_dir()):
        raise Refused(_("--keep N goes with a folder, and N is at least 1."), 2)
    if options.check:
        return _check(options.file)
    if options.keys is not None:
        _write_keys(options.keys)
    if options.file is None:
        return 0
    taken = _take(_target(options.file))
    if taken.path.parent == options.file:
        _remove_old(options.file, options.keep)
    if options.json:
        show_json(_as_json(taken))
    else:
        show(_told(taken))
    for name in taken.missing:
        say(_("! %(file)s is missing from the installation: the backup is without it.") % {"file": name})
    return 1 if taken.missing else 0


def _target(path: Path) -> Path:
    if path.is_dir():
        return path / f"pejling-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.tar"
    if path.exists():
        raise Refused(_("%(file)s exists already. Nothing was written.") % {"file": path}, 1)
    return path


def _take(target: Path) -> Taken:
    with installed():
        try:
            return take_backup(target, progress=_progress)
        except UnknownMigrations as error:
            raise Refused(
                _("The database belongs to a newer Pejling (%(names)s). Make the backup with that one.")
                % {"names": ", ".join(error.names[:3])}
            ) from None
        except AnotherBackup:
            raise Refused(_("Another backup is being taken. Wait until it is done.")) from None
        except NotABackup as error:
            raise Refused(damage_in_words(error)) from None
        except OSError as error:
            raise Refused(_not_written(target, error)) from None


def _progress(done: int, of: int) -> None:
    if done == of:
        say(ngettext("%(n)d table is read", "%(n)d tables are read", of) % {"n": of})


def _write_keys(target: Path) -> None:
    try:
        written = write_keys(target, _home())
    except FileExistsError:
        raise Refused(
            _("%(file)s exists already. The keys were not written: name a new file.") % {"file": target}
        ) from None
    except OSError as error:
        raise Refused(_not_written(target, error)) from None
    say(
        _("The keys (%(names)s) are in %(file)s. Keep that file apart from the backups.")
        % {"names": ", ".join(written), "file": target}
    )


def _home() -> Path:
    from django.conf import settings

    return Path(settings.PEJLING_HOME)


def _not_written(target: Path, error: OSError) -> str:
    return _("%(file)s can't be written: %(why)s. No backup was made.") % {
        "file": target,
        "why": error.strerror or error,
    }


def _remove_old(folder: Path, keep: int | None) -> None:
    for path in folder.glob(f"{_PATTERN}.part"):
        path.unlink()  # a backup that was killed while it was being written
    if keep is None:
        return
    # The time is in the name, so the newest come last.
    for path in sorted(folder.glob(_PATTERN))[:-keep]:
        path.unlink()
        say(_("%(file)s is removed: newer ones are kept.") % {"file": path.name})


def _told(taken: Taken) -> str:
    return _("%(file)s: %(rows)d rows and %(files)d files, %(size)s, read back and found whole.") % {
        "file": taken.path,
        "rows": taken.rows,
        "files": taken.files,
        "size": filesizeformat(taken.size).replace("\xa0", " "),
    }


def _as_json(taken: Taken) -> dict:
    return {
        "file": str(taken.path),
        "bytes": taken.size,
        "rows": taken.rows,
        "files": taken.files,
        "missing": taken.missing,
    }


def _check(path: Path | None) -> int:
    if path is None:
        raise Refused(_("Say which backup to check."), 2)
    try:
        manifest = check(path)
    except NotABackup as error:
        raise Refused(damage_in_words(error), 2) from None
    except OSError as error:
        raise Refused(
            _("%(file)s can't be read: %(why)s.") % {"file": path, "why": error.strerror}, 2
        ) from None
    show(
        _("%(file)s is whole: made %(moment)s by Pejling %(version)s.")
        % {"file": path, "moment": manifest.made_at, "version": manifest.pejling}
    )
    return 0
