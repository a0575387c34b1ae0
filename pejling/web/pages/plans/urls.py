"""Addresses of the plans: listed, taken in, read, changed in place, adopted, compared."""

from django.urls import path

from pejling.web.pages.plans import action, changing, listed, page

urlpatterns = [
    path("", listed.page, name="plans"),
    path("read/", listed.read, name="plans_read"),
    path("<uuid:plan>/", page.page, name="plans_one"),
    path("<uuid:plan>/yaml/", listed.yaml, name="plans_yaml"),
    path("<uuid:plan>/actions/<uuid:action>/", action.page, name="plans_action"),
    path("<uuid:plan>/parts/<slug:sort>/<uuid:part>/", changing.part, name="plans_part"),
    path("<uuid:plan>/parts/<slug:sort>/<uuid:part>/history/", changing.history, name="plans_history"),
    path("<uuid:plan>/parts/<slug:sort>/<uuid:part>/back/", changing.back, name="plans_back"),
]
