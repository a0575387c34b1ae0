"""The room's registration with Django."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "pejling.facts.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
