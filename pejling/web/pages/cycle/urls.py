"""Addresses of the school's annual cycle, and of one plan's own."""

from django.urls import path

from pejling.web.pages.cycle import of_plan, page

urlpatterns = [
    path("cycle/", page.page, name="cycle"),
    path("plans/<uuid:plan>/cycle/", of_plan.page, name="plans_cycle"),
    path("plans/<uuid:plan>/cycle/mark/", of_plan.mark, name="plans_cycle_mark"),
]
