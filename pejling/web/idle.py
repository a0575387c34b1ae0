"""Log out whoever has given no sign of life for a while: a screen left alone must not show students for hours."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from pejling.base.login.sessions import is_idle, leave, seen, wants_sign


class IdleMiddleware:
    """Ends an idle session before the view sees it; keeps the sign of life of one that isn't."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY not in request.session:
            return self.get_response(request)
        if is_idle(request.session):
            leave(request, idle=True)
            return self._elsewhere(request)
        if wants_sign(request.session) and not _asks_by_itself(request):
            seen(request.session)
        return self.get_response(request)

    def _elsewhere(self, request: HttpRequest) -> HttpResponse:
        if request.path in {reverse("login"), reverse("logout"), reverse("language"), reverse("session")}:
            return self.get_response(request)
        asked = (
            request.get_full_path()
            if request.method == "GET" and not request.headers.get("HX-Request")
            else ""
        )
        where = f"{reverse('login')}?{urlencode({'idle': 1, **({'next': asked} if asked else {})})}"
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=401)
            response["HX-Redirect"] = where
            return response
        return HttpResponseRedirect(where)


def _asks_by_itself(request: HttpRequest) -> bool:
    """How long the session lasts and how far a job is, an open page asks without anybody there: no sign of life."""
    if request.headers.get("X-Asks-By-Itself"):
        return True
    return request.path == reverse("session") and request.method != "POST"
