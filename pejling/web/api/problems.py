"""Every refusal as a ``Problem``: the status a program acts on, and words that say how to mend it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, Throttled, ValidationError

from pejling.base.accounts.access import Denied
from pejling.flows.guarding import BeingPrepared
from pejling.web.api.operation import UnknownParameter
from pejling.web.components.bad_address import BadAddress


def told_by(api: NinjaAPI) -> None:
    """Have the API tell of every refusal in the same form."""

    def answer(
        request: HttpRequest, status: int, code: str, detail: str, errors: list | None = None
    ) -> HttpResponse:
        return api.create_response(
            request, {"code": code, "detail": detail, "errors": errors or []}, status=status
        )

    @api.exception_handler(AuthenticationError)
    def unknown_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        detail = _(
            "No valid access key: send “Authorization: Bearer” and a key that is neither expired nor revoked."
        )
        response = answer(request, 401, "no_valid_key", detail)
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(Denied)
    def denied(request: HttpRequest, error: Denied) -> HttpResponse:
        detail = _("The key or its owner's role doesn't allow this: %(what)s.") % {"what": error.verb}
        return answer(request, 403, "denied", detail)

    @api.exception_handler(BeingPrepared)
    def being_prepared(request: HttpRequest, error: BeingPrepared) -> HttpResponse:
        detail = _("What can be shown without small counts is being chosen: ask again as Retry-After says.")
        response = answer(request, 503, "being_prepared", detail)
        response["Retry-After"] = "30"
        return response

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(request, 404, "not_found", _("There is no such thing at this school."))

    @api.exception_handler(BadAddress)
    def bad_choice(request: HttpRequest, error: BadAddress) -> HttpResponse:
        detail = _("“%(value)s” can't be chosen as %(field)s.") % {
            "value": error.value[:80],
            "field": error.field,
        }
        return answer(request, 400, "bad_choice", detail)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        found = [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in error.errors]
        return answer(request, 422, "invalid", _("A parameter has the wrong form."), found)

    @api.exception_handler(UnknownParameter)
    def unknown(request: HttpRequest, error: UnknownParameter) -> HttpResponse:
        known = ", ".join(error.known) or _("none")
        detail = _("There is no such parameter here; those there are: %(known)s.") % {"known": known}
        found = [{"where": f"query.{name[:80]}", "what": "unknown"} for name in error.names]
        return answer(request, 422, "unknown_parameter", detail, found)

    @api.exception_handler(Throttled)
    def too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
        return answer(request, 429, "too_many", _("Too many questions: wait as long as Retry-After says."))
