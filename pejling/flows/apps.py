"""The floor's registration with Django (its tasks and translations)."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "pejling.flows"
    label = "flows"
