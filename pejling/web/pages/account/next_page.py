"""Where to go on to after logging in."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def asked_next(request: HttpRequest) -> str:
    """The path to go on to, if it is one of ours; else "": a link to elsewhere must not be followed."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_ours(request, asked) else ""


def is_ours(request: HttpRequest, path: str) -> bool:
    """Whether it is a path of this installation."""
    safe = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())
    return bool(safe and path.startswith("/"))


def next_page(request: HttpRequest) -> str:
    """The path to go on to, else the front page."""
    return asked_next(request) or reverse("home")
