"""One file as an answer: its headers, whether the reader has it already, and parts of it. *Pure.*"""

from __future__ import annotations

import os
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from wsgiref.headers import Headers

from whitenoise.media_types import MediaTypes
from whitenoise.responders import Response, SlicedFile, StaticFile

_TYPES = MediaTypes(extra_types={".atom": "application/atom+xml", ".csv": "text/csv"})
#: types that are written in UTF-8, and say so
_TEXTS = ("text/", "application/json", "application/atom+xml", "application/xml", "image/svg+xml")
#: what others may read from their own pages: open data
_OPEN = {".csv", ".json", ".atom"}

PAGE = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "base-uri 'none'"
)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"
#: long enough for a reader who goes back and forth, short enough for what is withdrawn
SHORT, FOR_GOOD = "public, max-age=300", "public, max-age=31536000, immutable"


def media_type(path: Path) -> str:
    """The type, with its character set where it is text."""
    found = _TYPES.get_type(str(path))
    return f"{found}; charset=utf-8" if found.startswith(_TEXTS) else found


def headers_for(path: Path, *, https: bool = False, framed: bool = False) -> dict[str, str]:
    """What every answer with this file says. ``framed``: other sites may show the page within theirs."""
    kind = media_type(path)
    made = {"Content-Type": kind, **EVERYWHERE}
    ancestors = "frame-ancestors *" if framed else "frame-ancestors 'none'"
    if kind.startswith("text/html"):
        made["Content-Security-Policy"] = f"{PAGE}; {ancestors}"
    elif kind.startswith("image/svg"):
        # A drawing opened by itself is a page of its own; its style is within it.
        made["Content-Security-Policy"] = (
            f"default-src 'none'; style-src 'unsafe-inline'; sandbox; {ancestors}"
        )
    else:
        made["Content-Security-Policy"] = ancestors
    if not framed:
        made["X-Frame-Options"] = "DENY"
    if path.suffix in _OPEN:
        made["Access-Control-Allow-Origin"] = "*"
    if https:
        made["Strict-Transport-Security"] = HSTS
    made["Cache-Control"] = FOR_GOOD if path.parent.name == "look" else SHORT
    return made


class _File(StaticFile):
    """WhiteNoise's answer, with the first byte alone as a part, too."""

    def get_range_response(self, range_header: str, base_headers: list, file_handle: object) -> Response:
        size = int(Headers(list(base_headers))["Content-Length"])
        start, end = self.get_byte_range(range_header, size)
        if start == end and 0 <= start < size:
            headers = [item for item in base_headers if item[0] != "Content-Length"]
            headers += [("Content-Range", f"bytes {start}-{end}/{size}"), ("Content-Length", "1")]
            if file_handle is not None:
                file_handle = SlicedFile(file_handle, start, end)
            return Response(HTTPStatus.PARTIAL_CONTENT, headers, file_handle)
        return super().get_range_response(range_header, base_headers, file_handle)


def answer(path: Path, headers: Mapping[str, str], method: str, asked: Mapping[str, str]) -> Response:
    """The file, a part of it, or that the reader has it already. ``asked``: the request as WSGI names it."""
    about = os.stat(path)  # noqa: PTH116  (the same call that WhiteNoise makes)
    etag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
    wanted = dict(asked)
    said = [one.strip().removeprefix("W/") for one in asked.get("HTTP_IF_NONE_MATCH", "").split(",")]
    if etag in said or said == ["*"]:
        wanted["HTTP_IF_NONE_MATCH"] = etag
    file = _File(str(path), [*headers.items(), ("ETag", etag), ("Accept-Ranges", "bytes")])
    if asked.get("HTTP_IF_RANGE", etag) not in {etag, _modified(file)}:
        wanted.pop("HTTP_RANGE", None)
    return file.get_response(method, wanted)


def _modified(file: StaticFile) -> str:
    return dict(file.alternatives[0][2]).get("Last-Modified", "")
