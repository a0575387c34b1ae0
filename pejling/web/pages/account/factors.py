"""The second factor: asked for at log-in, and set up, changed or removed by its owner."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pejling.base.accounts import second_factor
from pejling.base.login.factors import actions
from pejling.base.login.factors.codes import check, new_secret
from pejling.base.login.factors.keys import check_key, options_to_ask
from pejling.base.login.factors.queries import factors_of
from pejling.base.login.lock_out import Locked, forget, try_once
from pejling.base.login.sessions import enter, is_fresh, waiting
from pejling.base.mail.sealing import Unreadable, opened, sealed
from pejling.web.gate import logged_in, public
from pejling.web.pages.account.forms import CodeForm
from pejling.web.pages.account.locked import say_locked
from pejling.web.pages.account.next_page import is_ours

_SECRET = "new_app_secret"  # noqa: S105  (the session's name for it; it lies there sealed)


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The code, after a right password and before anything is shown."""
    kept = waiting(request)
    if kept is None:
        if request.method == "POST":
            messages.error(request, _("It took too long. Log in again."))
        return redirect("login")
    user, how, go_on = kept
    form, status, kind = CodeForm(request.POST or None), 200, ""
    if request.method == "POST":
        kind, status = _key_or_code(request, user, form)
        if kind:
            enter(request, user, [how], kind)
            if kind == "recovery":
                actions.tell_of_recovery(by=user)
                _warn_of_few(request, factors_of(user).recovery_left)
            return HttpResponseRedirect(go_on if is_ours(request, go_on) else reverse("home"))
    factors = factors_of(user)
    context = {
        "form": form,
        "factors": factors,
        "email": user.email,
        "options": options_to_ask(user) if factors.keys else None,
    }
    return render(
        request,
        "account/second_factor.html",
        context,
        status=400 if form.errors and status == 200 else status,
    )


def _key_or_code(request: HttpRequest, user: object, form: CodeForm) -> tuple[str, int]:
    """The kind of second factor that was right, or "" with the form's error; and the page's status."""
    if "credential" not in request.POST:
        return _checked(user, form) if form.is_valid() else ("", 400)
    form.errors.clear()  # the other form of the page was sent
    try:
        if check_key(user, request.POST["credential"]):
            return "key", 200
    except Locked as refusal:
        form.add_error(None, say_locked(refusal))
        return "", 429
    form.add_error(None, _("The key's answer couldn't be used. Try again, or write a code."))
    return "", 400


def _checked(user: object, form: CodeForm) -> tuple[str, int]:
    """The kind of code that was right, or "" with the form's error; and the page's status."""
    try:
        kind = check(user, form.cleaned_data["code"])
    except Locked as refusal:
        form.add_error(None, say_locked(refusal))
        return "", 429
    if not kind:
        form.add_error(
            "code", _("The code isn't right, or it has been used. Wait for the next one and try again.")
        )
    return kind, 200 if kind else 400


def _warn_of_few(request: HttpRequest, left: int) -> None:
    said = _("You used a recovery code; %(left)d are left. Make new ones on the page of your account.")
    messages.warning(request, said % {"left": left})


@logged_in
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def set_up_app(request: HttpRequest) -> HttpResponse:
    """Show the secret as a square to photograph and as letters, and take the first code."""
    if (refused := may_add(request)) is not None:
        return refused
    if factors_of(request.user).app_since:
        return redirect("account")
    form, status = CodeForm(request.POST or None), 200
    secret = _secret(request, anew=request.method == "GET")
    if request.method == "POST" and form.is_valid():
        codes, status = _set_up(request, secret, form)
        if not form.errors:
            return _done(request, codes)
    adapter = get_adapter()
    square = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    context = {
        "form": form,
        "square": "data:image/svg+xml;base64," + base64.b64encode(square.encode()).decode(),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    }
    return render(
        request, "account/factor_app.html", context, status=400 if form.errors and status == 200 else status
    )


def may_add(request: HttpRequest) -> HttpResponse | None:
    """The answer to somebody who may not add a second factor now; None for who may.

    A screen left alone mustn't let a passer-by make the account his own.
    """
    if request.user.is_demo:
        return render(request, "account/password_demo.html")
    if factors_of(request.user).any and not second_factor.proved(request.session):
        messages.error(request, _("Log out and in again with your second factor first."))
        return redirect("account")
    if not is_fresh(request.session):
        messages.error(request, _("It is a while since you logged in. Log out and in again first."))
        return redirect("account")
    return None


def _secret(request: HttpRequest, *, anew: bool) -> str:
    """The secret being set up; it lies sealed in the session until its first code has come."""
    if not anew:
        try:
            return opened(request.session.get(_SECRET, ""))
        except Unreadable:
            pass
    secret = new_secret()
    request.session[_SECRET] = sealed(secret)
    return secret


def _set_up(request: HttpRequest, secret: str, form: CodeForm) -> tuple[list[str], int]:
    try:
        try_once("code", str(request.user.uuid))
        codes = actions.set_up_app(by=request.user, secret=secret, code=form.cleaned_data["code"])
    except Locked as refusal:
        form.add_error(None, say_locked(refusal))
        return [], 429
    except actions.WrongCode:
        said = _(
            "The code isn't the app's just now. Check that the telephone's clock is right, and try again."
        )
        form.add_error("code", said)
        return [], 400
    except actions.HasApp:
        codes = []
    forget("code", str(request.user.uuid))
    return codes, 200


def _done(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The session has proved its second factor with the code just given."""
    request.session.pop(_SECRET, None)
    second_factor.note(request.session, "totp")
    if codes:
        return render(request, "account/recovery_codes.html", {"codes": codes, "first": True})
    messages.success(request, _("The app has been set up."))
    return redirect("account")


@logged_in
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes instead of the old ones, for whoever shows a code."""
    if not factors_of(request.user).any:
        return redirect("account")
    answer = with_code(request, _("Make new recovery codes"), _("The old ones don't work any more then."))
    if answer is not None:
        return answer
    codes = actions.new_recovery_codes(by=request.user)
    return render(request, "account/recovery_codes.html", {"codes": codes, "first": False})


@logged_in
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def remove_app(request: HttpRequest) -> HttpResponse:
    """Remove the app, for whoever shows a code."""
    if not factors_of(request.user).app_since:
        return redirect("account")
    warning = _(
        "Without a second factor you see no students. You can set up another app or telephone afterwards."
    )
    answer = with_code(request, _("Remove the app"), warning)
    if answer is not None:
        return answer
    actions.remove_app(by=request.user)
    messages.success(request, _("The app has been removed."))
    return redirect("account")


def with_code(request: HttpRequest, title: str, warning: str) -> HttpResponse | None:
    """The page that asks for a code first; None once a right one has come."""
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        kind, status = _checked(request.user, form)
        if kind:
            return None
    context = {"form": form, "title": title, "warning": warning}
    status = 400 if form.errors and status == 200 else status
    return render(request, "account/with_code.html", context, status=status)
