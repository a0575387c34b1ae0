"""Log-in through another system: away to it, and back with what it says."""

from __future__ import annotations

from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pejling.base.login.other_systems.actions import NotLetIn, admit
from pejling.base.login.other_systems.claims import merged, proves_factor
from pejling.base.login.other_systems.systems import system_of, systems
from pejling.base.login.sessions import begin, leave
from pejling.web.gate import public
from pejling.web.pages.account.next_page import asked_next, is_ours


@public
@never_cache
@require_safe
def away(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the other system; it is told nothing but where to come back to."""
    if system_of(provider_id) is None:
        raise Http404
    asked = QueryDict(mutable=True)
    asked["next"] = asked_next(request)
    request.GET = asked
    try:
        return openid.login(request, provider_id)
    except (requests.RequestException, KeyError, ValueError):
        return _failed(request, "no_answer")


@public
@never_cache
@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from it: allauth checks what it says and hands it to ``OtherSystems.pre_social_login``."""
    if system_of(provider_id) is None:
        raise Http404
    try:
        return openid.callback(request, provider_id)
    except (requests.RequestException, KeyError, ValueError):
        return _failed(request, "no_answer")


class OtherSystems(DefaultSocialAccountAdapter):
    """The systems of login.yaml, and what happens when one of them has spoken."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """None of the database's: whoever can write there mustn't be able to add a log-in."""
        found = [
            SocialApp(
                provider="openid_connect",
                provider_id=system.key,
                name=system.name,
                client_id=system.client,
                secret=system.secret,
                settings={"server_url": system.server, "oauth_pkce_enabled": True, "scope": [*system.scopes]},
            )
            for system in systems()
        ]
        return [
            app
            for app in found
            if provider in {None, app.provider, app.provider_id} and client_id in {None, app.client_id}
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Take over from allauth: never its sign-up, its e-mail addresses or its own idea of who is who."""
        system = system_of(sociallogin.account.provider)
        if system is None:
            raise ImmediateHttpResponse(_failed(request, "no_answer"))
        claims = merged(sociallogin.account.extra_data)
        if sociallogin.account.pk:
            # The claims are used now and not kept: what the next log-in says counts then.
            SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})
        raise ImmediateHttpResponse(_arrived(request, system, sociallogin, claims))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Our own page instead of allauth's."""
        raise ImmediateHttpResponse(_failed(request, "cancelled" if error == "cancelled" else "refused"))


def _arrived(request: HttpRequest, system: Any, sociallogin: Any, claims: dict[str, Any]) -> HttpResponse:
    try:
        user = admit(by=None, system=system, subject=sociallogin.account.uid, claims=claims)
    except NotLetIn as refusal:
        return render(request, "account/not_let_in.html", {"why": refusal.why, "system": system}, status=403)
    if request.user.is_authenticated and request.user != user:
        leave(request)
    asked = sociallogin.state.get("next") or ""
    go_on = asked if is_ours(request, asked) else reverse("home")
    factor = "provider" if proves_factor(system, claims) else ""
    if begin(request, user, system.key, go_on=go_on, factor=factor):
        return HttpResponseRedirect(go_on)
    return redirect("second_factor")


def _failed(request: HttpRequest, why: str) -> HttpResponse:
    return render(
        request, "account/other_system_failed.html", {"why": why}, status=502 if why == "no_answer" else 400
    )
