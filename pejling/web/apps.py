"""The floor's registration with Django (templates, static files, translations)."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "pejling.web"
    label = "web"
