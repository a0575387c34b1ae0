"""Addresses of the school's jobs and schedules."""

from django.urls import path

from pejling.web.pages.jobs import one, page, schedules

urlpatterns = [
    path("", page.page, name="jobs"),
    path("schedules/", schedules.page, name="jobs_schedules"),
    path("schedules/<uuid:schedule>/", schedules.switch, name="jobs_switch"),
    path("<uuid:job>/", one.one, name="jobs_one"),
    path("<uuid:job>/cancel/", one.cancel, name="jobs_cancel"),
    path("<uuid:job>/retry/", one.retry, name="jobs_retry"),
]
