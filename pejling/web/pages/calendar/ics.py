"""Dates of plans as an iCalendar (RFC 5545): whole days without a time zone, which are the same days everywhere.

``X-WR-TIMEZONE`` says Europe/Copenhagen for those who ask. Days never block a calendar (``TRANSP``). The same date
keeps its ``UID``, so that a moved one is moved in the reader's calendar, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from pejling.analysis.plans.occasions import Occasion, occasions
from pejling.quality.plans.dates import PlanDate
from pejling.web.pages.plans.kinds import step_words

PRODUCT = "-//Pejling//Plans//DA"
#: how often calendars are asked to fetch it anew
EVERY = timedelta(hours=6)


def calendar_of(
    dates: Iterable[PlanDate], *, name: str, now: datetime, address: Callable[[PlanDate], str], zone: str
) -> bytes:
    """The calendar as a file; ``address``: where a date is shown here; ``now``: when it is made, in UTC."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", zone)
    made.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    for found in dates:
        for occasion in occasions(found.said, found.first, found.last, found.recurring):
            made.add_component(_event(found, occasion, now, address(found)))
    return made.to_ical()


def _event(found: PlanDate, occasion: Occasion, now: datetime, address: str) -> Event:
    event = Event()
    # One that is shown several times has a UID for each; any other keeps its own when its days change.
    several = bool(found.recurring) and not occasion.every
    event.add("uid", f"{found.uid}{f'-{occasion.first:%Y%m%d}' if several else ''}@pejling")
    event.add("dtstamp", now)
    event.add("dtstart", occasion.first)
    event.add("dtend", occasion.last + timedelta(days=1))
    if occasion.every:
        rule: dict[str, Any] = {"freq": occasion.every, "interval": occasion.interval}
        event.add("rrule", {**rule, "until": occasion.until} if occasion.until else rule)
    event.add("summary", summary(found))
    event.add("description", "\n".join(_about(found)))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("categories", [found.plan.title.replace(",", " ")])
    return event


def title(found: PlanDate) -> str:
    """What happens, without when."""
    if found.step is not None:
        return step_words(found.step).title
    if found.sort == "consultation":
        return _("Last day to answer in the consultation")
    if found.action is None:
        return found.title
    if found.sort == "part":
        return _("%(action)s, part: %(title)s") % {"action": found.action[1], "title": found.title}
    return f"{found.action[1]}: {found.title}" if found.title else found.action[1]


def summary(found: PlanDate) -> str:
    """What happens, with the words it was said in where they aren't simply that day; ✓ before what is done."""
    words = title(found)
    if found.said and (found.recurring or found.first != found.last):
        words = f"{words} ({found.said})"
    return f"✓ {words}" if found.done else words


def _about(found: PlanDate) -> list[str]:
    lines = [f"{found.plan.title} ({found.plan.get_state_display()})"]
    if found.said:
        lines.append(_("When: %(said)s") % {"said": found.said})
    if found.step is not None:
        words = step_words(found.step)
        lines += [text for text in (words.about, words.who) if text]
    return lines
