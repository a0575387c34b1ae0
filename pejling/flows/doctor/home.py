"""The machine and the folder: Python, space, who may read, the keys, the collected files, a broken restore."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from pejling.analysis.plans.own_kinds import own_kinds, said_of
from pejling.facts.deliveries.hash_key import DamagedKey, hash_key, key_file
from pejling.flows.backup import maintenance
from pejling.flows.doctor.finding import Finding, error, ok, warning

_OLDEST = (3, 11)
_GIBI = 1 << 30
#: below this a delivery of a large school may not fit; below the other the database itself may stop
_LITTLE, _TOO_LITTLE = 5 * _GIBI, _GIBI // 2


def findings() -> Iterator[Finding]:
    """Everything about the machine and PEJLING_HOME; writes nothing but one empty file, which goes again."""
    yield _python()
    home = Path(settings.PEJLING_HOME)
    if not home.is_dir():
        text = _("The folder %(home)s isn't there.") % {"home": home}
        yield error(
            "home", text, _("Run pejling setup, or set PEJLING_HOME to the folder of the installation.")
        )
        return
    yield _writable(home)
    yield _private(home)
    yield _space(home)
    yield _keys()
    yield _collected()
    if (home / "plan_kinds").is_dir():
        yield _plan_kinds(home / "plan_kinds")
    if (left := maintenance.unfinished()) is not None:
        yield _broken_restore(left)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST:
        return error("python", f"Python {version}", _("Pejling needs Python 3.11 or newer."))
    return ok("python", f"Python {version}")


def _writable(home: Path) -> Finding:
    probe = home / f".doctor-{os.getpid()}"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as problem:
        text = _("%(home)s can't be written to: %(why)s") % {"home": home, "why": problem.strerror}
        return error("home", text, _("Give the folder to the user that Pejling runs as."))
    return ok("home", _("The data are in %(home)s.") % {"home": home})


def _private(home: Path) -> Finding:
    open_ones = [path for path in (home, home / "keys", *(home / "keys").glob("*")) if _read_by_others(path)]
    if open_ones:
        names = ", ".join(str(path) for path in open_ones[:3])
        text = _("Others on this machine can read %(names)s.") % {"names": names}
        return error("modes", text, f"chmod -R go-rwx {home}")
    return ok("modes", _("Only Pejling's own user can read the data and the keys."))


def _read_by_others(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & 0o077)


def _space(home: Path) -> Finding:
    free = shutil.disk_usage(home).free
    text = _("%(size)s are free on the disk.") % {"size": filesizeformat(free).replace("\xa0", " ")}
    mend = _("Make room: a delivery and its snapshot need several times the size of its files.")
    if free < _TOO_LITTLE:
        return error("space", text, mend)
    return warning("space", text, mend) if free < _LITTLE else ok("space", text)


def _keys() -> Finding:
    mend = _("Put back the file that pejling backup --keys wrote; a new key can't recognise known students.")
    if not key_file().exists():
        return error("keys", _("The key that recognises students (keys/matching.key) is missing."), mend)
    try:
        hash_key()
    except (OSError, ValueError, DamagedKey):
        return error("keys", _("The key that recognises students (keys/matching.key) is damaged."), mend)
    return ok("keys", _("The keys are there."))


def _plan_kinds(folder: Path) -> Finding:
    """The school's own kinds of plan: a file that can't be read is left out, and its plans have no words."""
    for file, wrong in own_kinds(folder).broken:
        text = _("The kind of plan in plan_kinds/%(file)s can't be read: %(wrong)s")
        mend = _("Mend the file, or take it out of the folder, and start Pejling again.")
        return error("plan_kinds", text % {"file": file, "wrong": said_of(wrong)}, mend)
    return ok("plan_kinds", _("The installation's own kinds of plan can be read."))


def _collected() -> Finding:
    if settings.DEBUG or (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        return ok("static", _("The pages' look is gathered."))
    return warning(
        "static",
        _("The pages' look isn't gathered yet."),
        _("pejling serve gathers it when it starts; with another server run: manage.py collectstatic"),
    )


def _broken_restore(phase: str) -> Finding:
    if phase == maintenance.SWAPPING:
        text = _("A restore was broken off while it was being put in place: no page is shown.")
        return error("restore", text, "pejling restore --resume")
    text = _("A restore was broken off before anything was changed.")
    return warning("restore", text, _("Repeat it, or remove %(file)s.") % {"file": maintenance.mark()})
