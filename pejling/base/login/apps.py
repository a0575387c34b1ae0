"""Invitations, locked-out addresses and log-in with a second factor or through another system."""

from django.apps import AppConfig


class Login(AppConfig):
    """Invitations, locked-out addresses and log-in with a second factor or through another system."""

    name = "pejling.base.login"
    label = "login"

    def ready(self) -> None:
        from pejling.base.login import checks  # noqa: F401  (registers itself)
