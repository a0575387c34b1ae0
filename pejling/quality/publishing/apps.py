"""The room's registration with Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "pejling.quality.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"
