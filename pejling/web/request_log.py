"""A log line for each request: the form of its address, never the address, its query or its reader."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("pejling.web.requests")


class RequestLogMiddleware:
    """Logs method, route, status and milliseconds, with a number that the answer carries too (X-Request-ID)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request.log_id = secrets.token_hex(4)
        response = self.get_response(request)
        response.headers.setdefault("X-Request-ID", request.log_id)
        match = request.resolver_match
        log.info(
            "request",
            extra={
                "method": request.method if request.method in {"GET", "HEAD", "POST"} else "other",
                "route": f"/{match.route}" if match else "",
                "status": response.status_code,
                "ms": round(1000 * (time.perf_counter() - began)),
                "request_id": request.log_id,
            },
        )
        return response
