"""Version 1: its parts put together, its document, and its addresses behind the gate."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from ninja import NinjaAPI

from pejling.web.api import definitions, key_figures, organisations, snapshots, values
from pejling.web.api.access import Key, PerKey
from pejling.web.api.problems import told_by
from pejling.web.gate import Gate

DESCRIPTION = (
    "Read-only. The same figures as on the pages of Pejling, through the same access: a key acts as its owner, no "
    "wider than its scopes, and never shows a person. Counts from 1 to 4 are hidden unless both the key and its "
    "owner may see them."
)


class Version1(NinjaAPI):
    """The API without a name space of its own, so that its addresses are found as every other page's are."""

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return reverse("api_root")


api = Version1(
    title="Pejling",
    version="1",
    description=DESCRIPTION,
    docs_url=None,  # its page would need scripts from elsewhere
    auth=Key(),
    throttle=PerKey(),
)
told_by(api)
api.add_router("/organisations", organisations.router)
api.add_router("/definitions", definitions.router)
api.add_router("/snapshots", snapshots.router)
api.add_router("/values", values.router)
api.add_router("/key-figures", key_figures.router)


def to_document(request: HttpRequest) -> HttpResponse:
    """Who opens the API in a browser is shown what it can do."""
    return HttpResponseRedirect(reverse("openapi-json"))


def gated(pattern: URLPattern) -> URLPattern:
    """The same address, declared to the gate's test, whose answers no cache keeps."""
    is_open = pattern.name in {"openapi-json", "api-root"}
    view: Callable[..., HttpResponse] = to_document if pattern.name == "api-root" else pattern.callback
    wrapped = _not_kept(view)
    wrapped.gate = Gate("public") if is_open else Gate("key", "see_figures")
    pattern.callback = wrapped
    if pattern.name == "api-root":
        pattern.name = "api_root"
    return pattern


def _not_kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    # A document made by ``partial`` has neither name nor docstring to take over.
    wraps(view, assigned=())(answered)
    answered.csrf_exempt = True  # a key in a header, unlike a cookie, is never sent by a foreign page
    return answered


urlpatterns = [gated(pattern) for pattern in api.urls[0]]
