"""Mails sent, and the log of them."""

from django.apps import AppConfig


class Mail(AppConfig):
    """Mails sent, and the log of them."""

    name = "pejling.base.mail"
    label = "mail"
