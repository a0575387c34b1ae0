"""How long things are kept: the catalogue's periods, the school's own in their place, and the day they mean."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from pejling.analysis.careful_yaml import read
from pejling.base.organisations.models import Organisation
from pejling.facts.persons.queries import kept_by_school


class BadPeriods(ValueError):
    """catalogue/retention.yaml says something that can't be used; the text says what."""


@dataclass(frozen=True, slots=True)
class Period:
    """How long one kind of thing is kept: ``keep`` days or months (None: for ever), within ``least`` and ``most``."""

    key: str
    unit: str
    keep: int | None
    least: int
    most: int

    def before(self, now: datetime) -> datetime | None:
        """What is older than this is removed; None where nothing is."""
        if self.keep is None:
            return None
        return now - timedelta(days=self.keep) if self.unit == "days" else months_before(now, self.keep)


def periods_of(organisation: Organisation | None) -> dict[str, Period]:
    """The periods of a school (None: of the installation itself), in the catalogue's order."""
    periods = _catalogue(Path(settings.CATALOGUE) / "retention.yaml")
    own = kept_by_school(organisation) if organisation else {}
    return {key: replace(found, keep=own[key]) if key in own else found for key, found in periods.items()}


def months_before(now: datetime, months: int) -> datetime:
    """The same day and time so many months ago; the month's last day where it has no such day."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=4)
def _catalogue(path: Path) -> dict[str, Period]:
    said = read(path.read_text("utf-8"), path.name)
    return {key: _period(key, about) for key, about in said.items()}


def _period(key: str, about: dict) -> Period:
    if set(about) != {"unit", "keep", "least", "most"} or about["unit"] not in {"days", "months"}:
        raise BadPeriods(f"retention.yaml: {key} needs unit (days or months), keep, least and most")
    keep, least, most = about["keep"], about["least"], about["most"]
    numbers = [least, most] if keep is None else [least, keep, most]
    if not all(type(number) is int for number in numbers) or numbers != sorted(numbers):
        raise BadPeriods(f"retention.yaml: {key} needs whole numbers with least <= keep <= most")
    return Period(key, about["unit"], keep, least, most)
