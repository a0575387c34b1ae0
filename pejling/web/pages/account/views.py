"""Log in and out, choose a school, choose a language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pejling.base.accounts.access import accesses_of
from pejling.base.login.lock_out import Locked
from pejling.base.login.other_systems.systems import systems
from pejling.base.login.passwords.checking import checked
from pejling.base.login.sessions import begin, leave
from pejling.web.gate import demo_only, logged_in, public
from pejling.web.pages.account.demo import demo_user, demo_users
from pejling.web.pages.account.forms import LoginForm
from pejling.web.pages.account.locked import say_locked
from pejling.web.pages.account.next_page import asked_next, next_page


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page; on a demo also one button per demo user."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_page(request))
    form, locked = LoginForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            user = checked(request, form.cleaned_data["email"], form.cleaned_data["password"])
        except Locked as refusal:
            form.add_error(None, say_locked(refusal))
            locked = refusal
        else:
            if user is not None:
                return go_in(request, user)
            # The same whichever of them is wrong: it mustn't tell who has an account.
            form.add_error(None, _("E-mail and password don't match an account. Check both and try again."))
    context = {
        "form": form,
        "next": asked_next(request),
        "systems": systems(),
        "idle": "idle" in request.GET,
        "idle_minutes": settings.IDLE_MINUTES,
        "demo_users": demo_users() if settings.DEMO else [],
    }
    status = 429 if locked else 400 if form.errors else 200
    return render(request, "account/login.html", context, status=status)


def go_in(request: HttpRequest, user: object) -> HttpResponse:
    """To the page asked for, by way of the second factor where there is one."""
    if begin(request, user, "password", go_on=asked_next(request)):
        return HttpResponseRedirect(next_page(request))
    return redirect("second_factor")


@demo_only
@require_POST
def log_in_as(request: HttpRequest) -> HttpResponse:
    """Log in as the demo user whose key the button sends; nobody else can be reached this way."""
    user = demo_user(request.POST.get("user", ""))
    if user is None:
        raise Http404
    begin(request, user, "demo", factor="demo")
    return HttpResponseRedirect(next_page(request))


@public
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Forget the session."""
    leave(request)
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


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and stay on the page."""
    response = HttpResponseRedirect(next_page(request))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, samesite="Lax", httponly=True,
            secure=settings.SECURE,
        )  # fmt: skip
    return response
