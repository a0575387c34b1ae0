"""Which snapshot a page shows, and which earlier one it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404
from django.utils.timezone import localdate

from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import snapshots_of

#: As many as a list to choose from holds; older ones are reached by their address.
LISTED = 60
#: "Since last month": the default comparison is the newest snapshot at least this much older.
A_MONTH = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class SnapshotChoice:
    """The snapshot shown, the one compared with (None: there is no older one) and those to choose from."""

    chosen: Snapshot
    compared: Snapshot | None
    listed: tuple[Snapshot, ...]

    @property
    def older(self) -> list[Snapshot]:
        """Those that the chosen one may be compared with."""
        return [snapshot for snapshot in self.listed if snapshot.pk < self.chosen.pk]

    @property
    def is_newest(self) -> bool:
        return self.chosen.pk == self.listed[0].pk

    @property
    def sources(self) -> str:
        """The names of the sources behind the school's own figures of the snapshot."""
        told = [
            found["source"]
            for found in self.chosen.manifest.get("deliveries", [])
            # Results of others are in the snapshot, but behind no figure of the school's own.
            if found.get("tables") != ["key_figures"]
        ]
        return ", ".join(sorted(set(told)))

    @property
    def age_in_days(self) -> int:
        """How old the facts are today."""
        return max((localdate() - self.chosen.as_of).days, 0)


def snapshot_choice(school: Organisation, chosen: str = "", compared: str = "") -> SnapshotChoice | None:
    """The snapshots asked for by id ("" = the default); None where there is none yet, 404 for an unknown id."""
    listed = tuple(snapshots_of(school).select_related("organisation")[:LISTED])
    if not listed:
        return None
    now = _found(school, chosen, listed) if chosen else listed[0]
    older = [snapshot for snapshot in listed if snapshot.pk < now.pk]
    then = _found(school, compared, listed) if compared else _a_month_back(now.as_of, older)
    if then is not None and then.pk >= now.pk:
        then = None
    return SnapshotChoice(now, then, listed)


def _a_month_back(as_of: date, older: list[Snapshot]) -> Snapshot | None:
    far_enough = [snapshot for snapshot in older if snapshot.as_of <= as_of - A_MONTH]
    return (far_enough or older[-1:] or [None])[0]


def _found(school: Organisation, uuid: str, listed: tuple[Snapshot, ...]) -> Snapshot:
    try:
        wanted = UUID(uuid)
    except ValueError as error:
        raise Http404 from error
    for snapshot in listed:
        if snapshot.uuid == wanted:
            return snapshot
    found = snapshots_of(school).select_related("organisation").filter(uuid=wanted).first()
    if found is None:
        raise Http404
    return found
