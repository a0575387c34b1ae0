"""The room's registration with Django."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "pejling.base.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
