"""Security keys of one's own: add one, remove one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pejling.base.accounts import second_factor
from pejling.base.login.factors import actions
from pejling.base.login.factors.keys import BadAnswer, added, options_to_add
from pejling.base.login.factors.queries import factors_of
from pejling.web.gate import logged_in
from pejling.web.pages.account.factors import may_add, with_code
from pejling.web.pages.account.forms import KeyForm


@logged_in
@never_cache
@sensitive_post_parameters("credential")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Give a new key a name, and let the browser ask it."""
    if (refused := may_add(request)) is not None:
        return refused
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            credential = added(form.cleaned_data["credential"])
        except BadAnswer:
            form.add_error(None, _("The key's answer couldn't be used. Try again."))
        else:
            codes = actions.add_key(by=request.user, name=form.cleaned_data["name"], credential=credential)
            second_factor.note(request.session, "key")
            if codes:
                return render(request, "account/recovery_codes.html", {"codes": codes, "first": True})
            messages.success(request, _("The key has been added."))
            return redirect("account")
    context = {"form": form, "options": options_to_add(request.user)}
    return render(request, "account/factor_key.html", context, status=400 if form.errors else 200)


@logged_in
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Remove a key, for whoever shows a code."""
    found = next((own for own in factors_of(request.user).keys if own.id == key), None)
    if found is None:
        raise Http404
    title = _("Remove the key “%(name)s”") % {"name": found.name}
    answer = with_code(request, title, _("It can't be used to log in any more then."))
    if answer is not None:
        return answer
    actions.remove_key(by=request.user, key=key)
    messages.success(request, _("The key has been removed."))
    return redirect("account")
