"""Reminders by mail of what is due in the plans: at most one for each period that its reader has chosen.

Who has nothing to do gets nothing. Titles and days only: no names, no figures, and nothing internal for anybody who
doesn't work at the school.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from pejling.base.accounts.access import Access, access_of
from pejling.base.accounts.models import Membership, User
from pejling.base.jobs.kinds import Plan, kind
from pejling.base.jobs.running import Running
from pejling.base.mail.actions import remind
from pejling.base.mail.addresses import absolute
from pejling.base.mail.models import Reminders
from pejling.base.mail.queries import period_of, reminders_at
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.awaiting import Awaited, awaits
from pejling.quality.plans.catalogue import kinds
from pejling.quality.publishing.published_days import published_days

#: how far ahead each looks
AHEAD = {Reminders.Every.DAILY: timedelta(days=7), Reminders.Every.WEEKLY: timedelta(days=14)}
#: so many are named of each sort; the rest are counted
NAMED = 12


@kind("reminders.send", title=gettext_lazy("Send reminders by mail"), planned=Plan("daily", time(6, 10)))
def send_reminders(run: Running) -> dict[str, int]:
    """Remind everybody at the school whose period has come. Safe to repeat: a period is looked at once."""
    school = run.organisation
    assert school is not None
    on = datetime.now(ZoneInfo(settings.TIME_ZONE)).date()
    members = Membership.objects.in_force(on).filter(organisation=school)
    users = list(User.objects.filter(memberships__in=members, is_active=True).distinct().order_by("pk"))
    chosen, published = reminders_at(school), published_days(school)
    sent = 0
    for place, user in enumerate(users):
        run.progress(place, len(users))
        row = chosen.get(user.pk) or Reminders(user=user, organisation=school)
        period = period_of(row.every, on)
        if period is not None and (row.period is None or row.period < period):
            sent += _remind(school, user, row.every, period, on, published)
    return {"sent": sent}


def _remind(
    school: Organisation, user: User, every: str, period: date, on: date, published: Mapping[int, date]
) -> int:
    access = access_of(user, school)
    found = (
        awaits(access, user, kinds(), on, AHEAD[every], published)
        if access and access.may("see_plans")
        else []
    )
    context = context_of(access, found, on, every) if access and found else None
    given = {"organisation": school, "user": user, "period": period, "template": "flows.reminders"}
    return int(remind(by=None, context=context, **given) is not None)


def context_of(access: Access, found: list[Awaited], on: date, every: str) -> dict[str, Any]:
    """What the mail says, in the installation's language."""
    school = access.organisation
    with override(settings.LANGUAGE_CODE):
        late = [_line(one) for one in found if one.is_late(on)]
        soon = [_line(one) for one in found if not one.is_late(on)]
    # The newest of what is late; the nearest of what comes.
    return {
        "school": school.name,
        "count": len(found),
        "late_count": len(late),
        "late": late[-NAMED:],
        "late_more": max(len(late) - NAMED, 0),
        "soon": soon[:NAMED],
        "soon_more": max(len(soon) - NAMED, 0),
        "days": AHEAD[every].days,
        "weekly": every == Reminders.Every.WEEKLY,
        "address": absolute(reverse("reminders", args=[school.uuid])),
    }


def _line(one: Awaited) -> dict[str, str]:
    return {
        "day": date_format(one.last, "j. F Y").lower(),
        "text": f"{title_of(one)} ({one.plan.title})",
        "address": absolute(path_of(one)),
    }


def title_of(one: Awaited) -> str:
    """What is to be done, in the language in force."""
    if one.step is not None:
        language = "en" if settings.LANGUAGE_CODE.startswith("en") else "da"
        return one.step.words[language].title
    if one.sort == "consultation":
        return _("Answer in the consultation")
    if one.action is None:
        return one.title
    return f"{one.action[1]}: {one.title}" if one.title else one.action[1]


def path_of(one: Awaited) -> str:
    """Where it is done."""
    arguments = [one.plan.organisation.uuid, one.plan.uuid]
    if one.action is not None:
        return reverse("plans_action", args=[*arguments, one.action[0]])
    names = {"step": "plans_cycle", "consultation": "plans_consultation"}
    return reverse(names.get(one.sort, "plans_one"), args=arguments)
