"""The one way to write an audit row; called inside the transaction of the act it records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pejling.base.audit.models import Entry


def record(*, by: Any, organisation: Any, verb: str, subject: Any, fields: Iterable[str] = ()) -> Entry:
    """Note that ``by`` (a user, or None for the command line) did ``verb`` to ``subject``.

    ``organisation`` and ``subject`` are model instances or None; only their class name and UUID (else primary key)
    are kept. ``fields`` are names of fields, never values.
    """
    return Entry.objects.create(
        by=_uuid(by),
        organisation=_uuid(organisation),
        verb=verb,
        kind=type(subject).__name__ if subject is not None else "",
        subject=str(getattr(subject, "uuid", None) or getattr(subject, "pk", "") or ""),
        fields=sorted(fields),
    )


def _uuid(thing: Any) -> UUID | None:
    return getattr(thing, "uuid", None)
