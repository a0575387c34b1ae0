"""Access keys: one's own, and for the administrator all the school's; made, shown once, and revoked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from pejling.base.tokens import queries
from pejling.base.tokens.actions import make_token, revoke_token
from pejling.base.tokens.models import ApiToken
from pejling.base.tokens.scopes import SCOPES
from pejling.web.components.listing import Choice, Column, Empty, Listing, answer, listing
from pejling.web.gate import of_school
from pejling.web.pages.tokens.forms import KeyForm


@of_school("see_figures")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The keys, and a form for a new one."""
    return answer(request, "tokens/page.html", _context(request, KeyForm(request.access)))


@of_school("see_figures")
@require_POST
@sensitive_variables("secret")
def make(request: HttpRequest) -> HttpResponse:
    """A new key, shown here and never again: it is in no address, no session and no log."""
    form = KeyForm(request.access, request.POST)
    if not form.is_valid():
        return render(request, "tokens/page.html", _context(request, form), status=400)
    token, secret = make_token(by=request.user, organisation=request.school, **form.cleaned_data)
    context = {"token": token, "secret": secret, "address": request.build_absolute_uri(reverse("api_root"))}
    return render(request, "tokens/made.html", {"crumbs": _crumbs(request, _("New access key")), **context})


@of_school("see_figures")
@require_POST
def revoke(request: HttpRequest, token: UUID) -> HttpResponse:
    """The key opens nothing from now on. One's own, or as administrator anybody's at the school."""
    try:
        found = queries.token(request.school, token)
    except ApiToken.DoesNotExist as error:
        raise Http404 from error
    if found.user_id != request.user.pk and not request.access.may("administer"):
        raise Http404
    revoke_token(by=request.user, token=found)
    messages.success(request, _("The access key “%(name)s” opens nothing any more.") % {"name": found.name})
    return redirect("tokens", request.school.uuid)


def _context(request: HttpRequest, form: KeyForm) -> dict[str, Any]:
    return {
        "crumbs": _crumbs(request),
        "form": form,
        "list": _list(request),
        "address": request.build_absolute_uri(reverse("api_root")),
    }


def _list(request: HttpRequest) -> Listing:
    sees_all = request.access.may("administer")
    rows = queries.tokens_of(request.school, None if sees_all else request.user)
    return listing(
        request,
        list(rows),
        [column for column in _columns() if sees_all or column.key != "owner"],
        [Choice("state", _("State"), list(_states().items()))],
        name="tokens",
        title=_("Access keys"),
        caption=_("The newest first. Of the key itself only the beginning is kept."),
        empty=Empty(
            _("No access keys yet"),
            _("Make one below, and another program, such as a spreadsheet, can fetch the figures you see."),
        ),
        file_name=_("access-keys"),
    )


def _columns() -> list[Column]:
    return [
        Column("name", _("Name"), lambda token: token.name, sort="name"),
        Column("owner", _("Owner"), lambda token: str(token.user), sort=lambda token: str(token.user)),
        Column("start", _("Begins with"), lambda token: f"{token.start}…", keep=True),
        Column("scopes", _("May read"), lambda token: ", ".join(str(SCOPES[one]) for one in token.scopes)),
        Column("made", _("Made"), lambda token: token.made_at, sort="made_at", keep=True),
        Column("expires", _("Expires"), lambda token: token.expires_at, sort="expires_at", keep=True),
        Column("used", _("Last used"), lambda token: token.last_used_at, sort="last_used_at", keep=True),
        Column("state", _("State"), lambda token: _states()[token.state]),
        Column("do", _("Do"), template="tokens/revoke.html"),
    ]


def _states() -> dict[str, str]:
    return {"active": _("Works"), "expired": _("Expired"), "revoked": _("Revoked")}


def _crumbs(request: HttpRequest, last: str = "") -> list[tuple[str, str]]:
    school = request.school
    crumbs = [(school.name, reverse("retention", args=[school.uuid]))]
    if request.access.may("administer"):
        crumbs.append((_("Administration"), reverse("administration", args=[school.uuid])))
    if not last:
        return [*crumbs, (_("Access keys"), "")]
    return [*crumbs, (_("Access keys"), reverse("tokens", args=[school.uuid])), (last, "")]
