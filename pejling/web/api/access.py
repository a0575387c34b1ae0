"""Who asks: the key in the header, its owner's access narrowed to the key's scopes, and how often it may ask."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from pejling.base.tokens.checking import access_with, token_of
from pejling.base.tokens.models import ApiToken
from pejling.web.api.operation import check_parameters

#: seconds in which a key's questions are counted
PERIOD = 60


class Key(HttpBearer):
    """``Authorization: Bearer pejling_…``: sets ``request.access`` and ``request.school``."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = token_of(token)
        access = access_with(found) if found else None
        if found is None or access is None:
            return None
        request.access, request.school = access, access.organisation
        check_parameters(request.resolver_match.url_name, request.GET)
        return found


class PerKey(BaseThrottle):
    """At most ``settings.API_PER_MINUTE`` questions a minute and key, counted by each server process for itself."""

    def allow_request(self, request: HttpRequest) -> bool:
        name = f"api:{request.auth.pk}:{int(time.time()) // PERIOD}"
        cache.add(name, 0, 2 * PERIOD)
        return cache.incr(name) <= settings.API_PER_MINUTE

    def wait(self) -> float:
        return PERIOD - time.time() % PERIOD
