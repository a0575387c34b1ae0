"""Log in and out, choose a school, change one's password, choose a language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pejling.base.accounts.access import accesses_of
from pejling.base.accounts.actions import set_password
from pejling.web.gate import demo_only, logged_in, public
from pejling.web.pages.account.demo import demo_user, demo_users
from pejling.web.pages.account.forms import LoginForm, PasswordForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page; on a demo also one button per demo user."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_next(request))
    form = LoginForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.user)
        return HttpResponseRedirect(_next(request))
    context = {
        "form": form,
        "next": _asked_next(request),
        "demo_users": demo_users() if settings.DEMO else [],
    }
    return render(request, "account/login.html", context, status=400 if form.errors else 200)


@demo_only
@require_POST
def log_in_as(request: HttpRequest) -> HttpResponse:
    """Log in as the demo user whose key the button sends; nobody else can be reached this way."""
    user = demo_user(request.POST.get("user", ""))
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    return HttpResponseRedirect(_next(request))


@public
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Forget the session."""
    logout(request)
    messages.success(request, _("You have logged out."))
    return redirect("login")


@logged_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the only school's page, or a choice between several."""
    accesses = accesses_of(request.user)
    if len(accesses) == 1:
        return redirect("retention", accesses[0].organisation.uuid)
    return render(request, "account/schools.html", {"accesses": accesses})


@logged_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password for oneself. A demo user's isn't changed: the next visitor needs the log-in too."""
    if request.user.is_demo:
        return render(request, "account/password_demo.html")
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_password(by=request.user, user=request.user, password=form.cleaned_data["new"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password has been changed."))
        return redirect("home")
    return render(request, "account/password.html", {"form": form}, status=400 if form.errors else 200)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and stay on the page."""
    response = HttpResponseRedirect(_next(request))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, samesite="Lax", httponly=True,
            secure=settings.SECURE,
        )  # fmt: skip
    return response


def _asked_next(request: HttpRequest) -> str:
    """The path to go on to, if it is one of ours; else "": a link to elsewhere must not be followed."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe and asked.startswith("/") else ""


def _next(request: HttpRequest) -> str:
    return _asked_next(request) or reverse("home")
