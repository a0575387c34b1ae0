"""Where a request comes from, for counting tries only; the address itself is kept nowhere."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The reader's network address (IPv6: its /64 network, which one household can choose in freely).

    "" where it can't be told: behind a proxy on the same machine that PEJLING_PROXIES doesn't count, everybody would
    share one address, and the first to mistype his password would lock out the school.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        told = hops[-settings.PROXIES] if len(hops) >= settings.PROXIES else ""
    try:
        found = ip_address(told)
    except ValueError:
        return ""
    # An IPv4 address as a server that listens on both kinds writes it: else all of them would share one network.
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback:
        return ""
    return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)
