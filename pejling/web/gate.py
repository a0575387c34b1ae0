"""The one gate every view stands behind. A view without a gate fails the test that walks all addresses.

Four kinds: ``public`` (no log-in), ``logged_in`` (any user), ``of_school(verb)`` (a member of the school in the
address whose role has the verb) and ``demo_only`` (a 404 outside the demo). A stranger to a school gets a 404, so
that the address doesn't tell whether the school exists; a member whose role lacks the verb gets a 403 that says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.module_loading import import_string

from pejling.base.accounts.access import Access, Denied, access_of
from pejling.base.accounts.roles import VERBS
from pejling.base.organisations.models import Organisation

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Gate:
    """How a view is guarded: ``kind`` public, logged_in, of_school or demo_only; ``verb`` for of_school only."""

    kind: str
    verb: str | None = None


def public(view: View) -> View:
    """Anyone may see it."""
    view.gate = Gate("public")
    return view


def demo_only(view: View) -> View:
    """Exists on a demo only."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.gate = Gate("demo_only")
    return guarded


def logged_in(view: View) -> View:
    """Any user who has logged in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_login(request)
        return _not_kept(view(request, *args, **kwargs))

    guarded.gate = Gate("logged_in")
    return guarded


def of_school(verb: str) -> Callable[[View], View]:
    """Members of the school in the address whose role has ``verb``; sets ``request.school`` and ``.access``."""
    if verb not in VERBS:
        raise KeyError(verb)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, school: UUID, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_login(request)
            _enter(request, school)
            request.access.require(verb)
            return _not_kept(view(request, *args, **kwargs))

        guarded.gate = Gate("of_school", verb)
        return guarded

    return guard


def require_cut(
    request: HttpRequest,
    dimensions: frozenset[str] | set[str],
    accepted: Mapping[str, str] | None = None,
) -> None:
    """Raise Denied where the address asks for a finer cut than allowed, typed by hand or not.

    ``accepted``: the filter it is asked with (dimension -> value): a user may cut own departments finer than others.
    """
    if set(dimensions) - request.access.at(accepted or {}).cuts:
        raise Denied("cut")


def require_within(request: HttpRequest, accepted: Mapping[str, str]) -> None:
    """Raise Denied where the filter asks for a department, class, municipality ... that isn't the user's own."""
    if request.access.meets(accepted):
        return
    for name, value in accepted.items():
        if not request.access.meets({name: value}):
            raise Denied("department" if name == "department" else "scope")
    raise Denied("scope")


def _enter(request: HttpRequest, school: UUID) -> None:
    found = Organisation.objects.filter(uuid=school, kind=Organisation.Kind.SCHOOL).first()
    access = access_of(request.user, found) if found else None
    if access is None:
        raise Http404
    request.school, request.access = found, limited(access, request)


def limited(access: Access, request: HttpRequest) -> Access:
    """The access as this session has it: what ``settings.ACCESS_LIMITS`` (dotted callables) leave of it, in order."""
    for name in getattr(settings, "ACCESS_LIMITS", ()):
        access = import_string(name)(access, request)
    return access


def _not_kept(response: HttpResponse) -> HttpResponse:
    """No copy stays on a shared computer: after logging out, "back" must not show students again."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _to_login(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        # A fragment must not be filled with the log-in page: htmx is told to load the page anew instead.
        response = HttpResponse(status=401)
        response["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}"
        return response
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
