"""A school's public site as frozen values: what its pages are made of. *Pure:* no database, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pejling.analysis.reports.typography import file_size

SEARCH, STATEMENT, EMBED, FRAMED, LOOK = "soeg", "tilgaengelighed", "indlejring", "indlejret", "look"
FEED = "feed.atom"
#: addresses that no publication may have
TAKEN = frozenset({SEARCH, STATEMENT, EMBED, FRAMED, LOOK, "index", "site", "search", "feed", "404"})
LONGEST = 60
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of an edition, as it is offered: ``form`` as the report's forms are called (pdf, word, excel ...)."""

    name: str
    form: str
    size: int

    @property
    def said_size(self) -> str:
        """As on the report's own page."""
        return file_size(self.size)


@dataclass(frozen=True, slots=True)
class SiteEdition:
    """One edition. ``folder``: its files; ``day``: published; ``withdrawn``: day and reason."""

    uuid: str
    number: int
    folder: Path
    published_at: datetime
    day: date
    note: str = ""
    files: tuple[SiteFile, ...] = ()
    withdrawn: tuple[date, str] | None = None
    withdrawn_at: datetime | None = None

    @property
    def changed_at(self) -> datetime:
        """When its page last changed: a withdrawal is news, too."""
        return self.withdrawn_at or self.published_at

    @property
    def name(self) -> str:
        """Its folder on the site, for good."""
        return f"udgave-{self.number}"


@dataclass(frozen=True, slots=True)
class SiteReport:
    """One publication with its editions, the newest first."""

    slug: str
    kind: str
    title: str
    period: str
    editions: tuple[SiteEdition, ...]

    @property
    def current(self) -> SiteEdition | None:
        """The newest that hasn't been withdrawn."""
        return next((one for one in self.editions if one.withdrawn is None), None)

    @property
    def last(self) -> SiteEdition:
        return self.editions[0]

    @property
    def newest_is_withdrawn(self) -> bool:
        """Whether an earlier edition stands in for the newest."""
        return self.last.withdrawn is not None


@dataclass(frozen=True, slots=True)
class Statement:
    """What the accessibility statement says; "" is not said yet. ``compliance`` in words."""

    compliance: str = ""
    known_problems: str = ""
    alternatives: str = ""
    tested_how: str = ""
    stated_on: date | None = None
    official_link: str = ""
    contact_email: str = ""
    contact_phone: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether it says what the law asks for."""
        return bool(self.compliance and self.stated_on and (self.contact_email or self.contact_phone))


@dataclass(frozen=True, slots=True)
class PublicSite:
    """Everything of one school. ``address``: where the site is reached, "" where nobody has said."""

    uuid: str
    slug: str
    name: str
    about: str
    home_page: str
    address: str
    statement: Statement
    reports: tuple[SiteReport, ...]

    @property
    def shown(self) -> tuple[SiteReport, ...]:
        """Those that can be read."""
        return tuple(one for one in self.reports if one.current is not None)

    def absolute(self, path: str = "") -> str:
        """The address of a page; relative to the site's first page where its own isn't known."""
        return f"{self.address}/{self.slug}/{path}" if self.address else path

    def gone(self) -> list[str]:
        """Paths that say that something was withdrawn."""
        found = [
            f"{report.slug}/{one.name}" for report in self.reports for one in report.editions if one.withdrawn
        ]
        # The address of the newest edition is gone where no edition is left; those of the editions are below it.
        return found + [report.slug for report in self.reports if report.current is None]


def address_name(text: str, taken: Collection[str] = (), otherwise: str = "plan") -> str:
    """A name for an address made of a title, in small letters that every server understands; none is taken twice."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_DANISH))
    name = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    if len(name) > LONGEST:
        name = name[: LONGEST + 1].rpartition("-")[0] or name[:LONGEST]
    name = name or otherwise
    made, number = name, 2
    while made in taken or made in TAKEN:
        made, number = f"{name}-{number}", number + 1
    return made
