"""The room's registration with Django."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "pejling.facts.deliveries"
    label = "deliveries"
    default_auto_field = "django.db.models.BigAutoField"
