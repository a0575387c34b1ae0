"""The room's registration with Django."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "pejling.quality.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
