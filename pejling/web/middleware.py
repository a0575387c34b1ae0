"""Turn a refusal into the page that explains it: no access, or an address that asks for what doesn't exist."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from pejling.base.accounts.access import Denied
from pejling.flows.guarding import BeingPrepared
from pejling.web.components.bad_address import BadAddress

REASONS = {
    "cut": _(
        "Your role sees figures by programme, intake and department only. A finer cut could show who single "
        "students are."
    ),
    "window": _(
        "Your role sees the windows that the definition shows: others could tell of single students."
    ),
    "combination": _(
        "Your role sees retention of one programme or of one department, not both at once: small groups could be "
        "worked out from them. Choose one of the two."
    ),
    "department": _(
        "You see your own departments only. Ask the school's quality lead if you need another one."
    ),
    "scope": _(
        "You see your own students and figures only. Ask the school's administrator if you need others."
    ),
    "see_persons": _("Your role sees figures, but not who the students are."),
    "see_quarantine": _("Your role doesn't see deliveries: they hold data about single students."),
}
#: The parts of an address in words.
FIELDS = {
    "months": _("months shown"),
    "rows": _("rows"),
    "counts": _("counts"),
    "intake": _("intake"),
    "page": _("page"),
    "sort": _("order"),
    "variant": _("variant"),
    "window": _("window"),
    "by": _("breakdown"),
}
WITHHELD = _(
    "Your role gives access to this, but it shows students or gives others the right to see them, and that takes a "
    "second factor besides the password."
)
OTHERWISE = _("Your role doesn't give access to this page.")


class RefusalMiddleware:
    """A ``Denied`` raised in a view becomes a 403 page with the reason in words, a ``BadAddress`` a 400 page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, BadAddress):
            problem = _("“%(value)s” can't be chosen as %(field)s.")
            problems = [problem % {"value": error.value[:80], "field": FIELDS.get(error.field, error.field)}]
            return render(request, "400.html", {"problems": problems, "back": request.path}, status=400)
        if isinstance(error, BeingPrepared):
            context = {"job": error.job, "here": request.get_full_path()}
            response = render(request, "figures/being_prepared.html", context, status=202)
            response["Retry-After"] = "30"
            return response
        if not isinstance(error, Denied):
            return None
        # The role gives it, but this session hasn't proved its second factor.
        withheld = error.verb in getattr(getattr(request, "access", None), "withheld", ())
        reason = WITHHELD if withheld else REASONS.get(error.verb, OTHERWISE)
        return render(request, "403.html", {"reason": reason, "withheld": withheld}, status=403)
