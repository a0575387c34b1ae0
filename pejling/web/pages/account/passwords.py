"""A password of one's own: change it, or choose a new one where it has been forgotten."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pejling.base.accounts.models import User
from pejling.base.login.lock_out import Locked, try_once
from pejling.base.login.network import address_of
from pejling.base.login.passwords.actions import BadToken, ask_for_password, change_password, choose_password
from pejling.base.login.passwords.checking import checked
from pejling.web.gate import logged_in, public
from pejling.web.pages.account.forms import ForgottenForm, NewPasswordForm, PasswordForm
from pejling.web.pages.account.locked import say_locked


@logged_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """A new password for oneself. A demo user's isn't changed: the next visitor needs the log-in too."""
    if request.user.is_demo:
        return render(request, "account/password_demo.html")
    if not request.user.has_usable_password():
        return render(request, "account/password_elsewhere.html")
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and _knows_password(request, form):
        change_password(by=request.user, password=form.cleaned_data["new"])
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password has been changed. You are logged out everywhere else."))
        return redirect("account")
    return render(request, "account/password.html", {"form": form}, status=400 if form.errors else 200)


def _knows_password(request: HttpRequest, form: PasswordForm) -> bool:
    """Whether the old password is right: asked as at log-in, so that it can't be guessed at here instead."""
    try:
        right = checked(request, request.user.email, form.cleaned_data["old"]) == request.user
    except Locked as refusal:
        form.add_error(None, say_locked(refusal))
        return False
    if not right:
        form.add_error("old", _("That isn't your password now."))
    return right


@public
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a mail with the way to a new password. The answer is the same whoever asks."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        try:
            if address := address_of(request):
                try_once("reset_address", address)
            try_once("reset", email)
        except Locked as refusal:
            form.add_error(None, say_locked(refusal))
            return render(request, "account/forgotten.html", {"form": form}, status=429)
        ask_for_password(by=None, email=email, base=request.build_absolute_uri("/"))
        return render(request, "account/forgotten_sent.html", {"email": email})
    return render(request, "account/forgotten.html", {"form": form}, status=400 if form.errors else 200)


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, user: UUID, token: str) -> HttpResponse:
    """Choose a new password with the address from the mail."""
    found = User.objects.filter(uuid=user, is_active=True, is_demo=False).first()
    if found is None or not default_token_generator.check_token(found, token):
        return render(request, "account/forgotten_too_late.html", status=404)
    form = NewPasswordForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            choose_password(by=None, user=found, token=token, password=form.cleaned_data["new"])
        except BadToken:  # used at the same moment in another window
            return render(request, "account/forgotten_too_late.html", status=404)
        messages.success(request, _("Your new password is ready. Log in with it."))
        return redirect("login")
    context = {"form": form, "email": found.email}
    return render(request, "account/new_password.html", context, status=400 if form.errors else 200)
