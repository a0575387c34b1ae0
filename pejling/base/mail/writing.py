"""Turn a template into a mail: its first line is the subject, the rest the text. Plain text only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

DOTS = "…"


class Secret(str):
    """A value that goes into the mail itself but never into the log of it: an address with a token."""


@dataclass(frozen=True, slots=True)
class Written:
    """A mail in words: ``subject`` (one line), ``text`` to be sent, and ``shown``, the text without its secrets."""

    subject: str
    text: str
    shown: str


def write(template: str, context: Mapping[str, Any]) -> Written:
    """The mail of ``templates/<room>/mail/<name>.txt`` ("room.name") in the installation's language."""
    room, name = template.split(".")
    path = f"{room}/mail/{name}.txt"
    hidden = {key: DOTS if isinstance(value, Secret) else value for key, value in context.items()}
    with translation.override(settings.LANGUAGE_CODE):
        subject, text = _parts(render_to_string(path, {**context, "demo": settings.DEMO}))
        _subject, shown = _parts(render_to_string(path, {**hidden, "demo": settings.DEMO}))
    return Written(subject, text, shown)


def _parts(rendered: str) -> tuple[str, str]:
    subject, _newline, text = rendered.strip().partition("\n")
    return " ".join(subject.split())[:200], text.strip() + "\n"
