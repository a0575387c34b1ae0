"""While a backup is put back, every page says so instead of showing half of the old and half of the new."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from pejling.flows.backup.maintenance import is_under_way

_EXEMPT = ("/health/",)


class MaintenanceMiddleware:
    """A 503 with a page that runs no query, while a restore is under way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in _EXEMPT or not is_under_way():
            return self.get_response(request)
        return HttpResponse(
            render_to_string("503.html"),
            status=503,
            headers={"Retry-After": "60", "Cache-Control": "no-store"},
        )
