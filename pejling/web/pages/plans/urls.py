"""Addresses of the plans: listed, taken in, read, changed in place, adopted, compared."""

from django.urls import path

from pejling.web.pages.plans import listed, page

urlpatterns = [
    path("", listed.page, name="plans"),
    path("read/", listed.read, name="plans_read"),
    path("<uuid:plan>/", page.page, name="plans_one"),
    path("<uuid:plan>/yaml/", listed.yaml, name="plans_yaml"),
]
