"""What a file is called that a reader downloads: by its title, in letters every system takes. Æ, ø and å stay."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

LONGEST = 60


def file_name(title: str, otherwise: str = "") -> str:
    """The title as the beginning of a file's name; ``otherwise`` where it has no letter or digit."""
    return slugify(title, allow_unicode=True)[:LONGEST].strip("-_") or otherwise


def as_file(response: HttpResponse, name: str) -> HttpResponse:
    """The response as a file to keep under that name, ending included."""
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
