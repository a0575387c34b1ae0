"""Which snapshot a page shows, and which earlier one it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404
from django.utils.timezone import localdate

from pejling.base.accounts.access import Access
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import snapshots_of
from pejling.quality.indicators.released import released

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
        return [snapshot for snapshot in self.listed if _before(snapshot, self.chosen)]

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


def snapshot_choice(access: Access, chosen: str = "", compared: str = "") -> SnapshotChoice | None:
    """The snapshots asked for by id ("" = the default); None where there is none yet, 404 for an unknown id.

    Whoever may not see small counts chooses among the released ones (see ``quality.indicators.released``).
    """
    if access.smallest:
        listed = tuple(released(access.organisation)[:LISTED])
    else:
        listed = tuple(snapshots_of(access.organisation).select_related("organisation")[:LISTED])
    if not listed:
        return None
    now = _found(access, chosen, listed) if chosen else listed[0]
    older = [snapshot for snapshot in listed if _before(snapshot, now)]
    then = _found(access, compared, listed) if compared else _a_month_back(now.as_of, older)
    if then is not None and not _before(then, now):
        then = None
    return SnapshotChoice(now, then, listed)


def newest_choice(access: Access) -> SnapshotChoice | None:
    """The newest snapshot whoever asks: for the results of others, which aren't the students' own facts."""
    listed = tuple(snapshots_of(access.organisation).select_related("organisation")[:LISTED])
    return SnapshotChoice(listed[0], None, listed) if listed else None


def _a_month_back(as_of: date, older: list[Snapshot]) -> Snapshot | None:
    far_enough = [snapshot for snapshot in older if snapshot.as_of <= as_of - A_MONTH]
    return (far_enough or older[-1:] or [None])[0]


def _before(one: Snapshot, other: Snapshot) -> bool:
    """The one made later is newer, also where it is of the same day."""
    return one.pk < other.pk


def _found(access: Access, uuid: str, listed: tuple[Snapshot, ...]) -> Snapshot:
    try:
        wanted = UUID(uuid)
    except ValueError as error:
        raise Http404 from error
    for snapshot in listed:
        if snapshot.uuid == wanted:
            return snapshot
    found = snapshots_of(access.organisation).select_related("organisation").filter(uuid=wanted).first()
    if found is None or access.smallest:
        raise Http404
    return found
