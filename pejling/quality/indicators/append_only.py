"""Rows that are added and then only read."""

from __future__ import annotations

from typing import Any

from django.db import models


class NeverChanged(Exception):
    """Somebody tried to change or delete what is append-only."""


class AppendOnly(models.QuerySet):
    """Rows are added, never changed and never deleted."""

    def update(self, **kwargs: Any) -> int:
        raise NeverChanged(self.model.__name__)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NeverChanged(self.model.__name__)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise NeverChanged(self.model.__name__)


class AppendOnlyRow(models.Model):
    """A row that can be added, and then only read."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise NeverChanged(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise NeverChanged(type(self).__name__)
