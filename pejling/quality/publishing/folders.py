"""Where an edition's files lie, and where the public pages are."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from pejling.quality.publishing.models import Edition


def bundle_name(school: object, edition: object) -> str:
    """The folder of an edition's files below PEJLING_HOME, as backups name it."""
    return f"publications/{school}/{edition}"


def bundle_of(edition: Edition) -> Path:
    """The edition's files; written once, and kept also when it has been withdrawn."""
    return Path(settings.PEJLING_HOME) / bundle_name(edition.organisation.uuid, edition.uuid)


def preview_of(edition: Edition) -> Path:
    """The public pages as they would be with the edition; made anew whenever they are wanted."""
    return Path(settings.PEJLING_HOME) / "previews" / str(edition.organisation.uuid) / str(edition.uuid)


def public_folder() -> Path:
    """What everybody reads."""
    return Path(settings.PEJLING_PUBLIC)
