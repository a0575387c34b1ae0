"""Whether this server can answer: a word for a machine, and nothing of what is wrong (`pejling doctor` tells)."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from pejling.flows.backup.maintenance import is_under_way
from pejling.web.gate import public


@public
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """200 {"status": "ok"} where the database answers; 503 with "unavailable" or "restoring"."""
    if is_under_way():
        return _answer("restoring", 503)
    try:
        with connection.cursor() as cursor:
            # The table that every page needs: a database that is there but empty isn't well.
            cursor.execute("SELECT 1 FROM organisations_organisation WHERE 1 = 0")
    except DatabaseError:
        return _answer("unavailable", 503)
    return _answer("ok", 200)


def _answer(status: str, code: int) -> HttpResponse:
    return JsonResponse({"status": status}, status=code, headers={"Cache-Control": "no-store"})
