"""The room's registration with Django."""

from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    name = "pejling.facts.snapshots"
    label = "snapshots"
    default_auto_field = "django.db.models.BigAutoField"
