"""Everything that is looked at, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from pejling.flows.doctor import database, home, published, running
from pejling.flows.doctor.finding import ERROR, Finding, error, ok, warning


def examine(production_problems: Sequence[str], texts: dict[str, str], demo: bool) -> Iterator[Finding]:
    """All findings. ``production_problems`` and ``texts`` are what config/production.py says of the settings."""
    yield from home.findings()
    known = []
    for finding in database.findings():
        known.append(finding)
        yield finding
    if not any(finding.level == ERROR for finding in known):
        yield from _safely(running.findings)
        yield from _safely(published.findings)
    yield from _settings(production_problems, texts, demo)


def _safely(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """A check that fails is a finding, not the end of the others."""
    try:
        yield from look()
    except Exception as problem:
        text = _("This can't be looked at (%(kind)s).") % {"kind": type(problem).__name__}
        yield error(
            look.__module__.rsplit(".", 1)[-1], text, _("See the log, and report it to Pejling's makers.")
        )


def _settings(problems: Sequence[str], texts: dict[str, str], demo: bool) -> Iterator[Finding]:
    if demo:
        yield warning(
            "settings",
            _("This is a demo: anybody can log in."),
            _("Never put real data here: unset PEJLING_DEMO."),
        )
    for code in problems:
        what, _colon, mend = texts[code].partition(": ")
        yield error(f"settings.{code}", what, mend)
    if not demo and not problems:
        yield ok("settings", _("The settings are fit for real data."))
