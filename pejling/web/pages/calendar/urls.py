"""Addresses of the calendar's own page, and of the feed that calendars fetch."""

from django.urls import path

from pejling.web.pages.calendar import feed, page, reminders

urlpatterns = [
    path("calendar/<str:token>.ics", feed.feed, name="calendar"),
    path("schools/<uuid:school>/reminders/", reminders.page, name="reminders"),
    path("schools/<uuid:school>/calendar/", page.page, name="calendar_address"),
    path("schools/<uuid:school>/calendar/make/", page.make, name="calendar_address_make"),
    path("schools/<uuid:school>/calendar/revoke/", page.revoke, name="calendar_address_revoke"),
]
