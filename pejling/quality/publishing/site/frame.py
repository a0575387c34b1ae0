"""A report's own page set into the site's frame: its head and foot around it, nothing of it changed. *Pure.*"""

from __future__ import annotations

import html
import re

_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_END_OF_HEAD = re.compile(r"</head\s*>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_END_OF_BODY = re.compile(r"</body\s*>", re.IGNORECASE)
_SKIP = re.compile(r'\s*<a class="skip"[^>]*>[^<]*</a>')
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
_META = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")')


class NoPage(ValueError):
    """The text is no whole page."""


def framed(page: str, *, head: str, above: str, below: str) -> str:
    """The page with ``head`` at the end of its head, and ``above`` and ``below`` around what its body holds."""
    first, second = _HEAD.search(page), _END_OF_HEAD.search(page)
    body, ends = _BODY.search(page), list(_END_OF_BODY.finditer(page))
    if not (first and second and body and ends):
        raise NoPage
    end, after = ends[-1], body.end()
    # Whoever goes by keyboard finds the report's own way past all this first.
    if skip := _SKIP.match(page, after):
        after = skip.end()
    return (
        page[: second.start()]
        + head
        + page[second.start() : after]
        + above
        + page[after : end.start()]
        + below
        + page[end.start() :]
    )


def with_style_beside(page: str, name: str) -> tuple[str, str]:
    """The page with its style in a file of its own (so that no page needs styles within it), and that style."""
    styles = [found[1] for found in _STYLE.finditer(page)]
    link = f'<link rel="stylesheet" href="{name}">'
    page = _STYLE.sub("", _STYLE.sub(link, page, count=1))
    return _META.sub(_own_style, page), "\n".join(styles)


def _own_style(found: re.Match[str]) -> str:
    return found[1] + re.sub(r"style-src [^;]*", "style-src 'self'", html.unescape(found[2])) + found[3]
