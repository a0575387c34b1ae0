"""Undo, offered once beside what was just done: a form that sends what it was before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

_KEY = "plans_undo_offer"


def offer_undo(
    request: HttpRequest, text: str, address: str, fields: dict[str, str], beside: str = ""
) -> None:
    """Say ``text`` on the next page of the plan, with a button that sends ``fields`` to ``address``.

    ``beside``: the id of what it is about, where the page can say it there rather than at its top.
    """
    request.session[_KEY] = {
        "text": text, "address": address, "fields": list(fields.items()), "beside": beside,
    }  # fmt: skip


def offered(request: HttpRequest) -> dict[str, Any] | None:
    """What is offered now; it is offered once."""
    found: dict[str, Any] | None = request.session.pop(_KEY, None)
    return found
