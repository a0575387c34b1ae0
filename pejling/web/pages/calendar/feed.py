"""The feed itself: whoever has the secret address gets what its owner may see of the plans today."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from pejling.base.mail.addresses import absolute
from pejling.base.tokens.checking import calendar_of as owner_of
from pejling.quality.plans.catalogue import kinds
from pejling.quality.plans.dates import PlanDate, dates_of
from pejling.quality.publishing.published_days import published_days
from pejling.web.components.today import today
from pejling.web.gate import public
from pejling.web.pages.calendar.ics import calendar_of

#: plans that ended longer ago have left the calendar
KEPT = timedelta(days=2 * 366)


@public
@require_safe
@sensitive_variables("token")
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar; 404 for an address that opens nothing, without a word about why."""
    found = owner_of(token)
    if found is None:
        raise Http404
    _address, access = found
    base = request.build_absolute_uri("/")
    with translation.override(settings.LANGUAGE_CODE):
        content = calendar_of(
            dates_of(
                access, kinds(), today(), since=today() - KEPT, published=published_days(access.organisation)
            ),
            name=_("Plans: %(school)s") % {"school": access.organisation.name},
            now=timezone.now(),
            address=lambda one: absolute(path_of(one), base),
            zone=settings.TIME_ZONE,
        )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="pejling.ics"'
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def path_of(found: PlanDate) -> str:
    """Where a date is shown."""
    arguments = [found.plan.organisation.uuid, found.plan.uuid]
    if found.action is not None:
        return reverse("plans_action", args=[*arguments, found.action[0]])
    names = {"step": "plans_cycle", "consultation": "plans_consultation"}
    return reverse(names.get(found.sort, "plans_one"), args=arguments)
