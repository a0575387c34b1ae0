"""How often something may be tried: counted in the database, so that all the server's processes count together.

Each try is counted *before* it is checked and given back when it was right: tries made at the same moment are all
counted. The count begins anew when its window is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from pejling.base.login.models import Attempts
from pejling.base.login.tokens import keyed


@dataclass(frozen=True, slots=True)
class Rule:
    """``most`` tries within ``window``; the one after them waits until ``lock`` has passed since the last."""

    most: int
    window: timedelta
    lock: timedelta


_QUARTER, _HOUR = timedelta(minutes=15), timedelta(hours=1)
RULES = {
    "account": Rule(10, _QUARTER, _QUARTER),  # passwords for one e-mail address
    "address": Rule(
        100, _QUARTER, _QUARTER
    ),  # passwords from one network address: a school's readers share theirs
    "code": Rule(5, _QUARTER, _QUARTER),  # codes for one account
    "reset": Rule(5, _HOUR, _HOUR),  # wishes for a new password to one e-mail address
    "reset_address": Rule(50, _HOUR, _HOUR),  # the same from one network address
}


class Locked(Exception):
    """Tried too often; ``until`` (UTC) is when to try again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


def try_once(kind: str, value: str) -> bool:
    """Count one try; Locked where there have been too many. True where this was the last one allowed.

    Not to be called inside a transaction that may be undone: the count must stay.
    """
    rule, now, key = RULES[kind], timezone.now(), keyed(kind, value)
    with transaction.atomic():
        row = _row(kind, key, now)
        if row.locked_until and now < row.locked_until:
            until = row.locked_until
        else:
            until = None
            if row.locked_until or row.first_at + rule.window <= now:
                row.count, row.first_at, row.locked_until = 0, now, None
            row.count, row.last_at = row.count + 1, now
            if row.count >= rule.most:
                row.locked_until = now + rule.lock
            row.save()
    if until:
        raise Locked(until)
    return row.locked_until is not None


def _row(kind: str, key: str, now: datetime) -> Attempts:
    """The locked row, made where there is none."""
    rows = Attempts.objects.select_for_update()
    row = rows.filter(kind=kind, key=key).first()
    if row is not None:
        return row
    try:
        with transaction.atomic():
            Attempts.objects.create(kind=kind, key=key, first_at=now, last_at=now)
    except IntegrityError:
        pass  # somebody else made it at the same moment
    return rows.get(kind=kind, key=key)


def give_back(kind: str, value: str) -> None:
    """The try was right: don't count it, but keep the wrong ones."""
    Attempts.objects.filter(kind=kind, key=keyed(kind, value)).update(
        count=Greatest(F("count") - 1, 0), locked_until=None
    )


def forget(kind: str, value: str) -> bool:
    """Begin anew; whether anything had been counted."""
    return bool(Attempts.objects.filter(kind=kind, key=keyed(kind, value)).delete()[0])


def locked_until(kind: str, values: list[str]) -> dict[str, datetime]:
    """Which of the values are locked now, and until when."""
    keys = {keyed(kind, value): value for value in values}
    rows = Attempts.objects.filter(kind=kind, key__in=keys, locked_until__gt=timezone.now())
    return {keys[row.key]: row.locked_until for row in rows}
