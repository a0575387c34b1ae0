"""The WSGI application: an address in, a file of the folder out. It writes nothing, not even who reads."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, quote
from wsgiref.util import FileWrapper

from pejling.public import search
from pejling.public.answering import EVERYWHERE, HSTS, answer, headers_for
from pejling.public.folder import Found, find, said
from pejling.public.settings import Settings

Environment = dict[str, Any]
StartResponse = Callable[..., Any]
#: the one page that other sites may show within theirs (see quality/publishing/site)
FRAMED = "indlejret"
SEARCH = "soeg"


class Public:
    """Serves one folder."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"}:
            return self._bare(start_response, HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", "GET, HEAD")])
        try:
            path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8")
        except UnicodeError:
            # No address at all; the first page has one.
            path = "\0"
        found = find(self._settings.folder, path or "/")
        if found.moved:
            query = environ.get("QUERY_STRING", "")
            where = found.moved + (f"?{query}" if query else "")
            return self._bare(start_response, HTTPStatus(found.status), [("Location", where)])
        if found.file is None:
            return self._bare(start_response, HTTPStatus(found.status), [])
        try:
            return self._file(environ, start_response, found, method)
        except OSError:
            # It went away in this very moment: a new folder took its place.
            return self._bare(start_response, HTTPStatus.NOT_FOUND, [])

    def _file(
        self, environ: Environment, start_response: StartResponse, found: Found, method: str
    ) -> Iterable[bytes]:
        file = found.file
        framed = found.school is not None and file.parent == found.school / FRAMED
        headers = headers_for(file, https=self._settings.https, framed=framed)
        if found.status != HTTPStatus.OK:
            page = _at_home(file.read_text(encoding="utf-8"), environ.get("SCRIPT_NAME", "") + found.base)
            headers["Content-Security-Policy"] = headers["Content-Security-Policy"].replace(
                "base-uri 'none'", "base-uri 'self'"
            )
            return self._whole(start_response, HTTPStatus(found.status), headers, page.encode(), method)
        query = _asked(environ.get("QUERY_STRING", ""))
        if query.strip() and found.school is not None and file.parent == found.school / SEARCH:
            page = search.answered(file.read_text(encoding="utf-8"), said(found.school, "search.json"), query)
            return self._whole(start_response, HTTPStatus.OK, headers, page.encode(), method)
        response = answer(file, headers, method, environ)
        start_response(_status(response.status), list(response.headers))
        if response.file is None:
            return []
        return environ.get("wsgi.file_wrapper", FileWrapper)(response.file)

    def _whole(
        self,
        start_response: StartResponse,
        status: HTTPStatus,
        headers: dict[str, str],
        content: bytes,
        method: str,
    ) -> Iterable[bytes]:
        said_ = {**headers, "Content-Length": str(len(content)), "Cache-Control": "no-cache"}
        start_response(_status(status), list(said_.items()))
        return [] if method == "HEAD" else [content]

    def _bare(
        self, start_response: StartResponse, status: HTTPStatus, extra: list[tuple[str, str]]
    ) -> Iterable[bytes]:
        headers = {**EVERYWHERE, "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
        if self._settings.https:
            headers["Strict-Transport-Security"] = HSTS
        start_response(_status(status), [*headers.items(), *extra, ("Content-Length", "0")])
        return []


def _asked(query: str) -> str:
    """What is searched for; nothing where the question is none of our form's."""
    try:
        return parse_qs(query, max_num_fields=20).get("q", [""])[0]
    except ValueError:
        return ""


def _at_home(page: str, base: str) -> str:
    """A page that is told at another address than its own: its links go out from where it belongs."""
    return page.replace("<head>", f'<head><base href="{html.escape(quote(base))}">', 1)


def _status(status: HTTPStatus) -> str:
    return f"{status.value} {status.phrase}"
