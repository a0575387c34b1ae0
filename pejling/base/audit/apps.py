"""The room's registration with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "pejling.base.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
