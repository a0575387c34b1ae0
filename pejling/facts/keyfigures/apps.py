"""Published results taken in as figures."""

from django.apps import AppConfig


class KeyFigures(AppConfig):
    """Published results taken in as figures."""

    name = "pejling.facts.keyfigures"
    label = "keyfigures"
