"""How long the session lasts if nothing more is heard, and a sign of life."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from pejling.base.login.sessions import seconds_left, seen
from pejling.web.gate import logged_in


@logged_in
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """Seconds left, whose session it is, and the token of its forms. Only POST counts as a sign of life."""
    if request.method == "POST":
        seen(request.session)
    return JsonResponse(
        {"left": seconds_left(request.session), "user": str(request.user.uuid), "token": get_token(request)}
    )
