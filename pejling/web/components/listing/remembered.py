"""Back to the same place: each list's last address is kept in the session, so that "back" keeps its filters."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pejling.web.components.listing.excel import excel
from pejling.web.components.listing.listing import Listing

KEY = "lists"
#: So many addresses are kept per session; the one kept longest goes first.
MOST = 40


def answer(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page rendered, or the workbook of that list in ``context`` which the address asks for in Excel."""
    for found in context.values():
        if isinstance(found, Listing) and found.wants_excel:
            return excel(found)
    remember(request)
    return render(request, template, context, status=status)


def remember(request: HttpRequest) -> None:
    """Keep the address of the page with what was chosen on it; without a choice there is nothing to keep.

    A visitor who isn't logged in gets no session for it, and so no cookie.
    """
    if not request.user.is_authenticated:
        return
    kept = dict(request.session.get(KEY, {}))
    before = dict(kept)
    kept.pop(request.path, None)
    if request.GET:
        kept[request.path] = request.GET.urlencode()
    if kept != before:
        request.session[KEY] = dict(list(kept.items())[-MOST:])


def back_to(request: HttpRequest, name: str, *arguments: Any) -> str:
    """The address of the page ``name`` as it was last seen in this session; as it begins where it wasn't."""
    path = reverse(name, args=arguments)
    query = request.session.get(KEY, {}).get(path, "")
    return f"{path}?{query}" if query else path
