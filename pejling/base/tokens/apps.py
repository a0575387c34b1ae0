"""Access keys, with which other programs read the school's figures as one of its users."""

from django.apps import AppConfig


class Tokens(AppConfig):
    """Access keys, with which other programs read the school's figures as one of its users."""

    name = "pejling.base.tokens"
    label = "tokens"
