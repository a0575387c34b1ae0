"""Template filters: numbers, shares and dates as a reader writes them."""

from django import template

from pejling.web.components import numbers

register = template.Library()
register.filter("number", numbers.number)
register.filter("share", numbers.share)
register.filter("bare_share", numbers.bare_share)
register.filter("points", numbers.points)
register.filter("day", numbers.day)
register.filter("month", numbers.month)


@register.simple_tag
def interval(lower: float | None, upper: float | None) -> str:
    """Two limits of a share as text."""
    return numbers.interval(lower, upper)


@register.filter
def version(value: str) -> str:
    """The first eight characters of a hash: enough to tell versions apart in a list."""
    return str(value)[:8]


@register.filter
def unlocal(value: float) -> str:
    """A number as a drawing's attribute takes it, whatever the language: 12.5."""
    return f"{value:g}"


@register.filter
def lookup(mapping: dict, key: object) -> object:
    """An entry of a mapping; empty where there is none."""
    return mapping.get(key, "")
