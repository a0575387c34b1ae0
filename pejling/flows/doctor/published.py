"""What has been published: the public pages say it, and the editions' files are whole."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import schools
from pejling.flows.doctor.finding import Finding, error, ok, warning
from pejling.quality.publishing import queries
from pejling.quality.publishing.making import is_whole

#: as many places are named
_FEW = 3


def findings() -> Iterator[Finding]:
    """Needs a database of today's form; says nothing where nothing has been published."""
    found = [one for school in schools() for one in _of(school)]
    bad = [one for one in found if one is not None]
    yield from bad
    if found and not bad:
        yield ok("public", _("The public pages say what has been published."))


def _of(school: Organisation) -> Iterator[Finding | None]:
    """None: something has been published, and is as it should be."""
    editions = list(queries.seen_editions(school))
    if editions:
        yield None
    broken = [str(one.uuid) for one in editions if not is_whole(one)]
    if broken:
        text = _("%(school)s: the files of published editions are damaged or missing: %(which)s.")
        said = {"school": school.name, "which": ", ".join(broken[:_FEW])}
        yield error("editions", text % said, _("Restore the last backup in which they are whole."))
    unknown = queries.unknown_editions(school)
    if unknown:
        text = _("%(school)s: the public folder holds editions that aren't known here: %(which)s.")
        mend = _(
            "An older backup was put back? Restore a newer one, or take them away: pejling public --rebuild --drop"
        )
        yield warning("public", text % {"school": school.name, "which": ", ".join(unknown[:_FEW])}, mend)
    elif queries.needs_agreeing(school):
        text = _("%(school)s: the public pages say something else than what has been published.")
        yield warning(
            "public",
            text % {"school": school.name},
            _("Within the hour by itself, or: pejling public --rebuild"),
        )
