"""One cell of a row as JSON, and back: the same text whichever database it came from or goes to."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.duration import duration_iso_string

Reader = Callable[[Any], Any]

#: kinds of column whose JSON value both databases take as it is
_PLAIN = frozenset(
    """
    AutoField BigAutoField SmallAutoField IntegerField BigIntegerField SmallIntegerField PositiveIntegerField
    PositiveBigIntegerField PositiveSmallIntegerField FloatField CharField TextField SlugField FilePathField
    BooleanField DateField DecimalField
    """.split()
)


def plain(value: Any) -> Any:
    """A cell as ``json.dumps`` takes it: dates and moments (in UTC) as ISO text, UUIDs as text."""
    if value is None or isinstance(value, str | int | float | dict | list):
        return value
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"a backup can't hold a {type(value).__name__}")


def reader(field: models.Field, connection: BaseDatabaseWrapper) -> Reader | None:
    """What turns a column's JSON value into what this database takes; None where it is taken as it is."""
    while field.remote_field is not None:
        field = field.target_field
    kind = field.get_internal_type()
    if kind in _PLAIN or (connection.vendor == "postgresql" and kind in {"UUIDField", "DateTimeField"}):
        return None
    if kind == "JSONField":
        return lambda value: None if value is None else json.dumps(value)
    return lambda value: None if value is None else field.get_db_prep_save(field.to_python(value), connection)
