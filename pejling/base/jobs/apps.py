"""Work that is done beside the pages, with its progress."""

from django.apps import AppConfig


class Jobs(AppConfig):
    """Work that is done beside the pages, with its progress."""

    name = "pejling.base.jobs"
    label = "jobs"
