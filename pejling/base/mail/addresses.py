"""The address that a mail sends its reader to."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str, base: str = "") -> str:
    """``path`` as a whole address: under PEJLING_ADDRESS, else under ``base`` (where the asking page was read)."""
    root = settings.ADDRESS or base or "http://localhost:8000"
    return root.rstrip("/") + path
